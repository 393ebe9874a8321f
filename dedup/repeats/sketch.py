"""Kernel 1, continued: MinHash signatures of blocks, their LSH band keys, and the estimate of a pair."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.repeats.keys import windows
from dedup.repeats.stream import PART, Stream, groups, joined, stream
from dedup.text.fingerprint import fingerprints
from dedup.text.minhash import PERMUTATIONS, band_keys, packed, shared, signatures, signatures_of
from dedup.text.spread import spread
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
        ("signature", pa.list_(pa.int32())),  # see text.minhash.packed
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
    return joined([_sketches(stream(part)) for part in groups(batch, rows=PART)], SKETCHES)


def _sketches(words: Stream) -> pa.RecordBatch:
    starts, ends = words.stretches(BLOCK)
    total = np.append(0, np.cumsum(words.weights()))
    weight = total[ends] - total[starts]
    long = weight >= BLOCK_WEIGHT
    starts, ends, weight = starts[long], ends[long], weight[long]
    size = shingle_sizes(words, starts, ends, weight)
    equal = fingerprints(words.hashes, starts, ends) ^ size
    _, first, block = np.unique(equal, return_index=True, return_inverse=True)
    made = signatures_of(*shingles(words.hashes, starts[first], ends[first], size[first]))
    place = words.places_of(starts)
    columns = [words.docs_of(starts), place, weight, *windows(place, place + ends - starts)]
    return pa.record_batch([*map(pa.array, columns), packed(made[block])], schema=SKETCHES)


def shingle_sizes(
    words: Stream, starts: NDArray[np.int64], ends: NDArray[np.int64], weight: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Words in a shingle of each block: three, two in a short block, twice that without spaces."""
    full = np.append(0, np.cumsum(words.kinds & FULL > 0))
    spaceless = 2 * (full[ends] - full[starts]) < ends - starts
    return np.where(weight < SHORT_BLOCK, 2, 3) * np.where(spaceless, 2, 1)


def shingles(
    hashes: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64], size: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The shingles of all blocks as 32-bit hashes, and where each block's start, and the last's end."""
    counts = np.maximum(ends - starts - size, 0) + 1
    block, nth = spread(counts)
    first = starts[block] + nth
    prints = fingerprints(hashes, first, np.minimum(first + size[block], ends[block]))
    return prints.astype(np.uint32), np.append(0, np.cumsum(counts))


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
