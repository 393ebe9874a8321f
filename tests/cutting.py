"""Units and blocks of a text by their numbers, as the passes take them."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.changes import Cut
from dedup.model import Document
from dedup.passes import Passes
from dedup.text.cuts import apply_cuts, spans
from dedup.text.segment import segment


def remaining(document: Document, passes: Passes) -> str:
    """The text as it stands."""
    return apply_cuts(document.text, spans(passes.cuts.get(document.number, [])))


def units(document: Document, passes: Passes, numbers: Iterable[int]) -> list[Cut]:
    """Units of the text as it stands; there may be none of some numbers."""
    now = segment(remaining(document, passes))
    spans = list(zip(now.unit_starts.tolist(), now.unit_ends().tolist(), strict=True))
    return [Cut(number, *spans[number]) for number in sorted(numbers) if number < len(spans)]


def blocks(document: Document, passes: Passes, numbers: Iterable[int]) -> list[Cut]:
    """Blocks of the text as it stands; there may be none of some numbers."""
    now = segment(remaining(document, passes))
    spans = list(zip(now.block_starts.tolist(), now.block_ends().tolist(), strict=True))
    return [Cut(number, *spans[number]) for number in sorted(numbers) if number < len(spans)]
