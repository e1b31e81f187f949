"""Limits of rich text: which pieces may stand in which."""

from bot.stand_in.limits.checks import Check, array, boolean, by_type, integer, one_of, shape, string
from bot.stand_in.limits.elements import ELEMENTS, TYPING, URL

MANY = 1000
STYLE = {
    "style": shape(
        {}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), boolean)
    ),
}
LEAVES: dict[str, Check] = {
    "text": shape({"text": string(12_000)}, STYLE),
    "link": shape({"url": URL}, {**STYLE, "text": string(3000), "unsafe": boolean}),
    "user": shape({"user_id": string(255)}, STYLE),
    "channel": shape({"channel_id": string(255)}, STYLE),
    "emoji": shape({"name": string(255)}, {**STYLE, "unicode": string(255), "skin_tone": integer(1, 6)}),
    "date": shape(
        {"timestamp": integer(0, 9_999_999_999), "format": string(255)},
        {"url": URL, "fallback": string(255)},
    ),
}
LINE = array(by_type(LEAVES), 0, MANY)
BORDER = {"border": one_of(0, 1)}
SECTION = shape({"elements": LINE})
PARTS: dict[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_preformatted": shape(
        {"elements": array(by_type(LEAVES, ("text", "link")), 0, MANY)},
        {**BORDER, "language": string(255)},
    ),
    "rich_text_quote": shape({"elements": LINE}, BORDER),
    "rich_text_list": shape(
        {
            "style": one_of("bullet", "ordered"),
            "elements": array(by_type({"rich_text_section": SECTION}), 0, MANY),
        },
        {**BORDER, "indent": integer(0, 8), "offset": integer(0, MANY)},
    ),
}
RICH_TEXT = shape({"elements": array(by_type(PARTS), 1, MANY)}, {"block_id": string(255)})

ELEMENTS["rich_text_input"] = shape(
    {"action_id": string(255)},
    {
        **TYPING,
        "initial_value": by_type({"rich_text": RICH_TEXT}),
        "min_lines": integer(1, 100),
        "max_lines": integer(1, 100),
    },
)
