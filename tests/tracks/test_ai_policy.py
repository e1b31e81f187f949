"""The AI rule is one rule, told to candidate and panel with the same reason."""

from tracks.ai_policy import lines_of
from tracks.catalogue import load
from tracks.format import compose
from tracks.track import AiModeId, Level, TrackId

CATALOGUE = load()
PLAN = compose(CATALOGUE, track=TrackId.PRAGMATIST, family="backend", level=Level.MID)


def test_both_sides_hear_the_same_rule():
    lines = {line.session: line for line in lines_of(CATALOGUE, PLAN)}

    walkthrough = lines["walkthrough"]
    assert walkthrough.candidate_text == (
        "First 30 minutes without an assistant, then 10 minutes with. We look at both, separately. "
        "Reason: first your own account of it, then a small further change as you would do it at work."
    )
    assert walkthrough.panel_text == (
        "First 30 minutes without, then 10 minutes with; say aloud when it changes. "
        "Reason told to the candidate: first your own account of it, then a small further change "
        "as you would do it at work."
    )


def test_every_working_part_has_a_line_in_order():
    parts = [(line.session, line.first_half, line.rule.mode) for line in lines_of(CATALOGUE, PLAN)]

    assert parts == [
        ("brief", True, AiModeId.BANNED),
        ("build", True, AiModeId.ALLOWED),
        ("walkthrough", True, AiModeId.BOTH),
        ("shared_review", False, AiModeId.BANNED),
        ("how_you_work", False, AiModeId.BANNED),
    ]
