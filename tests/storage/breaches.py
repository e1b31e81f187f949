"""An act against every constraint, unique index and trigger, each written past all rules of Python."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Connection, MetaData, text
from sqlmodel import SQLModel

from storage.tables import AiAgreement, CalendarInvite, CandidateFeedback, LevelRead, TrackChoice
from tests.storage import records
from tests.storage.records import DAY, HOUR, NOW

LONG = "reason " * 40


class Records:
    """The records of one candidacy, written past all rules of Python."""

    def __init__(self, connection: Connection, tables: MetaData) -> None:
        self.connection = connection
        self.tables = tables

    def add(self, table: str, **values: Any) -> None:
        self.connection.execute(self.tables.tables[table].insert().values(values))

    def again(self, row: SQLModel) -> None:
        """Add *row*, given as a record."""
        self.add(
            row.__tablename__,
            **{name: plain(value) for name, value in row.model_dump(warnings=False).items()},
        )

    def change(self, table: str, **values: Any) -> None:
        self.connection.execute(self.tables.tables[table].update().values(values))

    def drop(self, table: str) -> None:
        self.connection.execute(self.tables.tables[table].delete())

    def run(self, statement: str) -> None:
        self.connection.execute(text(statement))

    # --- rows that only some stories need

    def due(self, **given: Any) -> None:
        usual = {"dedupe_key": "k", "kind": "paper", "recipient": "person:U0ADA", "about": {}, "due_at": NOW}
        self.add("due", **usual | {"state": "pending"} | given)

    def decide(self, **given: Any) -> None:
        self.change("form", state="missing_with_reason", waived_by="U0RITA", waived_reason="ill")
        self.decide_now(**given)

    def decide_now(self, **given: Any) -> None:
        usual = {
            "id": "d",
            "loop_id": "kim",
            "decided_by": "U0RITA",
            "decided_at": NOW,
            "outcome": "no_offer",
        }
        self.add("decision", **usual | {"rationale": {}, "reasons": LONG} | given)

    def trail(self, **given: Any) -> None:
        usual = {"seq": 1, "at": NOW, "actor": "person:U0ADA", "verb": "chose", "record": "invitation:kim"}
        self.add("audit_event", **usual | given)

    def send_form(self) -> None:
        self.change("form", state="sent", sent_at=NOW)

    def send_letter(self) -> None:
        self.decide()
        self.send_undecided()

    def send_undecided(self) -> None:
        self.change("candidate_feedback", sent_at=NOW, sent_by="U0RITA")


Act = Callable[[Records], None]


def plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def then(*acts: Act) -> Act:
    """Return the acts as one; only the last may be refused."""

    def act(rows: Records) -> None:
        for each in acts:
            each(rows)

    return act


SENT = Records.send_form
RULES: dict[str, Act] = {
    "company.there_is_one_company": lambda r: r.add(
        "company", id=2, name="B", timezone="UTC", working_hours={}
    ),
    "person.limits_are_counts": lambda r: r.change("person", day_limit=-1),
    "leave.leave_ends_after_it_starts": lambda r: r.run("UPDATE leave SET last_day = '2026-12-23'"),
    "candidate.a_candidate_can_be_reached": lambda r: r.change("candidate", email=None),
    "candidate.addresses_are_in_lower_case": lambda r: r.change("candidate", email="Kim@example.org"),
    "invitation.the_reason_is_personal": lambda r: r.change("invitation", why_you="x" * 39),
    "invitation.a_person_closes_by_name": lambda r: r.change("invitation", state="closed_by_person"),
    "loop.a_loop_ends_after_it_starts": lambda r: r.change("loop", ends_at=NOW + 3 * DAY),
    "session.a_session_ends_after_it_starts": lambda r: r.change("session", ends_at=NOW + 3 * DAY),
    "session.an_ai_rule_has_a_reason": lambda r: r.change("session", ai_reason=""),
    "session.minutes_are_only_added": lambda r: r.change("session", extra_minutes=-1),
    "calendar_invite.an_invite_ends_after_it_starts": lambda r: r.change(
        "calendar_invite", sequence=2, ends_at=NOW
    ),
    "calendar_invite.sequence_counts_up": lambda r: r.again(
        CalendarInvite(
            loop_id="kim", day=2, recipient="a", uid="b", sequence=-1, starts_at=NOW, ends_at=NOW + HOUR
        )
    ),
    "form.a_sent_form_says_when": lambda r: r.change("form", state="sent"),
    "form.a_form_is_waived_by_name": lambda r: r.change(
        "form", state="missing_with_reason", waived_by="U0RITA"
    ),
    "evidence_item.evidence_is_a_sentence": lambda r: r.change("evidence_item", text="x" * 601),
    "evidence_item.minutes_count_from_the_start": lambda r: r.change("evidence_item", minute=-1),
    "evidence_item.hints_come_in_three_steps": lambda r: r.change("evidence_item", hint_step=4),
    "evidence_item.an_outcome_follows_a_probe": lambda r: r.change("evidence_item", outcome="came_apart"),
    "rating.the_scale_has_four_steps": lambda r: r.change("rating", value=5),
    "rating.not_enough_has_no_number": lambda r: r.change("rating", not_enough=True),
    "rating.a_second_rating_says_why": lambda r: r.change("rating", original=False, revised_from="rating"),
    "decision.a_decision_has_reasons": lambda r: r.decide(reasons="x" * 199),
    "decision.a_level_has_a_reason": lambda r: r.decide(level_offered="mid"),
    "decision.telling_has_a_name": lambda r: r.decide(told_candidate_at=NOW),
    "candidate_feedback.a_letter_is_sent_by_name": then(
        Records.decide, lambda r: r.change("candidate_feedback", sent_at=NOW)
    ),
    "candidate_feedback.an_answer_follows_a_letter": lambda r: r.change("candidate_feedback", reply="Thanks"),
    "due.finished_rows_say_when": lambda r: r.due(state="sent"),
    "due.a_lease_has_an_end": lambda r: r.due(lease_token="t"),
    "due.finished_rows_hold_no_lease": lambda r: r.due(
        state="sent", finished_at=NOW, lease_token="t", lease_until=1.0
    ),
    "due.tries_are_counted": lambda r: r.due(attempts=-1),
    "due.a_recipient_has_a_kind": lambda r: r.due(recipient="kim@example.org"),
    "audit_event.an_actor_has_a_kind": lambda r: r.trail(actor="machine"),
}

INDEXES: dict[str, Act] = {
    "one_live_candidacy": lambda r: r.again(records.invitation("second")),
    "one_choice_in_force": lambda r: r.again(
        TrackChoice(
            invitation_id="kim",
            track_id="pragmatist",
            chosen_at=NOW,
            chosen_via="page",
            content_version="1",
            kind="switch",
        )
    ),
    "one_agreement_each": lambda r: r.again(
        AiAgreement(
            invitation_id="kim", by="candidate:kim", track_id="realist", rules_sha="sha", agreed_at=NOW
        )
    ),
    "one_live_loop": lambda r: r.again(records.loop("second")),
    "one_session_a_position": lambda r: r.again(records.session("second")),
    "one_person_a_seat": lambda r: r.again(records.seat("second", person_id="U0BEN")),
    "one_seat_a_person": lambda r: r.again(records.seat("second", seat="second")),
    "one_invite_each": lambda r: r.again(
        CalendarInvite(
            loop_id="kim", day=1, recipient="person:U0ADA", uid="b", starts_at=NOW, ends_at=NOW + HOUR
        )
    ),
    "one_form_each": lambda r: r.again(records.form("second", rater_id="U0BEN")),
    "one_first_rating": lambda r: r.again(records.rating("second", value=2)),
    "one_reading_a_facet": lambda r: r.again(
        LevelRead(id="second", form_id="form", facet="scope", reads="mid")
    ),
}

FINISH = then(Records.due, lambda r: r.change("due", state="dropped", finished_at=NOW))
TRIGGERS: dict[str, Act] = {
    "an_invite_keeps_its_uid": lambda r: r.change("calendar_invite", uid="other", sequence=2),
    "an_invite_counts_its_changes": lambda r: r.change("calendar_invite", cancelled=True),
    "a_form_is_final": then(SENT, lambda r: r.change("form", page=2)),
    "a_final_form_stays": then(
        lambda r: r.again(
            records.form(
                "waived", seat="second", state="missing_with_reason", waived_by="U0BEN", waived_reason="ill"
            )
        ),
        lambda r: r.run("DELETE FROM form WHERE id = 'waived'"),
    ),
    "a_sent_form_is_complete": then(lambda r: r.change("rating", evidence_ids=[]), SENT),
    "evidence_item_of_a_final_form_insert": then(SENT, lambda r: r.again(records.evidence("late"))),
    "evidence_item_of_a_final_form_update": then(SENT, lambda r: r.change("evidence_item", minute=13)),
    "evidence_item_of_a_final_form_delete": then(SENT, lambda r: r.drop("evidence_item")),
    "evidence_item_stays_with_its_form": then(
        lambda r: r.again(records.form("other", seat="second")),
        lambda r: r.change("evidence_item", form_id="other"),
    ),
    "rating_of_a_final_form_insert": then(
        SENT, lambda r: r.again(records.rating("late", dimension="people"))
    ),
    "rating_of_a_final_form_update": then(SENT, lambda r: r.change("rating", value=1)),
    "rating_of_a_final_form_delete": then(SENT, lambda r: r.drop("rating")),
    "rating_stays_with_its_form": then(
        lambda r: r.again(records.form("other", seat="second")), lambda r: r.change("rating", form_id="other")
    ),
    "level_read_of_a_final_form_insert": then(
        SENT,
        lambda r: r.again(LevelRead(id="late", form_id="form", facet="impact", reads="mid")),
    ),
    "level_read_of_a_final_form_update": then(SENT, lambda r: r.change("level_read", reads="mid")),
    "level_read_of_a_final_form_delete": then(SENT, lambda r: r.drop("level_read")),
    "level_read_stays_with_its_form": then(
        lambda r: r.again(records.form("other", seat="second")),
        lambda r: r.change("level_read", form_id="other"),
    ),
    "a_person_decides_insert": lambda r: r.decide(decided_by="the machine"),
    "a_person_decides_update": then(Records.decide, lambda r: r.change("decision", decided_by="the machine")),
    "a_decision_waits_for_forms": Records.decide_now,
    "a_sent_letter_stays": then(
        Records.send_letter, lambda r: r.change("candidate_feedback", body="Dear Jo")
    ),
    "a_letter_follows_a_decision_update": Records.send_undecided,
    "a_letter_follows_a_decision_insert": then(
        lambda r: r.drop("candidate_feedback"),
        lambda r: r.again(
            CandidateFeedback(
                id="sent",
                loop_id="kim",
                body="Dear Kim",
                written_by="U0RITA",
                written_at=NOW,
                sent_at=NOW,
                sent_by="U0RITA",
            )
        ),
    ),
    "a_candidate_answers_once": then(
        Records.send_letter,
        lambda r: r.change("candidate_feedback", reply="Thank you"),
        lambda r: r.change("candidate_feedback", reply="On second thought"),
    ),
    "a_finished_row_is_final": then(FINISH, lambda r: r.change("due", state="sent")),
    "a_due_row_keeps_its_key": then(Records.due, lambda r: r.change("due", dedupe_key="other")),
    "a_pending_row_stays": then(Records.due, lambda r: r.drop("due")),
    "the_trail_is_not_changed": then(Records.trail, lambda r: r.change("audit_event", verb="forgot")),
    "the_trail_is_not_deleted": then(Records.trail, lambda r: r.drop("audit_event")),
}

WORDS = [
    (table.name, rule.name)
    for table in SQLModel.metadata.sorted_tables
    for rule in table.constraints
    if isinstance(rule, CheckConstraint) and str(rule.name).endswith("_is_known")
]


def unheard_of(table: str, column: str) -> Act:
    """Return the act of writing a word that is not in the list of *column*."""
    if table == "decision":
        return lambda rows: rows.decide(**{"level_reason": "the work"} | {column: "unheard_of"})
    if table == "evidence_item":
        return lambda rows: rows.change(table, **{"probe": "revisit"} | {column: "unheard_of"})
    if table == "due":
        return lambda rows: rows.due(state="unheard_of", finished_at=NOW)
    return lambda rows: rows.change(table, **{column: "unheard_of"})


RULES |= {f"{table}.{name}": unheard_of(table, name.removesuffix("_is_known")) for table, name in WORDS}
