"""A text as words, units and blocks, each with its span of characters.

*Units* are sentences; a line break ends one too, unless it only wraps its paragraph. They are what is judged
and cut, and they tile the text: a unit reaches to the start of the next one. *Blocks* are lines, or hard-wrapped
paragraphs; they are what is sketched and what boilerplate rules look at. Every block has at least one unit,
every unit at least one word; a line of mere marks counts as one word that weighs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.text.lines import split_lines
from dedup.text.sentences import unit_starts
from dedup.text.words import ALONE, BLOCK, SYMBOL, UNIT, VERSE, Words, find_words, hash64, joined_words
from dedup.text.wrap import BULLET, VERSE_LENGTH, VERSE_WORDS, opening_lines, verse_lines, wrapped_lines

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


def segment(text: str, texts: NDArray[np.int64] = ALONE) -> Segmented:
    """Find the words, units and blocks of `text`.

    `texts` tells where each begins, if it is several with blank lines between them: they are found as in each alone.
    """
    words = find_words(text, texts)
    spans, stanza = _blocks(text)
    starts, ends = spans
    first, stop = np.searchsorted(words.starts, spans)
    marks = first == stop
    units = np.array(unit_starts(text, starts.data, ends.data, np.ascontiguousarray(words.starts).data), np.int64)
    block = np.searchsorted(starts, units, "right") - 1
    unit_ends = np.minimum(np.append(units[1:], len(text)), ends[block])
    verse = (stanza[block] | _are_verse_lines(text, words.starts, units, unit_ends)) & ~marks[block]
    words = _with_marks(text, words, starts[marks], ends[marks])
    unit_words, block_words = (np.searchsorted(words.starts, at) for at in (units, starts))
    kinds = words.kinds.copy()
    kinds[unit_words] |= UNIT
    kinds[block_words] |= BLOCK
    kinds[unit_words[verse]] |= VERSE
    flagged = Words(words.starts, words.ends, words.hashes, words.letters, kinds)
    return Segmented(text, flagged, _from(texts, units), unit_words, _from(texts, starts), block_words)


def _blocks(text: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Starts and ends of the lines and hard-wrapped paragraphs, without their last line break; no blank lines.

    The second array says which are lines of a stanza.
    """
    lines, line_starts = split_lines(text)
    opens = opening_lines(lines)
    wraps, verse = wrapped_lines(lines, opens), verse_lines(lines, opens)
    starts, ends, stanza = [], [], []
    first: int | None = None
    for number, line in enumerate(lines):
        if first is None:
            if not line or line.isspace():
                continue
            first = line_starts[number]
        if not wraps[number]:
            starts.append(first)
            ends.append(line_starts[number] + len(line))
            stanza.append(verse[number])
            first = None
    return np.array([starts, ends], np.int64), np.array(stanza, np.bool_)


def _are_verse_lines(
    text: str, word_starts: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which units may be lines of verse: few words, no mark at the end, no bullet."""
    first, stop = np.searchsorted(word_starts, np.stack([starts, ends]))
    few: NDArray[np.bool_] = stop - first < VERSE_WORDS
    for unit in np.flatnonzero(few).tolist():
        content = text[starts[unit] : ends[unit]].strip()
        few[unit] = len(content) < VERSE_LENGTH and content[-1:] not in _END_MARKS and not BULLET.match(content + " ")
    return few


def _with_marks(text: str, words: Words, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Words:
    """The words with one symbol for each line of mere marks put in its place; `starts` and `ends` are of these."""
    if not len(starts):
        return words
    lines = [text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    starts = starts + np.array([len(line) - len(line.lstrip()) for line in lines])
    ends = starts + np.array([len(line.strip()) for line in lines])
    hashes = np.array([hash64(line.strip()) for line in lines], np.int64)
    kinds = np.full(len(hashes), SYMBOL, np.int16)
    both = joined_words([words, Words(starts, ends, hashes, np.zeros_like(hashes), kinds)])
    return both.chosen(np.argsort(both.starts, kind="stable"))


def _from(texts: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The starts of units or blocks, those of the first ones moved: leading blank lines belong to them."""
    moved = starts.copy()
    first = np.searchsorted(starts, texts)
    any_ = np.append(first[1:], len(starts)) > first
    moved[first[any_]] = texts[any_]
    return moved


def _content_ends(text: str, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where what starts at each offset ends before the white space in front of the next one."""
    borders = [*starts.tolist(), len(text)]
    spans = pairwise(borders)
    return np.array([start + len(text[start:stop].rstrip()) for start, stop in spans], np.int64)
