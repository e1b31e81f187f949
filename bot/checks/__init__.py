"""Says whether everything is in place: the content, and with ``--serve`` all that serving needs."""

from bot.checks.finding import Finding, fault, note
from bot.checks.records import cannot_open, database_fault, missing_content
from bot.checks.running import check_content, check_serving

__all__ = [
    "Finding",
    "cannot_open",
    "check_content",
    "check_serving",
    "database_fault",
    "fault",
    "missing_content",
    "note",
]
