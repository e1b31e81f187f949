"""Runs the checks one after the other; a fault in one does not keep the others from looking."""

from collections.abc import Iterator
from datetime import datetime

from bot.checks.connections import mail_findings, slack_findings
from bot.checks.contents import content_findings
from bot.checks.finding import Finding, fault, note
from bot.checks.machine import machine_findings
from bot.checks.records import record_findings
from bot.settings import Settings
from tracks.catalogue import ContentFaults, load


def check_content(settings: Settings) -> Iterator[Finding]:
    """Look at the content, and tell what ``serve`` would still need; asks nobody and opens nothing."""
    try:
        yield from content_findings(load(settings.content_dir))
    except ContentFaults as wrong:
        yield from map(fault, map(str, wrong.faults))
    for lacking in settings.lacking_to_serve():
        yield note(f"serve would still need: {lacking}")
    if settings.smtp_url is None:
        yield from mail_findings(settings)


def check_serving(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Look at all that ``serve`` needs: settings, Slack, mail, content, records. *now*: aware UTC."""
    yield from map(fault, settings.lacking_to_serve())
    yield from machine_findings(settings)
    yield from slack_findings(settings)
    yield from mail_findings(settings)
    try:
        catalogue = load(settings.content_dir)
    except ContentFaults as wrong:
        yield from map(fault, map(str, wrong.faults))
    else:
        yield from record_findings(settings, catalogue, now=now)
