"""Whether enough different people are there for all seats at once, for many starts in one go."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations

from tracks.track import SeatId

Pool = Mapping[str, int]  # who can have one seat: person -> mask of starts
Pools = Mapping[SeatId, Pool]
Panel = dict[SeatId, str]

_OTHER_TEAM = {SeatId.LEAD: SeatId.INDEPENDENT, SeatId.INDEPENDENT: SeatId.LEAD}


def _staffable(pools: Pools) -> int:
    """Return the starts at which all seats can be filled with different people (-1: every start).

    Seats that share nobody are independent of each other; within a group that shares people a start is good
    when each set of its seats has at least as many people as seats.
    """
    starts = -1
    for group in _sharing(pools):
        for seats in chain.from_iterable(combinations(group, size) for size in range(1, len(group) + 1)):
            if not starts:
                return 0
            starts &= _enough([pools[seat] for seat in seats])
    return starts


def staffed(pools: Pools, teams: Mapping[str, str] | None) -> int:
    """Return the same, given each person's team, with an independent from another team than the lead's."""
    if teams is None:
        return _staffable(pools)
    starts = 0
    for divided in _divided_by_team(pools, teams):
        starts |= _staffable(divided)
    return starts


def first_panel(choices: Mapping[SeatId, Sequence[str]], teams: Mapping[str, str] | None) -> Panel | None:
    """Return the panel that takes, seat by seat, the first person who leaves the later seats fillable.

    *choices* are the people of each seat in the order of asking. With *teams* the independent is from another
    team than the lead. None when no panel of different people exists.
    """
    return _filled({}, list(choices.items()), teams)


def clashes(panel: Mapping[SeatId, str], seat: SeatId, person: str, teams: Mapping[str, str] | None) -> bool:
    """Tell whether *person* cannot have *seat* beside the people of *panel*."""
    if person in panel.values():
        return True
    other = panel.get(_OTHER_TEAM.get(seat, seat))
    return teams is not None and other is not None and teams[other] == teams[person]


def seats_apart(pools: Pools) -> bool:
    """Tell whether nobody could have two of the seats."""
    people = list(chain.from_iterable(pools.values()))
    return len(people) == len(set(people))


def _sharing(pools: Pools) -> list[tuple[SeatId, ...]]:
    """Return the seats in groups; nobody could have seats of two groups."""
    groups: list[tuple[tuple[SeatId, ...], set[str]]] = []
    for seat, pool in pools.items():
        seats: tuple[SeatId, ...] = (seat,)
        people, apart = set(pool), []
        for other_seats, others in groups:
            if others.isdisjoint(people):
                apart.append((other_seats, others))
            else:
                seats, people = other_seats + seats, others | people
        groups = [*apart, (seats, people)]
    return [seats for seats, _ in groups]


def _enough(pools: Collection[Pool]) -> int:
    """Return the starts at which the *pools* together have at least as many people as there are pools."""
    if len(pools) == 1:
        return _at_least(1, next(iter(pools)).values())
    together: dict[str, int] = {}
    for person, starts in chain.from_iterable(pool.items() for pool in pools):
        together[person] = together.get(person, 0) | starts
    return _at_least(len(pools), together.values())


def _at_least(number: int, people: Iterable[int]) -> int:
    """Return the starts that at least *number* of the masks hold."""
    held = [-1] + [0] * number
    for starts in people:
        for count in range(number, 0, -1):
            held[count] |= held[count - 1] & starts
    return held[number]


def _divided_by_team(pools: Pools, teams: Mapping[str, str]) -> Iterator[Pools]:
    """Yield the pools once per team that could lead, the independents then from the other teams."""
    if SeatId.LEAD not in pools or SeatId.INDEPENDENT not in pools:
        yield pools
        return
    leads, independents = pools[SeatId.LEAD], pools[SeatId.INDEPENDENT]
    for team in sorted({teams[person] for person in leads}):
        lead = {person: starts for person, starts in leads.items() if teams[person] == team}
        independent = {person: starts for person, starts in independents.items() if teams[person] != team}
        yield {**pools, SeatId.LEAD: lead, SeatId.INDEPENDENT: independent}


def _filled(
    panel: Panel, rest: Sequence[tuple[SeatId, Sequence[str]]], teams: Mapping[str, str] | None
) -> Panel | None:
    if not rest:
        return panel
    (seat, people), *later = rest
    for person in people:
        if clashes(panel, seat, person, teams):
            continue
        if whole := _filled({**panel, seat: person}, later, teams):
            return whole
    return None
