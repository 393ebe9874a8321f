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

import numpy as np
from numpy.typing import NDArray

from dedup.entries import Entry, read_class
from dedup.text.fingerprint import fingerprints
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
    pairs: dict[int, set[int]] = field(default_factory=dict)
    """Fingerprint of a word pair -> the groups (class, language and file, given as their first entry) that hold it."""
    pair_array: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """The keys of `pairs`."""


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


def _indexed(entries: list[Entry]) -> Catalogue:
    """Index the entries; of equal phrases the first strong one counts, else the first.

    All phrases are read as one text, since finding the words of many short texts is slow.
    """
    text = "\n".join(entry.phrase.replace("\n", " ") for entry in entries)
    words = find_words(text)
    borders = np.cumsum([0, *(len(entry.phrase) + 1 for entry in entries)])
    stars = borders[:-1] + [_star(entry) for entry in entries]
    first, middle, last = (np.searchsorted(words.starts, at) for at in (borders[:-1], stars, borders[1:]))
    hashes = masked_hashes(text, words)
    catalogue = Catalogue(entries)
    _add_phrases(catalogue, hashes, first, middle, last)
    buttons = [entry.category == "share" and "*" not in entry.phrase for entry in entries]
    catalogue.buttons = np.unique(hashes[first[(last - first == 1) & buttons]])
    weight = np.append(0, np.cumsum(weights(words.kinds)))
    long = (weight[last] - weight[first] >= 2 * PHRASE_WORDS) & [entry.strong for entry in entries]
    _add_pairs(catalogue, hashes, first, middle, last, long)
    return catalogue


def _star(entry: Entry) -> int:
    """Where the star of a phrase stands; without one, where the phrase ends."""
    star = entry.phrase.find("*")
    return star if star >= 0 else len(entry.phrase)


def _add_phrases(catalogue: Catalogue, hashes: Hashes, first: Hashes, middle: Hashes, last: Hashes) -> None:
    """Index whole phrases by the fingerprints of their words before and after the star."""
    before = fingerprints(hashes, first, middle).tolist()
    after = fingerprints(hashes, middle, last).tolist()
    words_before, words_after = (middle - first).tolist(), (last - middle).tolist()
    entries = catalogue.entries
    for number in sorted(range(len(entries)), key=lambda n: not entries[n].strong):
        if "*" not in entries[number].phrase:
            catalogue.whole.setdefault(before[number], []).append(number)
            continue
        shape = words_before[number], words_after[number]
        catalogue.starred.setdefault(shape, {}).setdefault((before[number], after[number]), []).append(number)
    edge = np.where(first < middle, first, last - 1)
    catalogue.edges = np.unique(hashes[edge[(first < last) & ["*" in entry.phrase for entry in entries]]])


def _add_pairs(
    catalogue: Catalogue, hashes: Hashes, first: Hashes, middle: Hashes, last: Hashes, long: NDArray[np.bool_]
) -> None:
    """Index the pairs of adjacent words of long strong phrases; pairs with a number tell nothing."""
    joined = np.ones(max(len(hashes) - 1, 0), np.bool_)  # is a word in one piece with the next?
    for ends in (middle, last):
        joined[ends[(ends > 0) & (ends <= len(joined))] - 1] = False
    wordy = hashes != mask_hash("0")
    joined &= wordy[:-1] & wordy[1:]
    places = np.arange(len(joined))
    pairs = fingerprints(hashes, places, places + 2).tolist()
    usable = joined.tolist()
    groups: dict[tuple[str, str, str], int] = {}
    for number, start, end in np.column_stack((np.flatnonzero(long), first[long], last[long] - 1)).tolist():
        entry = catalogue.entries[number]
        group = groups.setdefault((entry.category, entry.language, entry.file), number)
        for place in range(start, end):
            if usable[place]:
                catalogue.pairs.setdefault(pairs[place], set()).add(group)
    catalogue.pair_array = np.array([*catalogue.pairs], np.int64)
