"""Which blocks of a text the catalogue knows.

A block is matched whole, or, if it has 5 to 80 words, by its pairs of adjacent words: it belongs to a class when
enough of its distinct pairs stand in strong phrases of that class, in whatever language or order, so that a notice
is known however a site has put it together. A pair counts only beside another that is known too: single pairs
("of the", "you can") stand in every text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.boilerplate.catalogue import (
    SIGNED_STAR_WORDS,
    STAR_WORDS,
    Catalogue,
    among,
    fingerprint,
    masked_hashes,
    shipped,
)
from dedup.entries import Entry
from dedup.text.fingerprint import fingerprints
from dedup.text.words import Words, find_words, weights

PAIR_WEIGHT = range(10, 161)
"""Half-words of the blocks whose pairs are looked at."""
LEAST_PAIRS = 4
"""Pairs that must be known; twice as many without spaces, where a pair is no more than a word."""
SHORT_PAIRS = 12
"""Pairs up to which a block is short."""
PAIR_SHARE, SHORT_SHARE = 0.5, 0.75
"""Share of the distinct pairs that must be known; more in a short block or without spaces."""

ROW_PHRASES = 3
"""Different phrases of the catalogue that make a row, whatever each is worth alone."""
ROW_NETWORKS = 2
"""Names of networks in a row of share buttons that no marks part: single words ("Save", "More") may be text."""
LONGEST_ROW = 400
"""Characters of the longest line that is looked at as a row."""

_SEPARATORS = "|•·/›»>:"
_SEPARATOR = re.compile(rf"\s*[{_SEPARATORS}]\s*")
_UNPARTED = re.compile(r"[\w+!\s-]+")
"""A line without marks that part words."""
_COOKIE = re.compile(
    r"cookie|クッキー|ｸｯｷｰ|куки|файлы куки|çerez|kolačić|ciasteczk|曲奇|쿠키|คุกกี้|eväste|\bkak(?:a|or)|informasjonskaps"
    r"|\bsüti|עוגיות|कुकी|ملفات تعريف الارتباط",
    re.IGNORECASE,
)
_BROWSER = re.compile(
    r"java ?script|browser|navigat|navegador|przegl|браузер|tarayıcı|webbläsare|selain|prohlížeč|böngésző|ブラウザ"
    r"|浏览器|瀏覽器|브라우저|video|vidéo|vídeo|видео|動画|视频|audio|player|плеер|reproductor|flash|captcha|adblock",
    re.IGNORECASE,
)
_NEEDED = {"cookie": _COOKIE, "noscript": _BROWSER}
"""What a notice that only its word pairs made known must name."""
_SIGN = re.compile(r"©|\(c\)|℗", re.IGNORECASE)
_SIGN_OR_YEAR = re.compile(r"©|\(c\)|℗|\b(?:19|20)\d\d\b", re.IGNORECASE)
_COPYRIGHT = re.compile("copyright", re.IGNORECASE)
_NETWORK = re.compile(
    r"facebook|twitter|\bx\b|instagram|linked ?in|you ?tube|google|pinterest|telegram|whats ?app|tik ?tok|reddit"
    r"|tumblr|threads|mastodon|blue ?sky|snapchat|flipboard|discord|twitch|spotify|vk\b|вконтакте|weibo|wechat"
    r"|微博|微信|\bline\b|\brss\b|social|xing|flickr|vimeo|soci|réseaux|redes|pocket|messenger|skype|viber|e-?mail",
    re.IGNORECASE,
)
_SAID = re.compile(r"\s*[–—].*[.!?…]\s*|\s*\w+\.\s*", re.DOTALL)
"""A line of dialogue behind a dash, or one word with a full stop."""
_NUMBERED = re.compile(r"\s*\d+(?:\.\d+)*[.)]\s")
_GOES_ON = re.compile(r"(,|(?<![\u0370-\u03ff]);)\s*$")  # behind Greek, a semicolon asks
_QUOTED = re.compile(r"""\s*["“„«»‹「『‘'].*["”“»«›」』’'][.,;!?。]?\s*""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Match:
    """What the catalogue knows of one block."""

    number: int
    """Of the entry; for a match by pairs the first entry of its class and language."""
    entry: Entry
    hits: int = 0
    """Distinct pairs that are known; in a row of phrases how many; 0 for a whole match."""
    pairs: int = 0
    """Distinct pairs of the block; 0 if it matched otherwise."""

    @property
    def name(self) -> str:
        """The rule, as in ``known/cookie/en``."""
        return self.entry.name

    @property
    def phrase(self) -> str:
        """The phrase that matched whole, or nothing."""
        return "" if self.hits else self.entry.phrase

    @property
    def evidence(self) -> str:
        """What matched, in words."""
        return evidence(self.entry, self.hits, self.pairs)


def evidence(entry: Entry, hits: int, pairs: int) -> str:
    """What matched, in words."""
    if pairs:
        return f"{hits} of {pairs} word pairs stand in {entry.origin}'s {entry.category} phrases"
    if hits:
        return f"{hits} phrases of {entry.origin} in a row, among them “{entry.phrase}”"
    return f"the phrase “{entry.phrase}” of {entry.origin}"


def match(line: str, catalogue: Catalogue | None = None) -> Match | None:
    """What the catalogue knows of one line."""
    catalogue = catalogue or shipped()
    words = find_words(line)
    if not len(words):
        return None
    return matches(catalogue, masked_hashes(line, words), words, *_whole_line(words), [line]).get(0)


def guarded(line: str, catalogue: Catalogue) -> tuple[Entry, str] | None:
    """An entry whose words a line has, and the guard that keeps the line all the same."""
    words = find_words(line)
    if not len(words):
        return None
    hashes, borders = masked_hashes(line, words), _whole_line(words)
    entire = [(catalogue.entries[number], True) for _, number in _whole(catalogue, hashes, *borders, [line])]
    by_pairs = [(found.entry, False) for _, found in _by_pairs(catalogue, hashes, words, *borders)]
    for entry, whole in (*entire, *by_pairs):
        wordy = any(map(str.isalnum, entry.phrase))  # what has no words beside its star fits every line
        if wordy and (reason := _barred(entry, line, entire=whole)):
            return entry, reason
    return None


def _whole_line(words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.array([0]), np.array([len(words)])


def matches(
    catalogue: Catalogue,
    hashes: NDArray[np.int64],
    words: Words,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    lines: list[str],
) -> dict[int, Match]:
    """The blocks that are known. `hashes` are masked; `starts` and `ends` number the words of each block."""
    found: dict[int, Match] = {}
    entries = catalogue.entries
    for block, number in _whole(catalogue, hashes, starts, ends, lines):
        better = block not in found or (entries[number].strong and not found[block].entry.strong)
        if better and not _barred(entries[number], lines[block], entire=True):
            found[block] = Match(number, entries[number])
    for block, bar in _buttons(catalogue, hashes, starts, ends, lines):
        found.setdefault(block, bar)
    for block, line in enumerate(lines):
        if block not in found and (row := _in_a_row(catalogue, line)):
            found[block] = row
    for block, candidate in _by_pairs(catalogue, hashes, words, starts, ends):
        weak = block not in found or not found[block].entry.strong
        if weak and not _barred(candidate.entry, lines[block], entire=False):
            found[block] = candidate
    return found


def _whole(
    catalogue: Catalogue,
    hashes: NDArray[np.int64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    lines: list[str],
) -> Iterator[tuple[int, int]]:
    """(block, entry) for blocks that are a phrase as they stand, without a star or with the longest rest first."""
    for block, key in enumerate(fingerprints(hashes, starts, ends).tolist()):
        for number in catalogue.whole.get(key, ()):
            yield block, number
    yield from _starred(catalogue, hashes, starts, ends)
    for number in catalogue.starred.get((0, 0), {}).get((0, 0), ()):  # a mere copyright sign before the star
        for block in np.flatnonzero(ends - starts <= _star_words(catalogue.entries[number])).tolist():
            if _SIGN.search(lines[block]):
                yield block, number


def _starred(
    catalogue: Catalogue, hashes: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """(block, entry) for blocks that are a phrase with words around or behind its star; few have the right edge."""
    likely = np.flatnonzero(among(hashes[starts], catalogue.edges) | among(hashes[ends - 1], catalogue.edges))
    starts, ends = starts[likely], ends[likely]
    shapes = sorted(catalogue.starred.keys() - {(0, 0)}, reverse=True)
    before, after = np.array(shapes, np.int64).reshape(-1, 2).T
    star = (ends - starts) - (before + after)[:, None]
    shape, block = np.nonzero((star > 0) & (star <= SIGNED_STAR_WORDS))
    heads = fingerprints(hashes, starts[block], starts[block] + before[shape])
    tails = fingerprints(hashes, ends[block] - after[shape], ends[block])
    known = np.array([both for one in shapes for both in catalogue.starred[one]], np.int64).reshape(-1, 2)
    for at in np.flatnonzero(among(heads, known[:, 0]) & among(tails, known[:, 1])).tolist():
        of_shape = catalogue.starred[shapes[shape[at]]]
        for number in of_shape.get((int(heads[at]), int(tails[at])), ()):
            if star[shape[at], block[at]] <= _star_words(catalogue.entries[number]):
                yield int(likely[block[at]]), number


def _star_words(entry: Entry) -> int:
    return SIGNED_STAR_WORDS if "©" in entry.phrase else STAR_WORDS


def _in_a_row(catalogue: Catalogue, line: str) -> Match | None:
    """A row of phrases with marks between them, as in a menu or a share bar."""
    if len(line) > LONGEST_ROW or sum(map(line.count, _SEPARATORS)) < ROW_PHRASES - 1:
        return None
    numbers = []
    for part in _SEPARATOR.split(line):
        words = find_words(part)
        known = catalogue.whole.get(fingerprint(masked_hashes(part, words))) if len(words) else None
        if known is None:
            return None
        numbers.append(known[0])
    first = min(set(numbers), key=lambda number: (not catalogue.entries[number].strong, numbers.index(number)))
    return Match(first, catalogue.entries[first], len(set(numbers))) if len(set(numbers)) >= ROW_PHRASES else None


def _buttons(
    catalogue: Catalogue,
    hashes: NDArray[np.int64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    lines: list[str],
) -> Iterator[tuple[int, Match]]:
    """(block, match) for share bars in one line: names of buttons, two of them networks, with nothing between them."""
    known = np.append(0, np.cumsum(among(hashes, catalogue.buttons)))
    alone = (ends - starts >= ROW_PHRASES) & (known[ends] - known[starts] == ends - starts)
    for block in np.flatnonzero(alone).tolist():
        words = hashes[starts[block] : ends[block]]
        different = len(np.unique(words))
        networks = len(_NETWORK.findall(lines[block])) >= ROW_NETWORKS
        if different >= ROW_PHRASES and networks and _UNPARTED.fullmatch(lines[block]):
            number = catalogue.whole[fingerprint(words[:1])][0]
            yield block, Match(number, catalogue.entries[number], different)


def _by_pairs(
    catalogue: Catalogue,
    hashes: NDArray[np.int64],
    words: Words,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> Iterator[tuple[int, Match]]:
    """(block, match) for blocks that are made of a class's word pairs."""
    if len(hashes) < 2 or not len(catalogue.pairs):
        return
    places = np.arange(len(hashes) - 1)
    pairs = fingerprints(hashes, places, places + 2)
    listed = among(pairs, catalogue.pairs)
    hits = np.append(0, np.cumsum(listed))
    weight = np.append(0, np.cumsum(weights(words.kinds)))
    sums = weight[ends] - weight[starts]
    known = hits[np.maximum(ends - 1, starts)] - hits[starts]
    fitting = (known >= LEAST_PAIRS) & (sums >= PAIR_WEIGHT.start) & (sums < PAIR_WEIGHT.stop)
    for block in np.flatnonzero(fitting).tolist():
        own = slice(int(starts[block]), int(ends[block]) - 1)
        spaceless = int(sums[block]) < 1.5 * (own.stop + 1 - own.start)
        found = _best_group(catalogue, pairs[own], listed[own], spaceless)
        if found:
            yield block, found


def _best_group(
    catalogue: Catalogue, prints: NDArray[np.int64], listed: NDArray[np.bool_], spaceless: bool
) -> Match | None:
    """The class that holds enough of the pairs, some of which are listed at all; of it the language that holds most."""
    pairs = prints.tolist()
    total = len(set(pairs))
    share = SHORT_SHARE if spaceless or total <= SHORT_PAIRS else PAIR_SHARE
    least = max(LEAST_PAIRS * (2 if spaceless else 1), share * total)
    if len(set(prints[listed].tolist())) < least:
        return None
    holders = catalogue.holders(prints)
    classes = [{catalogue.entries[group].category for group in groups} for groups in holders]
    around = zip([set(), *classes[:-1]], [*classes[1:], set()], strict=True)
    known = [here & (before | after) for here, (before, after) in zip(classes, around, strict=True)]
    hits = Counter(category for _, category in {(p, c) for p, found in zip(pairs, known, strict=True) for c in found})
    category = min(hits, key=lambda name: (-hits[name], name), default="")
    if hits[category] < least:
        return None
    groups = Counter(group for found in holders for group in found if catalogue.entries[group].category == category)
    best = min(groups, key=lambda group: (-groups[group], group))
    return Match(best, catalogue.entries[best], hits[category], total)


def _barred(entry: Entry, line: str, *, entire: bool) -> str:
    """The guards: why a line with the words of an entry is none all the same; nothing if it is one."""
    if _QUOTED.fullmatch(line) or _SAID.fullmatch(line):
        return "somebody quotes or says it"
    if _GOES_ON.search(line):
        return "the sentence goes on"
    if not entire:
        if _NUMBERED.match(line):
            return "a number before it makes it a section of a text"
        needed = _NEEDED.get(entry.category)
        return "" if needed is None or needed.search(line) else "it does not name what it is about"
    if "©" in entry.phrase and not _SIGN.search(line):
        return "it has no copyright sign"
    if "*" in entry.phrase and _COPYRIGHT.search(entry.phrase):
        return "" if _SIGN_OR_YEAR.search(line) else "it has neither a copyright sign nor a year"
    if "*" in entry.phrase and entry.category == "share":
        return "" if _NETWORK.search(line) else "it names no network"
    return ""
