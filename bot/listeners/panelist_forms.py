"""Filling in a form: opened where it was left, saved at each press, sent once nothing is missing."""

from collections.abc import Iterator
from dataclasses import replace

from bot.listeners.form_looks import look_of, token_of, typed_in
from bot.listeners.press import Answer, Errors, Open, Press, Show, Whisper
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases.fill_form import Kept, Typed, open_form, save_page, send_form
from bot.use_cases.forms_at_hand import form_for, open_forms_of, require_open, sheet_of, spec_of
from bot.use_cases.look_after_forms import did_not_attend, missing_forms_of
from bot.views.form_look import BACK, GO, NOT_ENOUGH, OVERVIEW, SAVE, TO_OVERVIEW, TURN, FormLook
from bot.views.form_pages import form_view
from bot.views.forms import (
    NOT_ATTENDED,
    OPEN,
    READ,
    missing_lines,
    own_lines,
    read_modal,
    sent_modal,
    waived_modal,
)
from bot.views.modals import notice_modal
from bot.views.said import Said, Section, to_alt_text, to_blocks
from bot.wording import refusal, say
from bot.wording.sentences import Markup, mention, safe
from tracks.access import Action
from tracks.candidacy import FormState
from tracks.errors import (
    AlreadyDone,
    EvidenceTooLong,
    EvidenceTooShort,
    FormIncomplete,
    FormSent,
    InterviewError,
    MinuteMissing,
    MinuteOutside,
    TextTooLong,
)
from tracks.rubric import Rating, pages

routes = Routes()
LAST = 10_000  # a page number that is always the overview
_BESIDE: dict[type[InterviewError], str] = {
    EvidenceTooShort: "words",
    EvidenceTooLong: "words",
    MinuteOutside: "minute",
    MinuteMissing: "minute",
    TextTooLong: "why",
}


@routes.command("forms")
def lists_forms(services: Services, press: Press) -> Answer:
    """List the forms that wait for the person, and those that are missing where they run things."""
    catalogue, now = services.catalogue, services.now
    with services.look() as unit:
        zone = unit.company.zone_of(press.user)
        own = [at_hand.line for at_hand in open_forms_of(unit, press.user)]
        missing = [(at_hand.line, mine) for at_hand, mine in missing_forms_of(services, unit, press.user)]
    sections = (
        *own_lines(catalogue, own, now=now, zone=zone),
        *missing_lines(catalogue, missing, zone=zone),
    )
    if not sections:
        return Whisper(text=say(catalogue, "forms.list_nothing"))
    said = Said(title=say(catalogue, "forms.list_title"), sections=sections)
    return Whisper(text=to_alt_text(said), blocks=to_blocks(said))


@routes.action(OPEN)
def opens(services: Services, press: Press) -> Answer:
    """Open a form on the page where it was left."""
    open_form(services, presser=press.user, form_id=press.about)
    shown = _page(services, press, page=None)
    return Open(view=shown.view)


@routes.action(READ)
def reads(services: Services, press: Press) -> Answer:
    """Show a form to those who may read it; that it was read is noted."""
    with services.change(f"person:{press.user}") as unit:
        at_hand = form_for(unit, press.user, press.about, Action.READ_FORM)
        unit.audit.record("read", at_hand.form)
        if at_hand.form.state != FormState.SENT and at_hand.form.rater_id != press.user:
            return Open(view=waived_modal(services.catalogue, at_hand.form, at_hand.line))
        return Open(view=read_modal(services.catalogue, look_of(unit, at_hand), at_hand.rater.name))


@routes.action(BACK)
def goes_back(services: Services, press: Press) -> Answer:
    return _save_by_button(services, press, go_to=max(0, press.page - 1))


@routes.action(SAVE)
def saves(services: Services, press: Press) -> Answer:
    return _save_by_button(services, press, go_to=press.page, note="forms.saved")


@routes.action(TO_OVERVIEW)
def goes_to_overview(services: Services, press: Press) -> Answer:
    return _save_by_button(services, press, go_to=LAST)


@routes.action(GO)
def goes_there(services: Services, press: Press) -> Answer:
    """Go from the overview to a page where something is missing."""
    page = press.about.split(":")[1] if ":" in press.about else ""
    return _page(services, press, page=int(page) if page.isdecimal() else 0, over=True)


@routes.form(TURN)
def turns(services: Services, press: Press) -> Answer:
    """Save the page and show the next one; what cannot be saved is said beside its field."""
    go_to = press.page + 1
    try:
        kept, typed = _save(services, press, go_to=go_to)
    except AlreadyDone:
        return _page(services, press, page=go_to)
    except tuple(_BESIDE) as error:
        return _beside(services, press, error)
    if kept.behind:
        return _behind(services, press, typed)
    return _page(services, press, page=go_to)


@routes.form(OVERVIEW)
def sends(services: Services, press: Press) -> Answer:
    try:
        send_form(services, press, form_id=press.about)
    except FormIncomplete:
        note = Section(text=say(services.catalogue, "forms.not_sent"))
        return _page(services, press, page=LAST, notes=(note,))
    except (AlreadyDone, FormSent):
        pass
    with services.look() as unit:
        at_hand = form_for(unit, press.user, press.about, Action.FILL_FORM)
        if at_hand.form.state != FormState.SENT:
            raise FormSent  # it was waived: nothing was sent
    return Show(
        view=sent_modal(services.catalogue, candidate=at_hand.candidate.called, group=at_hand.group_name)
    )


@routes.action(NOT_ATTENDED)
def was_not_there(services: Services, press: Press) -> Answer:
    did_not_attend(services, press, form_id=press.about)
    with services.look() as unit:
        at_hand = form_for(unit, press.user, press.about, Action.FILL_FORM)
    text = say(
        services.catalogue,
        "forms.not_attended_message",
        candidate=at_hand.candidate.called,
        group=at_hand.group_name,
        host=mention(at_hand.invitation.host_id),
    )
    return Open(view=notice_modal(services.catalogue, text))


def _save(services: Services, press: Press, *, go_to: int) -> tuple[Kept, Typed]:
    form_id = _form_id(press)
    with services.look() as unit:
        at_hand = form_for(unit, press.user, form_id, Action.FILL_FORM)
        screens = pages(spec_of(sheet_of(unit, at_hand.form)))
    typed = typed_in(press, screens)
    kept = save_page(services, press, form_id=form_id, typed=typed, go_to=min(go_to, len(screens)))
    return kept, typed


def _save_by_button(services: Services, press: Press, *, go_to: int, note: str = "") -> Answer:
    """Save the page and show *go_to*; on the overview there is nothing to save."""
    if _is_overview(press):
        return _page(services, press, page=go_to, over=True)
    try:
        kept, typed = _save(services, press, go_to=go_to)
    except tuple(_BESIDE) as error:
        problem = Markup(refusal(services.catalogue, error))
        text = say(services.catalogue, "forms.not_saved", problem=problem)
        return _page(services, press, page=press.page, notes=(Section(text=text),), over=True)
    if kept.behind:
        return replace(_behind(services, press, typed), over=True)
    notes = (Section(text=say(services.catalogue, note), small=True),) if note else ()
    return _page(services, press, page=go_to, notes=notes, over=True)


def _page(
    services: Services,
    press: Press,
    *,
    page: int | None,
    notes: tuple[Section, ...] = (),
    over: bool = False,
) -> Show:
    """Return a page as it is on record; None is the one on which the form was left."""
    with services.look() as unit:
        at_hand = form_for(unit, press.user, _form_id(press), Action.FILL_FORM)
        require_open(at_hand.form)
        look = look_of(unit, at_hand)
        number = at_hand.form.page if page is None else page
        token = token_of(unit, look, number)
    return Show(view=form_view(services.catalogue, look, number, token=token, notes=notes), over=over)


def _behind(services: Services, press: Press, typed: Typed) -> Show:
    """Show what is on record, and above it what this window had."""
    with services.look() as unit:
        at_hand = form_for(unit, press.user, _form_id(press), Action.FILL_FORM)
        look = look_of(unit, at_hand)
        token = token_of(unit, look, typed.page)
    notes = tuple(_had(services, look, typed))
    return Show(view=form_view(services.catalogue, look, typed.page, token=token, notes=notes))


def _had(services: Services, look: FormLook, typed: Typed) -> Iterator[Section]:
    catalogue = services.catalogue
    yield Section(text=say(catalogue, "forms.behind"))
    for dimension, rating in typed.content.ratings.items():
        value = _value(services, rating)
        name = look.dimension(dimension).name
        yield Section(text=say(catalogue, "forms.behind_rating", name=name, value=value))
        for words in (rating.reason, rating.why):
            if words:
                yield Section(text=safe(words), quoted=True)
    for facet in look.sheet.facets:
        if facet.id in typed.content.levels:
            reads = say(catalogue, f"reading.{typed.content.levels[facet.id].reads}")
            yield Section(text=say(catalogue, "forms.behind_facet", name=facet.name, reads=reads))
    if typed.moment is not None:
        yield Section(text=say(catalogue, "forms.behind_moment"))


def _value(services: Services, rating: Rating) -> str:
    if rating.not_enough:
        return say(services.catalogue, f"forms.{NOT_ENOUGH}")
    return str(rating.value or say(services.catalogue, "forms.no_rating"))


def _beside(services: Services, press: Press, error: InterviewError) -> Answer:
    """Say a refusal beside the field that it is about, whatever revision that was shown at."""
    name = _BESIDE[type(error)]
    block = next((block for block in press.values if block.startswith(f"{name}:")), None)
    if block is None:
        raise error
    return Errors(sentences={block: refusal(services.catalogue, error)})


def _form_id(press: Press) -> str:
    """Return the form spoken of: the id that stands in the view, else the one on the button."""
    return str(press.metadata.get("about") or press.about).partition(":")[0]


def _is_overview(press: Press) -> bool:
    """Say whether the overview was pressed: a page says what it was opened with."""
    return "seen" not in press.metadata
