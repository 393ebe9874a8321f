from __future__ import annotations

import pytest

from dedup.report.excerpt import AROUND, MAX_AROUND, excerpt, lines_of
from dedup.report.words import marked

LINES = [f"line {number} has some words of its own, as lines have" for number in range(1, 31)]


def test_a_few_lines_around_the_asked_one():
    found = excerpt("\n".join(LINES), 11, 20, "")
    assert (found.first_line, found.last_line) == (20 - AROUND, 20 + AROUND)
    assert found.text.split("\n") == LINES[20 - AROUND - 11 : 20 + AROUND + 1 - 11]
    assert found.pieces is None


@pytest.mark.parametrize(("line", "first", "last"), [(1, 1, 4), (30, 27, 30), (None, 1, 4), (99, 27, 30)])
def test_at_the_ends(line, first, last):
    found = excerpt("\n".join(LINES), 1, line, "")
    assert (found.first_line, found.last_line) == (first, last)


def test_long_lines_stand_alone():
    found = excerpt("\n".join(["x" * MAX_AROUND, "asked", "y" * MAX_AROUND]), 1, 2, "")
    assert found.text == "asked"


def test_white_space_before_the_first_line_is_not_counted():
    assert lines_of("\r\n \nfirst\r\nsecond\n") == ["first", "second"]
    assert excerpt("\n\nfirst\nsecond", 7, 8, "").last_line == 8


def test_only_the_shown_lines_are_compared():
    witness = "\n".join(LINES).replace("line 3 has", "row 3 has").replace("line 15 has some", "line 15 had many")
    found = excerpt("\n".join(LINES), 1, 15, witness)
    assert found.pieces is not None
    assert "line 15 [-has some-] {+had many+} words" in marked(found.pieces)
    assert marked(found.pieces).count("[-") == 1
    assert marked(found.pieces).split("\n")[0] == LINES[11]


def test_long_texts_are_narrowed_to_the_place():
    lines = [f"{word} stands in line {n} of a very long text, {word} again" for n in range(3000) for word in [f"w{n}"]]
    witness = " ".join(lines).replace("w2000 again", "w2000 once more")
    found = excerpt("\n".join(lines), 1, 2001, witness)
    assert found.pieces is not None
    assert "w2000 [-again-]" in marked(found.pieces)
    assert marked(found.pieces).count("[-") == 1
