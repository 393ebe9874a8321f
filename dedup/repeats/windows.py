"""Kernel between vote and judge: windows as lists of chunks, each chunk once per pair of documents."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dedup.text.spread import spread

NEEDED = pa.schema([("doc", pa.int64()), ("src", pa.int64()), ("chunk", pa.int32())])


def chunks_of_windows(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, (doc, src, low, high) ordered, in whole documents -> NEEDED: overlapping windows are merged."""
    doc, src, low, high = (batch.column(n).to_numpy().astype(np.int64) for n in ("doc", "src", "low", "high"))
    new = np.append(True, (np.diff(doc) != 0) | (np.diff(src) != 0))[: len(doc)]
    # each pair of documents gets a range of its own, so that one running maximum serves all of them
    shift = np.cumsum(new) * (high.max(initial=0) + 2)
    reach = np.append(0, np.maximum.accumulate(high + shift)[:-1])[: len(doc)] - shift
    first = np.where(new, low, np.maximum(low, reach + 1))
    row, nth = spread(np.maximum(high - first + 1, 0))
    chunk = first[row] + nth
    columns = doc[row], src[row], chunk.astype(np.int32)
    return pa.record_batch([pa.array(column) for column in columns], schema=NEEDED)
