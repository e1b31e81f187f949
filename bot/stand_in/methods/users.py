"""``users.*``: who somebody is."""

from bot.stand_in.methods.call import Call, Method, Refused
from bot.stand_in.records import Json


def info(call: Call) -> Json:
    return {"user": call.workspace.member_json(call.member(call.needed("user")).id)}


def lookup_by_email(call: Call) -> Json:
    """Members and guests; nobody deactivated and nobody from another workspace."""
    wanted, workspace = call.needed("email").lower(), call.workspace
    for member in workspace.members.values():
        found = member.email is not None and member.email.lower() == wanted
        if found and not member.deleted and not member.external:
            return {"user": workspace.member_json(member.id)}
    raise Refused("users_not_found")


METHODS = (
    Method(
        name="users.info",
        run=info,
        scopes=frozenset({"users:read"}),
        takes=frozenset({"user", "include_locale"}),
        tier=4,
    ),
    Method(
        name="users.lookupByEmail",
        run=lookup_by_email,
        scopes=frozenset({"users:read.email"}),
        takes=frozenset({"email"}),
    ),
)
