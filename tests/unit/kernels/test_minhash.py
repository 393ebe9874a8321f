"""The twin finds the signatures that datasketch finds."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels import TWINS
from dedup.text.minhash import PERMUTATIONS, permutations

pytestmark = pytest.mark.skipif("minhash.signatures_of" not in TWINS, reason="no kernels were built here")

SETS = st.lists(st.lists(st.integers(0, (1 << 32) - 1), max_size=20))


@given(SETS)
def test_any_sets(sets: list[list[int]]) -> None:
    shingles = np.array([value for one in sets for value in one], np.uint32)
    borders = np.array([0, *accumulate(map(len, sets))], np.int64)
    reference, twin = (function(shingles, borders) for function in TWINS["minhash.signatures_of"])
    assert reference.tolist() == twin.tolist()
    assert (reference.dtype, reference.shape) == (twin.dtype, twin.shape) == (np.int64, (len(sets), PERMUTATIONS))


def test_the_permutations_are_those_of_datasketch() -> None:
    assert np.array_equal(permutations(), MinHash(PERMUTATIONS).permutations)


@pytest.mark.parametrize("borders", [[0, 4], [2, 1], [-1, 2]])
def test_nothing_outside_is_read(borders: list[int]) -> None:
    _, twin = TWINS["minhash.signatures_of"]
    with pytest.raises(IndexError):
        twin(np.zeros(3, np.uint32), np.array(borders))
