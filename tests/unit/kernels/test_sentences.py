"""The twin finds the sentences that the reference finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup.text.sentences  # noqa: F401 - it asks for its twin
from dedup.kernels import TWINS
from dedup.text.words import find_words

pytestmark = pytest.mark.skipif("sentences.sentence_starts" not in TWINS, reason="no kernels were built here")

PIECES = [
    *".!?…؟।॥۔።។။։。！？｡",
    *"'\"”’»›)]」』）",
    *(" ", "\n", "\u3000", "\u200b", "\x1c"),
    *("The", "ein", "Überlänge", "Dr", "e.g", "A", "12", "3", "1234567", "日本", "😀", "\U00020000", "\ud800", "ß"),
]


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text(), st.integers(0, 9), st.integers(0, 9))
def test_any_text(text: str, before: int, behind: int) -> None:
    reference, twin = TWINS["sentences.sentence_starts"]
    start = min(before, len(text))
    end = max(start, len(text) - behind)
    assert twin(text, start, end) == reference(text, start, end)


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.lists(st.integers(0, 40)))
def test_units_of_any_stretches(text: str, borders: list[int]) -> None:
    reference, twin = TWINS["sentences.unit_starts"]
    ascending = sorted({min(border, len(text)) for border in borders})
    starts, ends = (np.array(ascending[n : len(ascending) // 2 * 2 : 2], np.int64).data for n in range(2))
    words = np.ascontiguousarray(find_words(text).starts).data
    assert twin(text, starts, ends, words) == reference(text, starts, ends, words)


def test_every_character_as_a_mark_behind_it_and_behind_space() -> None:
    reference, twin = TWINS["sentences.sentence_starts"]
    for code in range(0x110000):
        text = f"Longest{chr(code)} B. {chr(code)} C.{chr(code)} D。{chr(code)}"
        if chr(code) in ".!?…؟।॥۔።។။։。！？｡" or code % 97 == 0 or chr(code).isspace() or code < 0x3000:
            assert twin(text, 0, len(text)) == reference(text, 0, len(text))
