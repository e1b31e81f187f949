"""The Web API methods that the stand-in knows, by subject; any other is ``unknown_method``."""

from bot.stand_in.methods import chat, conversations, files, team, users, views
from bot.stand_in.methods.call import Call, Method, Refused

METHODS: dict[str, Method] = {
    method.name: method
    for module in (chat, conversations, files, team, users, views)
    for method in module.METHODS
}

__all__ = ["METHODS", "Call", "Method", "Refused"]
