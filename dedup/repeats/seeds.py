"""Judge, step 1: where five-word runs of a document stand earlier, joined to diagonal fragments."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import compiled
from dedup.repeats.keys import run_ends
from dedup.text.fingerprint import fingerprints


class Fragment(NamedTuple):
    """Words ``[at, at + length)`` equal the earlier words ``[source, source + length)``."""

    at: int
    source: int
    length: int


@compiled
def fragments(
    hashes: NDArray[np.int64], weights: NDArray[np.int64], limits: NDArray[np.int64], own: int
) -> list[Fragment]:
    """Longest diagonal matches of the words from index `own` on with words before them, by place.

    A run is matched with its first occurrence, its last one before `own`, and its nearest one from `own` on:
    more would cost time without finding more. `limits` is, for each word, the end of the piece of text it stands
    in; runs do not cross it.
    """
    ends = run_ends(weights, limits)
    starts = np.flatnonzero(ends >= 0)
    if not len(starts) or starts[-1] < own:
        return []
    prints = fingerprints(hashes, starts, ends[starts])
    order = np.argsort(prints, kind="stable")
    sorted_prints, place = prints[order], starts[order]
    new_group = np.append(True, sorted_prints[1:] != sorted_prints[:-1])
    group_start = np.maximum.accumulate(np.where(new_group, np.arange(len(order)), 0))
    mine = (place >= own) & ~new_group
    if not mine.any():
        return []
    at = place[mine]
    first = place[group_start[mine]]
    outside = np.where(place < own, np.arange(len(order)), -1)
    last_outside = np.maximum.accumulate(outside)[mine]
    last = np.where(last_outside >= group_start[mine], place[last_outside], first)
    nearest = place[np.flatnonzero(mine) - 1]
    pairs = np.unique(np.concatenate([at * len(hashes) + other for other in (first, last, nearest)]))
    return _joined(*np.divmod(pairs, len(hashes)), ends)


def _joined(at: NDArray[np.int64], source: NDArray[np.int64], ends: NDArray[np.int64]) -> list[Fragment]:
    """Runs that follow each other on one diagonal as one fragment."""
    order = np.lexsort((at, at - source))
    at, source = at[order], source[order]
    new = np.append(True, (np.diff(at) != 1) | (np.diff(at - source) != 0))
    heads = np.flatnonzero(new)
    tails = np.append(heads[1:], len(at)) - 1
    found = np.stack([at[heads], source[heads], ends[at[tails]] - at[heads]], axis=1)
    return list(map(Fragment._make, found[np.lexsort((found[:, 1], found[:, 0]))].tolist()))
