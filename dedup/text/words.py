"""Words: what they are, how they are normalised, and what is noted about each.

A word is a run of letters, digits and their marks; in scripts written without spaces each character is a word
of half the weight. Punctuation, quotes, dashes and spaces are no words.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

FULL = 1
"""A word of full weight (2 half-weights); without it, a character of a script without spaces (1)."""
DIGIT = 2
"""Holds a digit."""
NEGATION = 4
"""Negates, in some language."""
SYMBOL = 8
"""Stands for a line without any word; weighs nothing."""
UNIT = 16
"""The first word of a unit."""
BLOCK = 32
"""The first word of a block."""
VERSE = 64
"""On the first word of a unit: a short line without an end mark, as in verse."""
PROTECTED = 128
"""The user keeps this word for ever."""

SPACELESS = (
    "\u0e00-\u0e3e\u0e40-\u0e4e\u0e50-\u0e59\u0e5c-\u0eff"  # Thai, Lao
    "\u1000-\u1049\u1050-\u109d"  # Myanmar
    "\u1780-\u17b3\u17b6-\u17d3\u17d7\u17dc-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # iteration marks, kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uff66-\uff9f"  # halfwidth kana
)
"""A regular expression's class of the scripts written without spaces, their punctuation left out."""
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
"""A class of characters without width: they are dropped from words."""


def _marks() -> str:
    """A class of the combining marks (the re module knows no Unicode categories)."""
    plane_0 = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.category(chr(c))[0] == "M")
    return plane_0 + "\U00011000-\U00011fff\U0001e000-\U0001e95f"


_ATTACHED = f"[{_marks()}{INVISIBLE}]"
_LETTERS = rf"[0-9A-Za-z]+|[^\W_{SPACELESS}{INVISIBLE}]"  # the first alternative only makes it quicker
WORD = re.compile(rf"(?:{_LETTERS})(?:{_LETTERS}|{_ATTACHED})*|([{SPACELESS}][\uff9e\uff9f]?{_ATTACHED}*)")
_DROPPED = re.compile(rf"[{INVISIBLE}]+")
_CACHE_LIMIT = 2_000_000


def normalise(word: str) -> str:
    """NFKC, casefold, NFKC again (Unicode's compatibility caseless form), zero-width characters dropped."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", _DROPPED.sub("", unicodedata.normalize("NFKC", word))).casefold()
    return unicodedata.normalize("NFKC", folded)


def hash64(text: str) -> int:
    """A signed 64-bit hash of `text`, the same on every machine (BLAKE2b)."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def pack_letters(word: str) -> int:
    """The first and last six letters of a normalised word as 5-bit codes, so that spelling can be compared.

    Distinct letters may share a code; equal words never differ.
    """
    letters = word if len(word) <= 12 else word[:6] + word[-6:]
    packed = 0
    for letter in letters:
        packed = packed << 5 | (ord(letter) % 31 + 1)
    return packed


@cache
def negations() -> frozenset[str]:
    """The normalised negating words and characters, from ``negations.txt``."""
    lines = files(__package__).joinpath("negations.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(normalise(word) for line in lines if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, one array element each."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    """Character offsets."""
    hashes: NDArray[np.int64]
    """Of the normalised word."""
    letters: NDArray[np.int64]
    """See `pack_letters`."""
    kinds: NDArray[np.int16]
    """FULL, DIGIT, ... ored together."""

    def __len__(self) -> int:
        return len(self.starts)

    def chosen(self, order: NDArray[np.intp]) -> Words:
        """The words at the given indexes."""
        spans = self.starts[order], self.ends[order]
        return Words(*spans, self.hashes[order], self.letters[order], self.kinds[order])


_known: dict[str, tuple[int, int, int]] = {}


def look_up(raw: str, full: bool) -> tuple[int, int, int]:
    """(hash, letters, kind) of a word as it is written; remembered, since most words recur."""
    found = _known.get(raw)
    if found is None:
        word = normalise(raw)
        kind = FULL if full else 0
        if any(letter.isdigit() for letter in word):
            kind |= DIGIT
        if word in negations():
            kind |= NEGATION
        if len(_known) >= _CACHE_LIMIT:
            _known.clear()
        found = _known[raw] = (hash64(word), pack_letters(word), kind)
    return found


def find_words(text: str) -> Words:
    """All words of `text`, in order."""
    starts, ends, hashes, letters = array("q"), array("q"), array("q"), array("q")
    kinds = array("h")
    for match in WORD.finditer(text):
        start, end = match.span()
        word_hash, packed, kind = look_up(match.group(), match.lastindex is None)
        starts.append(start)
        ends.append(end)
        hashes.append(word_hash)
        letters.append(packed)
        kinds.append(kind)
    spans = np.frombuffer(starts, np.int64), np.frombuffer(ends, np.int64)
    values = np.frombuffer(hashes, np.int64), np.frombuffer(letters, np.int64)
    return Words(*spans, *values, np.frombuffer(kinds, np.int16))


def weights(kinds: NDArray[np.int16]) -> NDArray[np.int64]:
    """The weight of each word in half-words: 2, 1 without spaces, 0 for a symbol."""
    return np.where(kinds & SYMBOL, 0, np.where(kinds & FULL, 2, 1)).astype(np.int64)
