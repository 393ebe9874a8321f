"""Lists that lie beside the database come back in whatever order and number a statement asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from dedup.engines import lists, rows
from dedup.engines.duckdb import DuckDBEngine

SCHEMA = pa.schema([("doc", pa.int64()), ("words", pa.list_(pa.int64())), ("facts", pa.list_(pa.bool_()))])


@pytest.fixture
def engine() -> Iterator[DuckDBEngine]:
    made = DuckDBEngine(threads=1)
    yield made
    made.close()


def table(*docs: int) -> pa.RecordBatch:
    lists = [[doc] * (doc % 3) for doc in docs], [[doc % 2 == 0] * (doc % 4) for doc in docs]
    return pa.record_batch([pa.array(c, f.type) for c, f in zip((docs, *lists), SCHEMA, strict=True)], schema=SCHEMA)


def test_in_another_order_and_several_times(engine: DuckDBEngine) -> None:
    engine.map("one", None, [table(0, 1, 2), table(), table(3, 4)], SCHEMA)
    engine.keep("pairs", "SELECT a.doc, a.words AS own, b.words AS other FROM one AS a JOIN one AS b ON a.doc <= b.doc")
    found = list(rows(engine.read("SELECT own, other FROM pairs ORDER BY doc DESC, other")))
    assert found == [
        {"own": [a] * (a % 3), "other": [b] * (b % 3)} for a in range(4, -1, -1) for b in range(5) if a <= b
    ]


def test_from_several_tables(engine: DuckDBEngine) -> None:
    engine.map("one", None, [table(0, 1, 2)], SCHEMA)
    engine.map("two", None, [table(7, 8)], SCHEMA)
    (found,) = engine.read("SELECT * FROM one UNION ALL SELECT * FROM two ORDER BY doc DESC")
    assert found == table(8, 7, 2, 1, 0)


def test_of_documents_that_are_replaced(engine: DuckDBEngine) -> None:
    engine.map("one", None, [table(0, 1, 2, 5)], SCHEMA)
    engine.map("one", lambda batch: batch, [table(1)], SCHEMA, docs=[1, 2])
    (found,) = engine.read("SELECT * FROM one ORDER BY doc")
    assert found == table(0, 1, 5)


def test_of_kernels_that_see_whole_groups(engine: DuckDBEngine) -> None:
    engine.map("one", None, [table(*range(2 * n, 2 * n + 2)) for n in range(6)], SCHEMA)
    seen: list[pa.RecordBatch] = []

    def kernel(batch: pa.RecordBatch) -> pa.RecordBatch:
        seen.append(batch)
        return batch

    engine.map("again", kernel, "SELECT * FROM one ORDER BY doc", SCHEMA, by=("doc",))
    assert pa.Table.from_batches(seen).combine_chunks().to_batches() == [table(*range(12))]
    assert [row["words"] for row in rows(engine.read("SELECT words FROM again ORDER BY doc DESC"))] == [
        [doc] * (doc % 3) for doc in range(11, -1, -1)
    ]


def test_none(engine: DuckDBEngine) -> None:
    engine.map("one", None, [], SCHEMA)
    assert list(engine.read("SELECT * FROM one")) == []


def test_files_that_grow_and_that_are_let_go(tmp_path: Path) -> None:
    maps: dict[str, pa.MemoryMappedFile] = {}
    first = lists.put(table(1, 2), tmp_path, "rows")
    assert lists.get(first, maps) == table(1, 2)
    second, third = lists.put(table(), tmp_path, "rows"), lists.put(table(3), tmp_path, "rows")
    assert second.file == third.file == first.file
    assert [lists.get(place, maps) for place in (third, first, second)] == [table(3), table(1, 2), table()]
    assert len(maps) == 1


def test_a_closed_engine_holds_no_file() -> None:
    engine = DuckDBEngine(threads=1)
    engine.map("one", None, [table(0, 1, 2)], SCHEMA)
    (found,) = engine.read("SELECT * FROM one ORDER BY doc")
    engine.close()
    assert found == table(0, 1, 2), "what was read outlasts it"
    assert not lists._maps
    assert not lists._lists_at.cache_info().currsize
