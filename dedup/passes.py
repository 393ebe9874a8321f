"""What the passes have removed so far, in the coordinates of the original texts.

A pass names units of the text as it stands; here they become spans of the original, and spans become cuts. What
is cut depends only on the set of removed spans, not on the order in which they were found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from dedup.model import Document
from dedup.text.cuts import Origin, Span, apply_cuts, cut_spans
from dedup.text.segment import Segmented, segment
from dedup.text.words import WORD

Found = Mapping[int, Sequence[int]]
"""Document -> numbers of its units (or blocks) in the text as it stands."""


class Piece(NamedTuple):
    """A stretch of an original text that one pass removed."""

    start: int
    end: int
    number: int
    """The pass."""
    unit: int
    """The unit or block of the text as it stood in that pass."""


class Passes:
    """Pieces and cuts of every document that lost something."""

    def __init__(self, *, keep_files: bool) -> None:
        self.pieces: dict[int, list[Piece]] = {}
        self.cuts: dict[int, list[Span]] = {}
        self.whole: set[int] = set()
        """Documents that go as a whole."""
        self.exempt: set[int] = set()
        """Documents that would have gone as a whole, but files are kept."""
        self._keep_files = keep_files

    def spans(self, document: Document, units: Sequence[int], number: int, borders: Borders) -> list[Piece]:
        """The pieces of the original that some units of the text as it stands are made of."""
        cuts = self.cuts.get(document.number, [])
        current = segment(apply_cuts(document.text, cuts))
        origin = Origin(cuts)
        starts, ends = borders(current)
        return [
            Piece(start, end, number, unit)
            for unit in units
            for start, end in origin.pieces(int(starts[unit]), int(ends[unit]))
        ]

    def add(self, document: Document, pieces: Iterable[Piece]) -> bool:
        """Cut further pieces from a document; False if they were its last words and files are kept."""
        before = self.pieces.get(document.number, [])
        return self._set(document, sorted([*before, *pieces]))

    def put_back(self, document: Document, removed: set[tuple[int, int]], number: int) -> bool:
        """Drop the pieces of passes up to `number` whose (pass, unit) is no longer removed; True if there were any.

        `removed` names the repeats of the document that still are; pieces of boilerplate have a negative unit.
        """
        before = self.pieces.get(document.number, [])
        after = [p for p in before if p.unit < 0 or p.number >= number or (p.number, p.unit) in removed]
        return len(after) < len(before) and self._set(document, after)

    def _set(self, document: Document, pieces: list[Piece]) -> bool:
        cuts = cut_spans(document.text, [(p.start, p.end) for p in pieces])
        whole = bool(pieces) and not WORD.search(apply_cuts(document.text, cuts))
        if whole and self._keep_files:
            self.exempt.add(document.number)
            return False
        self.pieces[document.number] = pieces
        self.cuts[document.number] = [(0, len(document.text))] if whole else cuts
        (self.whole.add if whole else self.whole.discard)(document.number)
        return True


Borders = Callable[[Segmented], tuple[Sequence[int], Sequence[int]]]


def unit_borders(text: Segmented) -> tuple[Sequence[int], Sequence[int]]:
    """Starts and ends of the units."""
    return text.unit_starts, text.unit_ends()  # type: ignore[return-value]  # arrays serve as sequences


def block_borders(text: Segmented) -> tuple[Sequence[int], Sequence[int]]:
    """Starts and ends of the blocks."""
    return text.block_starts, text.block_ends()  # type: ignore[return-value]  # arrays serve as sequences
