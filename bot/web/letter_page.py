"""The candidate's letter on their page, and their one answer to it."""

from bot.ports import Services
from bot.use_cases.letter import reply_letter, sent_letter
from bot.views import letter as views
from bot.web.page_parts import PageField, PageForm, PageLive, PagePart, PageParts, PagePress

page = PageParts()
ANCHOR = "letter"


@page.part(98)
def letter(live: PageLive) -> PagePart | None:
    """The letter, once a person has sent it; it stays as long as the page does."""
    sent = sent_letter(live.unit, live.invitation)
    if sent is None:
        return None
    catalogue = live.catalogue
    facts = {"sender": sent.sender, "role": live.role.title, "company": live.company.name}
    sections = [
        *views.letter_sections(catalogue, sent.letter, **facts),
        *views.answer_sections(catalogue, sender=sent.sender, reply=sent.reply),
    ]
    field = PageField(name="words", label=live.plain("label.your_reply"), kind="text")
    form = PageForm(verb=views.REPLY, submit=live.plain("button.send"), fields=(field,))
    return PagePart(
        title=live.say("page.letter"),
        sections=tuple(sections),
        forms=() if sent.reply else (form,),
        anchor=ANCHOR,
        now=True,
    )


@page.verb(views.REPLY)
def reply_posted(services: Services, press: PagePress) -> str:
    reply_letter(services, press.asked, text=press.typed("words"))
    return "page.letter_answered"
