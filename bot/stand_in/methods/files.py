"""``files.*``: uploads in three steps, and what is known of a file."""

from typing import Any

from bot.stand_in.files import file_json
from bot.stand_in.methods.call import Call, Method, Refused
from bot.stand_in.records import Json, Message, StoredFile

WRITE = frozenset({"files:write"})


def get_upload_url(call: Call) -> Json:
    length = call.number("length", 0)
    if length < 1:
        raise Refused("invalid_arguments", ["[ERROR] length must be positive"])
    workspace = call.workspace
    file = workspace.files.expect(call.needed("filename"), length, workspace.app.bot_user_id)
    return {"upload_url": f"{workspace.address}/upload/v1/{file.ticket}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Share finished uploads; without a channel they stay private."""
    files = [_finished(call, each) for each in call.structure("files") or ()]
    if not files:
        raise Refused("invalid_arguments", ["[ERROR] no files given"])
    channels = call.text("channel_id") or call.text("channels")
    shown = [file_json(file, call.workspace.address) for file in files]
    if channels:
        for channel in channels.split(","):
            call.args["channel_id"] = channel
            _share(call, shown)
    for file in files:
        file.shared = True
    return {"files": shown}


def _finished(call: Call, entry: Any) -> StoredFile:
    file = call.workspace.files.stored.get(entry.get("id", "")) if isinstance(entry, dict) else None
    if file is None or file.content is None or file.shared:
        raise Refused("file_not_found")
    file.title = entry.get("title") or file.name
    return file


def _share(call: Call, shown: list[Json]) -> None:
    """Post the files as the bot, with the comment if there is one."""
    workspace = call.workspace
    place = call.writable(call.channel("channel_id"))
    thread = call.text("thread_ts")
    if thread and place.find(thread) is None:
        raise Refused("invalid_arguments", ["[ERROR] thread_ts names no message"])
    workspace.say(
        Message(
            ts=workspace.stamp(),
            channel=place.id,
            user=workspace.app.bot_user_id,
            bot_id=workspace.app.bot_id,
            text=call.text("initial_comment") or "",
            thread_ts=thread,
            files=shown,
        ),
    )


def info(call: Call) -> Json:
    file = call.workspace.files.stored.get(call.needed("file"))
    if file is None or not file.shared:
        raise Refused("file_not_found")
    return {"file": file_json(file, call.workspace.address)}


METHODS = (
    Method(
        name="files.getUploadURLExternal",
        run=get_upload_url,
        scopes=WRITE,
        takes=frozenset({"filename", "length", "alt_txt", "snippet_type"}),
        tier=4,
    ),
    Method(
        name="files.completeUploadExternal",
        run=complete_upload,
        scopes=WRITE,
        takes=frozenset({"files", "channel_id", "channels", "thread_ts", "initial_comment"}),
        tier=4,
    ),
    Method(
        name="files.info",
        run=info,
        scopes=frozenset({"files:read"}),
        takes=frozenset({"file"}),
        tier=4,
    ),
)
