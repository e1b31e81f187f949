"""The time zone that somebody means by a city or a zone's name."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import available_timezones

from tracks.errors import UnknownZone

LONGEST = 80  # characters
_NO_PLACES = ("Etc/", "SystemV/", "posix/", "right/")


def zone_meant(words: str) -> str:
    """Return the name of the zone that *words* mean, such as ``Europe/Lisbon`` for ``lisbon``.

    Capitals, accents and spaces do not matter. Only names of the zone database are ever looked up.
    Raises UnknownZone, also for a region such as ``America`` and for offsets such as ``GMT+25``.
    """
    found = _zones().get(_key(words)) if len(words) <= LONGEST else None
    if found is None:
        raise UnknownZone(zone=words.strip()[:LONGEST])
    return found


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Return the zones that people can be in, by name, in the order of the alphabet."""
    return tuple(
        name for name in sorted(available_timezones()) if "/" in name and not name.startswith(_NO_PLACES)
    )


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    """Return each way to write a zone: its whole name, or the place alone where that says enough."""
    places = {_key(name.rpartition("/")[2]): name for name in sorted(zone_names(), key=len, reverse=True)}
    whole = {_key(name): name for name in (*zone_names(), "UTC")}
    return MappingProxyType(places | whole)


def _key(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return "_".join(plain.casefold().split()).replace("-", "_").strip("_.,")
