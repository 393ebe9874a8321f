"""The embedded engine: DuckDB, in memory, spilling to a temporary folder under its limit."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from dedup.engines import Kernel, whole_groups
from dedup.engines.lists import Batch, Lists, Place, get, numbered, put, taken_out
from dedup.engines.workers import Workers, cores

_BATCH_ROWS = 8192
_TABLES = "tables"
"""The database that holds all tables."""
_MANY = 100_000
"""Rows of a table that are worth compressing: a quarter of the memory is left of them."""


@contextmanager
def _usual_errors() -> Iterator[None]:
    """Raise what every caller expects: OSError where the disk is full or memory ran out, KeyboardInterrupt for ^C."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise OSError(f"more memory is needed than --memory allows: {_first_line(error)}") from error
    except duckdb.IOException as error:
        raise OSError(_first_line(error)) from error
    except (RuntimeError, duckdb.Error) as error:
        # ^C either stops a query or falls into a call of DuckDB's to Python; both come back as errors of its own.
        if not re.search(r"interrupted|KeyboardInterrupt", str(error)):
            raise
        raise KeyboardInterrupt from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


class _Job(NamedTuple):
    """A batch to work on, and the number of the one that is to be made of it."""

    number: int
    batch: Batch


class _Made(NamedTuple):
    """Where the rows of a batch lie, and its lists."""

    number: int
    rows: Place
    lists: Place | None


def _make(job: _Job, kernel: Kernel | None, schema: pa.Schema, folder: Path, table: str) -> _Made | None:
    """What a process does with a batch: run a kernel, write its rows and their lists down, and say where."""
    rows = job.batch.whole()
    made = kernel(rows) if kernel else rows
    if not made.num_rows:
        return None
    flat, lists = taken_out(made if made.schema == schema else made.cast(schema), job.number)
    kept = put(lists, folder, "lists") if lists is not None else None
    return _Made(job.number, put(flat, folder, table), kept)


@contextmanager
def _gathered(places: Iterable[Place], schema: pa.Schema) -> Iterator[pa.Table]:
    """All rows that were made, where they lie; their files go in the end."""
    maps: dict[str, pa.MemoryMappedFile] = {}
    yield pa.Table.from_batches([get(place, maps) for place in places], schema)
    for file in maps:
        with suppress(OSError):  # where what is mapped cannot be removed, it goes with the folder
            Path(file).unlink()


class DuckDBEngine:
    """The `Engine` protocol on an embedded DuckDB; kernels are run by `workers`, or in this process."""

    def __init__(self, memory: str | None = None, threads: int | None = None, workers: Workers | None = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dedup-"))
        self._workers = workers or Workers(1)
        self._lists = Lists()
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "temp_directory": str(self._folder),
                "memory_limit": memory or "50%",
                "threads": threads or cores(),
            },
        )
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute(f"ATTACH ':memory:' AS {_TABLES} (COMPRESS)")
        self._connection.execute(f"USE {_TABLES}")

    def keep(self, table: str, statement: str) -> None:
        """Make a table of what a SELECT statement yields; see the protocol."""
        with _usual_errors():
            self._run(f"CREATE OR REPLACE TABLE {table} AS {statement}")

    def map(
        self,
        table: str,
        kernel: Kernel | None,
        source: str | Iterable[pa.RecordBatch],
        schema: pa.Schema,
        by: Sequence[str] = (),
        docs: Sequence[int] | None = None,
    ) -> None:
        """Make a table of what a kernel makes of a statement's rows, or of texts; see the protocol."""
        batches = self._found(source) if isinstance(source, str) else source
        grouped = whole_groups(batches, by) if by else batches
        jobs = (_Job(self._lists.number(), self._lists.located(batch)) for batch in grouped)
        work = partial(_make, kernel=kernel, schema=schema, folder=self._folder, table=table)
        heavy = not isinstance(source, str)
        results: Iterable[_Made | None] = self._workers.map(work, jobs, heavy=heavy) if kernel else map(work, jobs)
        made = [one for one in results if one]
        self._lists.add((one.number, one.lists) for one in made if one.lists)
        with _gathered([one.rows for one in made], numbered(schema)) as rows:
            if docs is None:
                self._load(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM loaded", rows)
            else:
                old = pa.table({"doc": pa.array(docs, pa.int64())})
                self._load(f"DELETE FROM {table} WHERE doc IN (SELECT doc FROM loaded)", old)
                self._load(f"INSERT INTO {table} SELECT * FROM loaded", rows)

    def read(self, statement: str) -> Iterator[pa.RecordBatch]:
        """The rows of a SELECT statement."""
        for batch in self._found(statement):
            yield self._lists.located(batch).whole()

    def drop(self, *tables: str) -> None:
        """Free tables that nothing reads any more."""
        with _usual_errors():
            for table in tables:
                self._connection.execute(f"DROP TABLE {table}")

    def close(self) -> None:
        """Free everything."""
        self._connection.close()
        self._lists.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _found(self, statement: str) -> Iterator[pa.RecordBatch]:
        """The rows of a SELECT statement, with numbers in the place of lists.

        They are kept first: while rows are handed out, a large statement's joins and sorts would hold memory at once.
        """
        with _usual_errors(), self._connection.cursor() as cursor:
            cursor.execute(f"USE {_TABLES}")
            cursor.execute(f"CREATE TEMP TABLE found AS {statement}")
            found = cursor.sql("SELECT * FROM temp.found").to_arrow_reader(_BATCH_ROWS)
            yield from (batch for batch in found if batch.num_rows)

    def _load(self, statement: str, rows: pa.Table) -> None:
        """Run a statement that reads rows as ``loaded``: DuckDB reads them where they lie, far quicker than inserts."""
        with _usual_errors():
            self._connection.register("loaded", rows)
            self._run(statement)
            self._connection.unregister("loaded")

    def _run(self, statement: str) -> None:
        """Run a statement that changes a table; if it changed many rows, compress what was written since this was done.

        This also frees what DuckDB notes of each row that it deleted, in memory that it cannot give back before.
        """
        (rows,) = self._connection.execute(statement).fetchone() or (0,)
        if rows >= _MANY:
            self._connection.execute(f"CHECKPOINT {_TABLES}")
