"""The stand-in's page: a browser plays every person of the workspace and moves the clock."""

from bot.stand_in.page.desk import Clock
from bot.stand_in.page.routes import routes

__all__ = ["Clock", "routes"]
