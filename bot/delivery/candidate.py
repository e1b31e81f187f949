"""What candidates are sent before their loop is booked: paper, AI rules, brief, questions, material."""

from collections.abc import Callable

from bot.delivery.live import Live, Outgoing, Renderers
from bot.ports import Attachment, NeverArrives, Services
from bot.use_cases import papers
from bot.use_cases.ai_rules import SHOWN, version_now
from bot.use_cases.bring_page import MOST_BYTES, keep_fetched, share_page, tell_not_usable
from bot.use_cases.candidate_brief import OwnBrief, brief_of
from bot.use_cases.hand_over_material import as_file, hand_over, work_of
from bot.views.brief import ai_sections, brief_sections, task_sections
from bot.views.paper import button, page_button, paper_mail, paper_said, record, withdraw_button
from bot.views.said import Button, Said, Section, one
from bot.wording import day
from bot.wording.sentences import safe
from storage.lease import Claimed
from storage.tables import BroughtPage, Candidate, Invitation, Loop, Session
from storage.unit_of_work import Unit
from tracks.ai_policy import AiLine
from tracks.candidacy import InvitationState
from tracks.track import TrackId

renderers = Renderers()
_S = InvitationState
OVER = {_S.WITHDRAWN: "candidate.paper_withdrawn", _S.CLOSED_BY_PERSON: "candidate.paper_closed"}


def by_mail(live: Live) -> bool:
    """Say whether the row goes by mail, where nothing can be rewritten."""
    return live.row.recipient.startswith("mail:") or live.candidate.slack_user is None


@renderers.renders(papers.KIND)
def paper(live: Live) -> Said | None:
    known, shown = live.facts, papers.paper_of(live.unit, live.invitation)
    catalogue = live.catalogue
    if live.invitation.state == _S.SENT:
        if by_mail(live):
            return paper_mail(catalogue, shown, known)
        return paper_said(catalogue, shown, known, about=live.invitation.id)
    return None if by_mail(live) else _paper_record(live, known)


@renderers.after_sending(papers.KIND)
def notice_shown(_services: Services, unit: Unit, row: Claimed) -> None:
    """Note that the paper, which says what is kept, is with the candidate."""
    candidate = unit.get(Candidate, unit.get(Invitation, row.invitation_id or "").candidate_id)
    if candidate.notice_shown_at is None:
        unit.change(candidate, notice_shown_at=unit.at)


@renderers.renders("ai_rules")
def ai_rules(live: Live) -> Said | None:
    chosen = papers.plan_chosen(live.unit, live.catalogue, live.invitation)
    if chosen is None or chosen[0].id != live.about("choice"):
        return _over(live)  # a later choice has a message of its own
    known, catalogue = live.facts, live.catalogue
    _, plan = chosen
    version = version_now(catalogue, plan)
    by = f"candidate:{live.candidate.id}"
    agreement = live.unit.candidacies.agreement(live.invitation.id, by=by, rules_sha=version)
    if agreement:
        known |= {"day": day(live.catalogue, agreement.agreed_at, live.candidate_zone)}
        return None if by_mail(live) else record(catalogue, "candidate.ai_record", known)
    about = live.invitation.id
    return Said(
        subject=live.say("mail.subject_ai", **known),
        sections=(
            Section(text=live.say("candidate.chosen", **known)),
            *_switch_until(live, known),
            *ai_sections(_brief_lines(live), catalogue),
            Section(text=live.say("candidate.ai_hint"), small=True),
        ),
        buttons=(
            button(catalogue, "agree_ai", f"{about}.{version[:SHOWN]}", primary=True),
            button(catalogue, "question_ai", about),
            *_switch(live),
            button(catalogue, "read_paper", about),
            page_button(catalogue, known["page"]),
        ),
    )


def _brief_lines(live: Live) -> tuple[AiLine, ...]:
    own = brief_of(live.services, live.unit, live.invitation)
    return own.brief.ai_lines if own else ()


@renderers.renders("candidate_brief")
def candidate_brief(live: Live) -> Said | None:
    own = brief_of(live.services, live.unit, live.invitation)
    choice = live.unit.candidacies.choice(live.invitation.id)
    if own is None or choice is None or choice.id != live.about("choice"):
        return _over(live)
    known, catalogue, about = live.facts, live.catalogue, live.invitation.id
    sections = [Section(text=live.say("candidate.brief_intro", **known)), *_page_wanted(live, known)]
    if by_mail(live):
        sections += brief_sections(catalogue, own.brief, known, own.day)
    brings = [button(catalogue, "bring_page", about, primary=True)] if _is_realist(own) else []
    return Said(
        subject=live.say("mail.subject_brief", **known),
        sections=tuple(sections),
        buttons=(
            button(catalogue, "read_brief", about),
            *brings,
            *_switch(live),
            button(catalogue, "ask_person", about),
            button(catalogue, "ask_adjustment", about),
            page_button(catalogue, known["page"]),
            withdraw_button(catalogue, about),
        ),
    )


@renderers.renders("ask_zone")
def ask_zone(live: Live) -> Said | None:
    catalogue, known = live.catalogue, live.facts
    if live.candidate.timezone is not None:
        return None if by_mail(live) else record(catalogue, "candidate.zone_record", known)
    answer = button(catalogue, "set_timezone", live.invitation.id, primary=True)
    return one(live.say("candidate.zone_ask"), answer, subject=live.say("mail.subject_zone"))


@renderers.renders("told")
def told(live: Live) -> Said:
    """Render one sentence for the candidate; the row's own facts go before the candidacy's."""
    own = {
        name.removeprefix("fact."): str(fact)
        for name, fact in live.row.about.items()
        if name.startswith("fact.") and fact is not None
    }
    known = live.facts | own
    said = one(live.say(live.about("say"), **known), subject=live.say("mail.subject_told", **known))
    if live.about("button") == "withdraw":
        return said.having(withdraw_button(live.catalogue, live.invitation.id))
    return said


@renderers.renders("new_link")
def new_link(live: Live) -> Said:
    known = live.facts
    to_page = page_button(live.catalogue, known["page"])
    return one(live.say("candidate.link", **known), to_page, subject=live.say("mail.subject_link"))


@renderers.does("hand_over")
def hand_over_now(services: Services, unit: Unit, row: Claimed) -> None:
    """Hand over what a part works with, at its start."""
    hand_over(services, unit, unit.get(Session, str(row.about["session"])))


@renderers.does("share_page")
def share_page_now(_services: Services, unit: Unit, row: Claimed) -> None:
    """Bring the page to those who read it, the day before."""
    loop = unit.get(Loop, row.loop_id or "")
    share_page(unit, unit.get(Invitation, loop.invitation_id), loop)


@renderers.fetches("fetch_page")
def fetch_page(services: Services, row: Claimed) -> Callable[[Unit], None]:
    """Fetch the file that a candidate gave in Slack, and keep it."""
    if services.files is None:
        return lambda unit: tell_not_usable(unit, row.invitation_id or "")
    try:
        file = services.files.fetch(str(row.about["file"]), most=MOST_BYTES)
    except NeverArrives:
        return lambda unit: tell_not_usable(unit, row.invitation_id or "")
    return lambda unit: keep_fetched(unit, row.invitation_id or "", file)


@renderers.renders("material")
def material(live: Live) -> Outgoing | None:
    session = live.unit.get(Session, live.about("session"))
    work = work_of(live.services, live.unit, session)
    own = brief_of(live.services, live.unit, live.invitation)
    if work is None or own is None:
        return None
    known = live.facts | {"part": own.plan.spec(session.spec_id).name}
    rules = [line for line in own.brief.ai_lines if line.session == session.spec_id]
    said = Said(
        subject=live.say("mail.subject_material", **known),
        sections=(
            Section(text=live.say("candidate.material", **known)),
            *task_sections(work.task, session.change_card),
            *(Section(text=safe(line.candidate_text)) for line in rules),
        ),
    )
    return Outgoing(said=said, file=as_file(work))


@renderers.renders("switch_asked")
def switch_asked(live: Live) -> Said | None:
    track = TrackId(live.about("track"))
    choice = live.unit.candidacies.choice(live.invitation.id)
    if live.invitation.state in OVER or (choice and choice.track_id == track):
        return None
    told = live.facts | {
        "track": live.catalogue.tracks[track].name,
        "hours": str(live.role.switch_cutoff_hours),
    }
    record_it = button(live.catalogue, "record_choice", f"{live.invitation.id}.{track}", primary=True)
    return one(live.say("recruiter.switch_asked", **told), record_it)


@renderers.renders("brought_page")
def brought_page(live: Live) -> Outgoing | None:
    """Bring the candidate's page to one who reads it beforehand."""
    page = live.unit.get(BroughtPage, live.about("page"))
    newest = live.unit.candidacies.brought_page(live.invitation.id)
    if newest is None or newest.id != page.id:
        return None
    intro = Section(text=live.say("recruiter.brought_page", **live.facts))
    if page.content is None:
        return Outgoing(said=Said(sections=(intro, Section(text=safe(page.text or ""), quoted=True))))
    file = Attachment(
        name=page.file_name or "page", media_type=page.media_type or "text/plain", content=page.content
    )
    return Outgoing(said=Said(sections=(intro,)), file=file)


def _paper_record(live: Live, known: dict[str, str]) -> Said:
    catalogue = live.catalogue
    choice = live.unit.candidacies.choice(live.invitation.id)
    if live.invitation.state in OVER or choice is None:
        return record(catalogue, OVER.get(live.invitation.state, "candidate.paper_closed"), known)
    known |= {"day": day(live.catalogue, choice.chosen_at, live.candidate_zone)}
    key = (
        "candidate.paper_chosen"
        if papers.has_other_tracks(live.invitation)
        else "candidate.paper_chosen_only"
    )
    return record(catalogue, key, known)


def _switch(live: Live) -> list[Button]:
    if not papers.has_other_tracks(live.invitation):
        return []
    return [button(live.catalogue, "switch", live.invitation.id)]


def _switch_until(live: Live, known: dict[str, str]) -> list[Section]:
    if not papers.has_other_tracks(live.invitation):
        return []
    return [Section(text=live.say("candidate.switch_until", **known))]


def _over(live: Live) -> Said | None:
    """Return what stays of a message that no longer counts; nothing is sent anew for it."""
    if by_mail(live) or not live.row.replaces:
        return None
    known = live.facts
    key = OVER.get(live.invitation.state, "candidate.superseded" if "track" in known else "page.saved")
    return record(live.catalogue, key, known)


def _page_wanted(live: Live, known: dict[str, str]) -> list[Section]:
    choice = live.unit.candidacies.choice(live.invitation.id)
    if choice is None or choice.track_id != TrackId.REALIST:
        return []
    page = live.unit.candidacies.brought_page(live.invitation.id)
    if page is None:
        return [Section(text=live.say("candidate.brief_page_wanted", **known))]
    sent = known | {"day": day(live.catalogue, page.sent_at, live.candidate_zone)}
    return [Section(text=live.say("candidate.brief_page_here", **sent))]


def _is_realist(own: OwnBrief) -> bool:
    return own.plan.track == TrackId.REALIST
