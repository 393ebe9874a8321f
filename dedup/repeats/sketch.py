"""Kernel 1, continued: MinHash signatures of blocks, their LSH band keys, and the estimate of a pair."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.repeats.keys import windows
from dedup.repeats.stream import Stream, groups, joined, stream
from dedup.text.fingerprint import fingerprints
from dedup.text.minhash import PERMUTATIONS, band_keys, shared, signature, signatures
from dedup.text.words import BLOCK, FULL

BANDS, ROWS = 16, 3
BLOCK_WEIGHT = 16
"""Half-words of the shortest block that is sketched."""
SHORT_BLOCK = 48
"""Half-words below which shingles have two words instead of three."""
LEAST_JACCARD = 0.2
"""Estimated Jaccard similarity below which a pair is no candidate."""

SKETCHES = pa.schema(
    [
        ("doc", pa.int64()),
        ("pos", pa.int64()),  # number of the block's first word in the remaining text
        ("weight", pa.int64()),
        ("low", pa.int32()),  # the window, as in KEYS
        ("high", pa.int32()),
        ("signature", pa.list_(pa.int64())),
    ]
)
BAND_KEYS = pa.schema([("key", pa.int64()), *(SKETCHES.field(n) for n in ("doc", "pos", "weight", "low", "high"))])
ANCHORS = pa.schema(
    [
        ("doc", pa.int64()),
        ("pos", pa.int64()),
        ("weight", pa.int64()),
        ("src", pa.int64()),  # an earlier document, and the window of its chunks
        ("low", pa.int32()),
        ("high", pa.int32()),
    ]
)
PAIRS = pa.schema([*ANCHORS, ("shared", pa.int64())])


def sketches_of_words(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, WORDS -> SKETCHES."""
    parts = [_sketches(stream(rows)) for rows in groups(batch)]
    return joined(parts, SKETCHES)


def _sketches(words: Stream) -> pa.RecordBatch:
    starts = np.flatnonzero(words.kinds & BLOCK)
    ends = np.append(starts[1:], len(words))
    total = np.append(0, np.cumsum(words.weights()))
    weight = total[ends] - total[starts]
    long = weight >= BLOCK_WEIGHT
    starts, ends, weight = starts[long], ends[long], weight[long]
    _, first, block = np.unique(fingerprints(words.hashes, starts, ends), return_index=True, return_inverse=True)
    made = [signature(shingles(words, starts[n], ends[n], weight[n])) for n in first]
    low, high = windows(starts, ends)
    columns = [np.full(len(starts), words.docs[0]), starts, weight, low, high]
    arrays = [pa.array(column) for column in columns]
    return pa.record_batch([*arrays, pa.array([made[n] for n in block], pa.list_(pa.int64()))], schema=SKETCHES)


def shingles(words: Stream, start: int, end: int, weight: int) -> NDArray[np.uint32]:
    """The shingles of a block, as 32-bit hashes: three words, two in a short block, twice that without spaces."""
    size = 2 if weight < SHORT_BLOCK else 3
    if not (words.kinds[start:end] & FULL).mean() >= 0.5:
        size *= 2
    first = np.arange(start, max(end - size, start) + 1)
    return (fingerprints(words.hashes[start:end], first - start, np.minimum(first + size, end) - start)).astype(
        np.uint32
    )


def bands_of_sketches(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, SKETCHES -> BAND_KEYS: one key for each band of ROWS values of a signature."""
    key = band_keys(signatures(batch.column("signature")), BANDS, ROWS)
    others = [np.repeat(batch.column(field.name).to_numpy(), BANDS) for field in list(BAND_KEYS)[1:]]
    return pa.record_batch([pa.array(column) for column in (key, *others)], schema=BAND_KEYS)


def estimate(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel: pairs with both signatures -> PAIRS that are alike enough.

    `shared` counts equal signature values; the weight becomes the estimated number of shared half-words.
    """
    equal = shared(batch.column("own"), batch.column("other"))
    alike = equal >= LEAST_JACCARD * PERMUTATIONS
    columns = {name: batch.column(name).to_numpy()[alike] for name in ANCHORS.names}
    columns["weight"] = columns["weight"] * equal[alike] // PERMUTATIONS
    return pa.record_batch([pa.array(c) for c in (*columns.values(), equal[alike])], schema=PAIRS)
