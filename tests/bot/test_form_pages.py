"""The pages of a form at their fullest: everything that Slack limits still fits."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.stand_in.limits import view_faults
from bot.use_cases.forms_at_hand import spec_of
from bot.views.form_look import FormLook, PartOfForm
from bot.views.form_pages import form_view
from bot.views.forms import read_modal
from bot.views.said import Section
from storage.tables import EvidenceItem, Form
from tracks import catalogue as catalogues
from tracks.candidacy import FormState
from tracks.evidence import EvidenceKind
from tracks.format import compose
from tracks.rating_sheet import sheet_for
from tracks.rubric import AskedFollowUp, Draft, LevelRead, LevelReading, Rating, pages
from tracks.track import FollowUp, Group, Level, SeatId, TrackId

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LONG = "<b>& seemed confident "


@pytest.fixture(name="catalogue", scope="module")
def loaded():
    return catalogues.load()


def full_look(catalogue, group, *, family="ai_engineer", marks=95):
    plan = compose(catalogue, track=TrackId.TRADITIONALIST, family=family, level=Level.STAFF)
    sheet = sheet_for(catalogue, plan, group=group, seat=plan.raters_of(group)[0])
    spec = spec_of(sheet)
    items = tuple(moment(number) for number in range(marks))
    ids = tuple(item.id for item in items)
    words = (LONG * 30)[:600]
    return FormLook(
        form=Form(
            id="form",
            loop_id="loop",
            group=group,
            rater_id="U0ADA",
            seat=SeatId.LEAD,
            state=FormState.OPEN,
            due_at=NOON,
            rubric_sha="sha",
            revision=12345,
        ),
        candidate="K" * 80,
        sheet=sheet,
        spec=spec,
        screens=pages(spec),
        draft=Draft(
            ratings={
                one: Rating(value=1, reason=words, evidence=ids, why=words, axes=("gate",))
                for one in spec.dimensions
            },
            marks=frozenset(ids),
            levels={facet: LevelRead(reads=LevelReading.SENIOR, evidence=ids) for facet in spec.facets},
            follow_ups=tuple(AskedFollowUp(mark=one, kind=FollowUp.PERTURB) for one in ids),
        ),
        marks=items,
        parts=tuple(
            PartOfForm(id=f"{session.id}-0123456789", name=session.name, steps=session.spec.plan)
            for session in plan.sessions_of(group)
        ),
    )


def moment(number):
    return EvidenceItem(
        id=f"{number:016x}",
        form_id="form",
        session_id="coding",
        minute=number,
        kind=EvidenceKind.DID,
        text=(LONG * 30)[:600],
        dimensions=[],
        probe=FollowUp.PERTURB,
        marked_at=NOON,
    )


@pytest.mark.parametrize("group", list(Group))
def test_fullest_pages_fit_into_slack(catalogue, group):
    look = full_look(catalogue, group)
    notes = [Section(text=LONG * 25, quoted=True)] * 6

    for page in range(len(look.screens) + 1):
        view = form_view(catalogue, look, page, token="0" * 16, notes=notes)
        assert view_faults(view, frozenset()) == []
        assert len(view["blocks"]) < 100


@pytest.mark.parametrize("group", list(Group))
def test_emptiest_pages_fit_into_slack(catalogue, group):
    look = replace(full_look(catalogue, group, marks=0), draft=Draft(), marks=())

    for page in range(len(look.screens) + 1):
        assert view_faults(form_view(catalogue, look, page, token=""), frozenset()) == []


def test_every_gap_has_its_button_once(catalogue):
    look = replace(full_look(catalogue, Group.TRACK_HALF, marks=3), draft=Draft())

    view = form_view(catalogue, look, 6, token="")

    buttons = [block["accessory"]["value"] for block in view["blocks"] if "accessory" in block]
    assert [each for each in buttons if each.startswith("form:")] == [f"form:{page}" for page in range(6)]


def test_sent_form_with_many_moments_can_be_read(catalogue):
    look = full_look(catalogue, Group.HOW_YOU_WORK, marks=30)

    view = read_modal(catalogue, look, "Ada Lead")

    assert view_faults(view, frozenset()) == []
    assert len(view["blocks"]) < 100


def test_nothing_of_a_person_is_marked_up(catalogue):
    look = full_look(catalogue, Group.TRACK_HALF, marks=2)

    view = read_modal(catalogue, look, "Ada <Lead>")

    texts = [block["text"] for block in view["blocks"] if block["type"] == "section"]
    marked = [text["text"] for text in texts if text["type"] == "mrkdwn"]
    assert not any("<b>" in text for text in marked)
