"""The colours can be read: every pair that stands on one another has enough contrast, in light and dark."""

import re

import pytest

from bot.stand_in.page.routes import STATIC

CSS = (STATIC / "page.css").read_text()
TEXT, EDGE = 4.5, 3.0
GROUNDS = ("ground", "paper", "tint", "wash")
PAIRS = [(ink, ground, TEXT) for ink in ("ink", "soft", "link") for ground in GROUNDS]
PAIRS += [("on-accent", "accent", TEXT), ("on-danger", "danger", TEXT), ("on-note", "note", TEXT)]
PAIRS += [("danger", "paper", TEXT), ("danger", "alarm", TEXT), ("danger", "tint", TEXT)]
PAIRS += [
    ("accent", "paper", EDGE),
    ("accent", "ground", EDGE),
    ("edge", "paper", EDGE),
    ("edge", "ground", EDGE),
]


def colours(scheme):
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_is_readable(scheme):
    found = colours(scheme)
    ratios = {(ink, ground): contrast(found[ink], found[ground]) for ink, ground, _ in PAIRS}

    assert {pair: ratios[pair] for *pair_, least in PAIRS if ratios[pair := tuple(pair_)] < least} == {}


def test_nothing_comes_from_outside():
    templates = "".join(each.read_text() for each in (STATIC.parent / "templates").iterdir())
    script = (STATIC / "page.js").read_text()

    assert re.findall(r"""(?:src|href|url\(|@import)[="' (]*(?:https?:)?//""", CSS + templates + script) == []
    assert re.findall(r"\sstyle=|\son[a-z]+=", templates) == []
