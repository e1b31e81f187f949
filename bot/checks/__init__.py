"""Says whether everything is in place: the content, and with ``--serve`` all that serving needs."""

from bot.checks.machine import door_fault
from bot.checks.records import cannot_open, database_fault, missing_content
from bot.checks.running import check_content, check_serving

__all__ = [
    "cannot_open",
    "check_content",
    "check_serving",
    "database_fault",
    "door_fault",
    "missing_content",
]
