"""Content is read once, a company's own files over the shipped ones, each with its version."""

import hashlib

import pytest

from tests.tracks.content_bench import changed, lay, shipped
from tracks.catalogue import Version, load
from tracks.fill import blanks, fill
from tracks.text_checks import candidate_prose
from tracks.track import Shape, TrackId

OWN_TASK = """
version = 1
[[tasks]]
id = "ours"
name = "Our own"
sessions = ["coding"]
family = "backend"
card = "Something nobody has seen."
change_mid = "a"
change_senior = "b"
change_staff = "c"
look_for = ["what we know"]
"""


def test_each_file_has_its_number_and_sha():
    version = load().versions["track_realist.toml"]

    sha256 = hashlib.sha256(shipped("track_realist.toml").encode()).hexdigest()
    assert version == Version(id="track_realist", number=2, sha256=sha256)


def test_a_company_file_replaces_the_shipped_one(tmp_path):
    changed(tmp_path, "track_realist.toml", ('"The realist"', '"Bring your own"'))

    own, as_shipped = load(tmp_path), load()

    assert own.tracks[TrackId.REALIST].name == "Bring your own"
    assert own.tracks[TrackId.PRAGMATIST] == as_shipped.tracks[TrackId.PRAGMATIST]
    moved = {path for path in own.versions if own.versions[path] != as_shipped.versions[path]}
    assert moved == {"track_realist.toml"}
    assert own.version != as_shipped.version


def test_the_same_content_has_the_same_version(tmp_path):
    lay(tmp_path, "shapes.toml", shipped("shapes.toml"))

    assert load(tmp_path).version == load().version


def test_own_tasks_take_the_place_of_shipped_ones(tmp_path):
    own = load(lay(tmp_path, "tasks/ours.toml", OWN_TASK))

    assert [(task.id, task.shipped) for task in own.tasks_for("coding", "backend")] == [("ours", False)]
    assert [task.id for task in own.tasks_for("design", "backend")] == ["T-design-metering"]
    assert not own.tasks["ours"].key_is_public


def test_own_sentences_fall_back_to_shipped_ones(tmp_path):
    own = load(lay(tmp_path, "messages.toml", '[candidate]\nmoved = "Verschoben auf {time}."\n'))

    assert own.message("candidate.moved") == "Verschoben auf {time}."
    assert own.message("candidate.after") == load().message("candidate.after")
    assert "candidate.after" in own.fallbacks
    assert load().fallbacks == ()


def test_own_sentences_may_stand_in_a_new_file(tmp_path):
    own = load(lay(tmp_path, "messages/canteen.toml", '[canteen]\nlunch = "At noon, {called}."\n'))

    assert own.table("canteen") == {"lunch": "At noon, {called}."}
    assert fill(own.message("canteen.lunch"), called="Ada") == "At noon, Ada."


def test_files_beside_content_are_left_alone(tmp_path):
    for path in ("README.md", ".git/config.toml", "notes.txt"):
        lay(tmp_path, path, "not content")

    assert load(tmp_path).version == load().version


def test_material_is_handed_over_without_the_panels_part():
    catalogue = load()
    work = catalogue.work(catalogue.tasks["P-holds"])

    assert [file.name for file in work.handed] == ["README.md", "holds.py", "test_holds.py"]
    assert {file.name for file in work.files} - {file.name for file in work.handed} == {
        "panel_only_faults.py"
    }


def test_candidate_prose_holds_no_digit():
    with_digit = [told for told in candidate_prose(load()) if any(sign.isdigit() for sign in told.text)]

    assert with_digit == []


def test_every_sentence_can_be_filled_and_nothing_else_asked():
    catalogue = load()

    for key, text in catalogue.messages.items():
        filled = fill(text, **dict.fromkeys(blanks(text), "x"))
        assert filled.strip(), key
    with pytest.raises(KeyError):
        catalogue.message("candidate.nothing_of_this_name")


def test_unknown_names_are_lookup_errors():
    catalogue = load()

    for ask in (
        lambda: catalogue.family("astrology"),
        lambda: catalogue.shape(Shape.SHORT),
        lambda: catalogue.spec("coding", TrackId.REALIST, "backend"),
    ):
        with pytest.raises(LookupError):
            ask()
