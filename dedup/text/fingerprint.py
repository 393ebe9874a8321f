"""Fingerprints of word sequences.

The fingerprint of words w₀ … wₙ₋₁ is the polynomial ∑ hash(wᵢ)·Bⁱ modulo 2⁶⁴ (Karp and Rabin 1987, with 64-bit
random hashes as digits). With prefix sums, the fingerprint of any stretch costs two look-ups, so thousands of
stretches are one numpy expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dedup.errors import ConfigError
from dedup.text.words import SYMBOL, Words, find_words, hash64

_BASE = 0x9E3779B97F4A7C15
_NAME = re.compile(r"[0-9a-f]{16}:\d+")
_INVERSE = pow(_BASE, -1, 1 << 64)


_remembered: dict[int, NDArray[np.uint64]] = {}


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    """The first `count` powers of `base` modulo 2⁶⁴."""
    powers = _remembered.get(base)
    if powers is None or len(powers) < count:
        powers = np.full(max(2 * count, 1024), base, np.uint64)
        powers[0] = 1
        powers = _remembered[base] = np.cumprod(powers, dtype=np.uint64)
    return powers[:count]


def fingerprints(hashes: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fingerprint of each stretch ``hashes[start:end]``; all arrays one-dimensional, result signed."""
    prefix = np.zeros(len(hashes) + 1, np.uint64)
    np.cumsum(hashes.view(np.uint64) * _powers(_BASE, len(hashes)), out=prefix[1:])
    lowered = (prefix[ends] - prefix[starts]) * _powers(_INVERSE, len(hashes) + 1)[starts]
    return mix(lowered).view(np.int64)


def mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of MurmurHash3 (Appleby 2011): every input bit reaches every output bit."""
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return values ^ (values >> np.uint64(33))


def name(fingerprint: int, words: int) -> str:
    """How a fingerprint is written in reports and in ``keep``: sixteen hex digits, a colon, the word count."""
    return f"{fingerprint & 0xFFFF_FFFF_FFFF_FFFF:016x}:{words}"


def name_of_text(text: str) -> str:
    """The written fingerprint of a text; see `name_of_words`."""
    return name_of_words(find_words(text), text)


def name_of_words(words: Words, text: str) -> str:
    """The written fingerprint of the words of a text, or of its marks if it has no word."""
    hashes = words.hashes
    if not len(hashes):
        return name(hash64(text.strip()), 0)
    return name(int(fingerprints(hashes, np.zeros(1, np.int64), np.array([len(hashes)]))[0]), len(hashes))


def parse_keep(entries: Iterable[str]) -> dict[int, set[int]]:
    """The ``keep`` list as word count -> fingerprints: written fingerprints, or any other text literally."""
    kept: dict[int, set[int]] = {}
    for entry in entries:
        if not entry.strip():
            raise ConfigError("keep holds an empty string; give a fingerprint or a line of text")
        digits, _, count = (entry if _NAME.fullmatch(entry) else name_of_text(entry)).partition(":")
        value = int(digits, 16)
        kept.setdefault(int(count), set()).add(value - (1 << 64) if value >> 63 else value)
    return kept


def protected(words: Words, kept: dict[int, set[int]]) -> NDArray[np.bool_]:
    """Which words stand in a stretch whose fingerprint is kept; lines of marks part no stretch."""
    marks = np.zeros(len(words), np.bool_)
    symbols = words.kinds & SYMBOL > 0
    marks[symbols] = np.isin(words.hashes[symbols], list(kept.get(0, ())))
    solid = np.flatnonzero(~symbols)
    for count, wanted in kept.items():
        if 0 < count <= len(solid):
            starts = np.arange(len(solid) - count + 1)
            hits = np.isin(fingerprints(words.hashes[solid], starts, starts + count), list(wanted))
            for start in np.flatnonzero(hits):
                marks[solid[start] : solid[start + count - 1] + 1] = True
    return marks
