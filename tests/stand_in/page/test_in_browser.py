"""People at the page in a real browser: they press, type, fill forms, move the clock, on any screen."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
OUTSIDE = "a request left the machine"
LONG_ADDRESS = "alexandra.von-hohenzollern-sigmaringen@interviews.example.com"


@pytest.fixture
def tab(chromium, stage):
    """A tab whose complaints fail the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=stage.address)
    made = context.new_page()
    problems = []
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.on("request", lambda request: request.url.startswith(stage.address) or problems.append(OUTSIDE))
    yield made
    context.close()
    assert problems == []


def focused(tab):
    return tab.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def fill_invitation(tab, called="Otto"):
    tab.get_by_label("How they like to be called").fill(called)
    tab.get_by_label("Why this person").fill("He wrote the clearest talk about queues that I know of.")
    tab.get_by_label("Role").select_option("Senior backend engineer")
    tab.get_by_label("Two days").check()


def test_a_pressed_button_changes_every_open_page(tab, stage):
    rita = tab.context.new_page()
    rita.goto("/?as=U0RITA&in=C0HIRING")
    tab.goto("/?as=U0OTTO")

    tab.get_by_role("button", name="Choose the realist").click()

    tab.get_by_text("You chose the realist").wait_for()
    rita.get_by_text("Otto chose the realist.").wait_for()
    assert [each["value"] for each in stage.bot.pressed] == ["choose:realist"]


def test_a_form_keeps_what_was_typed_until_it_is_right(tab, stage):
    tab.goto("/?as=U0RITA&in=C0HIRING")
    tab.get_by_role("button", name="Invite a candidate").click()
    fill_invitation(tab, called="Rita")
    tab.get_by_label("Answer until").fill("2026-04-02T17:30")
    tab.get_by_label("Choose a file").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"one page"}
    )
    tab.get_by_role("button", name="Preview").click()

    field = tab.get_by_label("How they like to be called")
    tab.get_by_text("That is the host. Choose somebody else.").wait_for()
    assert field.get_attribute("aria-invalid") == "true"
    assert focused(tab) == field.get_attribute("id")
    assert "That is the host" in tab.locator(f"#{field.get_attribute('aria-describedby')}").inner_text()
    assert tab.get_by_label("Why this person").input_value().startswith("He wrote")
    assert tab.get_by_label("Keep note.txt").is_checked()

    field.fill("Otto")
    tab.get_by_role("button", name="Preview").click()

    tab.get_by_role("dialog").wait_for(state="detached")
    tab.get_by_text("Otto was invited by @Rita Recruiter.").wait_for()
    values = stage.bot.heard[-1][1]["view"]["state"]["values"]
    assert values["until"]["v"]["selected_date_time"] == 1_775_143_800  # 17:30 in Berlin
    assert values["sittings"]["v"]["selected_option"]["value"] == "two"
    assert [each["name"] for each in values["cv"]["v"]["files"]] == ["note.txt"]


def test_what_is_being_typed_survives_what_others_do(tab, stage):
    tab.goto("/?as=U0RITA&in=C0HIRING")
    box = tab.get_by_label("Message to #hiring-backend")
    box.press_sequentially("Half a sen")

    stage.workspace.person("U0HANS").type("I am in.", "C0HIRING")
    tab.get_by_text("I am in.").wait_for()

    box.press_sequentially("tence")
    assert box.input_value() == "Half a sentence"
    tab.keyboard.press("Enter")
    tab.get_by_role("log").get_by_text("Half a sentence").wait_for()
    assert box.input_value() == ""


def test_news_that_come_late_do_not_lead_back(tab, stage):
    tab.goto("/?as=U0RITA&in=C0HIRING")
    tab.get_by_role("log").wait_for()
    held = []
    tab.route("**/?as=U0RITA&in=C0HIRING", lambda route: held.insert(0, route))
    with tab.expect_request("**/?as=U0RITA&in=C0HIRING"):
        stage.workspace.person("U0HANS").type("I am in.", "C0HIRING")

    tab.get_by_role("button", name="Messages").click()
    there = tab.get_by_role("heading", level=1)
    expect(there).not_to_have_text("#hiring-backend")
    with tab.expect_response("**/?as=U0RITA&in=C0HIRING") as answer:
        held.pop().continue_()
    answer.value.finished()
    tab.evaluate("new Promise(requestAnimationFrame)")

    expect(there).not_to_have_text("#hiring-backend")


def test_everything_can_be_done_by_keyboard_alone(tab, stage):
    tab.goto("/?as=U0RITA&in=C0HIRING")
    tab.keyboard.press("Tab")
    assert focused(tab) == "Skip to the content"
    tab.keyboard.press("Enter")
    tab.get_by_role("log").wait_for()
    assert focused(tab) == "main"
    tab.keyboard.press("Tab")
    assert tab.evaluate("!!document.activeElement.closest('main')")
    tab.get_by_label("Message to #hiring-backend").focus()
    tab.keyboard.type("/tracks invite")
    tab.keyboard.press("Enter")
    tab.get_by_role("dialog").wait_for()

    for _ in range(40):
        tab.keyboard.press("Tab")
        assert tab.evaluate("!document.querySelector('dialog').inert && document.activeElement !== null")
        assert tab.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    tab.keyboard.press("Escape")

    tab.get_by_role("dialog").wait_for(state="detached")
    assert focused(tab) == "say-C0HIRING"
    assert stage.bot.heard[-1][1]["type"] == "view_closed"


def test_forms_lie_on_one_another_and_lead_back(tab):
    tab.goto("/?as=U0RITA&in=C0HIRING")
    tab.get_by_role("button", name="Invite a candidate").click()
    tab.get_by_label("How they like to be called").fill("Otto")
    tab.get_by_role("button", name="Explain the tracks").click()
    tab.get_by_role("heading", name="The three tracks").wait_for()

    tab.get_by_role("button", name="Back").click()

    tab.get_by_role("heading", name="Invite a candidate").wait_for()
    assert tab.get_by_label("How they like to be called").input_value() == "Otto"


def test_a_form_that_cannot_be_closed_stays_with_its_words(tab):
    tab.goto("/?as=U0RITA&in=C0HIRING")
    tab.get_by_role("button", name="Invite a candidate").click()
    tab.get_by_label("How they like to be called").fill("Otto")
    tab.route("**/page/act**", lambda route: route.abort())

    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")

    expect(tab.get_by_label("How they like to be called")).to_have_value("Otto")
    expect(tab.get_by_role("dialog")).to_be_visible()


def test_a_line_for_one_reader_has_room_for_its_face(tab):
    tab.goto("/?as=U0ADA&in=C0HIRING")

    text_begins, face_begins, face = tab.locator(".line.ephemeral").evaluate(
        """line => [getComputedStyle(line).paddingLeft, getComputedStyle(line, '::before').left,
                    getComputedStyle(line, '::before').width].map(parseFloat)"""
    )

    assert text_begins > face_begins + face


def test_a_danger_asks_once_more_and_takes_no(tab, stage):
    tab.goto("/?as=U0OTTO")
    tab.get_by_role("button", name="Withdraw").click()
    tab.get_by_role("dialog", name="Withdraw your application?").get_by_role("button", name="Keep it").click()
    tab.get_by_role("dialog").wait_for(state="detached")
    assert stage.bot.pressed == []

    tab.get_by_role("button", name="Withdraw").click()
    tab.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    tab.get_by_role("dialog").wait_for(state="detached")

    assert [each["action_id"] for each in stage.bot.pressed] == ["withdraw"]


def test_a_choice_outside_forms_is_told_at_once(tab, stage):
    tab.goto("/?as=U0RITA")
    tab.get_by_role("button", name="Home").click()
    tab.get_by_role("heading", name="What waits for you", level=2).wait_for()
    tab.get_by_label("Which candidacies").select_option("Mine")
    tab.wait_for_function("() => !document.querySelector('[aria-busy]')")

    assert stage.bot.pressed[-1]["selected_option"]["value"] == "mine"
    assert tab.get_by_label("Which candidacies").input_value() == "mine"


def test_the_clock_moves_to_what_is_due(tab, stage):
    tab.goto("/?as=U0RITA")
    tab.get_by_role("button", name="Next due: Wed 25 Mar, 10:05").click()

    tab.get_by_text("Nothing is due").wait_for()
    assert tab.locator("#time").inner_text() == "10:05"
    assert stage.settled == [stage.clock.moment]

    tab.get_by_role("button", name="+1 day").click()
    tab.get_by_text("Thu 26 Mar 2026").wait_for()


def test_a_silent_bot_is_one_plain_sentence(tab, stage):
    stage.bot.down = True
    tab.goto("/?as=U0OTTO")

    tab.get_by_role("button", name="Choose the realist").click()

    assert tab.get_by_role("alert").inner_text() == "We had some trouble connecting. Try again?"
    assert tab.get_by_role("button", name="Choose the realist").is_visible()


def test_mail_runs_no_scripts_and_opens_tabs(tab, stage):
    stage.mail("mila@example.net")
    tab.goto("/")
    tab.get_by_role("link", name=re.compile("Mila Moser")).click()
    tab.get_by_role("link", name=re.compile("new Choose how")).click()

    with tab.context.expect_page() as opened:
        tab.frame_locator("iframe").get_by_role("link", name="Open your page").click()
    assert opened.value.url == f"{stage.address}/c/token"
    tab.get_by_text("Thu 26 Mar 2026, 09:00 to 12:40 (UTC)").wait_for()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="i.ics").click()
    assert download.value.suggested_filename == "i.ics"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_screen_needs_sideways_scrolling(tab, stage, width):
    stage.mail(LONG_ADDRESS)
    tab.set_viewport_size({"width": width, "height": 740})
    parts = "[...document.querySelectorAll('body, main, .scroller, .top')]"
    wide = f"{parts}.filter(e => e.scrollWidth > e.clientWidth).map(e => e.className || e.localName)"
    found = {}
    for place in (
        "/",
        "/?as=U0OTTO",
        "/?as=U0RITA&in=C0HIRING",
        "/?as=U0ADA",
        f"/?as={LONG_ADDRESS}&mail=0",
    ):
        tab.goto(place)
        found[place] = tab.evaluate(wide)

    assert set(map(tuple, found.values())) == {()}


def test_a_phone_opens_places_and_forms_in_full(tab):
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto("/?as=U0RITA")
    assert tab.get_by_role("link", name="Interview Tracks demo").count() == 1
    assert not tab.get_by_role("link", name="#hiring-backend").is_visible()

    tab.get_by_role("button", name="Places").click()
    tab.get_by_role("button", name="Invite a candidate").click()

    body = tab.locator("dialog .body")
    body.wait_for()
    assert body.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    assert tab.get_by_role("button", name="Preview").is_visible()


def test_without_scripts_pages_still_act(chromium, stage):
    context = chromium.new_context(java_script_enabled=False, base_url=stage.address)
    tab = context.new_page()
    tab.goto("/?as=U0RITA&in=C0HIRING")
    tab.get_by_label("Message to #hiring-backend").fill("/tracks invite")
    tab.get_by_role("button", name="Send").click()
    fill_invitation(tab)
    tab.get_by_role("button", name="Preview").click()

    assert tab.get_by_text("Otto was invited by @Rita Recruiter.").is_visible()
    tab.get_by_role("button", name="Home").click()
    tab.get_by_label("Which candidacies").select_option("Mine")
    tab.get_by_role("button", name="Use for Which candidacies").click()
    assert stage.bot.pressed[-1]["selected_option"]["value"] == "mine"
    context.close()


def test_zoomed_to_double_there_is_still_room_to_read(tab):
    tab.set_viewport_size({"width": 640, "height": 400})
    tab.goto("/?as=U0OTTO")

    assert tab.get_by_role("log").evaluate("log => log.clientHeight") > 200
