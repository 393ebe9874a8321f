"""Batches of texts, the input of every kernel that reads text, and how a kernel sees one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.model import Document
from dedup.text.cuts import Gap, Origin, apply_cuts, spans
from dedup.text.fingerprint import protected
from dedup.text.segment import Segmented, segment
from dedup.text.words import SYMBOL

TEXTS = pa.schema(
    [
        ("doc", pa.int64()),  # Document.number
        ("source", pa.string()),  # Document.source
        ("text", pa.large_binary()),  # the text as it stands, UTF-8 with lone surrogates passed
        ("seams", pa.list_(pa.int64())),  # characters before which something was cut,
        ("skipped", pa.list_(pa.int64())),  # and how many words
    ]
)
_BATCH_CHARACTERS = 1 << 20


_BETWEEN = "\n\n"
"""Stands between the texts of a batch: neither words nor lines reach over a blank line."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Documents as they stand in this pass, the originals less the cuts of earlier passes, one behind the other."""

    docs: NDArray[np.int64]
    sources: list[str]
    texts: list[str]
    """One element for each document."""
    current: Segmented
    """All of them as one text."""
    starts: NDArray[np.int64]
    """Where each begins in that."""
    seams: NDArray[np.int64]
    """Characters of that before which something was cut,"""
    skipped: NDArray[np.int64]
    """and how many words."""

    def owners(self, characters: NDArray[np.int64]) -> NDArray[np.intp]:
        """Which document each of some characters stands in."""
        return np.searchsorted(self.starts, characters, "right") - 1

    def word_borders(self) -> NDArray[np.intp]:
        """The index of each document's first word, and the number of all words."""
        words = self.current.words
        return np.append(np.searchsorted(words.starts, self.starts), len(words))

    def ordinals(self) -> NDArray[np.int64]:
        """The number that each word has among the words of its original document.

        Lines of marks have no number of their own: what counts as one depends on the lines around it. They get the
        number of the word behind them.
        """
        words = self.current.words
        solid = words.kinds & SYMBOL == 0
        left = np.append(0, np.cumsum(solid))
        gone = np.append(0, np.cumsum(self.skipped))
        before = self.word_borders()[:-1]
        cut_before = np.searchsorted(self.seams, self.starts)
        numbers = left[:-1] + gone[np.searchsorted(self.seams, words.starts, "right")]
        ordinals: NDArray[np.int64] = numbers - (left[before] + gone[cut_before])[self.owners(words.starts)]
        return ordinals

    def protected(self, kept: dict[int, set[int]]) -> NDArray[np.bool_]:
        """Which words the user keeps; `kept` is the parsed ``keep`` list."""
        words, borders = self.current.words, self.word_borders()
        if not kept:
            return np.zeros(len(words), np.bool_)
        parts = [protected(words.chosen(np.arange(*border)), kept) for border in pairwise(borders.tolist())]
        return np.concatenate([np.zeros(0, np.bool_), *parts])


def batches(documents: Iterable[Document], cuts: Mapping[int, Sequence[Gap]]) -> Iterator[pa.RecordBatch]:
    """Documents, less what is cut, as TEXTS batches of a megabyte or so."""
    held: list[tuple[object, ...]] = []
    size = 0
    for document in documents:
        gaps = cuts.get(document.number, ())
        gone = spans(gaps)
        text = apply_cuts(document.text, gone)
        held.append(
            (
                document.number,
                document.source,
                text.encode("utf-8", "surrogatepass"),
                Origin(gone).seams,
                [gap.words for gap in gaps],
            )
        )
        size += len(text)
        if size >= _BATCH_CHARACTERS:
            yield _batch(held)
            held, size = [], 0
    if held:
        yield _batch(held)


def _batch(held: list[tuple[object, ...]]) -> pa.RecordBatch:
    columns = [pa.array(column, field.type) for column, field in zip(zip(*held, strict=True), TEXTS, strict=True)]
    return pa.record_batch(columns, schema=TEXTS)


def texts(batch: pa.RecordBatch) -> Texts:
    """The texts of a TEXTS batch, segmented."""
    found = [text.decode("utf-8", "surrogatepass") for text in batch.column("text").to_pylist()]
    starts = np.array([0, *accumulate(len(text) + len(_BETWEEN) for text in found)], np.int64)[:-1]
    cuts = np.repeat(starts, batch.column("seams").value_lengths().to_numpy())
    return Texts(
        docs=batch.column("doc").to_numpy(),
        sources=batch.column("source").to_pylist(),
        texts=found,
        current=segment(_BETWEEN.join(found), starts),
        starts=starts,
        seams=cuts + batch.column("seams").flatten().to_numpy(),
        skipped=batch.column("skipped").flatten().to_numpy(),
    )
