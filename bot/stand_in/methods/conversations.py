"""``conversations.*``: opening direct messages, looking at channels."""

from collections.abc import Sequence

from bot.stand_in.methods.call import Call, Method, Refused
from bot.stand_in.records import Channel, Json, Member, Message

PAGE = 100
MOST = 999


def open_direct(call: Call) -> Json:
    """Open the direct message with one person; the same id every time."""
    workspace = call.workspace
    if given := call.text("channel"):
        place = workspace.conversations.channels.get(given)
        if place is None or place.kind != "im":
            raise Refused("channel_not_found")
        return {"channel": {"id": place.id}, "no_op": True, "already_open": True}
    member = _only_user(call)
    known = any(
        each.kind == "im" and member.id in each.members for each in workspace.conversations.channels.values()
    )
    place = workspace.conversations.direct(member.id)
    workspace.touch()
    shown = workspace.channel_json(place) if call.flag("return_im") else {"id": place.id}
    return {"channel": shown, "no_op": known, "already_open": known}


def _only_user(call: Call) -> Member:
    workspace, users = call.workspace, call.args.get("users")
    named = users if isinstance(users, list) else (call.needed("users").split(","))
    if len(named) != 1:
        raise Refused(
            "invalid_arguments", ["[ERROR] the stand-in opens direct messages with one person only"]
        )
    member = call.member(named[0].strip())
    if member.deleted:
        raise Refused("user_disabled")
    if member.id == workspace.app.bot_user_id:
        raise Refused("cannot_dm_bot")
    if member.external and not workspace.conversations.share_a_channel(member.id, workspace.app.bot_user_id):
        raise Refused("channel_not_found")
    return member


def _check_scope(call: Call, place: Channel, what: str) -> None:
    prefix = {"im": "im", "private": "groups", "public": "channels"}[place.kind]
    if (needed := f"{prefix}:{what}") not in call.workspace.app.scopes:
        raise Refused("missing_scope", more={"needed": needed})


def info(call: Call) -> Json:
    place = call.channel()
    if place.kind != "im":
        _check_scope(call, place, "read")
    return {"channel": call.workspace.channel_json(place)}


def members(call: Call) -> Json:
    place = call.channel()
    if place.kind != "im":
        _check_scope(call, place, "read")
    start, limit = call.number("cursor", 0), _limit(call)
    shown = place.members[start : start + limit]
    more = str(start + limit) if start + limit < len(place.members) else ""
    return {"members": shown, "response_metadata": {"next_cursor": more}}


def history(call: Call) -> Json:
    """Newest first; metadata only with ``include_all_metadata``; needs the history scope for that kind."""
    place, workspace = call.channel(), call.workspace
    _check_scope(call, place, "history")
    if workspace.app.bot_user_id not in place.members:
        raise Refused("not_in_channel")
    oldest, latest, inclusive = call.text("oldest") or "0", call.text("latest"), call.flag("inclusive")
    found = [
        each
        for each in reversed(place.messages)
        if not each.is_ephemeral
        and (each.thread_ts is None or each.broadcast)
        and _within(each.ts, oldest, latest, inclusive=inclusive)
    ]
    return _paged(call, found) | {"pin_count": 0}


def replies(call: Call) -> Json:
    """One thread, its first message at the top."""
    place, root = call.channel(), call.needed("ts")
    _check_scope(call, place, "history")
    found = [each for each in place.messages if each.root_ts == root and not each.is_ephemeral]
    if not found:
        raise Refused("thread_not_found")
    return _paged(call, found)


def _paged(call: Call, found: Sequence[Message]) -> Json:
    start, limit = call.number("cursor", 0), _limit(call)
    shown = [call.workspace.message_json(each) for each in found[start : start + limit]]
    if not call.flag("include_all_metadata"):
        shown = [{key: value for key, value in each.items() if key != "metadata"} for each in shown]
    has_more = start + limit < len(found)
    cursor = {"next_cursor": str(start + limit) if has_more else ""}
    return {"messages": shown, "has_more": has_more, "response_metadata": cursor}


def _limit(call: Call) -> int:
    limit = call.number("limit", PAGE)
    if not 1 <= limit <= MOST:
        raise Refused("invalid_limit")
    return limit


def _within(ts: str, oldest: str, latest: str | None, *, inclusive: bool) -> bool:
    moment, low = _micros(ts), _micros(oldest)
    high = _micros(latest) if latest else moment + 1
    return low <= moment <= high if inclusive else low < moment < high


def _micros(ts: str) -> int:
    seconds, _, rest = ts.partition(".")
    try:
        return int(seconds) * 1_000_000 + int(rest.ljust(6, "0")[:6])
    except ValueError:
        raise Refused("invalid_arguments", [f"[ERROR] {ts!r} is no timestamp"]) from None


RANGE = frozenset({"channel", "cursor", "limit", "oldest", "latest", "inclusive", "include_all_metadata"})
METHODS = (
    Method(
        name="conversations.open",
        run=open_direct,
        scopes=frozenset({"im:write"}),
        takes=frozenset({"users", "channel", "return_im", "prevent_creation"}),
    ),
    Method(
        name="conversations.info",
        run=info,
        takes=frozenset({"channel", "include_locale", "include_num_members"}),
    ),
    Method(
        name="conversations.members", run=members, takes=frozenset({"channel", "cursor", "limit"}), tier=4
    ),
    Method(name="conversations.history", run=history, takes=RANGE),
    Method(name="conversations.replies", run=replies, takes=RANGE | {"ts"}),
)
