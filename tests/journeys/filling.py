"""Raters fill in forms, as people do: page by page, with their own moments ticked."""

from collections.abc import Collection
from typing import Any

from bot.stand_in.people import Person
from storage.tables import Form
from tests.journeys.chapters import chapter
from tests.journeys.scene_booked import Scene
from tracks.track import DimensionId, Group, SeatId

TRACK, SHARED, WORK = Group.TRACK_HALF, Group.SHARED_REVIEW, Group.HOW_YOU_WORK
LEAD, SECOND, INDEPENDENT = SeatId.LEAD, SeatId.SECOND, SeatId.INDEPENDENT
WORDS = "asked for the failing input before reading on"
DIMENSIONS = {
    TRACK: tuple(DimensionId),
    SHARED: tuple(DimensionId)[:4],
    WORK: tuple(DimensionId)[4:],
}
FACETS = ("scope", "contribution", "impact", "difficulty")
PARTS = {
    TRACK: "coding",
    SHARED: "shared_review",
    WORK: "how_you_work",
}
RATERS = {TRACK: (LEAD, SECOND), SHARED: (SECOND, INDEPENDENT), WORK: (INDEPENDENT, LEAD)}
WHO = {LEAD: "ada", SECOND: "cho", INDEPENDENT: "eve"}


def open_form(person: Person, form: Form) -> None:
    """Open a form from the list that the command shows."""
    person.command("/tracks", "forms")
    person.press(f"open_form:{form.id}", on="message")


def field(person: Person, name: str, about: str = "") -> str:
    """Return the id of a field of the open page, whatever its revision."""
    assert person.view is not None
    ids = [str(block["block_id"]) for block in person.view.blocks if "block_id" in block]
    found = [each for each in ids if each.startswith(f"{name}:{about}:")]
    assert found, (name, about, ids)
    return found[0]


def write(person: Person, about: str = "", **values: Any) -> None:
    """Fill in fields of the open page by their short names: value, reason, why, ticks0, words, minute."""
    own = {"where", "minute", "words"}
    person.fill({field(person, name, "" if name in own else about): value for name, value in values.items()})


def what_stands(person: Person, name: str, about: str = "") -> Any:
    """Return what a field of the open page holds now."""
    assert person.view is not None
    [state] = person.values(person.view)[field(person, name, about)].values()
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"]]
    if "selected_option" in state:
        return state["selected_option"] and state["selected_option"]["value"]
    return state["value"]


def mark(person: Person, minute: int, words: str) -> None:
    """Mark a moment by command."""
    person.command("/tracks", f"mark {minute} {words}")
    assert person.last_refusal is None


def fill_page(person: Person, dimension: DimensionId, words: str, *, value: str = "3") -> None:
    """Rate one dimension with a moment that is added on its page, and go on."""
    write(person, dimension, value=value, why=f"{words}: why {dimension}", minute="5", words=words)
    person.submit()
    assert person.view_errors == {}


def fill_in(scene: Scene, seat: SeatId, group: Group, words: str = "asked for the failing input") -> Form:
    """Fill in a whole form, from the page on which it was left to its overview; return it."""
    form, person = scene.form(group, seat), getattr(scene.world, WHO[seat])
    open_form(person, form)
    for dimension in DIMENSIONS[group][form.page :]:
        fill_page(person, dimension, f"{words} {dimension}")
    if group == Group.HOW_YOU_WORK:
        for facet in FACETS:
            write(person, facet, reads="senior")
            tick_first(person, facet)
        person.submit()
    return form


def tick_first(person: Person, facet: str) -> None:
    """Tick the first moment that a facet offers."""
    block = field(person, "facet0", facet)
    assert person.view is not None
    [options] = [each["element"]["options"] for each in person.view.blocks if each.get("block_id") == block]
    person.fill({block: [options[0]["value"]]})


def send(scene: Scene, seat: SeatId, group: Group, words: str = "asked for the failing input") -> Form:
    """Fill in a form and send it."""
    form, person = fill_in(scene, seat, group, words), getattr(scene.world, WHO[seat])
    person.submit()
    assert "is in" in person.sees_view(), person.sees_view()
    person.close_view(everything=True)
    return form


@chapter
def send_all(
    scene: Scene, words: str = "asked for the failing input", *, but: Collection[tuple[Group, SeatId]] = ()
) -> None:
    """Let everybody send their forms after the interview, *but* those named."""
    if scene.world.clocks.now < scene.part("your_questions").ends_at:
        scene.until_over()
    for group, seats in RATERS.items():
        for seat in seats:
            if (group, seat) not in but:
                send(scene, seat, group, words)
