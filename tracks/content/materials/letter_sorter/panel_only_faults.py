"""Each test says what the office may rely on, and fails with what the tool wrote."""

import re
from pathlib import Path

HERE = Path(__file__).parent
REPORT = (HERE / "report.txt").read_text()
CHANGE = (HERE / "change.diff").read_text()


def numbers(line):
    [row] = [row for row in REPORT.splitlines() if row.startswith(line)]
    return [float(word) for word in re.findall(r"\d+(?:\.\d+)?", row)]


def test_the_number_rose_for_more_than_no_longer_asking_a_person():
    (before, after), (asked, _) = numbers("exact match"), numbers("answers 'person'")
    assert after - before > asked / 120


def test_no_example_is_a_letter_of_the_eval():
    [examples] = re.findall(r"\(nos\. ([\d, ]+)\)", CHANGE)
    assert not {int(number) for number in examples.split(",")} & set(range(1, 121))


def test_whoever_reads_the_answer_still_finds_the_queue():
    added = [line for line in CHANGE.splitlines() if line.startswith("+") and "Answer:" in line]
    assert all('"queue"' in line for line in added)
