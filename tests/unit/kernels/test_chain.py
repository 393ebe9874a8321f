"""The twins make the chains and alignments that the references make."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.kernels import TWINS
from dedup.repeats.chain import FILL
from dedup.repeats.seeds import Fragment

pytestmark = pytest.mark.skipif("chain.chains" not in TWINS, reason="no kernels were built here")

FRAGMENTS = st.lists(
    st.builds(Fragment, st.integers(100, 200), st.integers(0, 90), st.integers(1, 12)), max_size=60
).map(sorted)
GAPS = st.lists(st.integers(0, 3), max_size=FILL + 1)


@given(FRAGMENTS, st.integers(1, 91))
def test_any_fragments(fragments: list[Fragment], border: int) -> None:
    limits = np.repeat([border, 300], [border, 300 - border])
    reference, twin = (function(fragments, limits.data) for function in TWINS["chain.chains"])
    assert reference == twin


@given(GAPS, GAPS, st.integers(0, 2))
def test_any_gaps(mine: list[int], theirs: list[int], between: int) -> None:
    hashes = np.array([*theirs, *[9] * between, *mine], np.int64).data
    at = len(hashes) - len(mine)
    reference, twin = (f(hashes, at, len(hashes), 0, len(theirs)) for f in TWINS["chain.common"])
    assert reference == twin
    assert all(type(fragment) is Fragment for fragment in twin)


@pytest.mark.parametrize("gap", [(2, 4, 0, 1), (2, 3, -1, 1), (-1, 1, 0, 1), (0, 1, 2, 4)])
def test_nothing_outside_is_read(gap: tuple[int, int, int, int]) -> None:
    _, twin = TWINS["chain.common"]
    with pytest.raises(IndexError):
        twin(np.zeros(3, np.int64), *gap)
    _, twin = TWINS["chain.chains"]
    with pytest.raises(IndexError):
        twin([Fragment(5, 3, 1)], np.zeros(3, np.int64))
