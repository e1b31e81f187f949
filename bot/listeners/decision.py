"""Deciding and writing the letter, page by page; what a page holds is saved with each press."""

from dataclasses import asdict, replace
from datetime import date

from bot.listeners.press import Answer, Open, Press, Show
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases.decide import Draft, Typed, decide, draft_for, save_decision
from bot.use_cases.letter import Writing, save_letter, send_letter, writing_for
from bot.use_cases.loop_days import called
from bot.use_cases.promised_answer import tell_late
from bot.use_cases.run_step import invitation_for
from bot.views import decision as views
from bot.views import letter as letters
from bot.views.debrief import DECIDE, WRITE
from bot.views.late import TELL_LATE, late_modal
from bot.views.modals import notice_modal
from bot.wording import say
from storage.tables import Invitation, Person, Role
from tracks.access import Action
from tracks.candidacy import DecisionOutcome
from tracks.errors import ReasonTooShort, TextMissing, TimeNotLater
from tracks.track import DimensionId, Level

routes = Routes()
PICKS = {"outcome": DecisionOutcome, "dimension_asked": DimensionId, "level_offered": Level}


# --- the decision
@routes.action(DECIDE)
def wants_to_decide(services: Services, press: Press) -> Answer:
    draft = draft_for(services, presser=press.user, loop_id=press.about)
    return Open(view=_decision_view(services, draft, 0))


@routes.action(views.PAGE)
def turns_back(services: Services, press: Press) -> Answer:
    draft = _save(services, press)
    return Show(view=_decision_view(services, draft, press.turns_to))


@routes.form(views.FORM)
def goes_on(services: Services, press: Press) -> Answer:
    """Save the page and go on to the next; on the last one, record the decision."""
    draft, page = _save(services, press), press.page
    if page < views.LAST:
        return Show(view=_decision_view(services, draft, page + 1))
    try:
        again = replace(press, request=f"{press.request}:decide")  # saving the page took the press's own key
        decide(services, again, loop_id=draft.loop_id, seen=draft.revision)
    except TextMissing as missing:
        note = _what_is_missing(services, missing.field)
        return Show(view=_decision_view(services, draft, views.page_of(missing.field), note=note))
    except ReasonTooShort as short:
        note = say(services.catalogue, "decision.too_short", **short.facts)
        return Show(view=_decision_view(services, draft, 0, note=note))
    with services.look() as unit:
        host = unit.get(Person, unit.get(Invitation, draft.invitation_id).host_id).name
    return Show(
        view=views.recorded_modal(
            services.catalogue, invitation_id=draft.invitation_id, host=host, write=WRITE
        )
    )


def _save(services: Services, press: Press) -> Draft:
    seen = press.metadata.get("seen")
    return save_decision(
        services,
        press,
        loop_id=press.subject,
        typed=_typed(press),
        seen=seen if isinstance(seen, int) else -1,
    )


def _typed(press: Press) -> Typed:
    """Return what the page holds: only fields that stand on it."""
    texts = {one: press.typed(one) for one in DimensionId if one in press.values}
    on_page = {name: press.typed(name) for name in (*PICKS, "level_reason") if name in press.values}
    known = {name: value for name, value in on_page.items() if name not in PICKS or _fits(name, value)}
    return Typed(texts=texts, **known)


def _fits(name: str, value: str) -> bool:
    return value == "" or value in set(PICKS[name])


def _what_is_missing(services: Services, field: str) -> str:
    if field in set(DimensionId):
        name = services.catalogue.ground.dimension(DimensionId(field)).name
        return say(services.catalogue, "decision.missing_text", dimension=name)
    return say(services.catalogue, f"decision.missing_{field}")


def _decision_view(
    services: Services, draft: Draft, page: int, *, note: str | None = None
) -> dict[str, object]:
    shown = asdict(draft)
    shown.pop("invitation_id")
    return views.decision_modal(services.catalogue, views.DecisionShown(**shown), page, note=note)


# --- the letter
@routes.action(WRITE)
def wants_to_write(services: Services, press: Press) -> Answer:
    writing = writing_for(services, presser=press.user, invitation_id=press.about)
    return Open(view=_letter_view(services, press, writing, 0))


@routes.action(letters.PAGE)
def turns_letter_back(services: Services, press: Press) -> Answer:
    if press.values:
        writing = _save_letter(services, press)
    else:
        writing = writing_for(services, presser=press.user, invitation_id=press.subject)
    return Show(view=_letter_view(services, press, writing, press.turns_to))


@routes.form(letters.FORM, at={TextMissing: "body"})
def letter_goes_on(services: Services, press: Press) -> Answer:
    writing = _save_letter(services, press)
    return Show(view=_letter_view(services, press, writing, press.page + 1))


@routes.action(letters.SEND)
def sends_letter(services: Services, press: Press) -> Answer:
    send_letter(services, press, invitation_id=press.subject, seen=press.detail)
    with services.look() as unit:
        candidate = called(unit, unit.get(Invitation, press.subject))
    sentence = say(services.catalogue, "letter.sent", called=candidate)
    title = say(services.catalogue, "letter.title")
    return Show(view=notice_modal(services.catalogue, sentence, title=title))


def _save_letter(services: Services, press: Press) -> Writing:
    return save_letter(
        services,
        press,
        invitation_id=press.subject,
        body=press.typed("body") if "body" in press.values else None,
        parts={one: press.typed(one) for one in DimensionId if one in press.values},
        seen=str(press.metadata.get("seen") or ""),
    )


def _letter_view(services: Services, press: Press, writing: Writing, page: int) -> dict[str, object]:
    with services.look() as unit:
        invitation = unit.get(Invitation, writing.invitation_id)
        role = unit.get(Role, invitation.role_id)
        sender, host = (unit.get(Person, who).name for who in (press.user, invitation.host_id))
        company = unit.company.company().name
    facts = {"called": writing.called, "role": role.title, "host": host}
    draft = say(services.catalogue, f"letter.draft_{writing.outcome}", **facts)
    shown = letters.LetterShown(
        invitation_id=writing.invitation_id,
        called=writing.called,
        body=writing.body or draft,
        parts=writing.parts,
        token=writing.token,
        named=writing.named,
    )
    if page < letters.PREVIEW:
        return letters.letter_modal(services.catalogue, shown, page)
    return letters.preview_modal(services.catalogue, shown, sender=sender, role=role.title, company=company)


# --- when it takes longer than promised
@routes.action(TELL_LATE)
def wants_to_tell_late(services: Services, press: Press) -> Answer:
    with services.look() as unit:
        invitation = invitation_for(unit, press.user, press.about, Action.TELL_LATE)
        candidate = called(unit, invitation)
        decider = unit.get(Person, unit.get(Role, invitation.role_id).hiring_manager_id).name
    view = late_modal(services.catalogue, invitation.id, candidate=candidate, decider=decider)
    return Open(view=view)


@routes.form(TELL_LATE, at={TimeNotLater: "until"})
def tells_late(services: Services, press: Press) -> Answer:
    tell_late(services, press.asked, until=date.fromisoformat(press.typed("until")))
    return None
