"""Plans what people are told because of a change: rows in ``due``, in the change's own transaction."""

from collections.abc import Mapping
from datetime import datetime

from bot.wording.sentences import Markup, mention
from storage.tables import Candidate, Due, Invitation, Role
from storage.unit_of_work import Unit

Fact = str | int | None


def tell_candidate(
    unit: Unit,
    invitation: Invitation,
    kind: str,
    *,
    key: str = "",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    loop_id: str | None = None,
    on_page: bool = False,
    **about: Fact,
) -> None:
    """Plan *kind* for the candidate, in Slack or by mail, wherever they are reached then.

    *key* tells apart what may be sent more than once for a candidacy; the same kind and key are planned once.
    Who acts *on_page* reads it there, and a mail about it would be one too many.
    """
    if on_page and unit.get(Candidate, invitation.candidate_id).slack_user is None:
        return
    unit.due.plan(
        kind,
        key=f"{kind}:{invitation.id}:{key or invitation.revision}",
        to=f"candidate:{invitation.candidate_id}",
        invitation_id=invitation.id,
        loop_id=loop_id,
        due_at=due_at,
        expires_at=expires_at,
        about=about,
    )


def tell_person(
    unit: Unit,
    person_id: str,
    kind: str,
    *,
    key: str,
    invitation: Invitation | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    loop_id: str | None = None,
    **about: Fact,
) -> None:
    """Plan *kind* for a person of the company, in a direct message; once per key and person."""
    unit.due.plan(
        kind,
        key=f"{kind}:{key}:{person_id}",
        to=f"person:{person_id}",
        invitation_id=invitation.id if invitation else None,
        loop_id=loop_id,
        due_at=due_at,
        expires_at=expires_at,
        about=about,
    )


def rewrite_sent(unit: Unit, sent: Due, *, key: str, loop_id: str | None = None) -> None:
    """Plan to bring a message up to date in place, as things stand then; once per *key*.

    *loop_id* is for what is dropped together with the loop's other messages.
    """
    unit.due.plan(
        sent.kind,
        key=key,
        to=sent.recipient,
        invitation_id=sent.invitation_id,
        loop_id=loop_id,
        about=dict(sent.about),
        replaces=sent.replaces or sent.dedupe_key,
    )


def card_key(invitation: Invitation) -> str:
    """Return the key of the candidacy's one message in the role's channel."""
    return f"card:{invitation.id}"


def open_card(unit: Unit, invitation: Invitation, channel: str) -> None:
    """Plan the candidacy's parent message in the role's channel."""
    unit.due.plan("card", key=card_key(invitation), to=f"channel:{channel}", invitation_id=invitation.id)


def refresh_card(unit: Unit, invitation: Invitation, *, because: str = "") -> None:
    """Plan to rewrite the parent message, so that it shows how things stand now; once a second and cause."""
    parent = unit.due.by_key(card_key(invitation))
    if parent is not None:
        _renew(unit, invitation, parent, because)


def _renew(unit: Unit, invitation: Invitation, parent: Due, because: str) -> None:
    key = f"{card_key(invitation)}:{invitation.revision}:{unit.at.timestamp():.0f}:{because}"
    rewrite_sent(unit, parent, key=key)


def step(unit: Unit, invitation: Invitation, sentence: str, *, key: str = "", **facts: Fact) -> None:
    """Plan a reply under the parent message: *sentence* is a key of content, such as ``thread.chosen``.

    It may name, *by*, the person who took the step. Nothing confidential belongs here: the channel reads
    along. The parent message is renewed as well.
    """
    parent = unit.due.by_key(card_key(invitation))
    if parent is None:
        return
    if unit.person_id is not None:
        facts["by"] = mention(unit.person_id)
    unit.due.plan(
        "step",
        key=f"step:{invitation.id}:{sentence}:{key or invitation.revision}",
        to=parent.recipient,
        invitation_id=invitation.id,
        under=parent.dedupe_key,
        about=_sentence(sentence, facts),
    )
    _renew(unit, invitation, parent, f"{sentence}:{key}")


def notice(unit: Unit, slack_user: str, sentence: str, *, key: str, **facts: Fact) -> None:
    """Plan one sentence of content for somebody in Slack, in a direct message."""
    to = f"person:{slack_user}"
    unit.due.plan("notice", key=f"notice:{key}", to=to, about=_sentence(sentence, facts))


def tell_host(unit: Unit, invitation: Invitation, sentence: str, *, key: str, **facts: Fact) -> None:
    """Plan one sentence for the host, which may name the candidate and the role."""
    candidate, role = unit.get(Candidate, invitation.candidate_id), unit.get(Role, invitation.role_id)
    about = {"candidate": candidate.called, "role": role.title} | facts
    notice(unit, invitation.host_id, sentence, key=key, **about)


def _sentence(sentence: str, facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return what a row keeps of a sentence; what we wrote ourselves is told apart from what was typed."""
    return {"say": sentence} | {
        f"{'markup' if isinstance(fact, Markup) else 'fact'}.{name}": fact for name, fact in facts.items()
    }
