"""The three places where blocks stand, made ready to be drawn and to be read back: message, modal, Home."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from bot.stand_in.hands import NotThere
from bot.stand_in.page.fields import Surface
from bot.stand_in.people import Person
from bot.stand_in.records import Json, Message, View
from bot.stand_in.surfaces import values_of


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Blocks with their surface; *modal* when they stand in one."""

    blocks: list[Json]
    surface: Surface
    modal: View | None = None


def message(person: Person, found: Message) -> Shown:
    state = person.workspace
    entered = state.entered.get((person.id, found.channel, found.ts), {})
    return Shown(
        blocks=found.blocks,
        surface=Surface(
            key=f"m-{found.ts.replace('.', '-')}",
            on="message",
            zone=person.member.tz or "UTC",
            state=state,
            user=person.id,
            values=values_of(found.blocks, entered),
            hidden={"on": "message", "channel": found.channel, "message": found.ts},
        ),
    )


def modal(person: Person, view: View) -> Shown:
    surface = Surface(
        key=view.id,
        on="view",
        zone=person.member.tz or "UTC",
        state=person.workspace,
        user=person.id,
        values=person.values(view),
        errors=view.errors,
        hidden={"on": "view", "view": view.id},
    )
    return Shown(blocks=view.blocks, surface=surface, modal=view)


def home(person: Person, view: View) -> Shown:
    surface = Surface(
        key="home",
        on="home",
        zone=person.member.tz or "UTC",
        state=person.workspace,
        user=person.id,
        values=person.values(view),
        hidden={"on": "home"},
    )
    return Shown(blocks=view.blocks, surface=surface)


def of_form(person: Person, form: FormData) -> Shown:
    """The surface that a posted form came from, as it is now. Raises `NotThere` when it is gone."""
    on = form.get("on")
    if on == "message":
        ts, channel = str(form.get("message")), str(form.get("channel"))
        found = next((each for each in person.messages(channel) if each.ts == ts), None)
        if found is not None:
            return message(person, found)
    if on == "view" and person.view is not None and person.view.id == form.get("view"):
        return modal(person, person.view)
    if on == "home" and person.home is not None:
        return home(person, person.home)
    raise NotThere("that is not on the screen any more")
