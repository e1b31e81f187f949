"""``views.*``: modals and Home tabs."""

import json

from bot.stand_in.limits import view_faults, with_ids
from bot.stand_in.limits.views import MOST_BYTES
from bot.stand_in.methods.call import Call, Method, Refused
from bot.stand_in.records import Json, View
from bot.stand_in.triggers import Trigger


def _payload(call: Call, kind: str, replaced: View | None = None) -> Json:
    """The view with ids. Raises ``view_too_large``, ``invalid_arguments`` or ``duplicate_external_id``."""
    payload, workspace = call.structure("view"), call.workspace
    if payload is None:
        raise Refused("invalid_arguments", ["[ERROR] missing required field: view"])
    if len(json.dumps(payload, ensure_ascii=False).encode()) > MOST_BYTES:
        raise Refused("view_too_large")
    if isinstance(payload, dict) and payload.get("type") != kind:
        raise Refused("invalid_arguments", [f"[ERROR] must be a {kind} view [json-pointer:/view/type]"])
    if faults := view_faults(payload, workspace.app.scopes):
        raise Refused("invalid_arguments", faults)
    if external_id := payload.get("external_id"):
        twin = workspace.views.find(external_id=external_id)
        if twin is not None and twin is not replaced:
            raise Refused("duplicate_external_id")
    return with_ids(payload, workspace.number)


def _trigger(call: Call) -> Trigger:
    """Use the trigger up; ``trigger_id`` or its newer name ``interactivity_pointer``."""
    key = call.text("trigger_id") or call.needed("interactivity_pointer")
    trigger = call.workspace.triggers.exchange(key)
    if isinstance(trigger, str):
        raise Refused(trigger)
    return trigger


def _shown(call: Call, view: View) -> Json:
    call.workspace.touch()
    return {"view": call.workspace.view_json(view)}


def open_view(call: Call) -> Json:
    payload = _payload(call, "modal")
    return _shown(call, call.workspace.views.open(_trigger(call).user, payload))


def push(call: Call) -> Json:
    """Lay a modal on top of the one in which the trigger was pressed."""
    payload, views = _payload(call, "modal"), call.workspace.views
    trigger = _trigger(call)
    if trigger.view_id not in {each.id for each in views.stack(trigger.user)}:
        raise Refused("invalid_trigger_id")
    if (view := views.push(trigger.user, payload)) is None:
        raise Refused("push_limit_reached")
    return _shown(call, view)


def update(call: Call) -> Json:
    workspace = call.workspace
    view = workspace.views.find(call.text("view_id"), call.text("external_id"))
    if view is None:
        raise Refused("not_found")
    kind = "home" if workspace.views.homes.get(view.user) is view else "modal"
    payload = _payload(call, kind, view)
    _check_hash(call, view)
    return _shown(call, workspace.views.replace(view, payload))


def publish(call: Call) -> Json:
    """Show a Home tab; ok for people of other workspaces too, who do not see it."""
    workspace = call.workspace
    if not workspace.app.home_tab:
        raise Refused("not_enabled")
    user = call.needed("user_id")
    if user not in workspace.members:
        raise Refused("user_not_found")
    old = workspace.views.homes.get(user)
    payload = _payload(call, "home", old)
    if old is not None:
        _check_hash(call, old)
    return _shown(call, workspace.views.publish(user, payload))


def _check_hash(call: Call, view: View) -> None:
    if (given := call.text("hash")) and given != view.hash:
        raise Refused("hash_conflict")


TRIGGERED = frozenset({"trigger_id", "interactivity_pointer", "view"})
METHODS = (
    Method(name="views.open", run=open_view, takes=TRIGGERED, tier=4),
    Method(name="views.push", run=push, takes=TRIGGERED, tier=4),
    Method(
        name="views.update",
        run=update,
        takes=frozenset({"view_id", "external_id", "hash", "view"}),
        tier=4,
    ),
    Method(name="views.publish", run=publish, takes=frozenset({"user_id", "hash", "view"}), tier=4),
)
