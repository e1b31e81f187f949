"""Rules of content, each broken by one edit of a shipped file, with the faults that must be told."""

import pytest

from tracks.catalogue import load
from tracks.track import DimensionId

CODING = 'id = "coding"\nname = "Coding"\nminutes = 50'
OWNERSHIP_4 = load().ground.dimension(DimensionId.OWNERSHIP).anchor_4
W2 = 'id = "W2"\nrates = ["people"]'

# file, what stands in it, what is written instead, the faults; None: exactly one, in this file
BROKEN = [
    pytest.param(
        "track_traditionalist.toml",
        CODING,
        CODING.replace("50", "45"),
        [
            "track_traditionalist.toml: coding.plan: found 50 minutes, expected 45 minutes",
            (
                "track_traditionalist.toml: sum of traditionalist: found 215 minutes, "
                "expected 220 minutes, as in every track"
            ),
        ],
        id="sums of minutes",
    ),
    pytest.param(
        "track_traditionalist.toml",
        'rates = ["code", "verification", "people"]',
        'rates = ["code", "verification", "people", "judgment"]',
        [
            (
                "track_traditionalist.toml: coding.questions: found none for judgment at mid, "
                "expected at least one that rates judgment"
            ),
            (
                "track_traditionalist.toml: coding.questions: found none for judgment at senior, "
                "expected at least one that rates judgment"
            ),
            (
                "track_traditionalist.toml: coding.questions: found none for judgment at staff, "
                "expected at least one that rates judgment"
            ),
            (
                "track_traditionalist.toml: track half of traditionalist: found judgment 2 times, "
                "expected judgment once"
            ),
        ],
        id="a dimension twice and without a question",
    ),
    pytest.param("common.toml", "look at {area}", "look at {are}", None, id="a blank in a hint"),
    pytest.param("common.toml", "say that {host}", "say that {agenda}", None, id="a blank in last words"),
    pytest.param("common.toml", "Tell me about a piece", "{called}: a piece", None, id="a blank told ahead"),
    pytest.param("common.toml", "- Read the change", "- {read} the change", None, id="a blank of a seat"),
    pytest.param("track_realist.toml", "Read the candidate's", "Read {their}", None, id="a blank of a panel"),
    pytest.param(
        "track_pragmatist.toml", "tell {host}", "tell {company}", None, id="a blank of another text"
    ),
    pytest.param(
        "intro_paper.toml",
        'looked_at_cell = "the {dimension_count} things"',
        'looked_at_cell = "{the dimension_count} things"',
        [
            (
                "intro_paper.toml: comparison.looked_at_cell: found {the dimension_count}, "
                "expected a plain name in curly brackets"
            )
        ],
        id="a blank in the comparison",
    ),
    pytest.param(
        "intro_paper.toml",
        'short = "The classic interview:',
        'short = "The {classic interview:',
        ["intro_paper.toml: tracks[traditionalist].short: found {, expected a plain name in curly brackets"],
        id="a blank in a track's short line",
    ),
    pytest.param(
        "intro_paper.toml",
        '"essentials"]\nread_on = ["half_two"',
        '"essential"]\nread_on = ["half_two", "tracks"',
        [
            "intro_paper.toml: layout: found tracks 2 times, expected tracks once",
            "intro_paper.toml: layout: found essentials 0 times, expected essentials once",
            (
                "intro_paper.toml: layout: found essential, expected one of tracks, greeting, the_job, "
                "promise, essentials, half_two, scored, ai, people, adjustments, after, privacy"
            ),
        ],
        id="a section that the paper does not have",
    ),
    pytest.param(
        "common.toml",
        'rates = ["ownership", "people"]\n\n# ---',
        'rates = ["ownership"]\n\n# ---',
        [
            (
                "common.toml: groups[how_you_work + shared_review].rates: found people 0 times, "
                "expected people once"
            )
        ],
        id="a half that leaves a dimension out",
    ),
    pytest.param(
        "track_realist.toml",
        'id = "D1"\nrates = ["framing"]',
        'id = "D1"\nrates = ["framing", "code"]',
        [
            (
                "track_realist.toml: deep_dive.questions[D1].rates: found framing, code, "
                "expected some of framing, judgment, ownership, people"
            )
        ],
        id="a question beyond its session",
    ),
    pytest.param(
        "common.toml",
        W2,
        W2 + '\nlevels = ["senior", "staff"]',
        [
            (
                "common.toml: how_you_work.questions: found none for people at mid, "
                "expected at least one that rates people"
            )
        ],
        id="a level without a question",
    ),
    pytest.param(
        "common.toml",
        'ai_reason = "a break is yours, and nobody is on the line"',
        'ai_reason = " "',
        ["common.toml: break.ai_reason: found nothing, expected the reason, taken from the job"],
        id="an AI rule without a reason",
    ),
    pytest.param(
        "track_pragmatist.toml",
        "ai_minutes_off = 30",
        "ai_minutes_off = 25",
        [
            (
                "track_pragmatist.toml: walkthrough.ai_minutes_off + ai_minutes_on: found 25 + 10, "
                "expected 40 in all, some of each"
            )
        ],
        id="two modes that do not add up",
    ),
    pytest.param(
        "common.toml",
        'id = "break"\nname = "Break"\nminutes = 10',
        'id = "break"\nname = "Break"\nminutes = 15',
        [
            "common.toml: break.minutes: found 15, expected 10, the length of a break",
            *(
                f"{file}: {key}sum of {track}: found 230 minutes, expected 220 minutes, as in every track"
                for file, key, track in [
                    ("family_ai_engineer.toml", "ai_engineer, full: ", "traditionalist"),
                    ("family_ai_engineer.toml", "ai_engineer, full: ", "pragmatist"),
                    ("family_ai_engineer.toml", "ai_engineer, full: ", "realist"),
                    ("track_traditionalist.toml", "", "traditionalist"),
                    ("track_pragmatist.toml", "", "pragmatist"),
                    ("track_realist.toml", "", "realist"),
                ]
            ),
        ],
        id="a long break",
    ),
    pytest.param(
        "track_realist.toml",
        'follow_ups = ["perturb", "revisit"]',
        'follow_ups = ["revisit"]',
        [
            (
                "family_ai_engineer.toml: ai_engineer, full: follow_ups of realist: found no perturb, "
                "expected at least perturb, revisit, consequence"
            ),
            (
                "track_realist.toml: follow_ups of realist: found no perturb, "
                "expected at least perturb, revisit, consequence"
            ),
        ],
        id="a track half without a change of assumption",
    ),
    pytest.param(
        "family_ai_engineer.toml",
        'follow_ups = ["consequence", "revisit"]\nask = "It is green. I want to ship. What would',
        'follow_ups = ["consequence"]\nask = "It is green. I want to ship. What would',
        [
            (
                "family_ai_engineer.toml: ai_engineer, full: follow_ups of pragmatist: found no revisit, "
                "expected at least perturb, revisit, consequence"
            )
        ],
        id="a family without a return to what was said",
    ),
    pytest.param(
        "track_realist.toml",
        'present = ["lead", "second"]\nraters = ["lead", "second"]\nrates = ["framing"',
        'present = ["lead", "second", "host"]\nraters = ["lead", "host"]\nrates = ["framing"',
        [
            "track_realist.toml: deep_dive.raters: found lead, host, expected lead, second",
        ],
        id="raters other than those of the group",
    ),
    pytest.param(
        "track_realist.toml",
        'raters = ["lead", "second"]',
        'raters = ["lead"]',
        [
            "track_realist.toml: deep_dive.raters: found lead, expected exactly two",
            "track_realist.toml: deep_dive.raters: found lead, expected lead, second",
        ],
        id="one rater alone",
    ),
    pytest.param(
        "common.toml",
        'anchor_4 = "As 3, and finds a limit or conflict nobody mentioned',
        'anchor_4 = ""\nnot_used = "As 3, and finds a limit or conflict nobody mentioned',
        None,
        id="a key that nothing reads",
    ),
    pytest.param(
        "common.toml",
        f'anchor_4 = "{OWNERSHIP_4}"',
        'anchor_4 = ""',
        ["common.toml: dimensions[ownership].anchor_4: found nothing, expected an anchor"],
        id="a missing anchor",
    ),
    pytest.param(
        "shapes.toml",
        'traditionalist = "design"',
        'traditionalist = "coding"\n# coding is followed by a break as well\n#',
        [],
        id="another place for the second day",
    ),
    pytest.param(
        "shapes.toml",
        'traditionalist = "design"',
        'traditionalist = "how_you_work"',
        [
            (
                "shapes.toml: shapes[full].split_after.traditionalist: found how_you_work, "
                "expected a part of the order with a break after it"
            )
        ],
        id="a second day that begins without a break",
    ),
    pytest.param(
        "intro_paper.toml",
        "There are {track_count} ways",
        "There are 3 ways",
        [
            (
                "intro_paper.toml: phrases.several_ways: found '3', "
                "expected a blank that is filled from the plan or the role"
            )
        ],
        id="a digit in candidate prose",
    ),
    pytest.param(
        "track_pragmatist.toml",
        "{build_minutes} minutes are not enough",
        "Fifty minutes are not enough",
        [
            (
                "track_pragmatist.toml: prepare.candidate: found 'Fifty minutes', "
                "expected a blank that is filled from the plan or the role"
            )
        ],
        id="minutes written out by hand",
    ),
    pytest.param(
        "intro_paper.toml",
        "*Why you:* {why_you}",
        "*Why you:* {why_me}",
        None,
        id="a blank without a fact",
    ),
    pytest.param(
        "intro_paper.toml",
        "*Why you:* {why_you}",
        "*Why you:* {why_you.__class__}",
        [
            (
                "intro_paper.toml: sections[greeting].body: found {why_you.__class__}, "
                "expected a plain name in curly brackets"
            )
        ],
        id="a blank that reaches into its fact",
    ),
    pytest.param(
        "intro_paper.toml",
        'button = "Pick the realist"',
        'button = "' + "Pick the realist " * 6 + '"',
        ["intro_paper.toml: tracks[realist].button: found 102 characters, expected at most 75"],
        id="a button that Slack refuses",
    ),
    pytest.param(
        "intro_paper.toml",
        "You are not ranked against anybody.",
        "You are not ranked against anybody. " * 100,
        ["intro_paper.toml: sections[promise].body: found 4038 characters, expected at most 2900"],
        id="a section that Slack refuses",
    ),
    pytest.param(
        "tasks/backend_seat_holds.toml",
        '"README.md", "holds.py"',
        '"README.md", "panel_only_faults.py"',
        [
            (
                "tasks/backend_seat_holds.toml: tasks[P-holds].files: found panel_only_faults.py, "
                "expected a file of materials/seat_holds that candidates may see"
            )
        ],
        id="the panel's file in a candidate's hands",
    ),
    pytest.param(
        "tasks/backend_seat_holds.toml",
        'sessions = ["build"]',
        'sessions = ["built"]',
        [
            (
                "tasks/backend_seat_holds.toml: tasks[P-holds].sessions: "
                "found built, expected a part of some track"
            )
        ],
        id="a task for a part that nobody has",
    ),
    pytest.param(
        "family_ai_engineer.toml",
        'instead = "eval_design"',
        'instead = "evaldesign"',
        [
            (
                "family_ai_engineer.toml: swaps[0].instead: found evaldesign, expected one of "
                "debugging_replay, eval_brief, eval_design, eval_design_alone, eval_walkthrough, "
                "tradeoff_architecture"
            )
        ],
        id="a swap for a part that is not there",
    ),
    pytest.param(
        "messages.toml",
        'hour_before = "In an hour: {link}',
        'hour_before = "In an hour: {lnk}',
        ["messages.toml: candidate.hour_before: found {lnk}, expected one of {link}"],
        id="a translation that invents a blank",
    ),
]
