"""The twin believes of the units what the reference believes."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels import TWINS

pytestmark = pytest.mark.skipif("matches.any_holds" not in TWINS, reason="no kernels were built here")

WORDS = st.lists(st.integers(-6, 6), max_size=30)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_any_units(window: list[int], units: list[list[int]], data: st.DataObject) -> None:
    hashes = np.array([*window, *(word for unit in units for word in unit)], np.int64)
    starts = np.array([*accumulate(map(len, units), initial=len(window))], np.int64)
    weights = data.draw(st.lists(st.integers(1, 2), min_size=len(hashes), max_size=len(hashes)))
    total = np.array([*accumulate(weights, initial=0)], np.int64)
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(units))] * 2)))
    share = data.draw(st.sampled_from([0.0, 0.3, 0.6, 1.0]))
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(window))] * 2)))
    asked = (hashes.data, low, high, starts.data, total.data, first, last, share)
    reference, twin = (function(*asked) for function in TWINS["matches.any_holds"])
    assert reference == twin


@pytest.mark.parametrize(("starts", "last"), [([0, 4], 1), ([-1, 2], 1), ([2, 1], 1), ([0, 3], 2)])
def test_nothing_outside_is_read(starts: list[int], last: int) -> None:
    _, twin = TWINS["matches.any_holds"]
    with pytest.raises(IndexError):
        twin(np.zeros(3, np.int64), 0, 3, np.array(starts), np.zeros(4, np.int64), 0, last, 0.6)
