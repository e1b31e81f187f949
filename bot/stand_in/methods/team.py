"""``auth.test`` and ``apps.connections.open``: who the bot is, and where it may listen."""

from bot.stand_in.methods.call import Call, Method, Refused
from bot.stand_in.records import Json


def auth_test(call: Call) -> Json:
    workspace = call.workspace
    app = workspace.app
    return {
        "url": f"https://{workspace.team.domain}.slack.com/",
        "team": workspace.team.name,
        "user": app.bot_name,
        "team_id": workspace.team.id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """Issue an address that a Socket Mode client may use once."""
    workspace = call.workspace
    if workspace.link is None:
        raise Refused("internal_error")
    address = workspace.address.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={workspace.link.ticket()}&app_id={workspace.app.app_id}"}


METHODS = (
    Method(name="auth.test", run=auth_test, takes=frozenset(), tier=4),
    Method(name="apps.connections.open", run=connections_open, takes=frozenset(), tier=1, token="app"),  # noqa: S106 -- a kind
)
