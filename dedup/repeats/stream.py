"""The words table: every document as chunks of words, the form in which text travels between machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.text.fingerprint import protected
from dedup.text.texts import texts
from dedup.text.words import PROTECTED, UNIT, hash64, weights

CHUNK = 128
"""Words in a chunk."""

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
    ]
)


def words_of_texts(batch: pa.RecordBatch, kept: dict[int, set[int]]) -> pa.RecordBatch:
    """Kernel, TEXTS -> WORDS. `kept` is the parsed ``keep`` list."""
    rows: list[tuple[object, ...]] = []
    for text in texts(batch):
        current = text.current()
        words, ordinals = current.words, text.ordinals(current)
        kinds = words.kinds
        if kept:
            kinds = kinds | np.where(protected(words, kept), PROTECTED, 0).astype(np.int16)
        content = hash64(current.text)
        for start, stop in _chunks(ordinals):
            part = slice(start, stop)
            rows.append(
                (
                    text.doc,
                    start,
                    start // CHUNK,
                    ordinals[start],
                    content,
                    words.hashes[part],
                    words.letters[part],
                    kinds[part],
                )
            )
    return batch_of(rows, WORDS)


def _chunks(ordinals: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Stretches of words: at most CHUNK of them, cut where the number among the original's words jumps."""
    count = len(ordinals)
    jumps = np.flatnonzero(np.diff(ordinals) != 1) + 1
    borders = (
        np.unique(np.concatenate([np.arange(0, count, CHUNK), jumps, [count]])) if count else np.zeros(1, np.int64)
    )
    return zip(borders[:-1].tolist(), borders[1:].tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Stream:
    """The words of one or several documents, one array element each."""

    docs: NDArray[np.int64]
    places: NDArray[np.int64]
    """Number of the word in its document as it stands."""
    ordinals: NDArray[np.int64]
    """Number of the word in its original document."""
    hashes: NDArray[np.int64]
    letters: NDArray[np.int64]
    kinds: NDArray[np.int16]
    contents: tuple[int, int]
    """Hash of the whole text of the first and of the last document."""

    def __len__(self) -> int:
        return len(self.hashes)

    def weights(self) -> NDArray[np.int64]:
        """Weight of each word in half-words."""
        return weights(self.kinds)

    def units(self) -> NDArray[np.int64]:
        """Index of each unit's first word."""
        return np.flatnonzero(self.kinds & UNIT)


def stream(batch: pa.RecordBatch, source: str = "doc") -> Stream:
    """The words of adjacent WORDS rows, which are ordered; `source` is the column with their document."""
    row, within = spread(batch.column("words").value_lengths().to_numpy())
    contents = batch.column("content")
    return Stream(
        batch.column(source).to_numpy()[row],
        batch.column("place").to_numpy()[row] + within,
        batch.column("first").to_numpy()[row] + within,
        batch.column("words").flatten().to_numpy(),
        batch.column("letters").flatten().to_numpy(),
        batch.column("kinds").flatten().to_numpy(),
        (contents[0].as_py(), contents[-1].as_py()),
    )


def spread(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For ``counts[i]`` members of each row i, one after the other: the row of each, and which member it is."""
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - (np.cumsum(counts) - counts)[row]


def groups(batch: pa.RecordBatch, name: str = "doc") -> Iterator[pa.RecordBatch]:
    """The batch cut where the column changes."""
    column = batch.column(name).to_numpy()
    borders = [0, *(np.flatnonzero(np.diff(column)) + 1).tolist(), len(column)]
    for start, stop in pairwise(borders):
        if stop > start:
            yield batch.slice(start, stop - start)


def joined(parts: list[pa.RecordBatch], schema: pa.Schema) -> pa.RecordBatch:
    """Batches of one schema as one batch."""
    return pa.concat_batches(parts) if parts else batch_of([], schema)


def batch_of(rows: list[tuple[object, ...]], schema: pa.Schema) -> pa.RecordBatch:
    """Rows as one batch."""
    columns = zip(*rows, strict=True) if rows else [[] for _ in schema]
    return pa.record_batch([pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
