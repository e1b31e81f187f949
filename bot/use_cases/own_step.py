"""What every step on a candidacy begins with: one transaction, the right to it, a sign of life on record."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Self

from bot.ports import Pressed, Services
from bot.use_cases.papers import RETENTION_DAYS
from bot.use_cases.standing import actor_in_slack, actor_on_page, allow, name_of, named
from bot.use_cases.telling import Fact
from storage.tables import Candidate, Invitation
from storage.unit_of_work import Unit
from tracks.access import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose candidacy somebody asks something of, who asks, and under which key it counts once.

    *by* is the user who asks in Slack, None for whoever opened the candidate's page: the link is the proof.
    """

    invitation_id: str
    by: str | None
    request: str

    @classmethod
    def of(cls, press: Pressed, invitation_id: str) -> Self:
        """Return what somebody asks in Slack."""
        return cls(invitation_id=invitation_id, by=press.user, request=press.request)

    @property
    def on_page(self) -> bool:
        """The answer stands on the page that is shown next."""
        return self.by is None

    def besides(self, what: str) -> Self:
        """Return what the same words or press ask for besides, which counts by itself."""
        return replace(self, request=f"{self.request}:{what}")


@contextmanager
def own_step(services: Services, asked: Asked, action: Action) -> Iterator[tuple[Unit, Invitation]]:
    """Open a transaction for *action* on a candidacy that nobody else changes meanwhile.

    It acts for the candidate, or for the person of the company who takes the step. An invitation that does
    not exist is refused like one that belongs to somebody else. Raises NotAllowed, AlreadyDone.
    """
    unknown = "rule:own_step"  # whose step it is shows with the invitation
    with services.change(unknown, request=asked.request) as unit:
        invitation = named(unit, Invitation, asked.invitation_id, action, lock=True)
        who = actor_on_page(invitation) if asked.by is None else actor_in_slack(unit, asked.by)
        allow(unit, who, action, invitation)
        unit.actor = name_of(who)
        if who.candidate_id == invitation.candidate_id:
            unit.actor = f"candidate:{who.candidate_id}"
            _heard_from(unit, unit.get(Candidate, invitation.candidate_id))
        yield unit, invitation


def _heard_from(unit: Unit, candidate: Candidate) -> None:
    """Note that we are in touch: what we keep is kept from now on, and its notice has been shown."""
    unit.change(
        candidate,
        delete_on=unit.at + timedelta(days=RETENTION_DAYS),
        notice_shown_at=candidate.notice_shown_at or unit.at,
    )


def take_step(unit: Unit, invitation: Invitation, **values: Any) -> None:
    """Change an invitation, and let the candidate's link live on from now."""
    unit.change(invitation, last_step_at=unit.at, **values)


def answer(
    unit: Unit,
    invitation: Invitation,
    sentence: str,
    *,
    key: str,
    on_page: bool,
    button: str = "",
    **facts: Fact,
) -> None:
    """Plan one sentence of content for the candidate, where they are reached.

    Who acts on the page reads it there; a mail about it would be one too many. *button* is a verb.
    """
    candidate = unit.get(Candidate, invitation.candidate_id)
    if on_page and candidate.slack_user is None:
        return
    unit.due.plan(
        "told",
        key=f"told:{invitation.id}:{key}",
        to=f"candidate:{candidate.id}",
        invitation_id=invitation.id,
        about={"say": sentence, "button": button} | {f"fact.{name}": fact for name, fact in facts.items()},
    )
