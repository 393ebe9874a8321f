"""A document behind the earlier text it is compared with, as the judge sees it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property

import numpy as np
import pyarrow as pa

from dedup.repeats.stream import changed, stream
from dedup.text.words import BLOCK, DIGIT, PROTECTED, SYMBOL, UNIT, VERSE

HEADED_WORDS = 12
"""Words of a sentence that a heading has below it are more than these."""


class Stories:
    """Several stories one behind the other, made at once: words, solid words (that weigh something) and units."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        """`batch` are rows of ``stories.sql`` in whole documents."""
        self.words = words = stream(batch, "src")
        self.weight = words.weights()
        self.solid = np.flatnonzero(self.weight)
        self.hashes, self.letters = words.hashes[self.solid], words.letters[self.solid]
        self.kinds = words.kinds[self.solid]
        self.total = np.append(0, np.cumsum(self.weight[self.solid]))
        """Half-words before each solid word, and all of them."""
        doc, src = (batch.column(name).to_numpy() for name in ("doc", "src"))
        new = np.zeros(len(words), np.bool_)
        new[words.rows[changed(doc, src, words.places - words.rows)]] = True
        counts = np.unique(np.cumsum(new)[self.solid], return_counts=True)[1]
        ends = np.cumsum(counts)
        self.firsts, self.limits = np.repeat(ends - counts, counts), np.repeat(ends, counts)
        """Bounds of the piece of text that each solid word stands in."""
        heads = words.kinds & UNIT > 0
        self.unit_full = np.append(np.flatnonzero(new | heads), len(words))
        self.unit_solid = np.searchsorted(self.solid, self.unit_full)
        """First word, and first solid word, of each unit, and the end of the last."""
        self.unit_heads = np.flatnonzero(heads)
        self.unit_chars = np.stack([batch.column(name).flatten().to_numpy() for name in ("begin_chars", "end_chars")])
        """Words that begin a unit in their own document, and the characters of these, one column each."""
        self.parts = np.append(np.flatnonzero(changed(doc[changed(doc, src)])), len(words.contents))
        """Which text each story starts with, and the number of texts."""

    def __iter__(self) -> Iterator[Story]:
        borders = self.words.borders
        starts, owns = borders[self.parts], borders[self.parts[1:] - 1]
        solid, solid_own = (np.searchsorted(self.solid, words).tolist() for words in (starts, owns))
        unit, unit_own = (np.searchsorted(self.unit_full, words).tolist() for words in (starts, owns))
        parts = self.parts.tolist()
        for n in range(len(owns)):
            texts, words, units = (slice(column[n], column[n + 1]) for column in (parts, solid, unit))
            yield Story(self, texts, words, units, solid_own[n], unit_own[n])


class Story:
    """A document behind its windows; words that weigh something are numbered through all of it."""

    def __init__(self, stories: Stories, texts: slice, solid: slice, units: slice, solid_own: int, own: int) -> None:
        words = stories.words
        self.base = solid.start, own
        """Numbers, in all stories of the batch, of its first solid word and of the document's first unit."""
        start, end = words.borders[texts.start], words.borders[texts.stop]
        self.all_hashes, self.all_kinds = words.hashes[start:end], words.kinds[start:end]
        """Marks included."""
        self.contents = words.contents[texts]
        self._docs = words.docs[texts].data
        self._borders = (words.borders[texts] - start).data
        self.doc, self.own = self._docs[-1], self._borders[-1]
        self.solid_own = solid_own - solid.start
        self.solid = stories.solid[solid] - start
        self.weights = stories.weight[stories.solid[solid]]
        self.hashes, self.letters, self.kinds = stories.hashes[solid], stories.letters[solid], stories.kinds[solid]
        self.limits = stories.limits[solid] - solid.start
        self.total = stories.total[solid.start : solid.stop + 1].data
        """Half-words before each solid word, and all of them, from some number on."""
        self._firsts = stories.firsts[solid].data
        self.unit_starts = (stories.unit_full[units.start : units.stop + 1] - start).data
        """First word of each unit, those of the windows and marks included, and the end of the last."""
        self.first_unit, self.units = own - units.start, units.stop - own
        self.unit_full = self.unit_starts[self.first_unit :]
        """First word of each own unit, marks included, and the end of the last."""
        self.unit_solid = (stories.unit_solid[own : units.stop + 1] - solid.start).data
        """First solid word of each own unit, and the end of the last."""

    def piece(self, word: int) -> tuple[int, int]:
        """Bounds of the piece of text that a solid word stands in."""
        return self._firsts[word] - self.base[0], int(self.limits[word])

    def document(self, word: int) -> int:
        """The document that a word stands in."""
        return self._docs[bisect_right(self._borders, word) - 1]

    def unit_of(self, word: int) -> int:
        """The unit that a word stands in, those of the windows counted."""
        return bisect_right(self.unit_starts, word) - 1

    def weight(self, unit: int) -> int:
        """Half-words of an own unit."""
        first, end = self.unit_solid[unit], self.unit_solid[unit + 1]
        return int(self.total[end] - self.total[first])

    def is_heading(self, unit: int, gone: Collection[int]) -> bool:
        """Does an own unit head long text which stays: a line of two words or more, without an end mark or figures?

        `gone` are the units that go.
        """
        if unit + 1 >= self.units or unit + 1 in gone:
            return False
        kinds = self.all_kinds
        first, below, end = self.unit_full[unit : unit + 3]
        if below - first < 2 or end - below <= HEADED_WORDS or not kinds[first] & kinds[below] & BLOCK:
            return False
        return bool(kinds[first] & VERSE) and not (kinds[first:below] & (DIGIT | SYMBOL)).any()

    @cached_property
    def protected(self) -> set[int]:
        """Own units that hold words the user keeps."""
        kept = np.flatnonzero(self.all_kinds[self.own :] & PROTECTED) + self.own
        return {self.unit_of(word) - self.first_unit for word in kept.tolist()}
