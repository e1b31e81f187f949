"""A person at their screen: sees what Slack would show them and does only what Slack would let them do."""

from typing import TYPE_CHECKING, Any, Literal

from bot.stand_in import payloads, utterances
from bot.stand_in.answers import TROUBLE, after_submission
from bot.stand_in.delivery import BotAnswer
from bot.stand_in.hands import NotThere, complaint, option_of, state_for
from bot.stand_in.payloads import Place
from bot.stand_in.records import Json, Message, View
from bot.stand_in.sight import On, Sight
from bot.stand_in.surfaces import STATELESS, Control, controls, values_of

if TYPE_CHECKING:
    from bot.stand_in.workspace import Workspace


class Person(Sight):
    """Acts for one member. Every act clears `last_refusal` and sets it when Slack would show an error.

    A control is named by its label, its action id or its block id. Acts that reach the bot return its answer;
    None means that Slack did not ask the bot. `NotThere` means that the person cannot see such a thing.
    """

    def __init__(self, workspace: "Workspace", user: str) -> None:
        super().__init__(workspace, user)
        self.last_refusal: str | None = None
        self.opened_links: list[str] = []
        self._last_press: tuple[Place, Control, Json | None] | None = None

    def __repr__(self) -> str:
        return f"Person({self.id}, {self.name})"

    # -- what they do to controls --

    def press(
        self,
        what: str,
        *,
        on: On | None = None,
        channel: str | None = None,
        message: str | None = None,
        block: str | None = None,
        confirm: bool = True,
    ) -> BotAnswer | None:
        """Press a button: in the open modal, else in the newest message with it, else on the Home tab.

        *on*, *channel*, *message* (a timestamp) and *block* (an id) narrow it; ``confirm=False`` thinks
        better of it when asked.
        """
        place, control = self._find(what, on=on, channel=channel, message=message, block=block)
        if control.type != "button":
            raise NotThere(f"{what!r} is a {control.type}: choose in it")
        if "confirm" in control.element and not confirm:
            return None
        if url := control.element.get("url"):
            self.opened_links.append(url)
        return self._act(place, control, None)

    def double_press(self, what: str, **where: Any) -> tuple[BotAnswer, BotAnswer]:
        """Press twice before the first press has changed anything; *where* narrows it as in `press`."""
        place, control = self._find(what, **where)
        payload_pair = [self._payload(place, control, None) for _ in range(2)]
        self._last_press = place, control, None
        first, second = (self._bring(payload) for payload in payload_pair)
        return first, second

    def press_again(self) -> BotAnswer:
        """Repeat the last press on a screen that was not refreshed, though the button may be gone."""
        if self._last_press is None:
            raise NotThere("nothing was pressed yet")
        return self._act(*self._last_press)

    def choose(
        self,
        what: str,
        wanted: Any,
        *,
        on: On | None = None,
        channel: str | None = None,
        message: str | None = None,
        block: str | None = None,
    ) -> BotAnswer | None:
        """Choose in a select, radio buttons, check boxes, a picker or an overflow menu.

        *wanted* is an option's text or value, a list of them, a date, a time, a moment, a person or a
        channel. The bot hears of it unless it is an input without ``dispatch_action``.
        """
        place, control = self._find(what, on=on, channel=channel, message=message, block=block)
        if control.type == "overflow":
            return self._act(place, control, {"selected_option": option_of(control, wanted)})
        state = self._enter(place, control, wanted)
        return self._act(place, control, state) if control.dispatches else None

    def jot(self, what: str, wanted: Any, **where: Any) -> None:
        """Enter a value and tell nobody yet, as Slack's client does; takes what `choose` takes."""
        self._enter(*self._find(what, **where), wanted)

    def report(self, what: str, **where: Any) -> BotAnswer:
        """Tell the bot what stands in a field now; takes what `press` takes."""
        place, control = self._find(what, **where)
        return self._act(
            place, control, values_of(place.blocks, place.entered)[control.block_id][control.action_id]
        )

    def fill(self, values: dict[str, Any]) -> None:
        """Enter values into the open modal by label, block or action id; what dispatches reaches the bot."""
        for what, wanted in values.items():
            place, control = self._find(what, on="view")
            state = self._enter(place, control, wanted)
            if control.dispatches and not _waits_for_enter(control):
                self._act(place, control, state)

    def enter(self, what: str, wanted: str, *, on: On | None = None) -> BotAnswer | None:
        """Type into a text field and press the Enter key in it."""
        place, control = self._find(what, on=on)
        state = self._enter(place, control, wanted)
        return self._act(place, control, state) if control.dispatches else None

    # -- modals --

    def submit(self) -> BotAnswer | None:
        """Press the modal's submit button; None when Slack's client keeps it open with complaints."""
        self.last_refusal = None
        view = self._open_view()
        with self.workspace.lock:
            values = values_of(view.blocks, view.entered)
            inputs = [each for each in controls(view.blocks) if each.is_input]
            found = {each.block_id: complaint(each, values[each.block_id][each.action_id]) for each in inputs}
            view.errors = {block: words for block, words in found.items() if words}
            self.workspace.touch()
            if view.errors:
                return None
            if "submit" not in view.payload:
                raise NotThere("this modal has nothing to submit")
            payload = payloads.view_submission(self.workspace, self.member, view)
        answer = self._bring(payload)
        if answer.ok:
            self.last_refusal = after_submission(self.workspace, view, answer)
        return answer

    def close_view(self, *, everything: bool = False) -> BotAnswer | None:
        """Press the modal's close button, or with *everything* the cross, which closes all that lie there."""
        self.last_refusal = None
        view = self._open_view()
        cleared = everything or bool(view.payload.get("clear_on_close"))
        with self.workspace.lock:
            stack = self.workspace.views.stack(self.id)
            told = stack[0] if cleared else view
            payload = payloads.view_closed(self.workspace, self.member, told, is_cleared=cleared)
            if cleared:
                self.workspace.views.clear(self.id)
            else:
                self.workspace.views.close_top(self.id)
            self.workspace.touch()
        return self._bring(payload) if told.payload.get("notify_on_close") else None

    # -- words --

    def type(self, text: str, channel: str | None = None, *, thread: str | None = None) -> Message:
        """Say something in *channel* (None: to the bot), in *thread* if given; ``@Full Name`` mentions."""
        self.last_refusal = None
        place = self._channel(channel)
        message = utterances.say(self.workspace, self.member, text, place, thread)
        self.workspace.events.pump()
        return message

    def command(self, word: str, text: str = "", channel: str | None = None) -> BotAnswer | None:
        """Type a slash command; None with `last_refusal` when Slack does not let this person."""
        place = self._channel(channel)
        self.last_refusal = utterances.command_refused(self.workspace, self.member, word, place)
        if self.last_refusal:
            return None
        typed = utterances.typed(self.workspace, text, with_names=True)
        answer = self._send("command", payloads.command(self.workspace, self.member, word, typed, place))
        self.last_refusal = utterances.after_command(self.workspace, self.member, word, place, answer)
        return answer

    def shortcut(
        self,
        callback_id: str,
        *,
        message: str | None = None,
        channel: str | None = None,
    ) -> BotAnswer | None:
        """Choose a shortcut from the menu, or one of the *message* with that timestamp."""
        self.last_refusal = utterances.shortcut_refused(
            self.workspace, self.member, callback_id, on_message=bool(message)
        )
        if self.last_refusal:
            return None
        found = None
        if message:
            place = self._channel(channel)
            found = place, self._message(place, message)
        return self._bring(payloads.shortcut(self.workspace, self.member, callback_id, found))

    def open_home(self) -> View | None:
        """Open the bot's Home tab; the bot hears of it, also from an outsider who will not see it."""
        self._open_tab("home")
        return self.home

    def open_messages(self) -> None:
        """Open the direct message with the bot."""
        self._open_tab("messages")

    # -- underneath --

    def _open_tab(self, tab: str) -> None:
        self.last_refusal = None
        with self.workspace.lock:
            event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab}
            if tab == "home" and (view := self.workspace.views.homes.get(self.id)):
                event["view"] = self.workspace.view_json(view)
            self.workspace.announce(event)
        self.workspace.events.pump()

    def _open_view(self) -> View:
        if (view := self.view) is None:
            raise NotThere(f"no modal is open on {self.name}'s screen")
        return view

    def _find(
        self,
        what: str,
        *,
        on: On | None = None,
        channel: str | None = None,
        message: str | None = None,
        block: str | None = None,
    ) -> tuple[Place, Control]:
        self.last_refusal = None
        with self.workspace.lock:
            places = self._places(on, channel, message)
            for place in places:
                fitting = [each for each in controls(place.blocks) if block in {None, each.block_id}]
                by_label = [each for each in fitting if each.answers_to(what)]
                if by_label:
                    return place, by_label[0]
            there = [each.label or each.action_id for place in places for each in controls(place.blocks)]
        raise NotThere(f"{self.name} sees no {what!r}; there are {there}")

    def _enter(self, place: Place, control: Control, wanted: Any) -> Json:
        if control.type in STATELESS:
            raise NotThere(f"nothing can be entered into the {control.type} {control.label!r}")
        state = state_for(control, wanted, self.workspace, self.id)
        with self.workspace.lock:
            place.entered.setdefault(control.block_id, {})[control.action_id] = state
            self.workspace.touch()
        return state

    def _act(self, place: Place, control: Control, state: Json | None) -> BotAnswer:
        self._last_press = place, control, state
        return self._bring(self._payload(place, control, state))

    def _payload(self, place: Place, control: Control, state: Json | None) -> Json:
        with self.workspace.lock:
            action = payloads.action(control, state, self.workspace.machine())
            return payloads.block_actions(self.workspace, self.member, place, action)

    def _bring(self, payload: Json) -> BotAnswer:
        answer = self._send("interactive", payload)
        if not answer.ok:
            self.last_refusal = TROUBLE
        return answer

    def _send(self, kind: Literal["interactive", "command"], payload: Json) -> BotAnswer:
        if self.member.deleted:
            raise NotThere(f"{self.name} has been deactivated")
        answer = self.workspace.send(kind, payload)
        self.workspace.events.pump()
        return answer


def _waits_for_enter(control: Control) -> bool:
    """Text that dispatches does so at the Enter key, unless it asks for every character."""
    config = control.element.get("dispatch_action_config", {})
    typed = "input" in control.type and control.type != "file_input"
    return typed and "on_character_entered" not in config.get("trigger_actions_on", ())
