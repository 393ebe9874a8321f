"""Kernel 1: the keys under which equal text meets.

Exact keys of every unit, every block and the whole document, and winnowed keys of five-word runs (Schleimer,
Wilkerson and Aiken 2003), which find a sentence quoted in the middle of another.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.repeats.stream import CHUNK, PART, Stream, groups, joined, stream
from dedup.text.fingerprint import fingerprints
from dedup.text.spread import spread
from dedup.text.words import BLOCK, UNIT

RUN_WEIGHT = 10
"""Half-words in a run of words that anchors an alignment: five words, or ten characters without spaces."""
WINNOW = 32
"""One of so many adjacent runs, a power of two, becomes a winnowed key."""
WINDOW = 400
"""Words on either side of a match that are shipped to be aligned."""
TWIN_WEIGHT = 50
"""A document of so many half-words is dropped if its words equal an earlier one's, a shorter one if its text does."""

KEYS = pa.schema(
    [
        ("key", pa.int64()),
        ("doc", pa.int64()),
        ("pos", pa.int64()),  # number of the first word in the remaining text
        ("weight", pa.int64()),  # half-words that match if the key does
        ("low", pa.int32()),  # first and last chunk of the window around the match
        ("high", pa.int32()),
        ("twin", pa.int32()),  # 1: the key is of the whole document
    ]
)


def run_ends(weights: NDArray[np.int64], limits: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each word the end of the shortest run from it that weighs RUN_WEIGHT; -1 if it would pass its limit."""
    total = np.append(0, np.cumsum(weights))
    ends = np.searchsorted(total, total[:-1] + RUN_WEIGHT)
    return np.where(ends <= limits, ends, -1)


def windows(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First and last chunk of the window around each stretch of words (the last may lie past the end)."""
    low, high = np.maximum(starts - WINDOW, 0) // CHUNK, (ends + WINDOW) // CHUNK
    return low.astype(np.int32), high.astype(np.int32)


def keys_of_words(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, WORDS -> KEYS; a key stands once per document, at its first place."""
    return joined([_keys(stream(part)) for part in groups(batch, rows=PART)], KEYS)


def _keys(words: Stream) -> pa.RecordBatch:
    solid = words.weights()
    total = np.append(0, np.cumsum(solid))
    found = [*(_heavy(words, total, kind) for kind in (UNIT, BLOCK)), winnowed(words, solid), _whole(words, total)]
    keys, starts, ends = (np.concatenate(column) for column in zip(*found, strict=True))
    docs, twin = words.docs_of(starts), np.zeros(len(keys), np.int32)
    twin[len(keys) - len(words.contents) :] = 1
    order = np.lexsort((keys, docs))
    new = np.append(True, (np.diff(docs[order]) != 0) | (np.diff(keys[order]) != 0))[: len(order)]
    chosen = order[new]
    start, end = starts[chosen], ends[chosen]
    place = words.places_of(start)
    columns = keys[chosen], docs[chosen], place, total[end] - total[start], *windows(place, place + end - start)
    return pa.record_batch([pa.array(column) for column in (*columns, twin[chosen])], schema=KEYS)


Keys = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Fingerprint, start and end of some stretches of words."""


def _heavy(words: Stream, total: NDArray[np.int64], kind: int) -> Keys:
    """The units or blocks of RUN_WEIGHT or more."""
    starts, ends = words.stretches(kind)
    heavy = total[ends] - total[starts] >= RUN_WEIGHT
    starts, ends = starts[heavy], ends[heavy]
    return fingerprints(words.hashes, starts, ends), starts, ends


def _whole(words: Stream, total: NDArray[np.int64]) -> Keys:
    """The documents; a short one by its text."""
    starts, ends = words.borders[:-1], words.borders[1:]
    heavy = total[ends] - total[starts] >= TWIN_WEIGHT
    return np.where(heavy, fingerprints(words.hashes, starts, ends), words.contents) ^ 2, starts, ends


def winnowed(words: Stream, weights: NDArray[np.int64]) -> Keys:
    """The runs that are the least in some window of WINNOW adjacent runs of their document, or in all of it."""
    ends = run_ends(weights, words.limits())
    starts = np.flatnonzero((ends >= 0) & (weights > 0))
    ends = ends[starts]
    values = fingerprints(words.hashes, starts, ends)
    # documents stand one behind the other, each padded to a window at least with values that are never the least
    counts = np.diff(np.searchsorted(starts, words.borders))
    padded = np.where(counts > 0, np.maximum(counts, WINNOW), 0)
    document, nth = spread(counts)
    slots = (np.cumsum(padded) - padded)[document] + nth
    least = np.full(padded.sum(), np.iinfo(np.int64).max)
    least[slots] = values
    run = np.zeros(len(least), np.int64)
    run[slots] = np.arange(len(values))
    window = spread(padded)[1] + WINNOW <= np.repeat(padded, padded)
    width = 1
    while width < WINNOW:  # the least of twice as many runs: the earlier one on a tie
        later = least[width:] < least[:-width]
        run = np.where(later, run[width:], run[:-width])
        least = np.where(later, least[width:], least[:-width])
        width *= 2
    chosen = np.unique(run[window[: len(run)]])
    return values[chosen] ^ 1, starts[chosen], ends[chosen]
