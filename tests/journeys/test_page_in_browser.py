"""A candidate reads, picks and agrees in a real browser, without scripts, on a desk and on a phone."""

import pytest

from tests.journeys.choosing import candidate_of, tracks_chosen
from tests.journeys.inviting import invite_by_mail
from tests.journeys.world import World

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def test_candidate_chooses_in_a_browser_without_scripts(world: World, chromium):
    invitation = invite_by_mail(world)
    context = chromium.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(_link(world, invitation))

    page.get_by_role("button", name="Pick the realist").click()
    page.get_by_role("button", name="I have read this and agree").click()
    page.get_by_label("A city in your time zone").fill("Atlantis")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_label("A city in your time zone").input_value() == "Atlantis"
    page.get_by_label("A city in your time zone").fill("Lisbon")
    page.get_by_role("button", name="Save").click()

    assert page.get_by_role("status").inner_text() == "Thank you. Every time I write is now in Europe/Lisbon."
    folded = page.locator("summary", has_text="Switch to another track")
    assert folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_hidden()
    assert page.get_by_text("What happens, in which order").is_visible()
    assert tracks_chosen(world, invitation) == [("realist", "page", True)]
    assert candidate_of(world, invitation).timezone == "Europe/Lisbon"
    assert [url for url in loaded if not url.startswith(world.address)] == []
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_page_fits_a_phone_and_reads_well(world: World, chromium, colours):
    invitation = invite_by_mail(world)
    context = chromium.new_context(viewport=PHONE, color_scheme=colours)
    page = context.new_page()
    page.goto(_link(world, invitation))

    _fits_and_reads(page)
    for _ in ("a track is picked", "its rules are agreed to"):
        with page.expect_navigation():
            page.locator("button.primary, .card button").first.click()
        _fits_and_reads(page)
    context.close()


def test_everything_is_reached_with_the_keyboard(world: World, chromium):
    invitation = invite_by_mail(world)
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(_link(world, invitation))

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to what you can do now"
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim()"))

    wanted = {
        "Pick the traditionalist",
        "Pick the pragmatist",
        "Pick the realist",
        "Ask a person",
        "Withdraw",
    }
    assert wanted - reached == set()
    context.close()


def _link(world: World, invitation) -> str:
    return world.program.services.link(invitation.id, invitation.link_epoch)


def _fits_and_reads(page) -> None:
    """Nothing sticks out; every field has a label; text stands out from what is behind it (WCAG AA)."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(UNLABELLED) == []
    assert page.evaluate(FAINT) == []
    assert page.evaluate("document.querySelectorAll('h1').length") == 1


UNLABELLED = """[...document.querySelectorAll('input:not([type=hidden]), textarea')]
  .filter(e => !e.labels.length).map(e => e.outerHTML)"""
FAINT = """(() => {
  const part = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = c => .2126 * part(c[0]) + .7152 * part(c[1]) + .0722 * part(c[2]);
  const rgb = s => (s.match(/[\\d.]+/g) || []).map(Number);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    const words = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!words || !e.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) faint.push(e.tagName + ': ' + e.textContent.trim().slice(0, 40));
  }
  return faint;
})()"""
