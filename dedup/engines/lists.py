"""List columns, kept beside the database: statements only pass them on, and a number is quicker to join and to sort.

A table of the database has a number in the place of each list, which tells its row and its column among the lists.
The lists themselves lie in files that are mapped into memory, so they take none that the system could not have back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

NUMBER = pa.uint64()
"""What stands for a list; nothing else is of this type."""
_COLUMNS = 16
"""List columns that a table may have."""


class Lists:
    """The list columns of all tables of an engine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._batches: list[pa.RecordBatch] = []
        self._firsts: list[int] = []
        """The number of the first row of each batch."""
        self._count = 0

    def taken_out(self, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The batches, of some schema, with numbers in the place of lists."""
        lists = pa.schema([field for field in schema if pa.types.is_list(field.type)])
        if not len(lists):
            yield from batches
            return
        file = self._folder / f"lists-{self._count}.arrow"
        start = self._count
        with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, lists) as writer:
            for batch in batches:
                if batch.num_rows:
                    writer.write_batch(batch.select(lists.names))
                rows = np.arange(self._count, self._count + batch.num_rows, dtype=np.uint64) * np.uint64(_COLUMNS)
                self._count += batch.num_rows
                numbers = {name: pa.array(rows + np.uint64(n)) for n, name in enumerate(lists.names)}
                columns = [numbers.get(field.name, batch.column(field.name)) for field in schema]
                yield pa.record_batch(columns, schema=numbered(schema))
        reader = pa.ipc.open_file(pa.memory_map(str(file)))
        for batch in map(reader.get_batch, range(reader.num_record_batches)):
            self._batches.append(batch)
            self._firsts.append(start)
            start += batch.num_rows

    def put_back(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of what a statement yields, not an empty one, with the lists in the place of their numbers."""
        columns, places = [], {}
        for column in batch.columns:
            if column.type == NUMBER:
                rows, (which, *_) = np.divmod(column.to_numpy().astype(np.int64), _COLUMNS)
                key = rows.tobytes()
                if key not in places:
                    places[key] = self._places(rows)
                columns.append(self._column(int(which), *places[key]))
            else:
                columns.append(column)
        return pa.record_batch(columns, names=batch.schema.names)

    def _places(self, at: NDArray[np.int64]) -> tuple[list[tuple[int, pa.Array]], pa.Array | None]:
        """The batches that hold some rows, with the places of the rows in each; then their order, if it is another."""
        which = np.searchsorted(self._firsts, at, "right") - 1
        order = np.argsort(which, kind="stable")
        which, at = which[order], at[order]
        borders = [0, *(np.flatnonzero(np.diff(which)) + 1).tolist(), len(at)]
        parts = [(int(which[a]), pa.array(at[a:b] - self._firsts[which[a]])) for a, b in pairwise(borders)]
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return parts, None if (np.diff(order) > 0).all() else pa.array(back)

    def _column(self, number: int, parts: list[tuple[int, pa.Array]], order: pa.Array | None) -> pa.Array:
        found = pa.concat_arrays([self._batches[which].column(number).take(places) for which, places in parts])
        return found if order is None else found.take(order)


def numbered(schema: pa.Schema) -> pa.Schema:
    """A schema with numbers in the place of lists."""
    return pa.schema([field.with_type(NUMBER) if pa.types.is_list(field.type) else field for field in schema])
