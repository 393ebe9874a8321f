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


def test_it_can_be_asked_and_emptied() -> None:
    packed = Packed(tuple, 1)
    packed[7] = [(1,)]
    assert 7 in packed
    assert 8 not in packed
    assert packed.get(8, []) == []
    del packed[7]
    assert not packed
    with pytest.raises(KeyError):
        packed[7]
