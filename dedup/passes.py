"""What the passes have removed so far, in the coordinates of the original texts.

A pass names units of the text as it stands; here they become spans of the original, and spans become cuts. What
is cut depends only on the set of removed spans, not on the order in which they were found.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dedup.changes import Cut
from dedup.model import Document
from dedup.packed import Packed
from dedup.text.cuts import Gap, Origin, apply_cuts, cut_spans, spans
from dedup.text.recurring import remembered
from dedup.text.words import WORD, find_words


class Piece(NamedTuple):
    """A stretch of an original text that one pass removed."""

    start: int
    end: int
    number: int
    """The pass."""
    unit: int
    """The unit or block of the text as it stood in that pass; passes of the two halves never share a number."""


class Passes:
    """Pieces and cuts of every document that lost something."""

    def __init__(self, *, keep_files: bool) -> None:
        self.pieces = Packed(Piece._make, len(Piece._fields))
        self.cuts = Packed(Gap._make, len(Gap._fields))
        self.whole: set[int] = set()
        """Documents that go as a whole."""
        self.exempt: set[int] = set()
        """Documents that would have gone as a whole, but files are kept."""
        self._keep_files = keep_files

    def add(self, document: Document, cuts: Iterable[Cut], number: int) -> bool:
        """Cut units of the text as it stands; False if they were its last words and files are kept."""
        origin = Origin(spans(self.cuts.get(document.number, ())))
        pieces = [Piece(*span, number, cut.unit) for cut in cuts for span in origin.pieces(cut.start, cut.end)]
        return self._set(document, sorted([*self.pieces.get(document.number, []), *pieces]))

    def put_back(self, document: Document, units: set[tuple[int, int]]) -> None:
        """Restore the pieces of some (pass, unit)."""
        pieces = self.pieces.get(document.number, [])
        self._set(document, [piece for piece in pieces if (piece.number, piece.unit) not in units])

    def _set(self, document: Document, pieces: list[Piece]) -> bool:
        number, text = document.number, document.text
        cuts = cut_spans(text, [(piece.start, piece.end) for piece in pieces])
        whole = bool(pieces) and not WORD.search(apply_cuts(text, cuts))
        if whole and self._keep_files:
            self.exempt.add(number)
            return False
        cuts = [(0, len(text))] if whole else cuts
        known = {gap[:2]: gap for gap in self.cuts.get(number, ())}
        self.pieces[number] = pieces
        self.cuts[number] = [known.get(cut) or Gap(*cut, _words(text[slice(*cut)])) for cut in cuts]
        (self.whole.add if whole else self.whole.discard)(number)
        return True


@remembered
def _words(text: str) -> int:
    """The number of words of a cut text."""
    return len(find_words(text))
