"""Where tables live and statements run.

An engine has few verbs. The relational steps of the algorithm are SQL statements in the subset that DuckDB and
Spark share; the others are kernels: pure functions from one Arrow batch to another. Tables hold keys, ids and
positions, never text. An engine only decides where and when; the same input gives the same rows on each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

Kernel = Callable[[pa.RecordBatch], pa.RecordBatch]


class Engine(Protocol):
    """What the algorithm asks of an engine."""

    def keep(self, table: str, statement: str) -> None:
        """Make a table of what a SELECT statement yields; the statement may read the one that this replaces."""

    def map(
        self,
        table: str,
        kernel: Kernel | None,
        source: str | Iterable[pa.RecordBatch],
        schema: pa.Schema,
        by: Sequence[str] = (),
        docs: Sequence[int] | None = None,
    ) -> None:
        """Make a table of what a kernel makes of a statement's rows, or of batches of texts; of these if it is None.

        With `by`, the statement is ordered by these columns first, and rows that are equal in them reach the
        kernel in one batch. With `docs`, only the rows of these documents are replaced.
        """

    def read(self, statement: str) -> Iterator[pa.RecordBatch]:
        """The rows of a SELECT statement."""

    def drop(self, *tables: str) -> None:
        """Free tables that nothing reads any more."""

    def close(self) -> None:
        """Free everything."""


def statement(package: str, name: str, **values: int) -> str:
    """The SQL statement ``name.sql`` of a package, with numbers put in for its ``{placeholders}``."""
    text = _template(package, name)
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", str(int(value)))
    return text


@cache
def _template(package: str, name: str) -> str:
    return files(package).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def rows(batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """The rows of batches as dicts; for results that are small."""
    for batch in batches:
        yield from batch.to_pylist()


def whole_groups(batches: Iterable[pa.RecordBatch], by: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Batches re-cut so that adjacent rows which are equal in the `by` columns (integers) stay together."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        if held and _key(held[-1], -1, by) != _key(batch, 0, by):
            yield _joined(held)
            held = []
        border = _last_group(batch, by)
        if border:
            yield _joined([*held, batch.slice(0, border)])
            held = []
        held.append(batch.slice(border))
    if held:
        yield _joined(held)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0] if len(batches) > 1 else batches[0]


def _key(batch: pa.RecordBatch, row: int, by: Sequence[str]) -> tuple[int, ...]:
    return tuple(batch.column(name)[row].as_py() for name in by)


def _last_group(batch: pa.RecordBatch, by: Sequence[str]) -> int:
    """Row at which the last group of the batch starts."""
    borders = [0]
    for name in by:
        column = batch.column(name).to_numpy()
        others = np.flatnonzero(column != column[-1])
        borders.append(int(others[-1]) + 1 if len(others) else 0)
    return max(borders)


def count(engine: Engine, table: str) -> int:
    """The number of rows of a table."""
    return int(next(rows(engine.read(f"SELECT count(*) AS rows FROM {table}")))["rows"])


def empty(engine: Engine, table: str, schema: pa.Schema) -> None:
    """Make an empty table."""
    engine.map(table, None, (), schema)
