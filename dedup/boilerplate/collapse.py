"""Kernels 2: near-duplicate pages of a source, which count once: MinHash of the shingles of their long blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.text.fingerprint import fingerprints, mix

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE = 5
"""Words in a shingle."""
PERMUTATIONS = 128
BANDS, ROWS = 64, 2
"""Pages are few, so bands may be many: of the pairs with Jaccard similarity .35, one in 4,000 is missed."""
LEAST_JACCARD = 0.35
"""Pages that are so much alike count once; above .5 the versions of a contract would count as many pages."""

PAGE_KEYS = pa.schema([("source", pa.int64()), ("key", pa.int64()), ("doc", pa.int64())])
LINKS = pa.schema([("doc", pa.int64()), ("other", pa.int64())])

_blank: list[MinHash] = []


def signature(
    hashes: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64], prose: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The MinHash, by datasketch, of the shingles of a page's blocks of prose; empty if it has none."""
    long = np.flatnonzero(prose)
    stream = (
        np.concatenate([hashes[a:b] for a, b in zip(starts[long], ends[long], strict=True)])
        if len(long)
        else hashes[:0]
    )
    if len(stream) < SHINGLE:
        return stream[:0]
    if not _blank:
        from datasketch import MinHash

        _blank.append(MinHash(PERMUTATIONS, hashfunc=int))
    places = np.arange(len(stream) - SHINGLE + 1)
    shingles = np.unique(fingerprints(stream, places, places + SHINGLE).astype(np.uint32))
    sketch = _blank[0].copy()
    for part in np.array_split(shingles, len(shingles) // 4096 + 1):
        sketch.update_batch(part.tolist())
    return np.asarray(sketch.hashvalues.astype(np.int64))


def page_keys(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, (source, doc, signature) -> PAGE_KEYS: one key for each band of ROWS values of a signature."""
    batch = batch.filter(pc.greater(pc.list_value_length(batch.column("signature")), 0))
    count = batch.num_rows
    signatures = batch.column("signature").flatten().to_numpy().view(np.uint64).reshape(count, PERMUTATIONS)
    bands = signatures[:, : BANDS * ROWS].reshape(count, BANDS, ROWS)
    key = np.broadcast_to(np.arange(BANDS, dtype=np.uint64), (count, BANDS))
    for row in range(ROWS):
        key = mix(key * np.uint64(0x9E3779B97F4A7C15) + bands[:, :, row])
    source, doc = (np.repeat(batch.column(name).to_numpy(), BANDS) for name in ("source", "doc"))
    return pa.record_batch([pa.array(c) for c in (source, key.reshape(-1).view(np.int64), doc)], schema=PAGE_KEYS)


def alike(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel: pairs of pages with both signatures -> LINKS of those that are near-duplicates."""
    own = batch.column("own").flatten().to_numpy().reshape(-1, PERMUTATIONS)
    theirs = batch.column("theirs").flatten().to_numpy().reshape(-1, PERMUTATIONS)
    near = (own == theirs).mean(axis=1) >= LEAST_JACCARD
    return pa.record_batch([pa.array(batch.column(name).to_numpy()[near]) for name in LINKS.names], schema=LINKS)
