"""Double clicks: a press or a submission reaches the program twice, and the second must change nothing."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table, select
from sqlmodel import SQLModel

from bot.stand_in import payloads
from bot.stand_in.payloads import Place
from bot.stand_in.people import Person
from bot.stand_in.surfaces import Control, controls
from tests.journeys.forging import press_forged
from tests.journeys.world import World

BESIDE = frozenset({"received", "audit_event"})  # what was heard and what was refused may be noted


@dataclass
class Clicker:
    """Presses and submits everything twice, and remembers what."""

    world: World
    pressed: set[str] = field(default_factory=set)
    submitted: set[str] = field(default_factory=set)

    def press(self, person: Person, verb: str, about: str = "") -> None:
        """Press the first control whose action is *verb* twice; *about* narrows it."""
        place, control = self._found(person, verb, about)
        second = person._payload(place, control, None)
        person._act(place, control, None)
        after_first = self.record()
        person._bring(second)
        assert (changes := self._changes(after_first)) == {}, (verb, changes)
        self.pressed.add(verb)
        self.world.settle()

    def submit(self, person: Person, **values: Any) -> None:
        """Fill in the open form and submit it twice."""
        person.fill(values)
        view = person.view
        assert view is not None
        callback = str(view.payload["callback_id"])
        second = payloads.view_submission(self.world.workspace, person.member, view)
        person.submit()
        assert person.view_errors == {}, (callback, person.view_errors)
        after_first = self.record()
        person._bring(second)
        assert (changes := self._changes(after_first)) == {}, (callback, changes)
        self.submitted.add(callback)
        self.world.settle()

    def open(self, person: Person, verb: str, about: str = "") -> None:
        """Press a control that opens a form, once."""
        place, control = self._found(person, verb, about)
        person._act(place, control, None)

    def forge(self, person: Person, action: str) -> None:
        """Open a form whose button stands somewhere that the story does not visit."""
        press_forged(person, action)

    def away(self, person: Person) -> None:
        """Close whatever lies open on a screen."""
        if person.view is not None:
            person.close_view(everything=True)

    def _found(self, person: Person, verb: str, about: str) -> tuple[Place, Control]:
        places = person._places(None, None, None)
        if not any(self._fits(each, verb, about) for place in places for each in controls(place.blocks)):
            person.open_home()
            places = person._places(None, None, None) + person._places("home", None, None)
        return next(
            (place, each)
            for place in places
            for each in controls(place.blocks)
            if self._fits(each, verb, about)
        )

    @staticmethod
    def _fits(control: Control, verb: str, about: str) -> bool:
        return control.action_id.partition(":")[0] == verb and about in control.action_id

    def _changes(self, before: dict[str, list[str]]) -> dict[str, list[str]]:
        after = self.record()
        changed = [name for name, rows in after.items() if rows != before[name]]
        return {name: sorted({*after[name]} ^ {*before[name]}) for name in changed}

    def record(self) -> dict[str, list[str]]:
        """Return every row of every table but those that are beside the point, as text."""
        with self.world.program.services.look() as unit:
            return {
                name: sorted(str(row) for row in unit.memory.orm.execute(select(*_of_interest(table))))
                for name, table in SQLModel.metadata.tables.items()
                if name not in BESIDE
            }


def _of_interest(table: Table) -> list[Column]:
    """Leave out how often a row was written and when somebody last did something."""
    return [column for column in table.columns if column.name not in {"revision", "last_step_at"}]
