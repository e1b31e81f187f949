"""Whoever decides writes the letter and sends it, as people do."""

from storage.tables import Invitation
from tests.journeys.chapters import chapter
from tests.journeys.deciding import decide
from tests.journeys.scene_debrief import forms_in

CODE = "You read the <b>failing</b> test aloud & found what it left out."
PEOPLE = "You changed your mind when the numbers came, and said so."
NO_OFFER = (
    "we shall not make you an offer as Senior backend engineer. "
    "You gave us your time and your care, so here is what we saw."
)
FIRST, SECOND = {"Working in code": CODE}, {"Working with people": PEOPLE}


def letter_of(world, scene):
    with world.program.services.look() as unit:
        return unit.forms.letter(scene.loop_id)


def invitation_of(world, scene):
    with world.program.services.look() as unit:
        return unit.get(Invitation, scene.invitation_id)


@chapter
def decided(world, *, by_mail=False, **last):
    """Return the story once Hans has decided, with the way to the letter on his screen."""
    scene = forms_in(world, by_mail=by_mail)
    decide(world.hans, **({"What you decide": "No offer"} | last))
    world.settle()
    return scene


def preview(person, first=FIRST, second=SECOND):
    person.press("Write the letter")
    person.fill(first)
    person.submit()
    person.fill(second)
    person.submit()


@chapter
def sent(world, **given):
    """Return the story once Hans has sent his letter."""
    scene = decided(world, **given)
    preview(world.hans)
    world.hans.press("Send the letter")
    world.settle()
    return scene
