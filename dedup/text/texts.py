"""Batches of texts, the input of every kernel that reads text, and how a kernel sees one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.model import Document
from dedup.text.cuts import Origin, Span, apply_cuts
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


@dataclass(frozen=True, slots=True)
class Text:
    """One document as it stands in this pass: the original less the cuts of earlier passes."""

    doc: int
    source: str
    text: str
    seams: list[int]
    skipped: list[int]

    def current(self) -> Segmented:
        """The text as it stands, segmented."""
        return segment(self.text)

    def ordinals(self, current: Segmented) -> NDArray[np.int64]:
        """The number that each word of the text as it stands has among the words of the original.

        Lines of marks have no number of their own: what counts as one depends on the lines around it. They get the
        number of the word behind them.
        """
        solid = current.words.kinds & SYMBOL == 0
        before = np.append(0, np.cumsum(np.array(self.skipped, np.int64)))
        seams = np.searchsorted(np.array(self.seams, np.int64), current.words.starts, "right")
        ordinals: NDArray[np.int64] = np.cumsum(solid) - solid + before[seams]
        return ordinals


def batches(
    documents: Iterable[Document], cuts: Mapping[int, Sequence[Span]], skipped: Mapping[int, Sequence[int]]
) -> Iterator[pa.RecordBatch]:
    """Documents as TEXTS batches of a megabyte or so; `skipped` has the words of each cut."""
    held: list[tuple[object, ...]] = []
    size = 0
    for document in documents:
        mine = cuts.get(document.number, ())
        text = apply_cuts(document.text, mine)
        held.append(
            (
                document.number,
                document.source,
                text.encode("utf-8", "surrogatepass"),
                Origin(mine).seams,
                skipped.get(document.number, ()),
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


def texts(batch: pa.RecordBatch) -> Iterator[Text]:
    """The texts of a TEXTS batch."""
    for row in batch.to_pylist():
        text = row["text"].decode("utf-8", "surrogatepass")
        yield Text(row["doc"], row["source"], text, row["seams"], row["skipped"])
