"""Which track, or which other wish, a candidate's written words mean; what is unclear is never guessed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from tracks.track import TrackId

LONGEST = 2000  # characters; more than that is a letter, and a person reads it
_ALIKE = 0.84
_LONG_WORD = 7  # letters; shorter words resemble too much
_APOSTROPHES = str.maketrans("", "", "'\N{RIGHT SINGLE QUOTATION MARK}`")
_WORD = re.compile(r"\w+|[?]|[.,;:!\n]")
_STOPS = frozenset(".,;:!\n")


class Wish(StrEnum):
    """What people may want besides picking a track."""

    SWITCH = "switch"
    MOVE = "move"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"
    ASK_PERSON = "ask_person"
    ADJUSTMENT = "adjustment"
    NOT_NOW = "not_now"
    HELP = "help"


class LastQuestion(StrEnum):
    """What the bot asked last; only after *which track* does a number or a place mean a track."""

    WHICH_TRACK = "which_track"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One track is meant. *wishes* holds what was said beside it: to switch, or an adjustment."""

    track: TrackId
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """No track, but one clear wish."""

    wish: Wish


@dataclass(frozen=True, slots=True)
class Thanks:
    """Kind words and nothing else: nothing is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """Ask back once, then tell a person. *tracks* and *wishes* are what may have been meant.

    When *wishes* holds an adjustment, the words are for the coordinator alone.
    """

    tracks: tuple[TrackId, ...] = ()
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    first: tuple[str, ...]
    second: tuple[str, ...]
    third: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    negations: tuple[str, ...]
    fresh_starts: tuple[str, ...]
    doubts: tuple[str, ...]
    fillers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    thanks: tuple[str, ...]
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceWords:
    """The file ``choice_words.toml``."""

    version: int
    tracks: Mapping[TrackId, tuple[str, ...]]
    places: Places
    wishes: Mapping[Wish, tuple[str, ...]]
    turns: Turns
    kind: KindWords


@dataclass(slots=True)
class _Heard:
    """What was found in the words; a negated wish or track is not wanted."""

    tracks: set[TrackId]
    not_wanted: set[TrackId]
    wishes: set[Wish]
    doubtful: bool = False


def understand(
    words: str,
    *,
    options_in_order: Sequence[TrackId],
    last_question: LastQuestion,
    vocabulary: ChoiceWords,
) -> Choice | Wished | Thanks | Unclear:
    """Return what *words* mean; *options_in_order* are the tracks as this candidate was shown them.

    A track is chosen only when exactly one is named, offered, not negated, and said without doubt or
    question; a place in the list only when hardly anything else is said.
    """
    tokens = _tokens(words)
    if not tokens or len(words) > LONGEST:
        return Unclear(wishes=_adjustment_in(tokens, vocabulary))
    heard = _listen(tokens, options_in_order, last_question, vocabulary)
    meant = tuple(track for track in options_in_order if track in heard.tracks - heard.not_wanted)
    wishes = tuple(wish for wish in Wish if wish in heard.wishes)
    if len(meant) == 1 and not heard.doubtful and set(wishes) <= {Wish.SWITCH, Wish.ADJUSTMENT}:
        return Choice(track=meant[0], wishes=wishes)
    if not heard.tracks and len(wishes) == 1 and (not heard.doubtful or wishes[0] == Wish.ADJUSTMENT):
        return Wished(wish=wishes[0])
    if _only_thanks(tokens, vocabulary.kind):
        return Thanks()
    alike = meant or _alike(tokens, options_in_order, heard.not_wanted, vocabulary)
    return Unclear(tracks=alike, wishes=wishes)


def _tokens(words: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", words[: LONGEST + 1]).translate(_APOSTROPHES).casefold()
    return _WORD.findall(plain)


def _listen(
    tokens: list[str], options: Sequence[TrackId], last_question: LastQuestion, vocabulary: ChoiceWords
) -> _Heard:
    meanings: dict[str, TrackId | Wish | None] = {
        phrase: track for track, phrases in vocabulary.tracks.items() for phrase in phrases
    }
    meanings |= {phrase: wish for wish, phrases in vocabulary.wishes.items() for phrase in phrases}
    places = _places(options, vocabulary.places) if last_question == LastQuestion.WHICH_TRACK else {}
    heard = _Heard(tracks=set(), not_wanted=set(), wishes=set())
    negated = False
    phrases = list(_phrases(tokens, [*meanings, *places, *_turning(vocabulary.turns)]))
    for phrase in phrases:
        meaning = meanings.get(phrase, places.get(phrase))
        if phrase in vocabulary.turns.doubts or phrase == "?":
            heard.doubtful = True
        if meaning is None:
            negated = _still_negated(phrase, vocabulary.turns, negated=negated)
        elif isinstance(meaning, Wish):
            heard.wishes |= set() if negated else {meaning}
            heard.doubtful |= negated
        else:
            heard.tracks.add(meaning)
            heard.not_wanted |= {meaning} if negated else set()
    heard.doubtful |= _says_more_than_a_place(phrases, places, vocabulary.turns.fillers)
    return heard


def _places(options: Sequence[TrackId], places: Places) -> dict[str, TrackId]:
    named = zip((places.first, places.second, places.third), options, strict=False)
    return {phrase: track for phrases, track in named for phrase in phrases}


def _says_more_than_a_place(
    phrases: list[str], places: Mapping[str, TrackId], fillers: Iterable[str]
) -> bool:
    """Whether a place may mean something else: "first, a question", "2 pm", "the second of May"."""
    if not any(phrase in places for phrase in phrases):
        return False
    plain = {*places, *fillers, *_STOPS}
    opens_with = next(iter(places.values())) == places.get(phrases[0]) and phrases[1:2] == [","]
    return opens_with or any(phrase not in plain for phrase in phrases)


def _only_thanks(tokens: list[str], kind: KindWords) -> bool:
    said = set(tokens) - _STOPS
    return not said.isdisjoint(kind.thanks) and said <= {*kind.thanks, *kind.around}


def _turning(turns: Turns) -> Iterable[str]:
    return (*turns.negations, *turns.fresh_starts, *turns.doubts)


def _still_negated(phrase: str, turns: Turns, *, negated: bool) -> bool:
    if phrase in turns.negations:
        return True
    return negated and phrase not in turns.fresh_starts and phrase not in _STOPS


def _phrases(tokens: list[str], known: Iterable[str]) -> Iterable[str]:
    """Yield the tokens in order, those that together make a known phrase as one, the longest first."""
    by_length: dict[int, set[str]] = {}
    for phrase in known:
        by_length.setdefault(len(phrase.split()), set()).add(phrase)
    lengths = sorted(by_length, reverse=True)
    at = 0
    while at < len(tokens):
        for length in lengths:
            phrase = " ".join(tokens[at : at + length])
            if phrase in by_length[length]:
                break
        else:
            phrase, length = tokens[at], 1
        yield phrase
        at += length


def _alike(
    tokens: list[str], options: Sequence[TrackId], not_wanted: set[TrackId], vocabulary: ChoiceWords
) -> tuple[TrackId, ...]:
    """Return the tracks whose name looks like a misspelt word of *tokens*: worth asking back about."""
    long_words = [token for token in tokens if len(token) >= _LONG_WORD]
    return tuple(
        track
        for track in options
        if track not in not_wanted
        and any(get_close_matches(name, long_words, n=1, cutoff=_ALIKE) for name in vocabulary.tracks[track])
    )


def _adjustment_in(tokens: list[str], vocabulary: ChoiceWords) -> tuple[Wish, ...]:
    asked = vocabulary.wishes.get(Wish.ADJUSTMENT, ())
    return (Wish.ADJUSTMENT,) if set(asked) & set(_phrases(tokens, asked)) else ()
