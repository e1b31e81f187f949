"""A candidacy as those who run it see it: the card in the channel, its buttons, and the forms behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bot.views.invitation import way_inputs
from bot.views.modals import Option, modal, person_input, radio_input, select_input, text_input
from bot.views.said import Button, Said, Section, one, section_blocks, text_blocks, to_blocks
from bot.wording import say
from bot.wording.overview import Overview, stands, status_line, track_name
from bot.wording.sentences import Markup, mention, safe
from storage.tables import AdjustmentRequest, AskedQuestion, Candidate
from tracks.candidacy import AdjustmentState, following, is_final
from tracks.catalogue import Catalogue
from tracks.format import STEP
from tracks.inviting import Typed

MEND, WITHDRAW, HAND = "mend_address", "withdraw_invitation", "hand_over"
ANSWER, ARRANGE = "answer_question", "arrange"
LOOK, NOT_HELD = "look", "not_held"
MOST_EXTRA_SHOWN = 60  # minutes


def card(catalogue: Catalogue, seen: Overview) -> Said:
    """Return the candidacy's one message in the role's channel; nothing confidential."""
    facts = {"candidate": seen.candidate.called, "role": seen.role.title}
    lines = [say(catalogue, "recruiter.card_host", host=mention(seen.invitation.host_id))]
    if seen.track is not None:
        lines.append(say(catalogue, "recruiter.card_track", track=track_name(catalogue, seen.track)))
    return Said(
        title=say(catalogue, "recruiter.card_title", **facts),
        sections=(
            Section(text=say(catalogue, "recruiter.card_stands", stands=Markup(stands(catalogue, seen)))),
            *(Section(text=line, small=True) for line in lines),
        ),
    )


def controls(catalogue: Catalogue, seen: Overview) -> Said:
    """Return the buttons in the thread; none when the candidacy is over."""
    if is_final(seen.invitation.state):
        return one(say(catalogue, "recruiter.controls_over"))
    text = say(catalogue, "recruiter.controls", host=mention(seen.invitation.host_id))
    return one(text, *control_buttons(catalogue, seen.invitation.id))


def control_buttons(catalogue: Catalogue, invitation_id: str) -> tuple[Button, ...]:
    """Return what can be changed about a candidacy."""
    return (
        Button(text=say(catalogue, "button.mend_address"), verb=MEND, about=invitation_id),
        Button(text=say(catalogue, "button.hand_over"), verb=HAND, about=invitation_id),
        Button(
            text=say(catalogue, "button.withdraw_invitation"), verb=WITHDRAW, about=invitation_id, danger=True
        ),
    )


def look_modal(
    catalogue: Catalogue,
    seen: Overview,
    *,
    may_change: bool,
    may_correct: bool,
    introducer: str | None,
) -> dict[str, Any]:
    """Return a candidacy at a glance, with its buttons for those who may press them.

    *may_correct*: the reader may say of a part that it did not take place. *introducer*: who introduced the
    candidate, for those who may know.
    """
    said = card(catalogue, seen)
    if introducer:
        known = Section(text=say(catalogue, "recruiter.introduced", who=introducer), small=True)
        said = replace(said, sections=(*said.sections, known))
    if may_change and not is_final(seen.invitation.state):
        said = said.having(*control_buttons(catalogue, seen.invitation.id))
    if may_correct:
        press = Button(text=say(catalogue, "button.not_held"), verb=NOT_HELD, about=seen.invitation.id)
        said = said.having(press)
    return modal(catalogue, say(catalogue, "recruiter.look_title"), to_blocks(said), about=seen.invitation.id)


def mend_form(catalogue: Catalogue, seen: Overview) -> dict[str, Any]:
    """Return the form for another way to the candidate."""
    told = [
        say(catalogue, "recruiter.mend_intro"),
        say(catalogue, "recruiter.mend_now", address=reached_at(seen.candidate)),
    ]
    return modal(
        catalogue,
        say(catalogue, "recruiter.mend_title"),
        [*text_blocks(*told), *way_inputs(catalogue, Typed())],
        callback=MEND,
        submit=say(catalogue, "button.mend_now"),
        about=seen.invitation.id,
    )


def withdraw_form(catalogue: Catalogue, seen: Overview) -> dict[str, Any]:
    """Return the form for the words with which an invitation is taken back."""
    facts = {"candidate": seen.candidate.called, "role": seen.role.title}
    reason = text_input(
        "reason",
        say(catalogue, "recruiter.withdraw_reason", **facts),
        hint=say(catalogue, "recruiter.withdraw_reason_hint"),
        long=True,
        most=1_000,
    )
    return modal(
        catalogue,
        say(catalogue, "recruiter.withdraw_title"),
        [*text_blocks(say(catalogue, "recruiter.withdraw_intro", **facts)), reason],
        callback=WITHDRAW,
        submit=say(catalogue, "button.withdraw_now"),
        close=say(catalogue, "button.cancel"),
        about=seen.invitation.id,
    )


def hand_form(catalogue: Catalogue, seen: Overview) -> dict[str, Any]:
    """Return the form for another host."""
    to = person_input("to", say(catalogue, "recruiter.hand_to"), hint=say(catalogue, "recruiter.hand_hint"))
    return modal(
        catalogue,
        say(catalogue, "recruiter.hand_title"),
        [*text_blocks(status_line(catalogue, seen)), to],
        callback=HAND,
        submit=say(catalogue, "button.hand_over"),
        about=seen.invitation.id,
    )


def not_held_form(
    catalogue: Catalogue, seen: Overview, parts: Sequence[Option], whys: Iterable[str]
) -> dict[str, Any]:
    """Return the form for what did not take place; *parts* by id, the whole interview without a name."""
    whole = say(catalogue, "recruiter.not_held_nothing")
    return modal(
        catalogue,
        say(catalogue, "recruiter.not_held_title"),
        [
            *text_blocks(status_line(catalogue, seen), say(catalogue, "recruiter.not_held_intro")),
            select_input(
                "part",
                say(catalogue, "recruiter.not_held_part"),
                [(part, name or whole) for part, name in parts],
            ),
            select_input(
                "why",
                say(catalogue, "recruiter.not_held_why"),
                [(why, say(catalogue, f"not_held.{why}")) for why in whys],
                hint=say(catalogue, "recruiter.not_held_hint"),
            ),
        ],
        callback=NOT_HELD,
        submit=say(catalogue, "button.not_held_now"),
        about=seen.invitation.id,
    )


def answer_form(catalogue: Catalogue, seen: Overview, question: AskedQuestion) -> dict[str, Any]:
    """Return the question, and room for the answer."""
    facts = {"candidate": seen.candidate.called, "role": seen.role.title}
    asked = Section(text=safe(question.text), quoted=True)
    answer = text_input(
        "answer",
        say(catalogue, "recruiter.answer_label"),
        hint=say(catalogue, "recruiter.answer_hint"),
        long=True,
        most=2_500,
    )
    return modal(
        catalogue,
        say(catalogue, "button.answer_question"),
        [
            *text_blocks(say(catalogue, "recruiter.question_asked", **facts)),
            *section_blocks(asked),
            answer,
        ],
        callback=ANSWER,
        submit=say(catalogue, "button.send"),
        about=question.id,
    )


def arrange_form(catalogue: Catalogue, asked: AdjustmentRequest, candidate: Candidate) -> dict[str, Any]:
    """Return what was asked, for the coordinator alone, and what can come of it."""
    blocks = [
        *text_blocks(say(catalogue, "recruiter.adjustment_words", candidate=candidate.called)),
        *section_blocks(Section(text=safe(asked.text), quoted=True)),
        radio_input(
            "outcome",
            say(catalogue, "recruiter.adjustment_outcome"),
            [(state, say(catalogue, f"recruiter.{state}")) for state in _outcomes(asked)],
            initial=None if asked.state == AdjustmentState.OPEN else asked.state,
        ),
        text_input(
            "reply",
            say(catalogue, "recruiter.adjustment_reply"),
            initial=asked.reply,
            long=True,
            most=2_000,
        ),
        text_input(
            "line",
            say(catalogue, "recruiter.adjustment_line"),
            initial=asked.arrangement_line,
            hint=say(catalogue, "recruiter.adjustment_line_hint"),
            optional=True,
            most=200,
        ),
        select_input(
            "extra",
            say(catalogue, "recruiter.adjustment_extra"),
            _extra(catalogue),
            initial=str(sum(asked.extra_minutes.values())),
            hint=say(catalogue, "recruiter.adjustment_extra_hint"),
        ),
    ]
    return modal(
        catalogue,
        say(catalogue, "recruiter.adjustment_title"),
        blocks,
        callback=ARRANGE,
        submit=say(catalogue, "button.send"),
        about=asked.id,
    )


def line(catalogue: Catalogue, seen: Overview) -> Section:
    """Return one line for lists, with the button that looks closer."""
    button = Button(text=say(catalogue, "button.look"), verb=LOOK, about=seen.invitation.id)
    return Section(text=status_line(catalogue, seen), button=button)


def reached_at(candidate: Candidate) -> str:
    """Return where a candidate is reached, as Slack shows it."""
    return mention(candidate.slack_user) if candidate.slack_user else str(candidate.email)


def _outcomes(asked: AdjustmentRequest) -> list[AdjustmentState]:
    """Return what may come next; what is so already may be said again in other words."""
    now = asked.state
    next_ones = following(now) | ({now} - {AdjustmentState.OPEN})
    return [state for state in AdjustmentState if state in next_ones]


def _extra(catalogue: Catalogue) -> list[Option]:
    minutes = range(STEP, MOST_EXTRA_SHOWN + 1, STEP)
    return [
        ("0", say(catalogue, "recruiter.no_extra")),
        *((str(each), say(catalogue, "recruiter.extra", minutes=each)) for each in minutes),
    ]
