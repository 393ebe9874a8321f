"""A document behind the earlier text it is compared with, as the judge sees it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

import numpy as np

from dedup.repeats.stream import Stream
from dedup.text.words import BLOCK, DIGIT, PROTECTED, SYMBOL, UNIT, VERSE

HEADED_WORDS = 12
"""Words of a sentence that a heading has below it are more than these."""


class Story:
    """A document behind its windows; words that weigh something are numbered through all of it."""

    def __init__(self, words: Stream) -> None:
        self.words = words
        self.doc = int(words.docs[-1])
        self.own = int(words.borders[-2])
        weight = words.weights()
        piece_starts = np.append(True, (np.diff(words.docs) != 0) | (np.diff(words.places) != 1))
        self.unit_of = np.cumsum((words.kinds & UNIT > 0) | piece_starts) - 1
        """Unit of each word, marks included, numbered through all pieces."""
        self.solid = np.flatnonzero(weight)
        self.solid_weight = weight[self.solid]
        piece = (np.cumsum(piece_starts) - 1)[self.solid]
        self.piece_starts = np.flatnonzero(np.append(True, np.diff(piece) != 0)) if len(piece) else piece
        self.limits = np.append(self.piece_starts[1:], len(piece))[piece - piece[0]] if len(piece) else piece
        self.solid_own = int(np.searchsorted(self.solid, self.own))
        self.first_unit = int(self.unit_of[self.own])
        self.units = int(self.unit_of[-1]) + 1 - self.first_unit
        borders = np.arange(self.units + 1) + self.first_unit
        solid_units = self.unit_of[self.solid]
        self.unit_solid = np.searchsorted(solid_units, borders).data
        """First solid word of each own unit, and the end of the last."""
        self.unit_full = np.searchsorted(self.unit_of, borders).data
        """First word of each own unit, marks included, and the end of the last."""
        self.total = np.append(0, np.cumsum(self.solid_weight)).data
        """Half-words before each solid word, and all of them."""

    def piece(self, word: int) -> tuple[int, int]:
        """Bounds of the piece of text that a solid word stands in."""
        return int(self.piece_starts[bisect_right(self.piece_starts, word) - 1]), int(self.limits[word])

    def document(self, word: int) -> int:
        """The document that a solid word stands in."""
        return int(self.words.docs[self.solid[word]])

    def weight(self, unit: int) -> int:
        """Half-words of an own unit."""
        first, end = self.unit_solid[unit], self.unit_solid[unit + 1]
        return self.total[end] - self.total[first]

    def is_heading(self, unit: int, gone: Collection[int]) -> bool:
        """Does an own unit head long text which stays: a line of two words or more, without an end mark or figures?

        `gone` are the units that go.
        """
        if unit + 1 >= self.units or unit + 1 in gone:
            return False
        kinds = self.words.kinds
        first, below, end = self.unit_full[unit : unit + 3]
        if below - first < 2 or end - below <= HEADED_WORDS or not kinds[first] & kinds[below] & BLOCK:
            return False
        return bool(kinds[first] & VERSE) and not (kinds[first:below] & (DIGIT | SYMBOL)).any()

    def protected(self) -> set[int]:
        """Own units that hold words the user keeps."""
        kept = np.flatnonzero(self.words.kinds[self.own :] & PROTECTED) + self.own
        return set((self.unit_of[kept] - self.first_unit).tolist())
