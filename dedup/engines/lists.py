"""List columns, kept beside the database: statements only pass them on, and a number is quicker to join and to sort.

A table of the database has a number in the place of each list, which tells its batch, its row and its column. The lists
themselves lie in files that every process maps into memory: they are written where they are made, and read where they
are needed, so they never travel between processes, and take no memory that the system could not have back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

NUMBER = pa.uint64()
"""What stands for a list; nothing else is of this type."""
_BATCH, _ROW = 32, 4
"""Bits of a number below its batch, and below its row in it; the last tell its column."""
_REMEMBERED = 4096
"""Batches that a process remembers."""


class Place(NamedTuple):
    """Where a batch lies: bytes of a file."""

    file: str
    start: int
    size: int


def put(batch: pa.RecordBatch, folder: Path, name: str) -> Place:
    """Append a batch to the file of that name of this process; raises OSError."""
    made = pa.BufferOutputStream()
    with pa.ipc.new_stream(made, batch.schema) as writer:
        writer.write_batch(batch)
    message = made.getvalue()
    file = folder / f"{name}-{os.getpid()}.arrow"
    with file.open("ab") as out:
        start = out.tell()
        out.write(message)
    return Place(str(file), start, message.size)


def get(place: Place, maps: dict[str, pa.MemoryMappedFile]) -> pa.RecordBatch:
    """The batch at a place, mapped; `maps` has the files that are mapped already, as far as they had been written."""
    file = maps.get(place.file)
    if file is None or file.size() < place.start + place.size:
        file = maps[place.file] = pa.memory_map(place.file)
    file.seek(place.start)
    return pa.ipc.open_stream(file.read_buffer(place.size)).read_next_batch()


_maps: dict[str, pa.MemoryMappedFile] = {}


@lru_cache(_REMEMBERED)
def _lists_at(place: Place) -> pa.RecordBatch:
    return get(place, _maps)


class Batch(NamedTuple):
    """Rows with numbers in the place of lists, and where the lists are."""

    rows: pa.RecordBatch
    places: dict[int, Place]
    """Of each batch that a number names."""

    def whole(self) -> pa.RecordBatch:
        """The rows with their lists."""
        columns = []
        orders: dict[bytes, _Order] = {}
        for column in self.rows.columns:
            if column.type == NUMBER:
                numbers = column.to_numpy()
                at, (which, *_) = numbers >> np.uint64(_ROW), numbers & np.uint64((1 << _ROW) - 1)
                key = at.tobytes()
                if key not in orders:
                    orders[key] = _Order(at)
                column = orders[key].lists(int(which), self.places)
            columns.append(column)
        return pa.record_batch(columns, names=self.rows.schema.names)


class _Order:
    """Which rows of which batches, batch by batch, and how to bring them in the order that was asked for."""

    def __init__(self, at: NDArray[np.uint64]) -> None:
        batches, rows = (part.astype(np.int64) for part in np.divmod(at, np.uint64(1 << _BATCH - _ROW)))
        order = np.argsort(batches, kind="stable")
        batches, rows = batches[order], rows[order]
        borders = [0, *(np.flatnonzero(np.diff(batches)) + 1).tolist(), len(at)]
        self._parts = [(int(batches[a]), pa.array(rows[a:b])) for a, b in pairwise(borders)]
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        self._back = None if (np.diff(order) > 0).all() else pa.array(back)

    def lists(self, column: int, places: dict[int, Place]) -> pa.Array:
        found = pa.concat_arrays([_lists_at(places[batch]).column(column).take(rows) for batch, rows in self._parts])
        return found if self._back is None else found.take(self._back)


class Lists:
    """The list columns of all tables of an engine."""

    def __init__(self) -> None:
        self._places: dict[int, Place] = {}
        self._count = 0

    def number(self) -> int:
        """A number for a batch that is to be made."""
        self._count += 1
        return self._count

    def add(self, places: Iterable[tuple[int, Place]]) -> None:
        """Note where the lists of some batches lie, by their numbers."""
        self._places.update(places)

    def located(self, rows: pa.RecordBatch) -> Batch:
        """What a statement yields, and where its lists are."""
        shift = np.uint64(_BATCH)
        columns = (column.to_numpy() >> shift for column in rows.columns if column.type == NUMBER)
        named = {int(number) for column in columns for number in np.unique(column)}
        return Batch(rows, {number: self._places[number] for number in named})

    def close(self) -> None:
        """Let go of the files, so that they can be deleted."""
        _lists_at.cache_clear()
        for file in {place.file for place in self._places.values()}:
            _maps.pop(file, None)


def taken_out(batch: pa.RecordBatch, number: int) -> tuple[pa.RecordBatch, pa.RecordBatch | None]:
    """The rows of a batch with numbers in the place of lists; and the lists, if it has any."""
    lists = [field.name for field in batch.schema if pa.types.is_list(field.type)]
    if not lists:
        return batch, None
    rows = np.uint64(number << _BATCH) + (np.arange(batch.num_rows, dtype=np.uint64) << np.uint64(_ROW))
    numbers = {name: pa.array(rows + np.uint64(n)) for n, name in enumerate(lists)}
    flat = pa.record_batch(
        [numbers.get(field.name, batch.column(field.name)) for field in batch.schema], schema=numbered(batch.schema)
    )
    return flat, batch.select(lists)


def numbered(schema: pa.Schema) -> pa.Schema:
    """A schema with numbers in the place of lists."""
    return pa.schema([field.with_type(NUMBER) if pa.types.is_list(field.type) else field for field in schema])
