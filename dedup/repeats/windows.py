"""Kernel between vote and judge: windows as lists of chunks, each chunk once per pair of documents."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dedup.repeats.stream import groups, joined

NEEDED = pa.schema([("doc", pa.int64()), ("src", pa.int64()), ("chunk", pa.int32())])


def chunks_of_windows(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, (doc, src, low, high) ordered -> NEEDED: overlapping windows are merged."""
    parts = []
    for of_doc in groups(batch):
        for rows in groups(of_doc, "src"):
            low, high = rows.column("low").to_numpy(), rows.column("high").to_numpy()
            reach = np.append(low[0] - 1, np.maximum.accumulate(high)[:-1])
            first = np.maximum(low, reach + 1)
            lengths = np.maximum(high - first + 1, 0)
            chunk = (
                np.repeat(first, lengths) + np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            )
            doc, src = (np.full(len(chunk), rows.column(name)[0].as_py()) for name in ("doc", "src"))
            parts.append(
                pa.record_batch([pa.array(doc), pa.array(src), pa.array(chunk.astype(np.int32))], schema=NEEDED)
            )
    return joined(parts, NEEDED)
