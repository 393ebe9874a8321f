"""The twin finds the words that the reference finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels import TWINS
from dedup.text.words import _described

pytestmark = pytest.mark.skipif("words.Lexicon" not in TWINS, reason="no kernels were built here")

PIECES = [
    "a",
    "B7",
    "über",
    "e\u0301",
    "日本",
    "ｶﾞ",
    "\u0e01\u0e31",
    "\u200b",
    " ",
    "_",
    "-",
    "😀",
    "\U00020000",
    "١٢",
    "\ud800",
]


def found(which: int, text: str, start: int, most: int) -> tuple[list[int], ...]:
    lexicon = TWINS["words.Lexicon"][which](_described, 1_000_000)
    return tuple(map(list, lexicon.scan(text, start, most)))


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text(), st.integers(0, 20), st.integers(0, 8))
def test_any_text(text: str, start: int, most: int) -> None:
    assert found(0, text, min(start, len(text)), most) == found(1, text, min(start, len(text)), most)


def test_every_character() -> None:
    for first in range(0, 0x110000, 0x1000):
        text = "".join(map(chr, range(first, first + 0x1000)))
        assert found(0, text, 0, 10_000) == found(1, text, 0, 10_000)


def test_many_words_outgrow_the_first_guess() -> None:
    assert found(0, "日" * 5_000, 0, 10_000) == found(1, "日" * 5_000, 0, 10_000)


@given(st.lists(st.text(), max_size=5), st.integers(1, 9))
def test_a_full_lexicon_starts_anew(texts: list[str], limit: int) -> None:
    reference, twin = (one(_described, limit) for one in TWINS["words.Lexicon"])
    for text in texts * 2:
        assert reference.scan(text, 0, 1_000) == twin.scan(text, 0, 1_000)


def test_a_failing_description_leaves_the_lexicon_as_it_was() -> None:
    asked = []

    def once(raw: str, full: bool) -> tuple[int, int, int]:
        asked.append(raw)
        if len(asked) == 2:
            raise ValueError(raw)
        return len(asked), 0, 0

    twin = TWINS["words.Lexicon"][1](once, 10)
    with pytest.raises(ValueError, match="two"):
        twin.scan("one two", 0, 9)
    assert [list(column) for column in twin.scan("one two one", 0, 9)][2] == [1, 3, 1]


@given(st.text())
def test_any_letters(word: str) -> None:
    reference, twin = TWINS["words.pack_letters"]
    assert reference(word) == twin(word)
