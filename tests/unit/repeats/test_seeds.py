from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.repeats.keys import run_ends
from dedup.repeats.seeds import Fragment, fragments

Run = tuple[int, ...]


def naive_ends(weights: list[int], limits: list[int]) -> list[int]:
    ends = []
    for start in range(len(weights)):
        end, total = start, 0
        while end < len(weights) and total < 10:
            total += weights[end]
            end += 1
        ends.append(end if total >= 10 and end <= limits[start] else -1)
    return ends


def naive(hashes: list[int], weights: list[int], limits: list[int], own: int) -> list[Fragment]:
    """Every run with its first, its last foreign and its nearest earlier occurrence; runs on a diagonal joined."""
    ends = naive_ends(weights, limits)
    places: dict[Run, list[int]] = {}
    pairs: set[tuple[int, int]] = set()
    for at, end in enumerate(ends):
        if end < 0:
            continue
        before = places.setdefault(tuple(hashes[at:end]), [])
        if at >= own and before:
            foreign = [place for place in before if place < own]
            pairs |= {(at, before[0]), (at, before[-1])} | ({(at, foreign[-1])} if foreign else set())
        before.append(at)
    found = []
    for at, source in sorted(pairs):
        if (at - 1, source - 1) in pairs:
            continue
        last = at
        while (last + 1, source + last + 1 - at) in pairs:
            last += 1
        found.append(Fragment(at, source, ends[last] - at))
    return sorted(found)


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[int], list[int], list[int], int]:
    """Words of a small alphabet in pieces, some of them of half weight."""
    sizes = draw(st.lists(st.integers(1, 25), min_size=1, max_size=4))
    count = sum(sizes)
    hashes = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    weights = [2 if value or draw(st.booleans()) else 1 for value in hashes]
    half = draw(st.sampled_from([(), (0,), (1, 2)]))
    weights = [1 if value in half else 2 for value in hashes]
    limits = [end for size, end in zip(sizes, np.cumsum(sizes).tolist(), strict=True) for _ in range(size)]
    own = draw(st.sampled_from([0, *np.cumsum(sizes).tolist()]))
    return hashes, weights, limits, own


@given(stories())
def test_run_ends(story: tuple[list[int], list[int], list[int], int]) -> None:
    _, weights, limits, _ = story
    assert run_ends(np.array(weights), np.array(limits)).tolist() == naive_ends(weights, limits)


@given(stories())
def test_fragments_are_those_of_brute_force(story: tuple[list[int], list[int], list[int], int]) -> None:
    hashes, weights, limits, own = story
    arrays = (np.array(column, np.int64) for column in (hashes, weights, limits))
    assert fragments(*arrays, own) == naive(*story)


@given(stories())
def test_fragments_are_equal_words_and_cover_every_repeated_run(
    story: tuple[list[int], list[int], list[int], int],
) -> None:
    hashes, weights, limits, own = story
    found = fragments(*(np.array(column, np.int64) for column in (hashes, weights, limits)), own)
    for at, source, length in found:
        assert own <= at
        assert source < at
        assert hashes[at : at + length] == hashes[source : source + length]
        assert at + length <= limits[at]
        assert source + length <= limits[source]
    covered = {(at + n) for at, _, length in found for n in range(length)}
    ends = naive_ends(weights, limits)
    seen: set[Run] = set()
    for at, end in enumerate(ends):
        if end >= 0:
            run = tuple(hashes[at:end])
            assert at < own or run not in seen or set(range(at, end)) <= covered
            seen.add(run)


def test_nothing_in_nothing() -> None:
    none = np.zeros(0, np.int64)
    assert fragments(none, none, none, 0) == []
