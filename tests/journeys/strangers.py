"""Before anybody presses or sends anything, strangers do the same: denied, noted, and nothing is changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.stand_in.people import Person
from storage.tables import AuditEvent
from tests.journeys.forging import NO, press_stolen, submit_forged
from tests.journeys.twice import Clicker

STRANGERS = ("gus", "ola", "pia", "kim")  # an interviewer, an outsider, an admin, the candidate
OWN_TIME = ("offer_other_times", "offer_again", "cancel_booking")  # of which a candidate has buttons as well
THEIRS_AS_WELL = {("hand_over", "pia"), *((verb, "kim") for verb in OWN_TIME)}
EMPTY = frozenset({"seat_suggest", "mark_moment"})  # what these open without an id tells nothing


@dataclass
class Guarded(Clicker):
    """Presses and submits everything twice, after strangers have tried to."""

    def press(self, person: Person, verb: str, about: str = "") -> None:
        place, control = self._found(person, verb, about)
        self._try(person, verb, lambda stranger: press_stolen(stranger, control.element, place.view))
        super().press(person, verb, about)

    def submit(self, person: Person, **values: Any) -> None:
        person.fill(values)
        view = person.view
        assert view is not None
        self._try(person, view.callback_id, lambda stranger: submit_forged(stranger, view).body)
        super().submit(person)

    def open(self, person: Person, verb: str, about: str = "") -> None:
        place, control = self._found(person, verb, about)
        self._try(person, verb, lambda stranger: press_stolen(stranger, control.element, place.view))
        super().open(person, verb, about)

    def forge(self, person: Person, action: str) -> None:
        verb, _, about = action.partition(":")
        element = {"type": "button", "action_id": action, "value": about or verb}
        self._try(person, verb, lambda stranger: press_stolen(stranger, element, None))
        super().forge(person, action)

    def _try(self, owner: Person, verb: str, act: Callable[[Person], str | None]) -> None:
        people = [getattr(self.world, name) for name in STRANGERS if (verb, name) not in THEIRS_AS_WELL]
        strangers = [stranger for stranger in people if stranger.id != owner.id]
        before, noted = self.record(), self._refusals()
        for stranger in strangers:
            said = act(stranger) or stranger.sees_view()
            assert NO in said or verb in EMPTY, (verb, stranger, said)
            stranger.close_view(everything=True)
        assert self._changes(before) == {}, verb
        denied = [f"person:{stranger.id}" for stranger in strangers]
        assert self._refusals()[len(noted) :] == denied or verb in EMPTY, verb

    def _refusals(self) -> list[str]:
        with self.world.program.services.look() as unit:
            refused = unit.memory.orm.query(AuditEvent).filter_by(verb="refused").order_by(AuditEvent.seq)
            return [event.actor for event in refused]
