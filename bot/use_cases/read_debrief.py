"""Lays out what people look at in a debrief, for somebody who may see it; each look is on record."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.ports import Services
from bot.use_cases.debrief_at_hand import Opened, names, opened_for
from bot.use_cases.forms_at_hand import plan_of_loop, sheet_of
from bot.use_cases.loop_days import called
from storage.tables import EvidenceItem, Form, LevelRead, Person, Rating, Role
from storage.tables import Session as Part
from storage.unit_of_work import Unit
from tracks.access import Action, can
from tracks.candidacy import FormState
from tracks.debrief import dimensions_in_order, may_be_left_out, rows, speaking_order
from tracks.debrief_sheet import (
    Asked,
    DebriefSheet,
    FacetRead,
    InGroup,
    MayDo,
    Moment,
    OnDimension,
    OnFacet,
    Opinion,
    Revised,
    Waived,
)
from tracks.format import Format
from tracks.rating_sheet import RatingSheet
from tracks.track import DimensionId, Group, Level, SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class Debriefing:
    """The sheet, and what the person who looks may do."""

    invitation_id: str
    sheet: DebriefSheet
    may: MayDo


def read_debrief(services: Services, *, presser: str, loop_id: str, page: int) -> Debriefing:
    """Return the debrief of a loop for *presser*; the look at *page* is on record.

    Raises FormSealed for those who will see it once all is in, NotAllowed for everybody else.
    """
    with services.change(f"person:{presser}") as unit:
        opened = opened_for(unit, presser, loop_id, Action.OPEN_DEBRIEF)
        unit.audit.record("read", opened.debrief, after={"page": page})
        return Debriefing(
            invitation_id=opened.invitation.id,
            sheet=_Layout(services, unit, opened).sheet(),
            may=_may_do(unit, opened, presser),
        )


def _may_do(unit: Unit, opened: Opened, presser: str) -> MayDo:
    debrief, facts, actor = opened.debrief, opened.facts, opened.actor
    decided = unit.forms.decision(opened.loop.id) is not None
    letter = unit.forms.letter(opened.loop.id)
    going = debrief.closed_at is None and not decided
    sent = [form for form in opened.forms if form.state == FormState.SENT]
    mine = {form.id for form in sent if form.rater_id == presser}
    quiet = going and debrief.called_by is None and may_be_left_out(opened.seen)
    revised = {row.revised_from for row in unit.forms.revised(list(mine))}
    return MayDo(
        say_nothing=quiet and bool(mine) and presser not in debrief.nothing_to_discuss,
        call=going and debrief.called_by is None,
        close=going and can(actor, Action.CLOSE_DEBRIEF, facts),
        decide=not decided and can(actor, Action.DECIDE, facts),
        write=decided
        and (letter is None or letter.sent_at is None)
        and can(actor, Action.WRITE_LETTER, facts),
        revise=frozenset(
            rating.id
            for rating in opened.ratings
            if going and rating.form_id in mine and rating.id not in revised
        ),
    )


class _Layout:
    """Puts one loop's forms side by side."""

    def __init__(self, services: Services, unit: Unit, opened: Opened) -> None:
        self._services, self._unit, self._opened = services, unit, opened
        self._forms: dict[str, Form] = {form.id: form for form in opened.forms}
        sent = [form.id for form in opened.forms if form.state == FormState.SENT]
        self._plan: Format = plan_of_loop(unit, opened.loop)
        self._sheets: dict[str, RatingSheet] = {key: sheet_of(unit, self._forms[key]) for key in sent}
        self._marks: dict[str, EvidenceItem] = {mark.id: mark for mark in unit.forms.evidence(sent)}
        self._parts: dict[str, Part] = {part.id: part for part in unit.loops.sessions(opened.loop.id)}
        self._second: dict[str | None, Rating] = {row.revised_from: row for row in unit.forms.revised(sent)}
        self._reads: list[LevelRead] = sorted(
            unit.forms.level_reads(sent), key=lambda row: self._seat(row.form_id)
        )

    def _seat(self, form_id: str) -> int:
        """Return the place of a form's rater: people stand in the order of their seats, always."""
        return list(SeatId).index(self._forms[form_id].seat)

    def sheet(self) -> DebriefSheet:
        unit, opened = self._unit, self._opened
        debrief, role = opened.debrief, unit.get(Role, opened.invitation.role_id)
        caller = debrief.called_by
        return DebriefSheet(
            candidate=called(unit, opened.invitation),
            role=role.title,
            track=self._services.catalogue.tracks[opened.loop.track_id].name,
            dimensions=tuple(self._dimension(one) for one in dimensions_in_order(opened.seen)),
            facets=tuple(self._facets()),
            follow_ups=tuple(self._follow_ups()),
            waived=tuple(self._waived(form) for form in opened.forms if self._is_waived(form)),
            order=(*self._speakers(role.hiring_manager_id), self._name(role.hiring_manager_id)),
            clear=may_be_left_out(opened.seen),
            said_nothing=names(unit, debrief.nothing_to_discuss),
            called_by=self._name(caller) if caller else None,
            closed=debrief.closed_at is not None,
        )

    def _name(self, person_id: str) -> str:
        return self._unit.get(Person, person_id).name

    def _speakers(self, last: str) -> tuple[str, ...]:
        """Return who speaks, junior to senior; whoever decides speaks after all of them."""
        seats = {form.rater_id: form.seat for form in self._opened.forms}
        people = [(self._unit.get(Person, person), seat) for person, seat in seats.items() if person != last]
        order = speaking_order([(person.id, person.level or Level.MID, seat) for person, seat in people])
        return names(self._unit, order)

    def _dimension(self, dimension: DimensionId) -> OnDimension:
        known = self._services.catalogue.ground.dimension(dimension)
        apart = {row.group for row in rows(self._opened.seen) if row.dimension == dimension and row.apart}
        groups = [spec for spec in self._plan.group_specs if dimension in spec.rates]
        return OnDimension(
            id=dimension,
            name=known.name,
            what=known.what,
            halves=tuple(
                InGroup(
                    group=spec.id,
                    name=spec.name,
                    apart=spec.id in apart,
                    opinions=tuple(self._opinions(dimension, spec.id)),
                    waived=tuple(self._waived(form) for form in self._in(spec.id) if self._is_waived(form)),
                )
                for spec in groups
            ),
        )

    def _in(self, group: Group) -> list[Form]:
        return [form for form in self._opened.forms if form.group == group]

    def _opinions(self, dimension: DimensionId, group: Group) -> Iterable[Opinion]:
        for rating in sorted(self._opened.ratings, key=lambda row: self._seat(row.form_id)):
            form = self._forms[rating.form_id]
            if rating.dimension == dimension and form.group == group:
                yield self._opinion(rating, form)

    def _opinion(self, rating: Rating, form: Form) -> Opinion:
        sheet, second = self._sheets[form.id], self._second.get(rating.id)
        anchors = next(known.anchors for known in sheet.dimensions if known.id == rating.dimension)
        return Opinion(
            id=rating.id,
            rater_id=form.rater_id,
            rater=self._name(form.rater_id),
            value=rating.value,
            meaning=_meaning(sheet, rating.value),
            anchor=anchors[rating.value - 1] if rating.value else sheet.scale.not_rated_note,
            why=rating.why or "",
            reason=rating.reason_if_ne or "",
            moments=self._moments(rating.evidence_ids),
            axes=tuple(axis.name for axis in sheet.axes if axis.id in rating.axes),
            revised=_revised(sheet, second),
        )

    def _moments(self, ids: Iterable[str]) -> tuple[Moment, ...]:
        wanted = set(ids)
        return tuple(self._moment(mark) for mark in self._marks.values() if mark.id in wanted)

    def _moment(self, mark: EvidenceItem) -> Moment:
        return Moment(
            part=self._plan.spec(self._parts[mark.session_id].spec_id).name,
            minute=mark.minute,
            exact=mark.exact,
            kind=mark.kind,
            text=mark.text,
        )

    def _facets(self) -> Iterable[OnFacet]:
        sheets = [sheet for sheet in self._sheets.values() if sheet.facets]
        for facet in sheets[0].facets if sheets else ():
            read = tuple(
                FacetRead(
                    rater=self._name(self._forms[row.form_id].rater_id),
                    reads=row.reads,
                    moments=self._moments(row.evidence_ids),
                )
                for row in self._reads
                if row.facet == facet.id
            )
            yield OnFacet(name=facet.name, asks=facet.asks, read=read)

    def _follow_ups(self) -> Iterable[Asked]:
        for mark in sorted(self._marks.values(), key=lambda row: self._seat(row.form_id)):
            if mark.probe is not None:
                rater = self._name(self._forms[mark.form_id].rater_id)
                yield Asked(rater=rater, kind=mark.probe, outcome=mark.outcome, moment=self._moment(mark))

    def _is_waived(self, form: Form) -> bool:
        return form.state == FormState.MISSING_WITH_REASON

    def _waived(self, form: Form) -> Waived:
        return Waived(
            rater=self._name(form.rater_id),
            group=form.group,
            group_name=self._plan.group(form.group).name,
            by=self._name(form.waived_by or ""),
            reason=form.waived_reason or "",
        )


def _meaning(sheet: RatingSheet, value: int | None) -> str:
    return sheet.scale.name_of(value) if value else sheet.scale.not_rated_name


def _revised(sheet: RatingSheet, second: Rating | None) -> Revised | None:
    if second is None:
        return None
    meaning = _meaning(sheet, second.value)
    return Revised(value=second.value, meaning=meaning, reason=second.revised_reason or "")
