"""``chat.*``: posting, changing and deleting messages."""

from typing import Any

from bot.stand_in.limits import blocks_faults, characters, with_ids
from bot.stand_in.methods.call import Call, Method, Refused
from bot.stand_in.records import Channel, Json, Message

LONGEST_TEXT = 40_000
RECOMMENDED_TEXT = 4_000
MOST_IN_BLOCKS = 12_000  # Slack names no number; a little more than this has been refused
CONTENT = frozenset({"channel", "text", "blocks", "attachments", "markdown_text"})
STYLE = frozenset({"unfurl_links", "unfurl_media", "mrkdwn", "parse", "link_names"})
CUSTOM = frozenset({"username", "icon_emoji", "icon_url"})


def _blocks(call: Call) -> list[Json] | None:
    """The blocks with ids, None when absent. Raises ``invalid_blocks``, ``msg_blocks_too_long``."""
    blocks: Any = call.structure("blocks")
    if blocks is None:
        return None
    if faults := blocks_faults(blocks, "message", call.workspace.app.scopes):
        raise Refused("invalid_blocks", faults, more={"errors": faults})
    if characters(blocks) > MOST_IN_BLOCKS:
        raise Refused("msg_blocks_too_long")
    if blocks and not call.text("text"):
        call.warnings.append(
            "missing_text: blocks without text say nothing to screen readers and notifications"
        )
    return list(with_ids({"blocks": blocks}, call.workspace.number)["blocks"])


def _check_extras(call: Call) -> None:
    if CUSTOM & set(call.args) and "chat:write.customize" not in call.workspace.app.scopes:
        raise Refused("missing_scope", more={"needed": "chat:write.customize"})
    attachments = call.structure("attachments")
    if attachments:
        raise Refused("invalid_attachments", ["[ERROR] the stand-in knows no attachments: use blocks"])
    if call.text("markdown_text") is not None:
        raise Refused(
            "invalid_arguments", ["[ERROR] the stand-in knows no markdown_text: use text and blocks"]
        )


def _text(call: Call, blocks: list[Json] | None) -> str:
    text = call.text("text") or ""
    if not text and not blocks:
        raise Refused("no_text")
    if len(text) > RECOMMENDED_TEXT:
        call.warnings.append(f"long_text: {len(text)} characters, better {RECOMMENDED_TEXT}")
    return text[:LONGEST_TEXT]


def _metadata(call: Call) -> Json | None:
    metadata = call.structure("metadata")
    if not metadata:
        return None if metadata is None else {}
    named = isinstance(metadata, dict) and set(metadata) == {"event_type", "event_payload"}
    if not named or not isinstance(metadata["event_payload"], dict) or not metadata["event_type"]:
        raise Refused("invalid_metadata_format")
    return dict(metadata)


def _place_to_post(call: Call) -> Channel:
    """A channel id or name; a person's id means the direct message with them."""
    wanted, workspace = call.needed("channel"), call.workspace
    member = workspace.members.get(wanted)
    if member is None:
        found = workspace.conversations.find(wanted)
        call.args["channel"] = found.id if found else wanted
        return call.writable(call.channel())
    together = workspace.conversations.share_a_channel(member.id, workspace.app.bot_user_id)
    if member.deleted or (member.external and not together):
        raise Refused("channel_not_found")
    return call.writable(workspace.conversations.direct(member.id))


def _thread(call: Call, place: Channel) -> str | None:
    """The first message of the thread; a reply's timestamp leads to the same."""
    if not (thread := call.text("thread_ts")):
        return None
    if (root := place.find(thread)) is None or root.is_ephemeral:
        raise Refused("thread_not_found")
    return root.root_ts


def _space(call: Call, place: Channel) -> None:
    if wait := call.workspace.rates.message(place.id):
        raise Refused("ratelimited", status=429, retry_after=max(1, round(wait + 0.499)))


def post_message(call: Call) -> Json:
    workspace = call.workspace
    _check_extras(call)
    blocks, place = _blocks(call), _place_to_post(call)
    text, metadata, thread = _text(call, blocks), _metadata(call), _thread(call, place)
    _space(call, place)
    message = Message(
        ts=workspace.stamp(),
        channel=place.id,
        user=workspace.app.bot_user_id,
        bot_id=workspace.app.bot_id,
        text=text,
        blocks=blocks or [],
        thread_ts=thread,
        metadata=metadata or None,
        broadcast=call.flag("reply_broadcast") and thread is not None,
    )
    workspace.say(message)
    return {"channel": place.id, "ts": message.ts, "message": workspace.message_json(message)}


def post_ephemeral(call: Call) -> Json:
    workspace = call.workspace
    _check_extras(call)
    blocks, place, user = _blocks(call), call.writable(call.channel()), call.needed("user")
    text = _text(call, blocks)
    if len(text.encode()) > RECOMMENDED_TEXT:
        raise Refused("msg_too_long")
    if user not in place.members or workspace.members[user].deleted:
        raise Refused("user_not_in_channel")
    message = Message(
        ts=workspace.stamp(),
        channel=place.id,
        user=workspace.app.bot_user_id,
        bot_id=workspace.app.bot_id,
        text=text,
        blocks=blocks or [],
        thread_ts=_thread(call, place),
        ephemeral_to=user,
    )
    workspace.say(message)
    return {"message_ts": message.ts}


def _own(call: Call, place: Channel, refusal: str) -> Message:
    """The bot's own message with that timestamp; ephemeral ones are not found."""
    message = place.find(call.needed("ts"))
    if message is None or message.is_ephemeral:
        raise Refused("message_not_found")
    if message.bot_id != call.workspace.app.bot_id:
        raise Refused(refusal)
    return message


def update(call: Call) -> Json:
    """Change a message in place: text without blocks removes the blocks; without text the text stays."""
    workspace = call.workspace
    _check_extras(call)
    place = call.writable(call.channel())
    message = _own(call, place, "cant_update_message")
    blocks, given = _blocks(call), call.text("text")
    text = _text(call, blocks)
    if len(text) > RECOMMENDED_TEXT:
        raise Refused("msg_too_long")
    metadata = _metadata(call)
    before = workspace.message_json(message)
    message.text = message.text if given is None else text
    message.blocks = blocks or []
    message.metadata = message.metadata if metadata is None else metadata or None
    if not blocks:
        message.edited_ts = workspace.stamp()
    after = workspace.message_json(message)
    workspace.touch()
    workspace.tell_of(message, _changed("message_changed", workspace.stamp(), after, before))
    return {"channel": place.id, "ts": message.ts, "text": message.text, "message": after}


def delete(call: Call) -> Json:
    workspace, place = call.workspace, call.writable(call.channel())
    message = _own(call, place, "cant_delete_message")
    place.messages.remove(message)
    workspace.touch()
    told = _changed("message_deleted", workspace.stamp(), None, workspace.message_json(message))
    workspace.tell_of(message, told | {"deleted_ts": message.ts})
    return {"channel": place.id, "ts": message.ts}


def _changed(subtype: str, ts: str, after: Json | None, before: Json) -> Json:
    event: Json = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "ts": ts,
        "previous_message": before,
    }
    return event if after is None else event | {"message": after}


def get_permalink(call: Call) -> Json:
    place, workspace = call.channel(), call.workspace
    ts = call.needed("message_ts")
    if place.find(ts) is None:
        raise Refused("message_not_found")
    address = f"https://{workspace.team.domain}.slack.com/archives/{place.id}/p{ts.replace('.', '')}"
    return {"channel": place.id, "permalink": address}


WRITE = frozenset({"chat:write"})
METHODS = (
    Method(
        name="chat.postMessage",
        run=post_message,
        scopes=WRITE,
        takes=CONTENT | STYLE | CUSTOM | {"thread_ts", "reply_broadcast", "metadata"},
        tier=4,
    ),
    Method(
        name="chat.postEphemeral",
        run=post_ephemeral,
        scopes=WRITE,
        takes=CONTENT | STYLE | CUSTOM | {"user", "thread_ts"},
        tier=4,
    ),
    Method(
        name="chat.update",
        run=update,
        scopes=WRITE,
        takes=CONTENT | STYLE | {"ts", "as_user", "reply_broadcast", "metadata", "file_ids"},
    ),
    Method(name="chat.delete", run=delete, scopes=WRITE, takes=frozenset({"channel", "ts", "as_user"})),
    Method(name="chat.getPermalink", run=get_permalink, takes=frozenset({"channel", "message_ts"})),
)
