"""The twin finds the fragments that the reference finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels import TWINS
from dedup.repeats.seeds import Fragment

pytestmark = pytest.mark.skipif("seeds.fragments" not in TWINS, reason="no kernels were built here")


@given(
    st.lists(st.lists(st.tuples(st.integers(-1, 1), st.integers(1, 2)), max_size=40), max_size=5),
    st.integers(0, 5),
)
def test_any_story(pieces: list[list[tuple[int, int]]], own_piece: int) -> None:
    words = np.array([word for piece in pieces for word in piece], np.int64).reshape(-1, 2)
    hashes, weights = np.ascontiguousarray(words.T)
    sizes = [len(piece) for piece in pieces]
    limits = np.repeat(np.cumsum([0, *sizes])[1:], sizes)
    own = sum(sizes[:own_piece])
    reference, twin = (function(hashes, weights, limits, own) for function in TWINS["seeds.fragments"])
    assert reference == twin
    assert all(type(fragment) is Fragment for fragment in twin)


def test_columns_of_one_length() -> None:
    _, twin = TWINS["seeds.fragments"]
    with pytest.raises(ValueError, match="each word"):
        twin(np.zeros(3, np.int64), np.zeros(3, np.int64), np.zeros(2, np.int64), 0)
