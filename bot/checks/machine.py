"""What the process itself must be right about: its zone database, its addresses, its reach from outside."""

import importlib.metadata
import socket
import zoneinfo
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.checks.finding import Finding, fault
from bot.settings import Settings


def machine_findings(settings: Settings) -> Iterator[Finding]:
    """Look at what needs no connection."""
    if zoneinfo.TZPATH:
        yield fault("time zones come from this machine instead of tzdata: import bot before anything else")
    try:
        importlib.metadata.version("tzdata")
    except importlib.metadata.PackageNotFoundError:
        yield fault("the zone database is missing: install tzdata as requirements.lock says")
    if urlsplit(settings.public_url).scheme != "https":
        yield fault(
            f"TRACKS_PUBLIC_URL is {settings.public_url}, and candidates' links need https: "
            "set it to the address of your reverse proxy"
        )


def door_fault(host: str, port: int) -> str | None:
    """Return why nothing can listen at *host* and *port*, in a sentence with its remedy, or None."""
    try:
        [(family, kind, _, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(family, kind) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does it
            door.bind(address)
    except OSError as refused:
        return (
            f"TRACKS_HOST, TRACKS_PORT: nothing can listen at {host}, port {port} ({refused.strerror}): "
            "end the program that holds it, or set another"
        )
    return None
