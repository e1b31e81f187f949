"""The paper a candidate receives before choosing, composed from content; and the order of the choices."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from tracks.ai_policy import AiLine, lines_of
from tracks.contents import Catalogue
from tracks.errors import RoleIncomplete
from tracks.fill import fill
from tracks.format import Format
from tracks.format import compose as compose_plan
from tracks.plan_facts import facts_of, in_short
from tracks.track import Level, Shape, TrackId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFacts:
    """What the role and the invitation give to the paper, every text as it is to be read.

    *pay* is the range, or the stated reason why there is none. *reply_by* is a written date.
    *fewer_tracks_reason* is needed when fewer than all tracks are offered.
    """

    called: str
    company: str
    role: str
    level: Level
    family: str
    inviter: str
    host: str
    coordinator: str
    hiring_manager: str
    bot_name: str
    why_you: str
    address_source: str
    place: str
    pay: str
    medium: str
    stages_before: str
    stages_after: str
    stack: str
    job_less_liked: str
    ai_at_work: str
    privacy_contact: str
    reply_by: str
    answer_days: int
    switch_cutoff_hours: int
    retention_days: int
    shape: Shape = Shape.FULL
    job_bans_ai: bool = False
    fewer_tracks_reason: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts without which no paper can be sent."""
        return tuple(
            f.name for f in fields(self) if f.name in _NEEDED and not str(getattr(self, f.name)).strip()
        )


_NEEDED = {f.name for f in fields(RoleFacts)} - {"fewer_tracks_reason", "shape", "job_bans_ai"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One piece of the paper; *track* and *button* belong to the sections a track can be picked in.

    *body* holds ``*bold*`` and lines that begin with ``- ``; what people wrote stands in it unescaped.
    """

    id: str
    title: str
    body: str
    track: TrackId | None = None
    button: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One row of the table that lays the tracks side by side; *cells* in the order of the paper."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The paper as one candidate was shown it, with the *order* of the tracks and the *content_version*."""

    order: tuple[TrackId, ...]
    sections: tuple[Section, ...]
    read_on: tuple[Section, ...]
    comparison: tuple[ComparisonRow, ...]
    content_version: str


def rotate(count: int, offered: Sequence[TrackId] = tuple(TrackId)) -> tuple[TrackId, ...]:
    """Return the order of the tracks for the next paper of a role; *count* papers have gone out before."""
    turn = count % len(offered)
    return (*offered[turn:], *offered[:turn])


def compose(catalogue: Catalogue, facts: RoleFacts, order: Sequence[TrackId]) -> Paper:
    """Return the paper with the tracks in *order*; those that the role does not offer are left out of it.

    Raises RoleIncomplete naming the facts that are missing, LookupError for an unknown family or shape.
    """
    missing = facts.missing
    if len(order) < len(TrackId) and not facts.fewer_tracks_reason.strip():
        missing += ("fewer_tracks_reason",)
    if missing:
        raise RoleIncomplete(missing=missing)
    plans = {track: plan_of(catalogue, facts, track) for track in order}
    known = known_facts(catalogue, facts, plans)
    layout = catalogue.paper.layout
    return Paper(
        order=tuple(order),
        sections=tuple(_sections(catalogue, layout.first_message, plans, known)),
        read_on=tuple(_sections(catalogue, layout.read_on, plans, known)),
        comparison=tuple(_comparison(catalogue, plans, known)),
        content_version=catalogue.version,
    )


def plan_of(catalogue: Catalogue, facts: RoleFacts, track: TrackId) -> Format:
    """Return the plan that *track* means for this role."""
    return compose_plan(
        catalogue,
        track=track,
        family=facts.family,
        level=facts.level,
        shape=facts.shape,
        job_bans_ai=facts.job_bans_ai,
    )


def known_facts(catalogue: Catalogue, facts: RoleFacts, plans: Mapping[TrackId, Format]) -> dict[str, object]:
    """Return what every section may name; the plan of any one track serves for what all have alike."""
    phrases, plan = catalogue.paper.phrases, next(iter(plans.values()))
    told = {f.name: getattr(facts, f.name) for f in fields(facts)}
    known = {**facts_of(catalogue, plan), **told, "level": catalogue.paper.levels[facts.level]}
    track_count = catalogue.ground.words.count(len(plans))
    one_way = len(plans) == 1
    lines = lines_of(catalogue, plan)
    second = [line for line in lines if not line.first_half]
    one_person = facts.host == facts.coordinator
    return known | {
        "track_count": track_count,
        "ways": phrases.one_way if one_way else fill(phrases.several_ways, track_count=track_count),
        "freely": phrases.one_way_freely if one_way else phrases.several_ways_freely,
        "sittings": fill(phrases.one_or_two_days, **known),
        "who_looks_after_you": fill(phrases.one_person if one_person else phrases.two_people, **known),
        "never_ai": catalogue.ground.ai_rules.never_ai,
        "ai_second_half": in_short(catalogue, lines, first_half=False),
        "ai_rules_second_half": _rules(catalogue, second),
        "ai_rules_by_track": "\n".join(_rules_of_track(catalogue, plan) for plan in plans.values()),
    }


def _rules(catalogue: Catalogue, lines: Iterable[AiLine]) -> str:
    phrase = catalogue.paper.phrases.rule_with_reason
    return "\n".join(fill(phrase, part=one.name, rule=one.short, reason=one.rule.reason) for one in lines)


def _rules_of_track(catalogue: Catalogue, plan: Format) -> str:
    heading = fill(catalogue.paper.phrases.track_heading, track=catalogue.paper.track(plan.track).name)
    first = [line for line in lines_of(catalogue, plan) if line.first_half]
    return f"{heading}\n{_rules(catalogue, first)}"


def _sections(
    catalogue: Catalogue, ids: Sequence[str], plans: Mapping[TrackId, Format], known: Mapping[str, object]
) -> Iterator[Section]:
    for section in ids:
        if section == "tracks":
            yield from (_track_section(catalogue, plan, known) for plan in plans.values())
        else:
            text = catalogue.paper.section(section)
            body = fill(text.body.strip(), **known)
            if section == "greeting" and len(plans) < len(TrackId):
                body += "\n\n" + _why_fewer(catalogue, plans, known)
            yield Section(id=section, title=fill(text.title, **known), body=body)


def _why_fewer(catalogue: Catalogue, plans: Iterable[TrackId], known: Mapping[str, object]) -> str:
    names = catalogue.ground.words.listed.join(catalogue.paper.track(track).name for track in plans)
    reason = str(known["fewer_tracks_reason"]).rstrip(".")  # the sentence brings its own
    return fill(catalogue.paper.phrases.fewer_tracks, tracks=names, reason=reason)


def _track_section(catalogue: Catalogue, plan: Format, known: Mapping[str, object]) -> Section:
    text, own = catalogue.paper.track(plan.track), catalogue.family(plan.family).text(plan.track)
    facts = {**known, **facts_of(catalogue, plan), "level": known["level"]}
    return Section(
        id=f"track_{plan.track}",
        title=text.name,
        body=fill((own.body or text.body).strip(), **facts),
        track=plan.track,
        button=text.button,
        short=own.short or text.short,
    )


def _comparison(
    catalogue: Catalogue, plans: Mapping[TrackId, Format], known: Mapping[str, object]
) -> Iterator[ComparisonRow]:
    labels = catalogue.paper.comparison
    rows = [_cells(catalogue, plan, known) for plan in plans.values()]
    for name in rows[0]:
        yield ComparisonRow(label=getattr(labels, name), cells=tuple(cells[name] for cells in rows))


def _cells(catalogue: Catalogue, plan: Format, known: Mapping[str, object]) -> dict[str, str]:
    """Return one column of the comparison, by the name of its row; a cell ends without a full stop."""
    text, own = catalogue.paper.track(plan.track), catalogue.family(plan.family).text(plan.track)
    facts = {**known, **facts_of(catalogue, plan)}
    labels = catalogue.paper.comparison
    cells = {
        "first_half": own.short or text.short,
        "alone": own.alone or text.alone,
        "you_prepare": text.you_prepare,
        "ai": "{ai_line}",
        "second_half": labels.second_half_cell,
        "looked_at": labels.looked_at_cell,
        "who": labels.who_cell,
        "time": labels.time_cell,
    }
    return {name: fill(cell, **facts).removesuffix(".") for name, cell in cells.items()}
