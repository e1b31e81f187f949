"""Candidates and their candidacies are found by those who may look."""

import json

from storage.tables import AskedQuestion, BroughtPage, Snapshot, TimesOffered, TrackChoice
from storage.unit_of_work import Store
from tests.storage import records
from tests.storage.records import DAY, HOUR, NOW
from tracks.candidacy import ChoiceKind, ChosenVia, InvitationState
from tracks.track import TrackId


def test_candidate_is_found_by_address_and_slack(furnished: Store):
    records.keep(furnished, [records.candidate("sam", slack_user="U0SAM", email=None)])

    with furnished.look(at=NOW) as unit:
        assert unit.candidacies.candidate_at("KIM@example.org").id == "kim"
        assert unit.candidacies.candidate_in_slack("U0SAM").id == "sam"
        assert unit.candidacies.candidate_at("sam@example.org") is None
        assert unit.candidacies.candidate_in_slack("U0KIM") is None


def test_live_invitations_leave_out_ended_ones(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.change(unit.candidacies.newest_of("kim"), state=InvitationState.WITHDRAWN)
        unit.add(records.invitation("again", created_at=NOW + DAY))
        unit.add(records.candidate("sam"))
        unit.add(records.invitation("sam", candidate_id="sam", host_id="U0BEN", invited_by="U0ADA"))

    with furnished.look(at=NOW) as unit:
        found = unit.candidacies
        assert [one.id for one in found.live_of("kim")] == ["again"]
        assert found.newest_of("kim").id == "again"
        assert found.newest_of("nobody") is None
        assert [one.id for one in found.live_for_role("backend")] == ["sam", "again"]
        assert [one.id for one in found.live_around("U0ADA")] == ["sam"]
        assert [one.id for one in found.live_around("U0BEN")] == ["sam"]


def test_unanswered_are_counted_by_inviter_and_role(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.add(records.candidate("sam"))
        unit.add(records.invitation("sam", candidate_id="sam", invited_by="U0ADA"))
        unit.add(records.candidate("jo"))
        unit.add(records.invitation("jo", candidate_id="jo", state=InvitationState.CHOSEN))

    with furnished.look(at=NOW) as unit:
        assert unit.candidacies.unanswered() == 2
        assert unit.candidacies.unanswered(inviter="U0ADA") == 1
        assert unit.candidacies.unanswered(role_id="backend") == 2
        assert unit.candidacies.unanswered(inviter="U0RITA", role_id="frontend") == 0
        assert unit.candidacies.count_for_role("backend") == 3


def test_choice_in_force_is_the_last_one(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.change(unit.candidacies.choice("kim"), superseded_at=NOW)
        assert unit.candidacies.choice("kim") is None
        unit.add(
            TrackChoice(
                id="second",
                invitation_id="kim",
                track_id=TrackId.PRAGMATIST,
                chosen_at=NOW + HOUR,
                chosen_via=ChosenVia.WORDS,
                words="the second one please",
                content_version="1",
                kind=ChoiceKind.SWITCH,
            )
        )

    with furnished.look(at=NOW) as unit:
        assert unit.candidacies.choice("kim").words == "the second one please"
        assert [choice.id for choice in unit.candidacies.choices("kim")] == ["choice", "second"]


def test_agreement_is_to_one_version_by_one_person(furnished: Store):
    with furnished.look(at=NOW) as unit:
        assert unit.candidacies.agreement("kim", by="candidate:kim", rules_sha="sha").id == "agreed"
        assert unit.candidacies.agreement("kim", by="candidate:kim", rules_sha="other") is None
        assert unit.candidacies.agreement("kim", by="person:U0ADA", rules_sha="sha") is None
        newest = unit.candidacies.newest_agreement
        assert newest("kim", by="candidate:kim", track="realist").id == "agreed"
        assert newest("kim", by="candidate:kim", track="pragmatist") is None
        assert newest("kim", by="person:U0ADA", track="realist") is None


def test_what_was_asked_and_brought_is_found(furnished: Store):
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.add(
            AskedQuestion(id="later", invitation_id="kim", about="paper", text="And?", asked_at=NOW + HOUR)
        )
        unit.add(BroughtPage(id="newer", invitation_id="kim", sent_at=NOW + HOUR, content=b"%PDF"))

    with furnished.look(at=NOW) as unit:
        assert [one.text for one in unit.candidacies.questions("kim")] == ["Who is there?", "And?"]
        assert [one.text for one in unit.candidacies.adjustments("kim")] == ["captions"]
        assert unit.candidacies.brought_page("kim").content == b"%PDF"
        assert unit.candidacies.brought_page("sam") is None


def test_open_offer_of_times_is_the_newest(furnished: Store):
    starts = [["2026-11-05T09:00:00+00:00"], ["2026-11-06T09:00:00+00:00"]]
    with furnished.change(at=NOW, actor="rule:test") as unit:
        unit.add(
            TimesOffered(
                id="more",
                invitation_id="kim",
                purpose="book",
                split=False,
                offered_at=NOW + HOUR,
                starts=starts,
            )
        )
        offer = unit.candidacies.times_offered("kim")
        assert (offer.id, offer.starts) == ("more", starts)
        unit.change(offer, closed_at=NOW)
        assert unit.candidacies.times_offered("kim").id == "times"


def test_same_content_is_kept_once_under_its_hash(furnished: Store):
    body = {"title": "Grüße", "parts": [1, {"b": None, "a": True}]}

    with furnished.change(at=NOW, actor="rule:test") as unit:
        first = unit.candidacies.keep("paper", body)
        second = unit.candidacies.keep("paper", json.loads(json.dumps(body)))
        other = unit.candidacies.keep("paper", body | {"title": "Hello"})

    assert first == second != other
    with furnished.look(at=NOW) as unit:
        assert unit.get(Snapshot, first).body == body
