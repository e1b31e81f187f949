"""A message as mail: a text part that holds everything, and a plain HTML part that any reader shows well."""

from bot.views.said import Said, marked_up, to_html, to_plain
from bot.wording import say
from tracks.catalogue import Catalogue

STYLE = (
    "max-width:38em;margin:1.5em auto;padding:0 1em;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere"
)
SMALL = "font-size:.85em"


def mail_text(catalogue: Catalogue, said: Said, *, page: str | None) -> str:
    """Return the text part; *page* is the candidate's page, where everything can be done."""
    return to_plain(said) + (f"\n{say(catalogue, 'mail.foot', page=page)}\n" if page else "")


def mail_html(catalogue: Catalogue, said: Said, *, page: str | None) -> str:
    """Return the HTML part; it loads nothing from anywhere."""
    foot = marked_up(say(catalogue, "mail.foot", page=page)) if page else ""
    body = to_html(said, page=page)
    title = f"<title>{said.subject or said.title or ''}</title>"
    head = f'<!doctype html><html lang="en"><meta charset="utf-8">{title}'
    return f'{head}<body style="{STYLE}">{body}<div style="{SMALL}">{foot}</div></body></html>'
