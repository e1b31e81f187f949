"""Every rule about content, broken on purpose, is named with file, key, found and expected."""

import pytest

from tests.tracks.broken_content import BROKEN
from tests.tracks.content_bench import changed, faults_in, lay, shipped
from tracks.catalogue import ContentFaults, load


def test_shipped_content_holds_every_rule(tmp_path):
    assert faults_in(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "found", "instead", "faults"),
    BROKEN,
)
def test_each_broken_rule_names_its_fault(tmp_path, file, found, instead, faults):
    said = faults_in(changed(tmp_path, file, (found, instead)))

    if faults is None:
        [fault] = said
        assert fault.startswith(f"{file}: ")
    else:
        assert sorted(said) == sorted(faults)


def test_all_faults_are_told_at_once(tmp_path):
    changed(tmp_path, "track_pragmatist.toml", ("ai_minutes_off = 30", "ai_minutes_off = 25"))
    changed(tmp_path, "intro_paper.toml", ("There are {track_count} ways", "There are 3 ways"))

    with pytest.raises(ContentFaults) as wrong:
        load(tmp_path)

    assert [(fault.file, fault.found) for fault in wrong.value.faults] == [
        ("intro_paper.toml", "'3'"),
        ("track_pragmatist.toml", "25 + 10"),
    ]


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        ("shapes.toml", "version = ", "shapes.toml: TOML: found Invalid value (at end of document)"),
        ("trak_realist.toml", "version = 1", "trak_realist.toml: file: found a name that nothing reads"),
        ("messages/more.toml", "[candidate]\nx = 5", "messages/more.toml: candidate.x: found 5"),
        ("messages/more.toml", 'x = "y"', "messages/more.toml: x: found 'y', expected a table of sentences"),
        (
            "messages/more.toml",
            '[candidate]\nchosen = "again"',
            "messages/more.toml: candidate.chosen: found the same key in messages.toml",
        ),
        ("family_data.toml", 'id = "data"', "family_data.toml: name: found nothing, expected a value"),
        ("family_data.toml", shipped("family_sre.toml"), "family_data.toml: id: found 'sre', expected data"),
        ("track_fourth.toml", "version = 1", "track_fourth.toml: file: found a name that nothing reads"),
        ("tasks/own.toml", "[[task]]", "tasks/own.toml: task: found [{}], expected no such key"),
        ("tasks/own.toml", 'tasks = ["T1"]', "tasks/own.toml: tasks: found ['T1'], expected a table"),
        ("family_data.toml", "id = 7", "family_data.toml: id: found 7, expected a text"),
    ],
)
def test_files_that_cannot_be_read_are_named(tmp_path, path, text, fault):
    assert any(said.startswith(fault) for said in faults_in(lay(tmp_path, path, text)))


def test_text_that_begins_with_a_mark_is_read(tmp_path):
    assert faults_in(lay(tmp_path, "shapes.toml", "\ufeff" + shipped("shapes.toml"))) == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    gone = tmp_path / "gone"

    assert faults_in(gone) == [f"{gone}: folder: found nothing, expected a content folder"]


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "messages.toml").write_bytes(
        shipped("messages.toml").replace("Tomorrow", "Übermorgen").encode("latin-1")
    )

    [fault] = [said for said in faults_in(tmp_path) if said.startswith("messages.toml: encoding")]
    assert fault.endswith("expected a text in UTF-8")
