"""Fingerprints of word sequences.

The fingerprint of words w₀ … wₙ₋₁ is the polynomial ∑ hash(wᵢ)·Bⁱ modulo 2⁶⁴ (Karp and Rabin 1987, with 64-bit
random hashes as digits). With prefix sums, the fingerprint of any stretch costs two look-ups, so thousands of
stretches are one numpy expression.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dedup.errors import ConfigError
from dedup.text.words import find_words, hash64

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    powers = np.full(count, base, np.uint64)
    if count:
        powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def fingerprints(
    hashes: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
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
    """The written fingerprint of a text; a text without words is named by its marks."""
    hashes = find_words(text).hashes
    if not len(hashes):
        hashes = np.array([hash64(text.strip())], np.int64)
    ends = np.array([len(hashes)])
    return name(int(fingerprints(hashes, ends - len(hashes), ends)[0]), len(hashes))


def parse_keep(entries: Iterable[str]) -> dict[int, set[int]]:
    """The ``keep`` list as word count -> fingerprints: written fingerprints, or any other text literally."""
    kept: dict[int, set[int]] = {}
    for entry in entries:
        written = entry if _is_name(entry) else name_of_text(entry)
        if not entry.strip():
            raise ConfigError("keep holds an empty string; give a fingerprint or a line of text")
        digits, _, count = written.partition(":")
        value = int(digits, 16)
        kept.setdefault(int(count), set()).add(value - (1 << 64) if value >> 63 else value)
    return kept


def _is_name(entry: str) -> bool:
    digits, colon, count = entry.partition(":")
    return bool(colon) and len(digits) == 16 and count.isdigit() and all(c in "0123456789abcdef" for c in digits)


def protected(hashes: NDArray[np.int64], kept: dict[int, set[int]]) -> NDArray[np.bool_]:
    """Which words stand in a stretch whose fingerprint is kept."""
    marks = np.zeros(len(hashes), np.bool_)
    for count, wanted in kept.items():
        if count > len(hashes):
            continue
        starts = np.arange(len(hashes) - count + 1)
        hits = np.isin(fingerprints(hashes, starts, starts + count), list(wanted))
        for start in np.flatnonzero(hits):
            marks[start : start + count] = True
    return marks
