"""Forms with their evidence and ratings; the debrief, the decision and the letter."""

from collections.abc import Sequence

from sqlalchemy import BindParameter, bindparam, select
from sqlmodel import col

from storage.columns import table_of
from storage.memory import Memory, Wanted
from storage.tables import (
    CandidateFeedback,
    Debrief,
    Decision,
    DecisionDraft,
    EvidenceItem,
    Form,
    LevelRead,
    Loop,
    Rating,
)
from tracks.candidacy import DROPPED, FormState

_FORM = table_of(Form).c
_LOOP: BindParameter[str] = bindparam("loop")
_OF_LOOP = Wanted(Form, _FORM.loop_id == _LOOP, order=[_FORM.group, _FORM.seat])
_DEBRIEF = Wanted(Debrief, table_of(Debrief).c.loop_id == _LOOP)
_DECISION = Wanted(Decision, table_of(Decision).c.loop_id == _LOOP)
_DRAFT = Wanted(DecisionDraft, table_of(DecisionDraft).c.loop_id == _LOOP)
_LETTER = Wanted(CandidateFeedback, table_of(CandidateFeedback).c.loop_id == _LOOP)


class Forms:
    """Reads what raters saw and wrote; who may see it is decided before asking."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def of_loop(self, loop_id: str, *, anew: bool = False) -> Sequence[Form]:
        """Return a loop's forms, by group and seat; *anew* asks again for what was read before."""
        return self._memory.every(_OF_LOOP, anew=anew, loop=loop_id)

    def open_for(self, person_id: str) -> Sequence[Form]:
        """Return the forms that a rater still has to send, in the order in which they fall due."""
        rows = (
            select(Form)
            .join(Loop, col(Loop.id) == col(Form.loop_id))
            .where(
                col(Form.rater_id) == person_id,
                col(Form.state) == FormState.OPEN,
                col(Loop.state).not_in(DROPPED),
            )
        )
        return self._memory.orm.scalars(rows.order_by(col(Form.due_at))).all()

    def evidence(self, form_ids: Sequence[str]) -> Sequence[EvidenceItem]:
        """Return the evidence of forms that was not taken back, in the order in which it happened."""
        standing = col(EvidenceItem.form_id).in_(form_ids), col(EvidenceItem.removed_at).is_(None)
        in_order = col(EvidenceItem.session_id), col(EvidenceItem.minute), col(EvidenceItem.marked_at)
        return self._memory.orm.scalars(select(EvidenceItem).where(*standing).order_by(*in_order)).all()

    def ever_marked(self, form_id: str) -> bool:
        """Say whether a form has evidence, also such as was taken back."""
        rows = select(col(EvidenceItem.id)).where(col(EvidenceItem.form_id) == form_id).limit(1)
        return self._memory.orm.scalars(rows).first() is not None

    def ratings(self, form_ids: Sequence[str]) -> Sequence[Rating]:
        """Return the first ratings of forms, by dimension."""
        rows = select(Rating).where(col(Rating.form_id).in_(form_ids), col(Rating.original))
        return self._memory.orm.scalars(rows.order_by(col(Rating.form_id), col(Rating.dimension))).all()

    def level_reads(self, form_ids: Sequence[str]) -> Sequence[LevelRead]:
        """Return how forms read the level, by facet."""
        rows = select(LevelRead).where(col(LevelRead.form_id).in_(form_ids))
        return self._memory.orm.scalars(rows.order_by(col(LevelRead.form_id), col(LevelRead.facet))).all()

    def revised(self, form_ids: Sequence[str]) -> Sequence[Rating]:
        """Return the second ratings of forms, which stand beside the first ones; newest last."""
        rows = select(Rating).where(col(Rating.form_id).in_(form_ids), col(Rating.original).is_(False))
        return self._memory.orm.scalars(rows.order_by(col(Rating.form_id), col(Rating.dimension))).all()

    def rating(self, form_id: str, dimension: str) -> Rating | None:
        """Return the first rating of one dimension, or None."""
        mine = col(Rating.form_id) == form_id, col(Rating.dimension) == dimension, col(Rating.original)
        return self._memory.orm.scalars(select(Rating).where(*mine)).one_or_none()

    def level_read(self, form_id: str, facet: str) -> LevelRead | None:
        """Return how one facet was read, or None."""
        mine = col(LevelRead.form_id) == form_id, col(LevelRead.facet) == facet
        return self._memory.orm.scalars(select(LevelRead).where(*mine)).one_or_none()

    def debrief(self, loop_id: str) -> Debrief | None:
        """Return a loop's debrief, or None before the forms are in."""
        return self._memory.one(_DEBRIEF, loop=loop_id)

    def decision(self, loop_id: str) -> Decision | None:
        """Return what was decided, or None."""
        return self._memory.one(_DECISION, loop=loop_id)

    def decision_draft(self, loop_id: str) -> DecisionDraft | None:
        """Return what has been typed of a decision so far, or None."""
        return self._memory.one(_DRAFT, loop=loop_id)

    def letter(self, loop_id: str) -> CandidateFeedback | None:
        """Return the letter to the candidate, written or sent, or None."""
        return self._memory.one(_LETTER, loop=loop_id)
