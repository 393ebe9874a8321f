"""Words: what they are, how they are normalised, and what is noted about each.

A word is a run of letters, digits and their marks; in scripts written without spaces each character is a word
of half the weight. Punctuation, quotes, dashes and spaces are no words.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import compiled

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
CAPITAL = 256
"""Starts with a capital."""
FACT = 512
"""Says when, how many or how much without a digit: a month, a weekday, a number in words, a unit, a Roman numeral."""
_OPENS = 1024
"""May open a listed string of characters; only while words are looked for."""

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
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
"""A class of characters without width: they are dropped from words."""


_HOLDING_MARKS = (range(0x300, 0x3400), range(0xA000, 0xAC00), range(0xFB00, 0xFF00))
"""The code points of plane 0 but for the tens of thousands that are all letters: Han, Hangul, private ones."""


def _marks() -> str:
    """A class of the combining marks (the re module knows no Unicode categories)."""
    plane_0 = [c for block in _HOLDING_MARKS for c in block if unicodedata.category(chr(c))[0] == "M"]
    borders = [0, *(n for n in range(1, len(plane_0)) if plane_0[n] > plane_0[n - 1] + 1), len(plane_0)]
    ranges = "".join(f"{chr(plane_0[a])}-{chr(plane_0[b - 1])}" for a, b in pairwise(borders))
    return ranges + "\U00011000-\U00011fff\U0001e000-\U0001e95f"


_ATTACHED = f"[{_marks()}{INVISIBLE}]"
_LETTERS = rf"[0-9A-Za-z]+|[^\W_{SPACELESS}{INVISIBLE}]"  # the first alternative only makes it quicker
WORD = re.compile(rf"(?:{_LETTERS})(?:{_LETTERS}|{_ATTACHED})*|([{SPACELESS}][\uff9e\uff9f]?{_ATTACHED}*)")
LETTER, ATTACHED, SPACED = 1, 2, 4
"""Characters by what they may be in a word: one of its letters; a mark that goes on with it; a word without spaces."""
_CLASSES = {LETTER: f"(?:{_LETTERS})", ATTACHED: _ATTACHED, SPACED: f"[{SPACELESS}]"}
_RUNS = {kind: re.compile(f"{one}+") for kind, one in _CLASSES.items()}
CLASSIFIED = 256
"""Characters that are classified at a time."""
_DROPPED = re.compile(rf"[{INVISIBLE}]+")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_ROMAN = re.compile(r"(?=[VX]|I.)X{0,3}(?:IX|IV|V?I{0,3})")
_MARKED = "\u0780"
"""Marks on letters below this code point (Latin, Greek, Cyrillic, Hebrew, Arabic) are left out by careless writers."""
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})
_CACHE_LIMIT = 1_000_000
_BLOCK = 1 << 16


def normalise(word: str) -> str:
    """The form in which words are compared.

    Unicode's compatibility caseless form (NFKC, casefold, NFKC), less zero-width characters, and less the marks on
    Latin, Greek, Cyrillic, Hebrew and Arabic letters, which a copy often loses; decimal digits as 0 to 9.
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", _DROPPED.sub("", unicodedata.normalize("NFKC", word))).casefold()
    letters: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFKD", folded):
        if not unicodedata.combining(letter):
            base = letter
        elif base < _MARKED:
            continue
        letters.append(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter)
    return unicodedata.normalize("NFKC", "".join(letters).translate(_PLAIN))


def hash64(text: str) -> int:
    """A signed 64-bit hash of `text`, the same on every machine (BLAKE2b)."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


@compiled
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
    """The normalised negating words, and characters or strings of them, from ``negations.txt``."""
    return _listed("negations.txt")


@cache
def facts() -> frozenset[str]:
    """The normalised words that say when, how many or how much, from ``facts.txt``."""
    return _listed("facts.txt")


def _listed(name: str) -> frozenset[str]:
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(normalise(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def _strings() -> dict[tuple[int, int], list[tuple[tuple[int, ...], int]]]:
    """The listed strings of characters in scripts without spaces, by the first two: hashes and kind of each."""
    found: dict[tuple[int, int], list[tuple[tuple[int, ...], int]]] = {}
    for listed, kind in ((negations(), NEGATION), (facts(), FACT)):
        for entry in sorted(listed):
            characters = tuple(hash64(normalise(match[0])) for match in WORD.finditer(entry))
            if len(characters) > 1:
                found.setdefault((characters[0], characters[1]), []).append((characters, kind))
    return found


@cache
def _openers() -> frozenset[int]:
    """Hashes of the characters that may open a listed string."""
    return frozenset(first for first, _ in _strings())


@cache
def _beginnings() -> NDArray[np.int64]:
    """The first two characters of the listed strings, as one number."""
    return _both(*np.array([*_strings()], np.int64).T)


def _both(firsts: NDArray[np.int64], seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    return firsts * 31 + seconds


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


Columns = tuple["array[int]", "array[int]", "array[int]", "array[int]", "array[int]"]
"""Words as plain arrays, in the order of the fields of `Words`; their type codes are "q", the last one's is "h"."""


def _described(raw: str, full: bool) -> tuple[int, int, int]:
    """Hash, letters and kind of a written word, which is one of full weight or not."""
    word = normalise(raw)
    hashed = hash64(word)
    kind = FULL if full else 0
    kind |= DIGIT if not word.isalpha() and any(map(str.isdigit, word)) else 0
    kind |= CAPITAL if raw[0].isupper() else 0
    kind |= NEGATION if word in negations() else 0
    kind |= FACT if word in facts() or (raw[0] in "IVX" and _ROMAN.fullmatch(raw)) else 0
    kind |= _OPENS if hashed in _openers() else 0
    return hashed, pack_letters(word), kind


@compiled
class Lexicon:
    """The written words that were seen, and what is noted about each, since most words recur."""

    def __init__(self, described: Callable[[str, bool], tuple[int, int, int]], limit: int) -> None:
        """`described` is asked about each word that is not among the last ones, `limit` of them or some more."""
        self._known: dict[str, tuple[int, int, int]] = {}
        self._described, self._limit = described, limit

    def scan(self, text: str, start: int, most: int) -> Columns:
        """The next words of `text` from `start` on, up to so many."""
        starts, ends, hashes, letters, kinds = array("q"), array("q"), array("q"), array("q"), array("h")
        if len(self._known) >= self._limit:
            self._known.clear()
        for match in islice(WORD.finditer(text, start), most):
            raw = match[0]
            known = self._known.get(raw)
            if known is None:
                known = self._known[raw] = self._described(raw, match.lastindex is None)
            starts.append(match.start())
            ends.append(match.end())
            for column, value in zip((hashes, letters, kinds), known, strict=True):
                column.append(value)
        return starts, ends, hashes, letters, kinds


def character_classes(first: int) -> bytes:
    """What each of CLASSIFIED characters from `first` on may be in a word: see LETTER, ATTACHED, SPACED."""
    characters = "".join(map(chr, range(first, first + CLASSIFIED)))
    found = bytearray(CLASSIFIED)
    for kind, run in _RUNS.items():
        for match in run.finditer(characters):
            for place in range(*match.span()):
                found[place] |= kind
    return bytes(found)


_lexicon = Lexicon(_described, _CACHE_LIMIT)


def _without_entities(text: str) -> str:
    """The text with HTML entities, which are no words, blanked out."""
    return _ENTITY.sub(lambda entity: " " * len(entity[0]), text) if "&" in text else text


ALONE = np.zeros(1, np.int64)
"""Where the texts begin that a text holds, if it is one."""


def find_words(text: str, texts: NDArray[np.int64] = ALONE) -> Words:
    """All words of `text`, in order; `texts` tells where each begins, if it is several with white space between."""
    text = _without_entities(text)
    parts = [_scanned(text, 0)]
    while len(parts[-1]) == _BLOCK:
        parts.append(_scanned(text, int(parts[-1].ends[-1])))
    words = joined_words(parts)
    return _with_strings(words, np.append(np.searchsorted(words.starts, texts), len(words)))


def _scanned(text: str, start: int) -> Words:
    *columns, kinds = _lexicon.scan(text, start, _BLOCK)
    starts, ends, hashes, letters = (np.frombuffer(column, np.int64) for column in columns)
    return Words(starts, ends, hashes, letters, np.frombuffer(kinds, np.int16))


def word_spans(text: str) -> NDArray[np.int64]:
    """Where the words of `text` start and end, one row each."""
    words = find_words(text)
    return np.stack((words.starts, words.ends), axis=1)


def _with_strings(words: Words, borders: NDArray[np.intp]) -> Words:
    """The words, with the listed strings of characters marked: a negation's first one, all of a fact's.

    Strings do not reach over `borders`: where texts begin, and the number of words.
    """
    opens = np.flatnonzero(words.kinds[:-1] & _OPENS)
    if len(opens):  # in most short texts there are none
        opens = opens[np.isin(_both(words.hashes[opens], words.hashes[opens + 1]), _beginnings())]
    kinds = words.kinds & ~_OPENS
    listed = _strings()
    limits = borders[np.searchsorted(borders, opens, "right")]
    for place, limit in zip(opens.tolist(), limits.tolist(), strict=True):
        first, second = words.hashes[place : place + 2].tolist()
        for characters, kind in listed.get((first, second), ()):
            end = place + len(characters)
            if end <= limit and tuple(words.hashes[place:end].tolist()) == characters:
                kinds[place : end if kind == FACT else place + 1] |= kind
    return Words(words.starts, words.ends, words.hashes, words.letters, kinds)


def joined_words(parts: Sequence[Words]) -> Words:
    """Words that follow each other as one."""
    if len(parts) == 1:
        return parts[0]
    none = np.zeros(0, np.int64)
    return Words(
        np.concatenate([none, *(part.starts for part in parts)]),
        np.concatenate([none, *(part.ends for part in parts)]),
        np.concatenate([none, *(part.hashes for part in parts)]),
        np.concatenate([none, *(part.letters for part in parts)]),
        np.concatenate([none.astype(np.int16), *(part.kinds for part in parts)]),
    )


def weights(kinds: NDArray[np.int16]) -> NDArray[np.int64]:
    """The weight of each word in half-words: 2, 1 without spaces, 0 for a symbol."""
    return np.where(kinds & SYMBOL, 0, np.where(kinds & FULL, 2, 1)).astype(np.int64)
