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

TEXTS = pa.schema(
    [
        ("doc", pa.int64()),  # Document.number
        ("source", pa.string()),  # Document.source
        ("text", pa.large_binary()),  # the original text, UTF-8 with lone surrogates passed
        ("cuts", pa.list_(pa.int64())),  # what earlier passes cut: start, end, start, end, ...
    ]
)
_BATCH_CHARACTERS = 4 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """One document as it stands in this pass: the original less the cuts of earlier passes."""

    doc: int
    source: str
    original: str
    cuts: list[Span]

    def current(self) -> Segmented:
        """The remaining text, segmented."""
        return segment(apply_cuts(self.original, self.cuts))

    def ordinals(self, current: Segmented) -> NDArray[np.int64]:
        """The number that each word of the remaining text has among the words of the original."""
        if not self.cuts:
            return np.arange(len(current.words))
        places = Origin(self.cuts).offsets(current.words.starts)
        return np.searchsorted(segment(self.original).words.starts, places)


def batches(documents: Iterable[Document], cuts: Mapping[int, Sequence[Span]]) -> Iterator[pa.RecordBatch]:
    """Documents as TEXTS batches of a few megabytes."""
    held: list[tuple[int, str, bytes, list[int]]] = []
    size = 0
    for document in documents:
        flat = [offset for span in cuts.get(document.number, ()) for offset in span]
        held.append((document.number, document.source, document.text.encode("utf-8", "surrogatepass"), flat))
        size += len(document.text)
        if size >= _BATCH_CHARACTERS:
            yield _batch(held)
            held, size = [], 0
    if held:
        yield _batch(held)


def _batch(held: list[tuple[int, str, bytes, list[int]]]) -> pa.RecordBatch:
    columns = [pa.array(column, field.type) for column, field in zip(zip(*held, strict=True), TEXTS, strict=True)]
    return pa.record_batch(columns, schema=TEXTS)


def texts(batch: pa.RecordBatch) -> Iterator[Text]:
    """The texts of a TEXTS batch."""
    for row in batch.to_pylist():
        flat = row["cuts"]
        spans = list(zip(flat[::2], flat[1::2], strict=True))
        yield Text(row["doc"], row["source"], row["text"].decode("utf-8", "surrogatepass"), spans)
