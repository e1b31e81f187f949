"""Opens a panelist's own brief, with what is live around it, and keeps their yes to the rules about AI."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.ports import Pressed, Services
from bot.use_cases.ai_rules import keep_rules, version_now
from bot.use_cases.candidate_brief import arrangements
from bot.use_cases.forms_at_hand import times_of
from bot.use_cases.freeze_briefs import brief_of_seat
from bot.use_cases.loop_days import LoopDays, called, days_of_loop, meeting_link
from bot.use_cases.remind import rewrite_briefs
from bot.use_cases.standing import actor_in_slack, allow, named
from storage.tables import AiAgreement, Invitation, Loop, PanelSeat, Person, Role, Session, Snapshot
from storage.unit_of_work import Unit
from tracks.access import Action
from tracks.ai_policy import AiLine, lines_of
from tracks.errors import NotAllowed, OutOfDate
from tracks.panel_day import OwnPart, PanelDay
from tracks.plain import from_plain
from tracks.track import SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules about AI as the candidate agreed to them, *sha* is their version."""

    lines: tuple[AiLine, ...]
    sha: str


def read_brief(services: Services, unit: Unit, *, presser: str, seat_id: str) -> PanelDay:
    """Return the brief of a seat to whoever sits there. Raises NotAllowed for everybody else."""
    row, invitation = _own_seat(unit, presser, seat_id, Action.SEE_BRIEF)
    own = around(services, unit, row, invitation)
    if own is None:
        raise NotAllowed(action=Action.SEE_BRIEF)
    return own


def agree_to_rules(services: Services, press: Pressed, *, seat_id: str, version: str) -> None:
    """Keep that a panelist has read and agrees to the rules about AI that the candidate agreed to.

    *version*: the beginning of their sha256, as it was shown. Raises NotAllowed, OutOfDate when the rules
    have changed since, AlreadyDone for the same request.
    """
    with services.change_by(press) as unit:
        row, invitation = _own_seat(unit, press.user, seat_id, Action.AGREE_AI)
        loop = unit.get(Loop, row.loop_id)
        rules, by = rules_agreed(services, unit, invitation, loop), f"person:{press.user}"
        if not version or not rules.sha.startswith(version):
            raise OutOfDate
        if unit.candidacies.agreement(invitation.id, by=by, rules_sha=rules.sha) is None:
            keep_rules(unit, services.catalogue, days_of_loop(unit, loop).plan)  # for the agreement
            unit.add(
                AiAgreement(
                    invitation_id=invitation.id,
                    by=by,
                    track_id=loop.track_id,
                    rules_sha=rules.sha,
                    agreed_at=unit.at,
                )
            )
            unit.audit.record("agreed_ai", row, after={"rules": rules.sha})
            rewrite_briefs(unit, loop, because=f"agreed:{press.user}")


def around(services: Services, unit: Unit, row: PanelSeat, invitation: Invitation) -> PanelDay | None:
    """Return a seat's brief with the records around it, None before there is one."""
    loop = unit.get(Loop, row.loop_id)
    brief = brief_of_seat(unit, loop, row)
    if brief is None:
        return None
    days = days_of_loop(unit, loop)
    rules = rules_agreed(services, unit, invitation, loop)
    agreed = unit.candidacies.agreement(invitation.id, by=f"person:{row.person_id}", rules_sha=rules.sha)
    return PanelDay(
        seat_id=row.id,
        brief=brief,
        candidate=called(unit, invitation),
        role=unit.get(Role, invitation.role_id).title,
        parts=own_parts(days, days.own_since(row.asked_at, row.seat), row.seat),
        zone=unit.get(Person, row.person_id).timezone,
        link=meeting_link(unit, loop),
        host=invitation.host_id,
        is_host=row.person_id == invitation.host_id,
        arranged=arrangements(unit.candidacies.adjustments(invitation.id)),
        rules=rules.lines,
        rules_sha=rules.sha,
        agreed_at=agreed.agreed_at if agreed else None,
    )


def own_parts(days: LoopDays, sessions: Iterable[Session], *seats: SeatId) -> tuple[OwnPart, ...]:
    """Return *sessions* as parts of whoever has *seats*."""
    return tuple(
        OwnPart(
            name=days.spec(session).name,
            starts_at=session.starts_at,
            minutes=times_of(session).minutes,
            leads=days.spec(session).lead_seat in seats,
        )
        for session in sessions
    )


def rules_agreed(services: Services, unit: Unit, invitation: Invitation, loop: Loop) -> Rules:
    """Return the rules that the candidate agreed to, word for word; without a yes, those of the plan."""
    by = f"candidate:{invitation.candidate_id}"
    theirs = unit.candidacies.newest_agreement(invitation.id, by=by, track=loop.track_id)
    if theirs is not None:
        kept = unit.get(Snapshot, theirs.rules_sha).body
        return Rules(lines=from_plain(tuple[AiLine, ...], kept["lines"]), sha=theirs.rules_sha)
    plan = days_of_loop(unit, loop).plan
    return Rules(lines=lines_of(services.catalogue, plan), sha=version_now(services.catalogue, plan))


def _own_seat(unit: Unit, presser: str, seat_id: str, action: Action) -> tuple[PanelSeat, Invitation]:
    row = named(unit, PanelSeat, seat_id, action)
    invitation = unit.get(Invitation, unit.get(Loop, row.loop_id).invitation_id)
    allow(unit, actor_in_slack(unit, presser), action, invitation)
    live = unit.loops.live(invitation.id)
    is_theirs = row.person_id == presser and row.released_at is None
    if not is_theirs or live is None or live.id != row.loop_id:
        raise NotAllowed(action=action)
    return row, invitation
