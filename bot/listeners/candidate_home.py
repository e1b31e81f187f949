"""What a candidate finds on the Home tab: where they stand, and what they can do now."""

from collections.abc import Iterator

from bot.listeners.home_parts import HomeLive, HomeParts
from bot.use_cases.ai_rules import SHOWN, has_agreed, version_now
from bot.use_cases.candidacy_facts import where_you_stand
from bot.use_cases.papers import has_other_tracks, paper_of, plan_chosen
from bot.views.paper import button, page_button, withdraw_button
from bot.views.said import Button, Said, Section
from storage.tables import Invitation
from tracks.candidacy import InvitationState, is_final
from tracks.track import TrackId

home = HomeParts()
_S = InvitationState
CHANGING = (_S.CHOSEN, _S.PLANNED)


@home.part(100)
def own_candidacy(live: HomeLive) -> Said | None:
    """Show the candidacy in which something happened last."""
    if live.candidate is None:
        return None
    of_theirs = live.unit.candidacies.live_of(live.candidate.id)
    newest = live.unit.candidacies.newest_of(live.candidate.id)
    invitation = max(of_theirs, key=lambda each: each.last_step_at, default=newest)
    if invitation is None:
        return None
    services = live.services
    page = services.link(invitation.id, invitation.link_epoch)
    standing = Section(text=where_you_stand(services, live.unit, invitation))
    return Said(
        sections=(standing, *_choices(live, invitation)),
        buttons=(*_next(live, invitation), *_always(live, invitation), page_button(services.catalogue, page)),
    )


def _choices(live: HomeLive, invitation: Invitation) -> Iterator[Section]:
    if invitation.state != _S.SENT:
        return
    for section in paper_of(live.unit, invitation).sections:
        if section.track:
            pick = Button(text=section.button, verb="choose_track", about=f"{invitation.id}.{section.track}")
            yield Section(text=f"*{section.title}*\n{section.short}", button=pick)


def _next(live: HomeLive, invitation: Invitation) -> Iterator[Button]:
    """Yield what the candidate would most likely do now, the most likely first."""
    catalogue = live.catalogue
    chosen = plan_chosen(live.unit, catalogue, invitation)
    if chosen is None or invitation.state not in CHANGING:
        yield button(catalogue, "read_paper", invitation.id)
        return
    choice, plan = chosen
    if not has_agreed(live.unit, catalogue, invitation):
        about = f"{invitation.id}.{version_now(catalogue, plan)[:SHOWN]}"
        yield button(catalogue, "agree_ai", about, primary=True)
    yield button(catalogue, "read_brief", invitation.id, text="read_my_paper")
    if choice.track_id == TrackId.REALIST:
        yield button(catalogue, "bring_page", invitation.id)
    if has_other_tracks(invitation):
        yield button(catalogue, "switch", invitation.id)


def _always(live: HomeLive, invitation: Invitation) -> Iterator[Button]:
    catalogue = live.catalogue
    yield button(catalogue, "ask_person", invitation.id)
    if is_final(invitation.state):
        return
    yield button(catalogue, "ask_adjustment", invitation.id)
    yield button(catalogue, "set_timezone", invitation.id)
    if invitation.state == _S.SENT and not invitation.reminders_off:
        yield button(catalogue, "not_now", invitation.id)
    yield withdraw_button(catalogue, invitation.id)
