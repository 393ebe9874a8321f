from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import groupby

import cloudpickle
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.engines import Engine, count, empty, rows, statement, whole_groups
from dedup.engines import duckdb as module
from dedup.engines.duckdb import DuckDBEngine

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # other processes cannot import a test

SCHEMA = pa.schema([("doc", pa.int64()), ("value", pa.int64())])


def batch(*values: tuple[int, int]) -> pa.RecordBatch:
    return pa.record_batch([pa.array([v[n] for v in values], pa.int64()) for n in range(2)], schema=SCHEMA)


def same(rows: pa.RecordBatch) -> pa.RecordBatch:
    return rows


@pytest.fixture
def engine() -> Iterator[DuckDBEngine]:
    made = DuckDBEngine()
    yield made
    made.close()


def table(engine: Engine, name: str) -> list[tuple[int, ...]]:
    return [tuple(row.values()) for row in rows(engine.read(f"SELECT * FROM {name} ORDER BY ALL"))]


def test_a_statement_reads_the_table_that_it_replaces(engine: DuckDBEngine) -> None:
    engine.map("numbers", None, [batch((1, 10), (2, 20), (3, 30))], SCHEMA)
    engine.keep("numbers", "SELECT * FROM numbers WHERE value > 10 UNION ALL SELECT doc, 0 AS value FROM numbers")
    assert table(engine, "numbers") == [(1, 0), (2, 0), (2, 20), (3, 0), (3, 30)]


KEYS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=20)


@given(KEYS, st.lists(st.integers(0, 6), max_size=12), st.sampled_from([("a",), ("a", "b"), ("b",)]), st.booleans())
def test_whole_groups(keys: list[tuple[int, int]], sizes: list[int], by: tuple[str, ...], ordered: bool) -> None:
    rows = [(a, b, n) for n, (a, b) in enumerate(sorted(keys) if ordered else keys)]
    cut, at = [], 0
    for size in [*sizes, len(rows)]:
        part = rows[at : at + size]
        at += size
        cut.append(
            pa.record_batch([pa.array([r[n] for r in part], pa.int64()) for n in range(3)], names=["a", "b", "n"])
        )
    made = [[tuple(row.values()) for row in part.to_pylist()] for part in whole_groups(cut, by)]
    assert all(made), "no empty batches"
    assert [row for part in made for row in part] == rows

    def key(row: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(row["ab".index(name)] for name in by)

    wanted = [list(group) for _, group in groupby(rows, key)]
    got = [list(group) for part in made for _, group in groupby(part, key)]
    assert got == wanted, "a group is never cut"


def test_keep_replaces_a_table_and_may_read_it(engine: DuckDBEngine) -> None:
    engine.keep("one", "SELECT 1 AS a UNION ALL SELECT 2 AS a")
    engine.keep("one", "SELECT a + 1 AS a FROM one")
    assert table(engine, "one") == [(2,), (3,)]
    assert count(engine, "one") == 2


def test_map_of_batches_and_of_statements(engine: DuckDBEngine) -> None:
    engine.map("one", same, [batch((2, 1), (1, 7)), batch(), batch((3, 3))], SCHEMA)
    assert table(engine, "one") == [(1, 7), (2, 1), (3, 3)]
    engine.map("two", lambda b: b.slice(0, 1), "SELECT * FROM one ORDER BY doc DESC", SCHEMA)
    assert table(engine, "two") == [(3, 3)]
    engine.map("two", same, "SELECT * FROM two", SCHEMA)
    assert table(engine, "two") == [(3, 3)], "it may replace what it reads"


def test_map_casts_to_the_schema(engine: DuckDBEngine) -> None:
    engine.keep("one", "SELECT CAST(1 AS INT) AS doc, CAST(2 AS INT) AS value")
    engine.map("two", same, "SELECT * FROM one", SCHEMA)
    assert next(engine.read("SELECT * FROM two")).schema == SCHEMA


def test_map_of_nothing_makes_an_empty_table(engine: DuckDBEngine) -> None:
    engine.map("one", same, (), SCHEMA)
    empty(engine, "two", SCHEMA)
    engine.map("three", same, "SELECT * FROM one", SCHEMA, by=("doc",))
    assert [count(engine, name) for name in ("one", "two", "three")] == [0, 0, 0]
    assert list(engine.read("SELECT * FROM one")) == [] or next(engine.read("SELECT * FROM one")).num_rows == 0


@pytest.mark.parametrize("verb", ["keep", "map"])
def test_large_tables_are_compressed(engine: DuckDBEngine, verb: str) -> None:
    numbers = pa.record_batch([pa.array(range(200_000), pa.int64())] * 2, schema=SCHEMA)
    if verb == "keep":
        engine.keep("one", "SELECT i AS doc, i AS value FROM range(200000) AS t(i)")
    else:
        engine.map("one", None, [numbers], SCHEMA)
    (held,) = engine.read("SELECT sum(memory_usage_bytes) AS held FROM duckdb_memory()")
    assert held.column("held")[0].as_py() < numbers.nbytes / 2
    assert table(engine, "one") == [(n, n) for n in range(200_000)]


def test_deleting_many_rows_leaves_nothing_in_memory(engine: DuckDBEngine) -> None:
    rows = 300_000
    engine.keep("one", f"SELECT i % 100 AS doc, i AS value FROM range({rows}) AS t(i)")
    engine.map("one", None, (), SCHEMA, docs=range(50))
    (held,) = engine.read("SELECT memory_usage_bytes AS held FROM duckdb_memory() WHERE tag = 'BASE_TABLE'")
    assert held.column("held")[0].as_py() < rows  # else eight times as much
    assert count(engine, "one") == rows / 2


def test_map_with_documents_replaces_only_theirs(engine: DuckDBEngine) -> None:
    engine.map("one", same, [batch((1, 1), (2, 2), (2, 22), (3, 3))], SCHEMA)
    engine.map("one", same, [batch((2, 20))], SCHEMA, docs=[2, 3])
    assert table(engine, "one") == [(1, 1), (2, 20)]
    engine.map("one", same, "SELECT doc, value + 1 AS value FROM one WHERE doc = 1", SCHEMA, docs=[1])
    assert table(engine, "one") == [(1, 2), (2, 20)]
    engine.map("one", same, (), SCHEMA, docs=[])
    assert table(engine, "one") == [(1, 2), (2, 20)]
    engine.map("one", same, (), SCHEMA, docs=[1, 2, 9])
    assert table(engine, "one") == []


def test_map_by_gives_whole_groups(engine: DuckDBEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH_ROWS", 7)
    engine.keep("one", "SELECT i // 1000 AS doc, i AS value FROM range(10000) AS t(i)")
    sizes: list[int] = []

    def kernel(rows: pa.RecordBatch) -> pa.RecordBatch:
        docs = rows.column("doc").to_pylist()
        assert docs == sorted(docs)
        sizes.extend(docs.count(doc) for doc in set(docs))
        return rows

    engine.map("two", kernel, "SELECT * FROM one ORDER BY doc, value", SCHEMA, by=("doc",))
    assert sizes == [1000] * 10
    assert table(engine, "two") == table(engine, "one")


@pytest.mark.parametrize("batch_rows", [1, 1000, 8192, 10**6])
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_rows_come_in_the_order_asked_for(
    engine: DuckDBEngine, monkeypatch: pytest.MonkeyPatch, batch_rows: int, threads: int
) -> None:
    monkeypatch.setattr(module, "_BATCH_ROWS", batch_rows)
    engine._connection.execute(f"SET threads = {threads}")
    numbers = [(n * 7919 % 10007, n) for n in range(10007)]
    engine.map("one", same, [batch(*numbers[n : n + 100]) for n in range(0, len(numbers), 100)], SCHEMA)
    read = [value for b in engine.read("SELECT value FROM one ORDER BY doc") for value in b.column("value").to_pylist()]
    assert read == [n for _, n in sorted(numbers)]


def test_many_rows_come_in_the_order_asked_for(engine: DuckDBEngine) -> None:
    """Of more rows than DuckDB hands from one thread to the next."""
    engine._connection.execute("SET threads = 4")
    engine.keep("one", "SELECT (i * 7919) % 400009 AS i FROM range(400009) AS t(i)")
    read = np.concatenate([b.column("i").to_numpy() for b in engine.read("SELECT i FROM one ORDER BY i DESC")])
    assert (read == np.arange(400009)[::-1]).all()


def test_several_reads_at_a_time(engine: DuckDBEngine) -> None:
    engine.keep("one", "SELECT i FROM range(30000) AS t(i)")
    first, second = (rows(engine.read("SELECT i FROM one ORDER BY i")) for _ in range(2))
    assert [(next(first)["i"], next(second)["i"]) for _ in range(3)] == [(0, 0), (1, 1), (2, 2)]
    engine.keep("two", "SELECT 1 AS a")
    assert sum(1 for _ in first) == sum(1 for _ in second) == 29997


def test_lists_and_booleans_survive(engine: DuckDBEngine) -> None:
    schema = pa.schema(
        [("doc", pa.int64()), ("ones", pa.list_(pa.int64())), ("flag", pa.bool_()), ("name", pa.string())]
    )
    made = pa.record_batch([[1, 2], [[], [-(1 << 63), 5]], [True, False], ["ä'\n", ""]], schema=schema)
    engine.map("one", same, [made], schema)
    assert pa.Table.from_batches(engine.read("SELECT * FROM one ORDER BY doc")).to_pylist() == made.to_pylist()


def test_closing_leaves_no_files() -> None:
    engine = DuckDBEngine()
    folder = engine._folder
    engine.keep("one", "SELECT 1 AS a")
    assert folder.is_dir()
    engine.close()
    assert not folder.exists()


def test_a_kernel_that_fails_leaves_the_table(engine: DuckDBEngine) -> None:
    engine.map("one", same, [batch((1, 1))], SCHEMA)

    def fails(rows: pa.RecordBatch) -> pa.RecordBatch:
        raise ValueError("no")

    kernels: list[Callable[[pa.RecordBatch], pa.RecordBatch]] = [fails]
    for docs in (None, [1]):
        with pytest.raises(ValueError, match="no"):
            engine.map("one", kernels[0], "SELECT * FROM one", SCHEMA, docs=docs)
    assert table(engine, "one") == [(1, 1)]


def test_numbers_are_put_into_statements() -> None:
    text = statement("dedup.repeats", "vote", best=8)
    assert "<= 8" in text
    assert "{" not in text
    with pytest.raises(ValueError, match="invalid literal"):
        statement("dedup.repeats", "vote", best="1; DROP")  # type: ignore[arg-type]  # only numbers
