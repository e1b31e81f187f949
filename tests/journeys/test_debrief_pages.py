"""What the debrief shows to those who may look: numbers beside their evidence, nothing added up."""

import pytest

from storage.tables import Candidate, Invitation
from tests.journeys.filling import TRACK, WORK
from tests.journeys.forging import NO, press_forged, press_in_forged
from tests.journeys.scene_debrief import CODE, MIXED, PEOPLE, forms_in, open_debrief, open_directly, record
from tracks.track import SeatId


def all_pages(person):
    """Return what the debrief shows, page by page."""
    pages = [open_debrief(person)]
    for _ in range(8):
        person.press("Next")
        pages.append(person.sees_view())
    return pages


def test_debrief_begins_with_what_is_apart(world):
    forms_in(world, MIXED)

    lines = open_debrief(world.hans).splitlines()

    start = lines.index("*To talk about first*")
    assert lines[start + 1 : start + 4] == [
        "• Working with people: two raters are two steps or more apart",
        "• Weighing options: somebody had not enough to go by",
        "• Working in code: somebody saw the lowest step",
    ]
    assert "*Who speaks, in this order:* Eve Independent, Cho Second, Ada Lead, Hans Manager" in lines


def test_page_shows_each_number_with_anchor_and_evidence(world):
    forms_in(world, MIXED)
    open_debrief(world.hans)

    world.hans.press("Next")

    seen = world.hans.sees_view()
    assert seen.splitlines()[0:2] == ["Debrief, page 2 of 9", "*Working with people*"]
    assert "*How you work*: two steps or more apart. Begin here." in seen
    assert "*Eve Independent: 2, Partly shown*\nTakes up a point when it is repeated" in seen
    assert "*Ada Lead: 4, Shown beyond the level*" in seen
    assert "Why: why people, says independent" in seen
    assert "Coding, minute 12, They asked something: asked for the failing input, lead track_half" in seen
    assert "How you work, about minute 20 by the plan, Their words: 'I would not merge <this>'" in seen


def test_pages_go_through_everything_and_back(world):
    forms_in(world, MIXED)
    pages = all_pages(world.hans)

    names = ["people", "judgment", "code", "framing", "verification", "ownership"]
    assert [f"why {name}," in page for name, page in zip(names, pages[1:7], strict=True)] == [True] * 6
    assert "Why there was not enough: our question came too late" in pages[2]
    assert pages[7].count("reads *Senior*") == 8
    assert (
        "*Ada Lead*: Come back to an earlier statement from another side. The answer held together."
        in pages[8]
    )
    world.hans.press("Back")
    assert world.hans.sees_view() == pages[7]


def test_nothing_is_added_up_anywhere(world):
    forms_in(world, MIXED)
    pages = all_pages(world.hans)

    told = "\n".join(pages).lower()
    for word in ("total", "average", "mean:", "score", "sum:", "recommend", "percent"):
        assert word not in told.replace("adding up or averaging dimensions", "")


def test_each_look_is_on_record(world):
    scene = forms_in(world)
    open_debrief(world.hans)
    world.hans.press("Next")

    with world.program.services.look() as unit:
        looked = [
            (e.actor, e.verb, e.after) for e in unit.audit.of(record(world, scene)[2]) if e.verb == "read"
        ]
    assert looked == [("person:U0HANS", "read", {"page": 0}), ("person:U0HANS", "read", {"page": 1})]


@pytest.mark.parametrize("who", ["kim", "gus", "caro", "pia", "ola"])
def test_strangers_are_refused_even_with_a_forged_page(world, who):
    scene = forms_in(world, MIXED)
    open_debrief(world.hans)
    stolen, person = world.hans.view, getattr(world, who)

    if not person.member.external:
        press_in_forged(person, stolen, f"debrief_page:{scene.loop_id}.2")
        assert NO in person.sees_view()
        assert "apart" not in person.sees_view().replace(stolen.title, "")
    for guessed in ("0123456789abcdef", "", "x.y.z", scene.invitation_id):
        press_forged(world.gus, f"open_debrief:{guessed}")
        assert world.gus.sees_view().splitlines()[1] == NO
        world.gus.close_view()


def test_candidate_who_works_here_stays_the_candidate(world):
    scene = forms_in(world)
    with world.store.change(at=world.clocks.now, actor="rule:story") as unit:
        candidate = unit.get(Invitation, scene.invitation_id).candidate_id
        unit.change(unit.get(Candidate, candidate), slack_user="U0HANS")

    press_forged(world.hans, f"open_debrief:{scene.loop_id}")

    assert world.hans.sees_view().splitlines()[1] == NO


# --- a second rating
def test_rating_is_revised_once_beside_the_first(world):
    scene = forms_in(world, MIXED)
    open_directly(world.ada)
    world.ada.press("Next")
    world.ada.press("Revise mine")
    world.ada.fill(
        {"What you say now": "3: Clearly shown", "What changed your view": "Eve's minute 12 shows it."}
    )

    world.ada.submit()
    world.ada.press("Next")

    seen = world.ada.sees_view()
    assert "*Ada Lead: 4, Shown beyond the level*" in seen
    assert "After the talk *Ada Lead* says 3, Clearly shown. The first rating stays on record." in seen
    assert "Eve's minute 12 shows it." in seen
    rating = next(r for r in scene.ratings(scene.form(WORK, SeatId.LEAD)) if r.dimension == PEOPLE)
    assert (rating.value, rating.original) == (4, True)


def test_nobody_revises_what_somebody_else_saw(world):
    scene = forms_in(world, MIXED)
    theirs = next(r for r in scene.ratings(scene.form(TRACK, SeatId.LEAD)) if r.dimension == CODE)

    for person in (world.cho, world.hans, world.kim):
        press_forged(person, f"revise_rating:{theirs.id}")
        assert NO in person.sees_view()
        person.close_view()
