"""The twin finds the words that the reference finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels import TWINS
from dedup.text.words import _Lexicon

pytestmark = pytest.mark.skipif("words.scan" not in TWINS, reason="no kernels were built here")

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
    lexicon = _Lexicon()
    return tuple(map(list, TWINS["words.scan"][which](text, start, most, lexicon._numbers, lexicon._add)))


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text(), st.integers(0, 20), st.integers(0, 8))
def test_any_text(text: str, start: int, most: int) -> None:
    assert found(0, text, min(start, len(text)), most) == found(1, text, min(start, len(text)), most)


def test_every_character() -> None:
    for first in range(0, 0x110000, 0x1000):
        text = "".join(map(chr, range(first, first + 0x1000)))
        assert found(0, text, 0, 10_000) == found(1, text, 0, 10_000)


def test_many_words_outgrow_the_first_guess() -> None:
    assert found(0, "日" * 5_000, 0, 10_000) == found(1, "日" * 5_000, 0, 10_000)
