"""Where tables live and statements run.

An engine has few verbs. The relational steps of the algorithm are SQL statements in the subset that DuckDB and
Spark share; the others are kernels: pure functions from one Arrow batch to another. Tables hold keys, ids and
positions, never text. An engine only decides where and when; the same input gives the same rows on each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, Protocol

import pyarrow as pa

Kernel = Callable[[pa.RecordBatch], pa.RecordBatch]


class Engine(Protocol):
    """What the algorithm asks of an engine."""

    def create(self, table: str, schema: pa.Schema) -> None:
        """Make an empty table; one of that name is dropped."""

    def update(self, table: str, batches: Iterable[pa.RecordBatch], docs: Sequence[int]) -> None:
        """Replace the rows of the given documents by those in `batches`."""

    def append(self, table: str, batches: Iterable[pa.RecordBatch]) -> None:
        """Add rows."""

    def keep(self, table: str, statement: str) -> None:
        """Make a table of what a SELECT statement yields; one of that name is replaced."""

    def map(self, table: str, kernel: Kernel, statement: str, schema: pa.Schema, by: Sequence[str] = ()) -> None:
        """Make a table of what a kernel makes of a statement's rows.

        With `by`, the statement is ordered by these columns first, and rows that are equal in them reach the
        kernel in one batch.
        """

    def read(self, statement: str) -> Iterator[pa.RecordBatch]:
        """The rows of a SELECT statement."""

    def close(self) -> None:
        """Free everything."""


def statement(package: str, name: str, **values: int) -> str:
    """The SQL statement ``name.sql`` of a package, with numbers put in for its ``{placeholders}``."""
    text = files(package).joinpath(f"{name}.sql").read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", str(int(value)))
    return text


def rows(batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """The rows of batches as dicts; for results that are small."""
    for batch in batches:
        yield from batch.to_pylist()


def whole_groups(batches: Iterable[pa.RecordBatch], by: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Batches re-cut so that adjacent rows which are equal in the `by` columns stay together."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        border = _last_group(batch, by)
        if held and not (border == 0 and _same(held[-1], batch, by)):
            if _same(held[-1], batch, by):
                first = _first_group_end(batch, by)
                held.append(batch.slice(0, first))
                batch, border = batch.slice(first), border - first
            yield _joined(held)
            held = []
        if not held and border:
            yield batch.slice(0, border)
            batch = batch.slice(border)
        held.append(batch)
    if held:
        yield _joined(held)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0] if len(batches) > 1 else batches[0]


def _key(batch: pa.RecordBatch, row: int, by: Sequence[str]) -> tuple[Any, ...]:
    return tuple(batch.column(name)[row].as_py() for name in by)


def _same(first: pa.RecordBatch, second: pa.RecordBatch, by: Sequence[str]) -> bool:
    return _key(first, first.num_rows - 1, by) == _key(second, 0, by)


def _last_group(batch: pa.RecordBatch, by: Sequence[str]) -> int:
    """Row at which the last group of the batch starts."""
    last = _key(batch, batch.num_rows - 1, by)
    row = batch.num_rows - 1
    while row > 0 and _key(batch, row - 1, by) == last:
        row -= 1
    return row


def _first_group_end(batch: pa.RecordBatch, by: Sequence[str]) -> int:
    """Row after the first group of the batch."""
    first = _key(batch, 0, by)
    row = 1
    while row < batch.num_rows and _key(batch, row, by) == first:
        row += 1
    return row
