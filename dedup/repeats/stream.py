"""The words table: every document as chunks of words, the form in which text travels between machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.text.spread import spread
from dedup.text.texts import texts
from dedup.text.words import PROTECTED, UNIT, Words, hash64, weights

CHUNK = 128
"""Words in a chunk."""

PART = 512
"""Chunks that a kernel looks at together: many enough for numpy, few enough for the processor's caches."""

WORDS = pa.schema(
    [
        ("doc", pa.int64()),
        ("place", pa.int64()),  # number of the first word in the text as it stands; the others follow
        ("chunk", pa.int32()),  # place // CHUNK
        ("first", pa.int64()),  # number of the first word in the original; the others follow without a gap
        ("content", pa.int64()),  # hash of the whole remaining text, the same in all rows of a document
        ("words", pa.list_(pa.int64())),  # hash of each word
        ("letters", pa.list_(pa.int64())),  # see text.words.pack_letters
        ("kinds", pa.list_(pa.int16())),  # see text.words: FULL, DIGIT, ...
        ("begin_chars", pa.list_(pa.int64())),  # of each unit that begins in the chunk the characters it covers
        ("end_chars", pa.list_(pa.int64())),  # in the text as it stands, white space behind it left out
    ]
)


def words_of_texts(batch: pa.RecordBatch, kept: dict[int, set[int]]) -> pa.RecordBatch:
    """Kernel, TEXTS -> WORDS. `kept` is the parsed ``keep`` list."""
    read = texts(batch)
    current = read.current
    held = np.where(read.protected(kept), PROTECTED, 0).astype(np.int16)
    words = replace(current.words, kinds=current.words.kinds | held)
    contents = np.array([hash64(text) for text in read.texts], np.int64)
    base = read.starts[read.owners(current.unit_starts)]
    chars = current.unit_starts - base, current.unit_ends() - base
    return _chunks(read.docs, contents, np.diff(read.word_borders()), words, read.ordinals(), chars)


def _chunks(
    docs: NDArray[np.int64],
    contents: NDArray[np.int64],
    counts: NDArray[np.int64],
    words: Words,
    ordinals: NDArray[np.int64],
    unit_chars: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> pa.RecordBatch:
    """Documents of so many words each as WORDS, cut where the number among the original's words jumps."""
    row, place = spread(counts)
    chunk = place // CHUNK
    new = place % CHUNK == 0
    new[1:] |= np.diff(ordinals) != 1
    heads = np.flatnonzero(new)
    offsets = np.append(heads, len(place)).astype(np.int32)
    flat = docs[row[heads]], place[heads], chunk[heads].astype(np.int32), ordinals[heads], contents[row[heads]]
    units = np.searchsorted(np.flatnonzero(words.kinds & UNIT), offsets).astype(np.int32)
    lists = [pa.ListArray.from_arrays(offsets, pa.array(v)) for v in (words.hashes, words.letters, words.kinds)]
    lists += [pa.ListArray.from_arrays(units, pa.array(v)) for v in unit_chars]
    return pa.record_batch([*map(pa.array, flat), *lists], schema=WORDS)


@dataclass(frozen=True, slots=True)
class Stream:
    """The words of one or several documents."""

    hashes: NDArray[np.int64]
    letters: NDArray[np.int64]
    kinds: NDArray[np.int16]
    """One element for each word, as in WORDS."""
    docs: NDArray[np.int64]
    contents: NDArray[np.int64]
    """Number, and hash of the whole text, of each document."""
    borders: NDArray[np.int64]
    """Index of each document's first word, and the end of the last."""
    rows: NDArray[np.int64]
    """Index of the first word of each row,"""
    places: NDArray[np.int64]
    """its number in its document as it stands,"""
    ordinals: NDArray[np.int64]
    """and in its original document."""

    def __len__(self) -> int:
        return len(self.hashes)

    def weights(self) -> NDArray[np.int64]:
        """Weight of each word in half-words."""
        return weights(self.kinds)

    def docs_of(self, words: NDArray[np.int64]) -> NDArray[np.int64]:
        """The documents that some words stand in."""
        return self.docs[np.searchsorted(self.borders, words, "right") - 1]

    def places_of(self, words: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of some words in their documents as they stand."""
        row = np.searchsorted(self.rows, words, "right") - 1
        return self.places[row] + words - self.rows[row]

    def ordinals_of(self, words: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of some words in their original documents."""
        row = np.searchsorted(self.rows, words, "right") - 1
        return self.ordinals[row] + words - self.rows[row]

    def limits(self) -> NDArray[np.int64]:
        """For each word the end of the document it stands in."""
        return np.repeat(self.borders[1:], np.diff(self.borders))

    def stretches(self, kind: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where units (of kind UNIT) or blocks (BLOCK) start and end."""
        starts = np.flatnonzero(self.kinds & kind)
        return starts, np.minimum(np.append(starts[1:], len(self)), self.limits()[starts])


def stream(batch: pa.RecordBatch, source: str = "doc") -> Stream:
    """The words of adjacent WORDS rows, which are ordered; `source` is the column with their document."""
    ends = np.cumsum(batch.column("words").value_lengths().to_numpy(), dtype=np.int64)
    rows = np.append(0, ends)[:-1]
    docs = batch.column(source).to_numpy()
    new = changed(docs, batch.column("doc").to_numpy())
    hashes = batch.column("words").flatten().to_numpy()
    return Stream(
        hashes,
        batch.column("letters").flatten().to_numpy(),
        batch.column("kinds").flatten().to_numpy(),
        docs[new],
        batch.column("content").to_numpy()[new],
        np.append(rows[new], len(hashes)),
        rows,
        batch.column("place").to_numpy(),
        batch.column("first").to_numpy(),
    )


def changed(*columns: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a row starts that is not equal, in all columns, to the one before."""
    new = np.ones(len(columns[0]), np.bool_)
    for number, column in enumerate(columns):
        differs = column[1:] != column[:-1]
        new[1:] = new[1:] | differs if number else differs
    return new


def groups(batch: pa.RecordBatch, name: str = "doc", rows: int = 1) -> Iterator[pa.RecordBatch]:
    """The batch cut where the column changes, but not into parts of less than so many rows."""
    column = batch.column(name).to_numpy()
    start = 0
    for stop in [*(np.flatnonzero(np.diff(column)) + 1).tolist(), len(column)]:
        if stop - start >= rows or start < stop == len(column):
            yield batch.slice(start, stop - start)
            start = stop


def joined(parts: list[pa.RecordBatch], schema: pa.Schema) -> pa.RecordBatch:
    """Batches of one schema as one batch."""
    return pa.concat_batches(parts) if parts else batch_of([], schema)


def batch_of(rows: list[tuple[object, ...]], schema: pa.Schema) -> pa.RecordBatch:
    """Rows as one batch."""
    columns = zip(*rows, strict=True) if rows else [[] for _ in schema]
    return pa.record_batch([pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
