from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.changes import Cut
from dedup.packed import Packed

ROWS = st.lists(st.builds(Cut, *[st.integers(-(1 << 63), (1 << 63) - 1)] * 3), max_size=4)


@given(st.lists(st.tuples(st.integers(0, 5), ROWS)))
def test_it_holds_what_a_dict_holds(entries: list[tuple[int, list[Cut]]]) -> None:
    packed, plain = Packed(Cut._make, 3), dict(entries)
    for document, rows in entries:
        packed[document] = rows
    assert dict(packed) == plain
    assert len(packed) == len(plain)
    assert all(isinstance(row, Cut) for rows in packed.values() for row in rows)


def test_it_can_be_asked() -> None:
    packed = Packed(tuple, 1)
    packed[7] = [(1,)]
    packed[6] = []
    assert [7 in packed, 6 in packed, 5 in packed, 8 in packed, -1 in packed] == [True, True, False, False, False]
    assert packed.get(8, []) == []
    assert (list(packed), packed.keys() | {8}) == ([6, 7], {6, 7, 8})
    with pytest.raises(KeyError):
        packed[5]


def test_what_was_replaced_leaves_memory() -> None:
    packed = Packed(tuple, 2)
    packed[0] = [(1, 2)]
    for number in range(200):
        packed[1] = [(number, row) for row in range(1000)]
    assert (packed[0], len(packed[1]), packed[1][-1]) == ([(1, 2)], 1000, (199, 999))
    assert len(packed._numbers) < 100_000
