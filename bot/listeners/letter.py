"""Reading a letter and answering it once, in Slack; and reading that answer."""

from bot.listeners.press import Answer, Open, Press, Push, Show
from bot.listeners.routes import Routes
from bot.ports import Services
from bot.use_cases.letter import Sent, read_letter, read_reply, reply_letter
from bot.use_cases.loop_days import called
from bot.use_cases.standing import actor_in_slack, facts_of
from bot.views import letter as views
from bot.views.modals import modal, notice_modal
from bot.views.said import Section, blocks_of
from bot.wording import say
from bot.wording.sentences import safe
from storage.tables import Invitation, Role
from tracks.access import Action, Actor, can
from tracks.errors import OneReplyOnly, TextMissing, TextTooLong

routes = Routes()


@routes.action(views.READ)
def reads(services: Services, press: Press) -> Answer:
    """Show the letter to whoever pressed; the candidate finds the way to answer below it."""
    actor = _actor(services, press)
    sent = read_letter(services, actor=actor, invitation_id=press.about)
    role, company, _ = _names(services, sent.invitation)
    catalogue = services.catalogue
    sections = views.letter_sections(catalogue, sent.letter, sender=sent.sender, role=role, company=company)
    own = _may_answer(services, actor, sent)
    if own:
        sections += views.answer_sections(catalogue, sender=sent.sender, reply=sent.reply)
    view = views.reading_modal(
        catalogue, sections, invitation_id=sent.invitation.id, may_answer=own and not sent.reply
    )
    return Open(view=view)


@routes.action(views.REPLY)
def wants_to_answer(services: Services, press: Press) -> Answer:
    actor = _actor(services, press)
    sent = read_letter(services, actor=actor, invitation_id=press.about)
    if sent.reply and _may_answer(services, actor, sent):
        raise OneReplyOnly
    view = views.reply_modal(services.catalogue, invitation_id=sent.invitation.id, sender=sent.sender)
    return Push(view=view)


@routes.form(views.REPLY, at={TextMissing: "words", TextTooLong: "words", OneReplyOnly: "words"})
def answers(services: Services, press: Press) -> Answer:
    actor = _actor(services, press)
    reply_letter(services, press.asked, text=press.typed("words"))
    sent = read_letter(services, actor=actor, invitation_id=press.about)
    thanks = say(services.catalogue, "candidate.letter_answered", sender=sent.sender)
    return Show(view=notice_modal(services.catalogue, thanks))


@routes.action(views.READ_REPLY)
def reads_answer(services: Services, press: Press) -> Answer:
    sent = read_reply(services, actor=_actor(services, press), invitation_id=press.about)
    _, _, candidate = _names(services, sent.invitation)
    intro = say(services.catalogue, "letter.reply_intro", candidate=candidate, sender=sent.sender)
    sections = (Section(text=intro), Section(text=safe(sent.reply), quoted=True))
    blocks = blocks_of(sections)
    return Open(view=modal(services.catalogue, say(services.catalogue, "letter.reply_title"), blocks))


def _may_answer(services: Services, actor: Actor, sent: Sent) -> bool:
    with services.look() as unit:
        return can(actor, Action.REPLY_LETTER, facts_of(unit, sent.invitation))


def _actor(services: Services, press: Press) -> Actor:
    with services.look() as unit:
        return actor_in_slack(unit, press.user)


def _names(services: Services, invitation: Invitation) -> tuple[str, str, str]:
    """Return the role's title, the company and what the candidate is called."""
    with services.look() as unit:
        role, company = unit.get(Role, invitation.role_id), unit.company.company()
        return role.title, company.name, called(unit, invitation)
