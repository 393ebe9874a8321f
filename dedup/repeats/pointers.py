"""Kernels 3: what every removed word points at, followed to words that are kept.

A pointer says that some adjacent words of a removed unit equal as many earlier words. Its source may be removed
too and point on; following means replacing every pointer into removed words by what those words point at. Each
round doubles the distance, so few are needed.

A *place* is PLACE adjacent words of an original document. Pointers are cut at places' borders on both sides, so
that pointers and the words they point at meet by equality.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.repeats.verdicts import VERDICTS
from dedup.text.spread import spread

PLACE = 64
"""Words in a place."""

POINTERS = pa.schema(
    [
        ("doc", pa.int64()),  # the removed unit
        ("pass", pa.int32()),
        ("unit", pa.int64()),
        ("pos", pa.int64()),  # its first word that this row is about, numbered in the original
        ("place", pa.int64()),  # at // PLACE
        ("length", pa.int64()),  # words
        ("weight", pa.int64()),  # half-words of each
        ("fact", pa.bool_()),  # numbers or negations
        ("src", pa.int64()),  # where the equal words stand
        ("src_pos", pa.int64()),
        ("src_place", pa.int64()),
    ]
)
GONE = pa.schema(
    [
        ("doc", pa.int64()),
        ("place", pa.int64()),
        ("pos", pa.int64()),
        ("length", pa.int64()),
    ]
)
_COLUMNS = [name for name in POINTERS.names if name not in ("place", "src_place")]

Columns = dict[str, NDArray[np.int64]]


def pointers_of_verdicts(batch: pa.RecordBatch, number: int) -> pa.RecordBatch:
    """Kernel, VERDICTS of pass `number` -> POINTERS."""
    counts = batch.column("ats").value_lengths().to_numpy()
    row, _ = spread(counts)
    stretches: Columns = {name: batch.column(name).to_numpy()[row] for name in ("doc", "unit", "src")}
    stretches["pass"] = np.full(len(row), number)
    for name, column in zip(("pos", "src_pos", "length", "weight", "fact"), VERDICTS.names[-5:], strict=True):
        stretches[name] = batch.column(column).flatten().to_numpy(zero_copy_only=False)
    return _pointers(_cut(_cut(stretches, "pos", ("pos", "src_pos")), "src_pos", ("pos", "src_pos")))


def _cut(stretches: Columns, side: str, sides: Sequence[str]) -> Columns:
    """Stretches of ``length`` words cut where they pass from one place of a `side` to the next."""
    first, last = stretches[side], stretches[side] + stretches["length"] - 1
    row, nth = spread(np.where(first <= last, last // PLACE - first // PLACE + 1, 0))
    place = first[row] // PLACE + nth
    start, end = np.maximum(first[row], place * PLACE), np.minimum(last[row] + 1, (place + 1) * PLACE)
    cut = {name: column[row] for name, column in stretches.items()}
    for name in sides:
        cut[name] = cut[name] + start - first[row]
    return cut | {"length": end - start}


def _pointers(stretches: Columns, schema: pa.Schema = POINTERS) -> pa.RecordBatch:
    places = {"place": stretches["pos"] // PLACE, "src_place": stretches["src_pos"] // PLACE}
    columns = stretches | places
    return pa.record_batch([pa.array(columns[f.name], f.type) for f in schema], schema=schema)


def _compressed(words: Columns, schema: pa.Schema) -> pa.RecordBatch:
    """One row per word -> one row per stretch of adjacent words that are alike."""
    at, src_at = words["pos"], words["src_pos"]
    alike = [at // PLACE, src_at // PLACE, src_at - at, *(words[n] for n in words if n not in ("pos", "src_pos"))]
    new = np.append(True, np.diff(at) != 1)[: len(at)]
    for column in alike:
        new[1:] |= column[1:] != column[:-1]
    heads = np.flatnonzero(new)
    columns = {name: values[heads] for name, values in words.items()}
    return _pointers(columns | {"length": np.diff(np.append(heads, len(at)))}, schema)


def gone_of_spans(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, (doc, first, last) spans of removed words -> GONE rows."""
    doc, first, last = (batch.column(name).to_numpy() for name in ("doc", "first", "last"))
    cut = _cut({"doc": doc, "pos": first, "length": last - first + 1}, "pos", ("pos",))
    cut["place"] = cut["pos"] // PLACE
    return pa.record_batch([pa.array(cut[name]) for name in GONE.names], schema=GONE)


FOLLOWED = pa.schema([*POINTERS, ("moved", pa.bool_())])


def follow(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, rows of ``moving.sql`` in whole places -> FOLLOWED: pointers, moved on where the words are gone.

    Words that are gone and point nowhere end what points at them.
    """
    column = {name: batch.column(name).to_numpy(zero_copy_only=False) for name in batch.schema.names}
    place, doc = column["meeting_place"], column["meeting_doc"]
    new = np.append(True, (np.diff(place) != 0) | (np.diff(doc) != 0))[: len(place)]
    # what makes the number of a word its slot: all places of the batch stand one behind the other
    shift = (np.cumsum(new) - 1 - place) * PLACE
    target_doc = np.repeat(doc[new], PLACE)
    target = (np.repeat(place[new] * PLACE, PLACE).reshape(-1, PLACE) + np.arange(PLACE)).reshape(-1)
    alive, moved = np.ones(len(target), np.bool_), np.zeros(len(target), np.bool_)

    gone, step = _words(column, 0)
    alive[shift[gone] + column["pos"][gone] + step] = False
    leaving, step = _words(column, 1)
    slot = shift[leaving] + column["pos"][leaving] + step
    alive[slot] = moved[slot] = True
    target_doc[slot], target[slot] = column["src"][leaving], column["src_pos"][leaving] + step
    arriving, step = _words(column, 2)
    slot = shift[arriving] + column["src_pos"][arriving] + step
    stays = alive[slot]
    arriving, step, slot = arriving[stays], step[stays], slot[stays]

    words = {name: column[name][arriving] for name in _COLUMNS if name != "length"}
    words["pos"] = words["pos"] + step
    words["moved"] = moved[slot]
    words["src"], words["src_pos"] = target_doc[slot], target[slot]
    return _compressed(words, FOLLOWED)


def _words(column: Columns, role: int) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """The words of all rows of a role: each one's row, and which word of the row it is."""
    rows = np.flatnonzero(column["role"] == role)
    length = column["length"][rows]
    row, step = spread(length)
    return rows[row], step
