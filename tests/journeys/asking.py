"""What candidates ask for on their page: an answer, or something different."""

from bot.use_cases import candidate_says
from bot.use_cases.own_step import Asked


def ask(world, invitation, text="May I bring my own keyboard?"):
    candidate_says.ask_person(
        world.program.services,
        Asked(invitation_id=invitation.id, by=None, request="test:ask"),
        text=text,
    )
    world.settle()


def ask_adjustment(world, invitation, text="I am dyslexic: questions in writing, please."):
    candidate_says.ask_adjustment(
        world.program.services,
        Asked(invitation_id=invitation.id, by=None, request="test:adjustment"),
        text=text,
    )
    world.settle()
