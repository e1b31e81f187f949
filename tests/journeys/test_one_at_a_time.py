"""One person at a time: no page, form or word of ours is about several candidates."""

import json

from starlette.routing import Route

from tests.journeys.deciding import decide
from tests.journeys.forging import press_forged
from tests.journeys.inviting import fill_in, invite_by_mail
from tests.journeys.scene_debrief import forms_in


def test_every_page_is_about_one_candidacy(world):
    paths = {route.path for route in world.program.web.routes if isinstance(route, Route)}

    about_somebody = {path for path in paths if path.startswith("/c/")} - {"/c/style.css", "/c/new-link"}
    assert paths - about_somebody == {"/slack/events", "/healthz", "/readyz", "/c/style.css", "/c/new-link"}
    assert all(path.startswith("/c/{token}") for path in about_somebody)


def test_no_form_that_people_saw_offers_two_candidates_at_once(world):
    forms_in(world)
    invite_by_mail(world, called="Noor")
    world.hans.press("Open the debrief", on="message")
    for _ in range(8):
        world.hans.press("Next")
    world.hans.close_view(everything=True)
    decide(world.hans)
    world.hans.press("Write the letter")
    fill_in(world, called="Third", person="U0OLA")

    calls = (call for call in world.workspace.journal.calls if call.method.startswith("views."))
    views = [call.args["view"] for call in calls]
    shown = [json.loads(view) if isinstance(view, str) else view for view in views]
    inputs = [
        json.dumps(block)
        for view in shown
        for block in view["blocks"]
        if block["type"] in {"input", "actions"}
    ]
    assert len(inputs) > 10
    assert [block for block in inputs if "Kim" in block and "Noor" in block] == []


def test_asking_for_a_ranking_tells_of_nobody(world):
    forms_in(world)

    for words in ("rank Kim and Noor", "sort", "reject everyone below 3", "compare"):
        before = world.rita.sees()
        world.rita.command("/tracks", words)
        answer = world.rita.sees().removeprefix(before)
        assert answer
        assert "Kim" not in answer
    press_forged(world.rita, "rank:all")
    assert "Nothing answers to this button any more." in world.rita.sees_view()
