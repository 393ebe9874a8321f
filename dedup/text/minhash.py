"""MinHash signatures (Broder 1997), their LSH bands, and the estimate of a pair.

The signatures are datasketch's own (scheme affine32), so they can be loaded as ``LeanMinHash`` and looked up in a
``MinHashLSH``.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.kernels import compiled
from dedup.text.fingerprint import mix

if TYPE_CHECKING:
    from datasketch import MinHash

PERMUTATIONS = 128
_AT_A_TIME = 4096
_blank: list[MinHash] = []


@cache
def permutations() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The permutations of datasketch, for the twin: each turns the mixed hash h into a·h + b modulo 2³²."""
    random = np.random.RandomState(1)
    a = random.randint(0, 1 << 31, PERMUTATIONS, np.uint32) * np.uint32(2) + np.uint32(1)
    return a, random.randint(0, 1 << 32, PERMUTATIONS, np.uint32)


@compiled
def signatures_of(shingles: NDArray[np.uint32], borders: NDArray[np.int64]) -> NDArray[np.int64]:
    """The MinHashes by datasketch of some sets of shingles, given as 32-bit hashes; shape (sets, PERMUTATIONS).

    The sets stand one behind the other, each between two of the `borders`.
    """
    if not _blank:
        from datasketch import MinHash  # late: it brings SciPy

        _blank.append(MinHash(PERMUTATIONS, hashfunc=int))
    made = np.empty((len(borders) - 1, PERMUTATIONS), np.int64)
    for row, (start, end) in enumerate(pairwise(borders.tolist())):
        sketch = _blank[0].copy()
        distinct = np.unique(shingles[start:end])
        for at in range(0, len(distinct), _AT_A_TIME):
            sketch.update_batch(distinct[at : at + _AT_A_TIME].tolist())
        made[row] = sketch.hashvalues
    return made


def packed(sketches: NDArray[np.int64]) -> pa.ListArray:
    """Signatures as a column, in half the room: unsigned 32-bit values in signed ones."""
    borders = np.arange(len(sketches) + 1, dtype=np.int32) * PERMUTATIONS
    return pa.ListArray.from_arrays(borders, pa.array(sketches.astype(np.uint32).reshape(-1).view(np.int32)))


def signatures(column: pa.ListArray) -> NDArray[np.uint32]:
    """A column of packed signatures as an array of shape (rows, PERMUTATIONS)."""
    return np.asarray(column.flatten().to_numpy().reshape(-1, PERMUTATIONS).view(np.uint32))


def band_keys(sketches: NDArray[np.uint32], bands: int, rows: int) -> NDArray[np.int64]:
    """The keys of the first `bands` bands of `rows` values of each signature; shape (signatures · bands,)."""
    count = len(sketches)
    parts = sketches[:, : bands * rows].astype(np.uint64).reshape(count, bands, rows)
    key = np.broadcast_to(np.arange(bands, dtype=np.uint64), (count, bands))
    for row in range(rows):
        key = mix(key * np.uint64(0x9E3779B97F4A7C15) + parts[:, :, row])
    return key.reshape(-1).view(np.int64)


def shared(one: pa.ListArray, two: pa.ListArray) -> NDArray[np.int64]:
    """How many of PERMUTATIONS values each pair of signatures shares: their Jaccard similarity, estimated."""
    return np.asarray((signatures(one) == signatures(two)).sum(axis=1))
