"""Modals on a person's screen, three deep at most, and Home tabs; each change has a new hash."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.stand_in.records import Json, View

DEEPEST = 3


@dataclass
class Views:
    """The stack of modals per person (the last is on top) and the Home tab per person."""

    number: Callable[[], int]
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def stack(self, user: str) -> list[View]:
        return self.stacks.setdefault(user, [])

    def top(self, user: str) -> View | None:
        stack = self.stack(user)
        return stack[-1] if stack else None

    def open(self, user: str, payload: Json) -> View:
        """Show a first modal; one that was open is gone, as when a person starts afresh."""
        view = self._new(user, payload)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, payload: Json) -> View | None:
        """Lay a modal on top; None when three lie there already."""
        stack = self.stack(user)
        if len(stack) >= DEEPEST:
            return None
        view = self._new(user, payload)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def publish(self, user: str, payload: Json) -> View:
        """Replace the Home tab; its id stays."""
        if old := self.homes.get(user):
            return self.replace(old, payload)
        self.homes[user] = self._new(user, payload)
        return self.homes[user]

    def replace(self, view: View, payload: Json) -> View:
        """Change *view* in place; what was typed stays where block and action keep their ids."""
        view.payload, view.hash, view.errors = payload, self._hash(), {}
        return view

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View | None:
        for view in (*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)):
            if view.id == view_id or (external_id and view.payload.get("external_id") == external_id):
                return view
        return None

    def close_top(self, user: str) -> None:
        if stack := self.stack(user):
            stack.pop()

    def clear(self, user: str) -> list[View]:
        return self.stacks.pop(user, [])

    def _new(self, user: str, payload: Json) -> View:
        view_id = f"V{self.number():08d}"
        return View(id=view_id, user=user, payload=payload, hash=self._hash(), root_id=view_id)

    def _hash(self) -> str:
        return f"{self.number()}.{secrets.token_hex(4)}"


EMPTY = {
    "title": None,
    "submit": None,
    "close": None,
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
}


def view_json(view: View, ids: Json, values: Json) -> Json:
    """The view as Slack shows it in answers and payloads; *values* is its state, *ids* team, app and bot."""
    return {
        **EMPTY,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.payload,
        "id": view.id,
        "team_id": ids["team"],
        "state": {"values": values or []},  # an empty object is written like this at times
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": ids["app"],
        "app_installed_team_id": ids["team"],
        "bot_id": ids["bot"],
    }
