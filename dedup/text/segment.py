"""A text as words, units and blocks, each with its span of characters.

*Units* are sentences; a line break ends one too, unless it only wraps its paragraph. They are what is judged
and cut, and they tile the text: a unit reaches to the start of the next one. *Blocks* are lines, or hard-wrapped
paragraphs; they are what is sketched and what boilerplate rules look at. Every block has at least one unit,
every unit at least one word; a line of mere marks counts as one word that weighs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.text.sentences import sentence_starts
from dedup.text.words import BLOCK, SYMBOL, UNIT, VERSE, Words, find_words, hash64, joined_words
from dedup.text.wrap import BULLET, VERSE_LENGTH, VERSE_WORDS, opening_lines, verse_lines, wrapped_lines

LINE = re.compile(r"[\n\r\u0085\u2028\u2029](?:(?<=\r)\n)?")  # one class in front, which is quick to look for
"""What ends a line."""
_END_MARKS = ".!?;:|。！？"


@dataclass(frozen=True, slots=True)
class Segmented:
    """A text and where its words, units and blocks stand; all offsets in characters, all arrays ascending."""

    text: str
    words: Words
    unit_starts: NDArray[np.int64]
    unit_words: NDArray[np.int64]
    """Index of each unit's first word."""
    block_starts: NDArray[np.int64]
    block_words: NDArray[np.int64]
    """Index of each block's first word."""

    def unit_ends(self) -> NDArray[np.int64]:
        """Where each unit's last word or mark ends, white space left out."""
        return _content_ends(self.text, self.unit_starts)

    def block_ends(self) -> NDArray[np.int64]:
        """Where each block ends, white space left out."""
        return _content_ends(self.text, self.block_starts)


def segment(text: str) -> Segmented:
    """Find the words, units and blocks of `text`."""
    words = find_words(text)
    word_starts = np.ascontiguousarray(words.starts).data
    marks: list[tuple[int, int]] = []  # lines of mere marks: start, end
    unit_starts: list[int] = []
    block_starts: list[int] = []
    verse: list[bool] = []
    for start, end, stanza in _blocks(text):
        first, stop = bisect_left(word_starts, start), bisect_left(word_starts, end)
        block_starts.append(start)
        if first == stop:
            marks.append((start, end))
            unit_starts.append(start)
            verse.append(False)
            continue
        units = _units(text, start, end, word_starts, first, stop)
        unit_starts.extend(units)
        spans = zip(units, [*units[1:], end], strict=True)
        verse.extend(stanza or _is_verse_line(text[a:b], word_starts, a, b) for a, b in spans)
    words = _with_marks(text, words, marks)
    return _flagged(text, words, unit_starts, block_starts, verse)


def _blocks(text: str) -> list[tuple[int, int, bool]]:
    """Spans of the lines and hard-wrapped paragraphs, without their last line break; blank lines left out.

    The third value says whether it is a line of a stanza.
    """
    starts, ends = [0], []
    for match in LINE.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    ends.append(len(text))
    lines = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    opens = opening_lines(lines)
    wraps, verse = wrapped_lines(lines, opens), verse_lines(lines, opens)
    blocks = []
    first: int | None = None
    for number, line in enumerate(lines):
        if first is None:
            if not line.strip():
                continue
            first = starts[number]
        if not wraps[number]:
            blocks.append((first, ends[number], verse[number]))
            first = None
    return blocks


def _units(text: str, start: int, end: int, word_starts: Sequence[int], first: int, stop: int) -> list[int]:
    """Where the units of a block start; a piece without words joins its neighbour."""
    units = [start]
    seen = first
    for border in sentence_starts(text, start, end):
        word = bisect_left(word_starts, border, seen, stop)
        if seen < word < stop:
            units.append(border)
            seen = word
    return units


def _is_verse_line(unit: str, word_starts: Sequence[int], start: int, end: int) -> bool:
    content = unit.strip()
    if len(content) >= VERSE_LENGTH or content[-1:] in _END_MARKS or BULLET.match(content + " "):
        return False
    return bisect_left(word_starts, end) - bisect_left(word_starts, start) < VERSE_WORDS


def _with_marks(text: str, words: Words, marks: list[tuple[int, int]]) -> Words:
    """The words with one symbol for each line of mere marks put in its place."""
    if not marks:
        return words
    spans = [
        (start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        for start, end in marks
        if (line := text[start:end])
    ]
    starts, ends = (np.array(column, np.int64) for column in zip(*spans, strict=True))
    hashes = np.array([hash64(text[a:b]) for a, b in spans], np.int64)
    kinds = np.full(len(hashes), SYMBOL, np.int16)
    both = joined_words([words, Words(starts, ends, hashes, np.zeros_like(hashes), kinds)])
    return both.chosen(np.argsort(both.starts, kind="stable"))


def _flagged(text: str, words: Words, unit_starts: list[int], block_starts: list[int], verse: list[bool]) -> Segmented:
    units, blocks = np.array(unit_starts, np.int64), np.array(block_starts, np.int64)
    unit_words = np.searchsorted(words.starts, units)
    block_words = np.searchsorted(words.starts, blocks)
    kinds = words.kinds.copy()
    kinds[unit_words] |= UNIT
    kinds[block_words] |= BLOCK
    kinds[unit_words[np.array(verse, np.bool_)]] |= VERSE
    if len(units):
        units[0] = blocks[0] = 0  # leading blank lines belong to the first unit
    flagged = Words(words.starts, words.ends, words.hashes, words.letters, kinds)
    return Segmented(text, flagged, units, unit_words, blocks, block_words)


def _content_ends(text: str, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where what starts at each offset ends before the white space in front of the next one."""
    borders = [*starts.tolist(), len(text)]
    spans = pairwise(borders)
    return np.array([start + len(text[start:stop].rstrip()) for start, stop in spans], np.int64)
