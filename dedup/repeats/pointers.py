"""Kernels 3: what every removed word points at, followed to words that are kept.

A pointer says that some adjacent words of a removed unit equal as many earlier words. Its source may be removed
too and point on; following means replacing every pointer into removed words by what those words point at. Each
round doubles the distance, so few are needed.

A *place* is PLACE adjacent words of an original document. Pointers are cut at places' borders on both sides, so
that pointers and the words they point at meet by equality.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.repeats.stream import groups, joined

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


def pointers_of_verdicts(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, VERDICTS with their pass -> POINTERS."""
    lengths = batch.column("ats").value_lengths().to_numpy()
    words = {name: np.repeat(batch.column(name).to_numpy(), lengths) for name in ("doc", "pass", "unit", "src")}
    words["pos"] = batch.column("ats").flatten().to_numpy()
    words["src_pos"] = batch.column("srcs").flatten().to_numpy()
    words["weight"] = batch.column("weights").flatten().to_numpy()
    words["fact"] = batch.column("facts").flatten().to_numpy(zero_copy_only=False)
    return _compressed(words)


def _compressed(words: dict[str, NDArray[np.int64]], schema: pa.Schema = POINTERS) -> pa.RecordBatch:
    """One row per word -> one row per stretch of adjacent words that are alike."""
    at, src_at = words["pos"], words["src_pos"]
    place, src_place = at // PLACE, src_at // PLACE
    alike = [place, src_place, src_at - at, *(words[n] for n in words if n not in ("pos", "src_pos"))]
    new = np.append(True, np.diff(at) != 1)[: len(at)]
    for column in alike:
        new[1:] |= column[1:] != column[:-1]
    heads = np.flatnonzero(new)
    columns = {name: values[heads] for name, values in words.items()}
    columns |= {
        "length": np.diff(np.append(heads, len(at))),
        "place": place[heads],
        "src_place": src_place[heads],
    }
    return pa.record_batch([pa.array(columns[f.name], f.type) for f in schema], schema=schema)


def gone_of_spans(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, (doc, first, last) spans of removed words -> GONE rows, cut at the borders of places."""
    first, last = batch.column("first").to_numpy(), batch.column("last").to_numpy()
    count = np.where(first <= last, last // PLACE - first // PLACE + 1, 0)
    row = np.repeat(np.arange(len(first)), count)
    place = first[row] // PLACE + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    at = np.maximum(first[row], place * PLACE)
    end = np.minimum(last[row] + 1, (place + 1) * PLACE)
    columns = [batch.column("doc").to_numpy()[row], place, at, end - at]
    return pa.record_batch([pa.array(column) for column in columns], schema=GONE)


FOLLOWED = pa.schema([*POINTERS, ("moved", pa.bool_())])


def follow(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, rows of ``moving.sql`` in whole places -> FOLLOWED: pointers, moved on where the words are gone.

    Words that are gone and point nowhere end what points at them.
    """
    parts = [_follow(rows) for of_doc in groups(batch, "meeting_doc") for rows in groups(of_doc, "meeting_place")]
    return joined(parts, FOLLOWED)


def _follow(rows: pa.RecordBatch) -> pa.RecordBatch:
    role = rows.column("role").to_numpy()
    start = rows.column("meeting_place")[0].as_py() * PLACE
    doc = np.full(PLACE, rows.column("meeting_doc")[0].as_py())
    target = np.arange(start, start + PLACE)
    alive, moved = np.ones(PLACE, np.bool_), np.zeros(PLACE, np.bool_)
    at, length = rows.column("pos").to_numpy(), rows.column("length").to_numpy()
    src, src_at = rows.column("src").to_numpy(), rows.column("src_pos").to_numpy()
    for gone in np.flatnonzero(role == 0):
        alive[at[gone] - start : at[gone] - start + length[gone]] = False
    for leaving in np.flatnonzero(role == 1):
        here = slice(at[leaving] - start, at[leaving] - start + length[leaving])
        alive[here] = moved[here] = True
        doc[here] = src[leaving]
        target[here] = np.arange(src_at[leaving], src_at[leaving] + length[leaving])
    arriving = np.flatnonzero(role == 2)
    row = np.repeat(arriving, length[arriving])
    step = np.arange(len(row)) - np.repeat(np.cumsum(length[arriving]) - length[arriving], length[arriving])
    slot = src_at[row] + step - start
    stays = alive[slot]
    row, step, slot = row[stays], step[stays], slot[stays]
    words = {name: rows.column(name).to_numpy(zero_copy_only=False)[row] for name in _COLUMNS if name != "length"}
    words["pos"] = words["pos"] + step
    words["moved"] = moved[slot]
    words["src"], words["src_pos"] = doc[slot], target[slot]
    return _compressed(words, FOLLOWED)
