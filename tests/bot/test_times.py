"""Instants in words: weekday, date and zone, as content says them."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.wording import day, span, when
from tracks import catalogue

SHIPPED = catalogue.load()
START = datetime(2026, 11, 24, 14, tzinfo=UTC)


def test_instant_is_said_with_weekday_date_and_zone():
    end = datetime(2026, 11, 24, 17, 40, tzinfo=UTC)

    assert when(SHIPPED, START, "Europe/Berlin") == "Tuesday 24 November 2026, 15:00 Berlin time (UTC+1)"
    assert when(SHIPPED, START, "UTC") == "Tuesday 24 November 2026, 14:00 UTC (UTC+0)"
    assert when(SHIPPED, START, "America/St_Johns").endswith("10:30 St Johns time (UTC-3:30)")
    said = span(SHIPPED, START, end, zone="Europe/Berlin")
    assert said == "Tuesday 24 November 2026, 15:00-18:40 Berlin time (UTC+1)"


def test_company_says_days_in_its_own_words():
    own = {"weekday.tue": "Dienstag", "time.day": "{weekday}, {day}. {month} {year}"}
    theirs = replace(SHIPPED, messages={**SHIPPED.messages, **own})

    assert day(theirs, START, "Europe/Berlin") == "Dienstag, 24. November 2026"
