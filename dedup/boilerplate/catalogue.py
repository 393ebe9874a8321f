"""The catalogue: phrases of known boilerplate by class and language, from ``catalogue/CLASS.toml`` and a user's file.

In a phrase ``*`` stands for one to eight words, and every run of digits for any other. Strong phrases are
boilerplate wherever they stand; weak ones only in company. Words are compared by their hashes, so case,
punctuation and marks around a line do not matter, and matching a whole document is a few array look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.entries import Entry, read_class
from dedup.text.fingerprint import fingerprints
from dedup.text.spread import spread
from dedup.text.words import DIGIT, Words, find_words, hash64, normalise, weights

STAR_WORDS = 8
"""Words that ``*`` stands for, at most."""
SIGNED_STAR_WORDS = 24
"""The same in a phrase with a copyright sign, which says enough by itself."""
PHRASE_WORDS = 4
"""Words of the shortest strong phrase whose word pairs are looked for in longer blocks."""

_TABLE = 1 << 18

Hashes = NDArray[np.int64]
Pair = tuple[int, int]
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Catalogue:
    """All entries, indexed by the fingerprints of their words."""

    entries: list[Entry] = field(default_factory=list)
    whole: dict[int, list[int]] = field(default_factory=dict)
    """Fingerprint of a phrase without a star -> its entries: guards may part phrases of equal words."""
    starred: dict[Pair, dict[Pair, list[int]]] = field(default_factory=dict)
    """How many words stand before the star and after it -> their two fingerprints -> its entries."""
    edges: Hashes = field(default_factory=lambda: np.zeros(0, np.int64))
    """Hashes of the first word of each phrase with a star, or of its last word if the star is its first."""
    buttons: Hashes = field(default_factory=lambda: np.zeros(0, np.int64))
    """Hashes of phrases of one word for share buttons: names of networks, mostly."""
    pairs: Hashes = field(default_factory=lambda: np.zeros(0, np.int64))
    """Fingerprints of word pairs, ascending,"""
    groups: Hashes = field(default_factory=lambda: np.zeros(0, np.int64))
    """and of each a group (class, language and file, given as their first entry) that holds it."""

    def holders(self, pairs: Hashes) -> list[set[int]]:
        """The groups that hold each of some pairs."""
        borders = zip(np.searchsorted(self.pairs, pairs), np.searchsorted(self.pairs, pairs, "right"), strict=True)
        return [set(self.groups[first:last].tolist()) for first, last in borders]


def masked_hashes(text: str, words: Words) -> NDArray[np.int64]:
    """The hash of each word with every run of its digits as ``0``."""
    places = np.flatnonzero(words.kinds & DIGIT)
    if not len(places):
        return words.hashes
    masked = words.hashes.copy()
    spans = zip(words.starts[places].tolist(), words.ends[places].tolist(), strict=True)
    masked[places] = [mask_hash(text[start:end]) for start, end in spans]
    return masked


@cache
def _mask_hash(shape: str) -> int:
    return hash64(normalise(shape))


def mask_hash(word: str) -> int:
    """The hash of a word with every run of its digits as ``0``."""
    return _mask_hash(_DIGITS.sub("0", word))


def among(values: Hashes, known: Hashes) -> NDArray[np.bool_]:
    """Which hashes are known; that most are not, their low bits tell."""
    table = np.zeros(_TABLE, np.bool_)
    table[known & (_TABLE - 1)] = True
    found = table[values & (_TABLE - 1)]
    found[found] = np.isin(values[found], known)
    return np.asarray(found)


def fingerprint(hashes: Hashes) -> int:
    """The fingerprint of all words of a phrase, by their masked hashes."""
    return int(fingerprints(hashes, np.zeros(1, np.int64), np.array([len(hashes)]))[0])


@cache
def shipped() -> Catalogue:
    """The catalogue that comes with the package."""
    return load(files(__package__).joinpath("catalogue").iterdir())


@cache
def with_own(own: tuple[Entry, ...]) -> Catalogue:
    """The catalogue that comes with the package and a user's entries, which go before equal ones of their strength."""
    return _indexed([*own, *shipped().entries]) if own else shipped()


def load(sources: Iterable[Traversable]) -> Catalogue:
    """The catalogue of some files; each is named after its class. Raises ConfigError for a faulty one."""
    files = sorted((source for source in sources if source.name.endswith(".toml")), key=lambda source: source.name)
    return _indexed([entry for file in files for entry in read_class(file)])


class _Phrases(NamedTuple):
    """All phrases end to end; the arrays have an element for each phrase, `hashes` one for each word."""

    hashes: Hashes
    first: Hashes
    """Its first word,"""
    middle: Hashes
    """the first behind its star (without one as `last`)"""
    last: Hashes
    """and the first that is no longer its own."""
    starred: NDArray[np.bool_]
    strong: NDArray[np.bool_]
    long: NDArray[np.bool_]
    """Whether its words weigh as much as PHRASE_WORDS."""


def _indexed(entries: list[Entry]) -> Catalogue:
    """Index the entries; of equal phrases the first strong one counts, else the first."""
    catalogue = Catalogue(entries)
    phrases = _read(entries)
    _add_phrases(catalogue, phrases)
    _add_edges(catalogue, phrases)
    _add_pairs(catalogue, phrases)
    return catalogue


def _read(entries: list[Entry]) -> _Phrases:
    """The words of all phrases, read as one text, since finding the words of many short texts is slow."""
    lines = [entry.phrase for entry in entries]
    text = "\n".join(lines)
    words = find_words(text)
    borders = np.append(0, np.cumsum([len(line) + 1 for line in lines])).astype(np.int64)
    star = np.array([line.find("*") for line in lines], np.int64)
    stars = np.where(star >= 0, borders[:-1] + star, borders[1:] - 1)
    first, middle, last = (np.searchsorted(words.starts, at) for at in (borders[:-1], stars, borders[1:]))
    weight = np.append(0, np.cumsum(weights(words.kinds)))
    strong = np.array([entry.strong for entry in entries], np.bool_)
    long = weight[last] - weight[first] >= 2 * PHRASE_WORDS
    return _Phrases(masked_hashes(text, words), first, middle, last, star >= 0, strong, long)


def _add_phrases(catalogue: Catalogue, phrases: _Phrases) -> None:
    """Index whole phrases by the fingerprints of their words before and after the star, strong ones first."""
    hashes, first, middle, last, starred, strong, _ = phrases
    before, after = fingerprints(hashes, first, middle), fingerprints(hashes, middle, last)
    columns = middle - first, last - middle, before, after
    for which in (strong, ~strong):
        plain, split = np.flatnonzero(which & ~starred), np.flatnonzero(which & starred)
        for number, key in zip(plain.tolist(), before[plain].tolist(), strict=True):
            catalogue.whole.setdefault(key, []).append(number)
        for number, *shape, head, tail in zip(split.tolist(), *(c[split].tolist() for c in columns), strict=True):
            of_shape = catalogue.starred.setdefault((shape[0], shape[1]), {})
            of_shape.setdefault((head, tail), []).append(number)


def _add_edges(catalogue: Catalogue, phrases: _Phrases) -> None:
    """Index the words that tell at once that a block may be a phrase with a star, or a share bar."""
    hashes, first, middle, last, starred, _, _ = phrases
    edge = np.where(first < middle, first, last - 1)
    catalogue.edges = np.unique(hashes[edge[(first < last) & starred]])
    share = np.array([entry.category == "share" for entry in catalogue.entries], np.bool_)
    catalogue.buttons = np.unique(hashes[first[(last - first == 1) & share & ~starred]])


def _add_pairs(catalogue: Catalogue, phrases: _Phrases) -> None:
    """Index the pairs of adjacent words of long strong phrases; pairs with a number tell nothing."""
    hashes, first, middle, last, _, strong, long = phrases
    joined = np.ones(max(len(hashes) - 1, 0), np.bool_)  # is a word in one piece with the next?
    for ends in (middle, last):
        joined[ends[(ends > 0) & (ends <= len(joined))] - 1] = False
    wordy = hashes != mask_hash("0")
    joined &= wordy[:-1] & wordy[1:]
    chosen = np.flatnonzero(long & strong)
    phrase, nth = spread(last[chosen] - first[chosen] - 1)
    places = first[chosen][phrase] + nth
    phrase, places = phrase[joined[places]], places[joined[places]]
    pairs = fingerprints(hashes, places, places + 2)
    groups = _groups([catalogue.entries[number] for number in chosen.tolist()], chosen)[phrase]
    order = np.lexsort((groups, pairs))
    pairs, groups = pairs[order], groups[order]
    new = np.append(True, (np.diff(pairs) != 0) | (np.diff(groups) != 0))[: len(pairs)]
    catalogue.pairs, catalogue.groups = pairs[new], groups[new]


def _groups(entries: list[Entry], numbers: Hashes) -> Hashes:
    """The group of each of some entries: the number of the first of them with its class, language and file."""
    firsts: dict[tuple[str, str, str], int] = {}
    keys = ((entry.category, entry.language, entry.file) for entry in entries)
    return np.array([firsts.setdefault(*both) for both in zip(keys, numbers.tolist(), strict=True)], np.int64)
