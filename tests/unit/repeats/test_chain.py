from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.repeats.chain import DRIFT, FILL, GAP, LIVE, Chain, chains, common, fill
from dedup.repeats.seeds import Fragment


def view(numbers: Sequence[int]) -> Sequence[int]:
    return np.array(numbers, np.int64).data


ONE_PIECE = view([1_000] * 1_000)
"""No borders of pieces."""


def chain(*fragments: tuple[int, int, int]) -> Chain:
    made = Chain()
    for fragment in fragments:
        made.add(Fragment(*fragment))
    return made


def plain(found: list[Chain]) -> list[list[tuple[int, ...]]]:
    return [[tuple(f) for f in c.fragments] for c in found]


def test_fragments_on_one_diagonal_are_a_chain() -> None:
    found = chains([Fragment(100, 0, 5), Fragment(107, 7, 6), Fragment(120, 20, 5)], ONE_PIECE)
    assert plain(found) == [[(100, 0, 5), (107, 7, 6), (120, 20, 5)]]


@pytest.mark.parametrize(("gap", "count"), [(GAP, 1), (GAP + 1, 2)])
def test_the_longest_gap(gap: int, count: int) -> None:
    assert len(chains([Fragment(100, 0, 5), Fragment(105 + gap, 5 + gap, 5)], ONE_PIECE)) == count


@pytest.mark.parametrize("shift", [DRIFT, -DRIFT])
def test_the_largest_drift(shift: int) -> None:
    assert len(chains([Fragment(100, 0, 5), Fragment(115, 15 + shift, 5)], ONE_PIECE)) == 1
    further = shift + (1 if shift > 0 else -1)
    assert len(chains([Fragment(100, 0, 5), Fragment(115, 15 + further, 5)], ONE_PIECE)) == 2


def test_the_nearest_diagonal_takes_a_fragment() -> None:
    found = chains([Fragment(100, 0, 5), Fragment(101, 50, 5), Fragment(110, 57, 5)], ONE_PIECE)
    assert plain(found) == [[(100, 0, 5)], [(101, 50, 5), (110, 57, 5)]]


def test_a_chain_stays_in_one_piece_of_the_earlier_text() -> None:
    fragments = [Fragment(100, 0, 5), Fragment(107, 7, 6)]
    assert len(chains(fragments, view([6] * 6 + [200] * 194))) == 2
    assert len(chains(fragments, view([20] * 20 + [200] * 180))) == 1


def test_so_many_chains_are_open_at_a_time() -> None:
    apart = [Fragment(500 + n, 20 * n, 5) for n in range(LIVE + 1)]
    onward = [Fragment(520 + n, 20 * n + 20, 5) for n in range(LIVE + 1)]
    assert [len(one.fragments) for one in chains(apart + onward, ONE_PIECE)] == [2] * LIVE + [1, 1]


def test_an_overlap_is_taken_once() -> None:
    assert plain([chain((100, 0, 8), (105, 7, 8))]) == [[(100, 0, 8), (108, 10, 5)]]
    assert plain([chain((100, 0, 8), (102, 3, 5))]) == [[(100, 0, 8)]]


FRAGMENTS = st.lists(
    st.builds(Fragment, st.integers(100, 180), st.integers(0, 90), st.integers(1, 12)), max_size=12
).map(sorted)


@given(FRAGMENTS)
def test_chains_go_forward_in_both_texts(fragments: list[Fragment]) -> None:
    found = chains(fragments, ONE_PIECE)
    pairs = {(f.at + n, f.source + n) for f in fragments for n in range(f.length)}
    for one in found:
        for a, b in pairwise(one.fragments):
            assert b.at >= a.at + a.length
            assert b.source >= a.source + a.length
            assert b.at - (a.at + a.length) <= GAP + 12  # the part of a fragment that overlaps is left out
        assert {(f.at + n, f.source + n) for f in one.fragments for n in range(f.length)} <= pairs
        assert (one.end, one.source_end) == (
            one.fragments[-1].at + one.fragments[-1].length,
            one.fragments[-1].source + one.fragments[-1].length,
        )


def lcs(a: list[int], b: list[int]) -> int:
    """Length of the longest common subsequence, by trying them all."""
    for size in range(min(len(a), len(b)), 0, -1):
        theirs = set(combinations(b, size))
        if any(part in theirs for part in combinations(a, size)):
            return size
    return 0


SHORT = st.lists(st.integers(0, 3), max_size=7)


@given(SHORT, SHORT)
def test_common_is_a_longest_common_subsequence(a: list[int], b: list[int]) -> None:
    hashes = view([*b, 9, *a])
    at = len(b) + 1
    found = common(hashes, at, at + len(a), 0, len(b))
    assert sum(f.length for f in found) == lcs(a, b)
    for one, two in pairwise(found):
        assert one.at < two.at
        assert one.source < two.source
    for f in found:
        assert f.length == 1
        assert hashes[f.at] == hashes[f.source]
        assert at <= f.at < at + len(a)
        assert 0 <= f.source < len(b)


@pytest.mark.parametrize(("mine", "theirs", "found"), [(FILL, FILL, True), (FILL + 1, 1, False), (1, FILL + 1, False)])
def test_what_is_too_long_for_a_gap(mine: int, theirs: int, found: bool) -> None:
    hashes = view([1] * (mine + theirs))
    assert bool(common(hashes, theirs, theirs + mine, 0, theirs)) is found


def test_fill_aligns_gaps_and_both_ends() -> None:
    #          0  1  2  3  4  5  6  7  8  9 10 11
    source = [50, 51, 1, 2, 3, 4, 5, 52, 6, 7, 8, 53]
    copy = [50, 99, 1, 2, 3, 4, 5, 98, 6, 7, 8, 97]
    hashes = view(source + copy)
    made = chain((14, 2, 5), (20, 8, 3))
    filled = fill(made, hashes, 12, 24, lambda word: (0, 12))
    words = [(f.at + n, f.source + n) for f in filled for n in range(f.length)]
    assert words == [(12, 0), *((14 + n, 2 + n) for n in range(5)), *((20 + n, 8 + n) for n in range(3))]


def test_fill_does_not_leave_the_piece_of_the_source() -> None:
    hashes = view([7, 1, 2, 3, 4, 5, 8, 7, 1, 2, 3, 4, 5, 8])
    made = chain((8, 1, 5))
    assert [tuple(f) for f in fill(made, hashes, 7, 14, lambda word: (0, 7))] == [(7, 0, 1), (8, 1, 5), (13, 6, 1)]
    assert [tuple(f) for f in fill(made, hashes, 7, 14, lambda word: (1, 6))] == [(8, 1, 5)]


def test_fill_never_points_forward() -> None:
    hashes = view([1] * 8)
    filled = fill(chain((1, 0, 5)), hashes, 1, 8, lambda word: (0, 8))
    assert all(f.source < f.at for f in filled)
