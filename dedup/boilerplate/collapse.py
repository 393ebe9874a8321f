"""Kernels 2: near-duplicate pages of a source, which count once: MinHash of the shingles of their long blocks."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.text.fingerprint import fingerprints
from dedup.text.minhash import PERMUTATIONS, band_keys, shared, signatures, signatures_of
from dedup.text.spread import spread

SHINGLE = 5
"""Words in a shingle."""
BANDS, ROWS = 64, 2
"""Pages are few, so bands may be many: of the pairs with Jaccard similarity .35, one in 4,000 is missed."""
LEAST_JACCARD = 0.35
"""Pages that are so much alike count once; above .5 the versions of a contract would count as many pages."""

PAGE_KEYS = pa.schema([("source", pa.int64()), ("key", pa.int64()), ("doc", pa.int64())])
LINKS = pa.schema([("doc", pa.int64()), ("other", pa.int64())])


def page_signatures(
    hashes: NDArray[np.int64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    prose: NDArray[np.bool_],
    blocks: NDArray[np.int64],
    pages: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pages that have shingles, and of each the MinHash of those of its blocks of prose, of all if none is.

    `blocks` stand on `pages`, numbered from 0, one page after the other; a block counts once on each.
    """
    firsts = np.sort(np.unique(pages * len(starts) + blocks, return_index=True)[1])
    blocks, pages = blocks[firsts], pages[firsts]
    without = np.bincount(pages, prose[blocks]) == 0
    chosen = prose[blocks] | without[pages]
    blocks, pages = blocks[chosen], pages[chosen]
    starts, ends = starts[blocks], ends[blocks]
    block, nth = spread(ends - starts)
    stream, owner = hashes[starts[block] + nth], pages[block]
    places = np.flatnonzero(owner[SHINGLE - 1 :] == owner[: 1 - SHINGLE])
    shingles = fingerprints(stream, places, places + SHINGLE).astype(np.uint32)
    signed, borders = np.unique(owner[places], return_index=True)
    return signed, signatures_of(shingles, np.append(borders, len(shingles)))


def page_keys(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, (source, doc, signature) -> PAGE_KEYS: one key for each band of ROWS values of a signature."""
    batch = batch.filter(pc.greater(pc.list_value_length(batch.column("signature")), 0))
    key = band_keys(signatures(batch.column("signature")), BANDS, ROWS)
    source, doc = (np.repeat(batch.column(name).to_numpy(), BANDS) for name in ("source", "doc"))
    return pa.record_batch([pa.array(c) for c in (source, key, doc)], schema=PAGE_KEYS)


def alike(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel: pairs of pages with both signatures -> LINKS of those that are near-duplicates."""
    near = shared(batch.column("own"), batch.column("theirs")) >= LEAST_JACCARD * PERMUTATIONS
    return pa.record_batch([pa.array(batch.column(name).to_numpy()[near]) for name in LINKS.names], schema=LINKS)
