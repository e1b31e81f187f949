"""Who may read a form, and when: one rule, the same for everybody and for every reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracks.candidacy import FormState
from tracks.track import Group

RATERS_PER_GROUP = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class FormFact:
    """What sealing needs to know of a form. *counts* is False for a shadow's practice form."""

    id: str
    rater_id: str
    group: Group
    state: FormState = FormState.OPEN
    counts: bool = True

    @property
    def finished(self) -> bool:
        """Sent, or waived by name."""
        return self.state is not FormState.OPEN


def all_finished(forms: Sequence[FormFact]) -> bool:
    """Say whether *every* form of a loop is sent or waived by name; *forms* are all forms of that loop.

    A loop with fewer than two counting forms in a group is not known whole and stays sealed.
    """
    counting = [form for form in forms if form.counts]
    whole = all(sum(form.group is group for form in counting) >= RATERS_PER_GROUP for group in Group)
    return whole and all(form.finished for form in counting)


def raters(forms: Sequence[FormFact]) -> frozenset[str]:
    """Return the person ids whose forms count in this loop."""
    return frozenset(form.rater_id for form in forms if form.counts)


def may_read(
    form: FormFact, reader: str, *, forms: Sequence[FormFact], host: str, hiring_manager: str
) -> bool:
    """Say whether person *reader* may read *form*.

    *forms* are all forms of the loop, *host* and *hiring_manager* person ids of the candidacy. The author
    always may. The loop's raters, host and hiring manager may once every form is sent or waived by name.
    Nobody else, nobody earlier, and a practice form never opens to others.
    """
    if reader == form.rater_id:
        return True
    invited = reader in raters(forms) | {host, hiring_manager}
    return invited and form.counts and form in forms and all_finished(forms)


def finished_count(forms: Sequence[FormFact]) -> tuple[int, int]:
    """Return how many counting forms are in, and how many there are: all that a channel may be told."""
    counting = [form for form in forms if form.counts]
    return sum(form.finished for form in counting), len(counting)
