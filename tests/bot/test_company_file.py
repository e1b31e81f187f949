"""Reading a company's file: every fault at once, each with its line and its remedy."""

from datetime import date
from pathlib import Path

import pytest

from bot.company_file import CompanyFaults
from tests.bot.small_company import SMALL, changed, read
from tracks.access import CompanyRole
from tracks.track import TrackId

#: What stands in the small company, what is written in its place, and what is said about that.
FAULTS = Path(__file__).with_name("company_faults.txt").read_text()
CASES = [case.replace("(nothing)", "").splitlines() for case in FAULTS.split("\n\n")]


def faults(text, **given):
    with pytest.raises(CompanyFaults) as refused:
        read(text, **given)
    return [str(fault) for fault in refused.value.faults]


def test_small_company_is_read_whole():
    file = read(SMALL)

    assert [person.slack for person in file.people] == ["U0RITA", "U0HANS", "U0ADA"]
    assert file.admin == "U0RITA"
    assert file.roles[0].tracks == list(TrackId)
    assert file.notices == ()
    assert file.people[2].leave == [
        (date(2026, 12, 24), date(2027, 1, 2)),
        (date(2026, 12, 1), date(2026, 12, 1)),
    ]


@pytest.mark.parametrize(("old", "new", "told"), CASES)
def test_each_fault_names_line_and_remedy(old, new, told):
    assert told in faults(changed(old.replace("\\n", "\n"), new.replace("\\n", "\n")))


@pytest.mark.parametrize(
    ("zone", "remedy"),
    [
        ("America", ""),
        ("../../etc/passwd", ""),
        ("\\u0000", ""),
        ("GMT+25", ""),
        ("europe/berlin", "; did you mean Europe/Berlin?"),
        ("Europe/Berlyn", "; did you mean Europe/Berlin?"),
    ],
)
def test_zone_that_does_not_exist_is_refused(zone, remedy):
    told = faults(changed('timezone = "Europe/Berlin"\nworking', f'timezone = "{zone}"\nworking'))

    assert [fault.startswith("line 3: timezone: ") and fault.endswith(remedy) for fault in told] == [True]


def test_zone_that_was_renamed_still_counts():
    old = 'timezone = "Europe/Berlin"\nworking'
    assert read(changed(old, 'timezone = "Europe/Kiev"\nworking')).company.timezone == "Europe/Kiev"


def test_independent_seat_asks_for_seniority():
    text = changed('level = "senior"\nteam', 'level = "mid"\nteam')

    assert faults(changed('["lead", "second"]', '["independent"]', text)) == [
        "line 26: seats: independent asks for senior or staff; take it out of seats, or mend level"
    ]


def test_founding_people_need_an_admin_to_name_them():
    text = changed('"coordinator", "admin"]', '"coordinator"]')

    assert faults(text) == [
        'line 29: founding people are named by an admin: set TRACKS_ADMINS, or give somebody is = ["admin"]'
    ]
    assert read(text, admins=["U0BOSS"]).admin == "U0BOSS"


def test_everything_wrong_is_told_in_one_go():
    text = changed('name = "Example GmbH"', 'nam = "Example GmbH"')
    text = changed('is = ["hiring_manager"]', 'is = ["hirer"]', text)
    text = changed('family = "backend"', 'family = "cobol"', text)
    text = changed("[[roles]]", "[jobs]\n\n[[roles]]", text)

    assert faults(text) == [
        "line 1: name is missing: add it",
        "line 2: nam is no key here; did you mean name?",
        f"line 16: is: 'hirer' is not known; use {', '.join(CompanyRole)}",
        "line 32: jobs is no table here; use company, people, roles",
        "line 37: family: 'cobol' is no role family with content; use ai_engineer, backend",
    ]


def test_lines_are_right_around_texts_and_tables():
    text = (
        'about = """\n[[people]]\nslack = 1\n"""\n[company.working_hours]\nmon = [\n  "x", # ]\n]\nsat = 1\n'
    )

    assert faults(text)[-4:] == [
        "line 5: name is missing: add it",
        "line 5: timezone is missing: add it",
        "line 6: working_hours.mon: 'x' is not written like 09:00-17:30",
        "line 9: working_hours.sat should be a list in square brackets",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[company]\nname =\n", "line 2: this is no TOML: invalid value"),
        ("[company", "line 1: this is no TOML: expected ']' at the end of a table declaration"),
        ("a = 1\na = 2", "line 2: this is no TOML: cannot overwrite a value"),
        ('people = "all"', "line 1: people is a list of tables: begin each with [[people]]"),
        ("", "line 1: [company] is missing: add it"),
    ],
)
def test_text_that_is_no_company_is_refused(text, told):
    assert told in faults(text)


def test_what_stops_nothing_is_a_notice():
    text = changed(
        "founding = true", 'calibrated_on = 2026-01-01\nbusy_feeds = ["https://calendar.example/a.ics"]'
    )

    assert [str(notice) for notice in read(text).notices] == [
        "line 29: calibrated_on is more than 180 days ago: asked after everybody else",
        "line 30: busy_feeds are not read yet: only working hours, leave and interviews count as taken",
    ]


def test_example_of_the_readme_is_right():
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    example = readme.split("```toml\n")[1].split("```")[0]

    assert [role.id for role in read(example).roles] == ["senior-backend"]
    assert read(example).notices == ()
