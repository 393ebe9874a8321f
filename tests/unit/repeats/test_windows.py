from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dedup.repeats.windows import NEEDED, chunks_of_windows

SCHEMA = pa.schema([("doc", pa.int64()), ("src", pa.int64()), ("low", pa.int32()), ("high", pa.int32())])
WINDOWS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 12), st.integers(0, 5)).map(
        lambda row: (row[0], row[1], row[2], row[2] + row[3])
    ),
    max_size=15,
)


@given(WINDOWS)
def test_windows_are_merged_to_chunks(windows: list[tuple[int, int, int, int]]) -> None:
    windows = sorted(set(windows))
    columns = [[row[n] for row in windows] for n in range(4)]
    batch = pa.record_batch([pa.array(c, t.type) for c, t in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)
    made = chunks_of_windows(batch)
    assert made.schema == NEEDED
    wanted = {(doc, src, chunk) for doc, src, low, high in windows for chunk in range(low, high + 1)}
    assert [tuple(row.values()) for row in made.to_pylist()] == sorted(wanted)
