"""The paper of one candidacy: composed from role and content, kept as it was shown, read back later."""

from bot.use_cases.kept_content import kept
from bot.use_cases.telling import rewrite_sent, tell_candidate
from bot.wording import day, say
from storage.tables import Candidate, Invitation, Person, Role, TrackChoice
from storage.unit_of_work import Unit
from tracks import format as formats
from tracks import intro_paper
from tracks.candidacy import is_final
from tracks.catalogue import Catalogue
from tracks.fill import fill_some
from tracks.format import Format
from tracks.intro_paper import Paper, RoleFacts
from tracks.plain import to_plain
from tracks.track import TrackId

KIND = "paper"
RETENTION_DAYS = 365  # after we were last in touch


def _role_facts(unit: Unit, catalogue: Catalogue, invitation: Invitation, candidate: Candidate) -> RoleFacts:
    """Return what role and invitation give to the paper; the invitation need not be on record yet."""
    role = unit.get(Role, invitation.role_id)
    company = unit.company.company()
    names = {
        "inviter": invitation.invited_by,
        "host": invitation.host_id,
        "coordinator": role.coordinator_id,
        "hiring_manager": role.hiring_manager_id,
    }
    host = unit.get(Person, invitation.host_id).name
    return RoleFacts(
        called=candidate.called,
        company=company.name,
        role=role.title,
        level=role.level,
        family=role.family,
        bot_name=say(catalogue, "label.bot_name"),
        why_you=invitation.why_you,
        address_source=invitation.address_source,
        place=role.place,
        pay=role.pay_range or role.pay_reason or "",
        medium=role.medium,
        stages_before=fill_some(role.stages_before, host=host),
        stages_after=fill_some(role.stages_after, host=host),
        stack=role.stack,
        job_less_liked="; ".join(role.job_less_liked),
        ai_at_work=role.ai_at_work,
        privacy_contact=role.privacy_contact,
        reply_by=day(catalogue, invitation.reply_by, candidate.timezone or company.timezone),
        answer_days=role.answer_days,
        switch_cutoff_hours=role.switch_cutoff_hours,
        retention_days=RETENTION_DAYS,
        shape=invitation.shape,
        job_bans_ai=role.job_bans_ai,
        fewer_tracks_reason=role.tracks_reason or "",
        **{name: unit.get(Person, person_id).name for name, person_id in names.items()},
    )


def compose(unit: Unit, catalogue: Catalogue, invitation: Invitation, candidate: Candidate) -> Paper:
    """Return the paper with the tracks in the invitation's order. Raises RoleIncomplete."""
    order = [TrackId(track) for track in invitation.option_order]
    return intro_paper.compose(catalogue, _role_facts(unit, catalogue, invitation, candidate), order)


def keep(unit: Unit, paper: Paper) -> str:
    """Keep *paper* as it is shown; return the sha256 for ``Invitation.paper_sha``."""
    return unit.candidacies.keep(KIND, to_plain(paper))


def paper_of(unit: Unit, invitation: Invitation) -> Paper:
    """Return the paper as this candidate was shown it, whatever content says today."""
    return kept(unit, Paper, invitation.paper_sha)


def send(unit: Unit, invitation: Invitation) -> None:
    """Plan the paper for the candidate; once per candidacy."""
    tell_candidate(unit, invitation, KIND, key="first")


def send_again(unit: Unit, invitation: Invitation) -> None:
    """Plan the paper once more, since it could not arrive or the address was mended."""
    tell_candidate(unit, invitation, KIND)


def rewrite(unit: Unit, invitation: Invitation, kind: str) -> None:
    """Plan to bring the newest message of *kind* to the candidate up to date, in place; none in a mailbox."""
    newest = unit.due.newest_sent(f"{kind}:{invitation.id}:")
    if newest is not None:
        key = f"{kind}:{invitation.id}:again:{invitation.revision}:{unit.at.timestamp():.0f}"
        rewrite_sent(unit, newest, key=key, loop_id=newest.loop_id)


def has_other_tracks(invitation: Invitation) -> bool:
    """Say whether there is another track to switch to."""
    return len(invitation.option_order) > 1


def plan_of(unit: Unit, catalogue: Catalogue, invitation: Invitation, track: TrackId) -> Format:
    """Return the plan that *track* means for this candidacy, as content is now."""
    role = unit.get(Role, invitation.role_id)
    return formats.compose(
        catalogue,
        track=track,
        family=role.family,
        level=role.level,
        shape=invitation.shape,
        job_bans_ai=role.job_bans_ai,
    )


def plan_chosen(
    unit: Unit, catalogue: Catalogue, invitation: Invitation
) -> tuple[TrackChoice, Format] | None:
    """Return the choice in force and the plan that it means; None before there is one and once it is over."""
    choice = None if is_final(invitation.state) else unit.candidacies.choice(invitation.id)
    return (choice, plan_of(unit, catalogue, invitation, choice.track_id)) if choice else None
