"""Kernel 1: the keys under which equal text meets.

Exact keys of every unit, every block and the whole document, and winnowed keys of five-word runs (Schleimer,
Wilkerson and Aiken 2003), which find a sentence quoted in the middle of another.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.repeats.stream import CHUNK, Stream, groups, joined, stream
from dedup.text.fingerprint import fingerprints
from dedup.text.words import BLOCK

RUN_WEIGHT = 10
"""Half-words in a run of words that anchors an alignment: five words, or ten characters without spaces."""
WINNOW = 32
"""One of so many adjacent runs becomes a winnowed key."""
_ROWS = 1 << 16
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
    parts = [_keys(stream(rows)) for rows in groups(batch)]
    return joined(parts, KEYS)


def _keys(words: Stream) -> pa.RecordBatch:
    solid = words.weights()
    count = len(words)
    units, blocks = words.units(), np.flatnonzero(words.kinds & BLOCK)
    total = np.append(0, np.cumsum(solid))
    keys, starts, ends = [], [], []
    for first in (units, blocks):
        stops = np.append(first[1:], count)
        long = total[stops] - total[first] >= RUN_WEIGHT
        keys.append(fingerprints(words.hashes, first[long], stops[long]))
        starts.append(first[long])
        ends.append(stops[long])
    for column, values in zip((keys, starts, ends), _winnowed(words.hashes, solid), strict=True):
        column.append(values ^ 1 if column is keys else values)
    whole = np.zeros(1, np.int64)
    heavy = total[-1] >= TWIN_WEIGHT
    keys.append((fingerprints(words.hashes, whole, whole + count) if heavy else np.array([words.contents[1]])) ^ 2)
    starts.append(whole)
    ends.append(whole + count)
    key, first = np.unique(np.concatenate(keys), return_index=True)
    start, end = np.concatenate(starts)[first], np.concatenate(ends)[first]
    twin = first == sum(map(len, keys)) - 1
    low, high = windows(start, end)
    doc = np.full(len(key), words.docs[0])
    columns = [key, doc, start, total[end] - total[start], low, high, twin.astype(np.int32)]
    return pa.record_batch([pa.array(column) for column in columns], schema=KEYS)


def _winnowed(
    hashes: NDArray[np.int64], weights: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Fingerprint, start and end of the runs that are the least in some window of WINNOW adjacent runs."""
    ends = run_ends(weights, np.full(len(hashes), len(hashes)))
    starts = np.flatnonzero((ends >= 0) & (weights > 0))
    ends = ends[starts]
    if not len(starts):
        return starts, starts, starts
    values = fingerprints(hashes, starts, ends)
    rows = np.lib.stride_tricks.sliding_window_view(values, min(WINNOW, len(values)))
    parts = [rows[at : at + _ROWS].argmin(axis=1) for at in range(0, len(rows), _ROWS)]  # argmin copies its rows
    least = np.unique(np.arange(len(rows)) + np.concatenate(parts))
    return values[least], starts[least], ends[least]
