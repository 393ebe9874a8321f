"""The embedded engine: DuckDB, in memory, spilling to a temporary folder under its limit."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dedup.engines import Kernel, whole_groups
from dedup.engines.lists import Lists, numbered
from dedup.engines.workers import Workers, cores

_BATCH_ROWS = 8192


@contextmanager
def _usual_errors() -> Iterator[None]:
    """Raise what every caller expects: OSError where the disk is full or memory ran out, KeyboardInterrupt for ^C."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise OSError(str(error).splitlines()[0]) from error
    except RuntimeError as error:
        if "interrupted" not in str(error):
            raise
        raise KeyboardInterrupt from error


class DuckDBEngine:
    """The `Engine` protocol on an embedded DuckDB; kernels are run by `workers`, or in this process."""

    def __init__(self, memory: str | None = None, threads: int | None = None, workers: Workers | None = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dedup-"))
        self._workers = workers or Workers(1)
        self._lists = Lists(self._folder)
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "temp_directory": str(self._folder),
                "memory_limit": memory or "50%",
                "threads": threads or cores(),
            },
        )
        self._connection.execute("SET enable_progress_bar = false")

    def keep(self, table: str, statement: str) -> None:
        """Make a table of what a SELECT statement yields; one of that name is replaced."""
        with _usual_errors():
            self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS {statement}")

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
        batches = self.read(source) if isinstance(source, str) else source
        grouped = whole_groups(batches, by) if by else batches
        made = grouped if kernel is None else self._workers.map(kernel, grouped, heavy=not isinstance(source, str))
        rows = self._spill(made, schema)
        if docs is None:
            self._from_parquet(f"CREATE OR REPLACE TABLE {table} AS", rows)
            return
        doc = pa.schema([("doc", pa.int64())])
        old = self._spill([pa.record_batch([pa.array(docs, pa.int64())], schema=doc)], doc)
        self._from_parquet(f"DELETE FROM {table} WHERE doc IN", old, "({})")
        self._from_parquet(f"INSERT INTO {table}", rows)

    def read(self, statement: str) -> Iterator[pa.RecordBatch]:
        """The rows of a SELECT statement."""
        with _usual_errors(), self._connection.cursor() as cursor:
            found = cursor.sql(statement).to_arrow_reader(_BATCH_ROWS)
            yield from (self._lists.put_back(batch) for batch in found if batch.num_rows)

    def drop(self, *tables: str) -> None:
        """Free tables that nothing reads any more."""
        with _usual_errors():
            for table in tables:
                self._connection.execute(f"DROP TABLE {table}")

    def close(self) -> None:
        """Free everything."""
        self._connection.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _spill(self, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Path:
        """Rows as a Parquet file: DuckDB reads one far quicker than it takes inserts."""
        handle, name = tempfile.mkstemp(suffix=".parquet", dir=self._folder)
        cast = (batch.cast(schema) if batch.schema != schema else batch for batch in batches)
        flat = numbered(schema)
        with os.fdopen(handle, "wb") as file, pq.ParquetWriter(file, flat, compression="lz4") as writer:
            for batch in self._lists.taken_out(cast, schema):
                if batch.num_rows:
                    writer.write_batch(batch)
        return Path(name)

    def _from_parquet(self, verb: str, file: Path, brackets: str = "{}") -> None:
        quoted = str(file).replace("'", "''")
        select = brackets.format(f"SELECT * FROM read_parquet('{quoted}')")
        with _usual_errors():
            self._connection.execute(f"{verb} {select}")
        file.unlink()
