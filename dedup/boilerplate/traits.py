"""What the look of a block says about it: ends like a sentence, a date, a menu arrow, a table, code."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dedup.boilerplate.catalogue import mask_hash
from dedup.text.words import DIGIT, SYMBOL, Words
from dedup.text.words import SPACELESS as SPACELESS_CLASS

PROSE = 1
"""A paragraph of running text."""
SENTENCE = 2
"""Ends with a sentence mark."""
DATE = 4
"""Only says when."""
ARROW = 8
"""A line of a menu, with an arrow at its end or start, or on a button in a row: [ < ] [ Up ] [ > ]."""
TABLE = 16
"""A row of a table, or code."""
RAGGED = 32
"""May be a line out of the middle of a paragraph."""
PROTECTED = 64
"""Holds words that the user keeps for ever."""
MARKS = 128
"""Has no word."""
SPACELESS = 256
"""Most of it is written without spaces."""
OPEN = 512
"""Ends with a comma, a semicolon or a dash: the next line goes on."""

SENTENCE_WEIGHT, LONG_WEIGHT = 30, 50
"""Half-words from which a block is prose if it ends with a sentence mark, and if it does not."""
WRAPPED_WEIGHT, WRAPPED_BREAKS = 20, 2
"""Half-words and line breaks from which a hard-wrapped paragraph is prose; two lines may be two headlines."""
LIST_CAPITALS = 0.6
"""Share of capitals, numbers and separators among the words of a long line that make it a list, not prose."""
ARROW_WEIGHT, ANGLE_WEIGHT = 40, 16
"""Half-words of the longest menu line with an arrow, and with an angle quote, which may also quote."""
DATE_WORDS = range(2, 15)

_SENTENCE_END = re.compile(r"""[.!?。！？｡…।॥۔؟]['"”’»›)\]』」）]*\s*$""")
_ARROW = re.compile(r"^\s*[←⟵◀◄◂⇐❮]|[→⟶▶►▸⇒❯➔➜]\s*$|\]\s*\[\s*(?:<+|>+)\s*\]\s*\[")
_ANGLE = re.compile(r"^\s*[«‹][^»›]*$|^[^«‹]*[»›]\s*$")
_TABLE = re.compile(r"^\s*\|.*\||\t.*\t|[{};=]\s*$|\w\([^ )]*\)|^\s*(?:def|class|import|#include)\s\S+.*[:;>(]?$")
_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÞΑ-ΩА-Я0-9|•·]")
_OPEN = re.compile(r"[,;、，；،؛—–-]['\"”’»›)\]』」）]*\s*$")
_INSIDE = re.compile(rf"""^\s*[a-zß-öø-ÿа-я0-9(§{SPACELESS_CLASS}]|[.!?]["”)]? +[A-ZÀ-Þ]""")


@cache
def _date_words() -> NDArray[np.int64]:
    table = tomllib.loads(files(__package__).joinpath("dates.toml").read_text(encoding="utf-8"))
    return np.array(sorted({mask_hash(word) for word in (*table["words"].split(), *table["numbers"])}), np.int64)


def dates(
    hashes: NDArray[np.int64], kinds: NDArray[np.int16], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which blocks hold nothing but numbers and the words of a date; `hashes` are masked."""
    known, digits = (np.append(0, np.cumsum(mask)) for mask in (np.isin(hashes, _date_words()), kinds & DIGIT > 0))
    length = ends - starts
    short = (length >= DATE_WORDS.start) & (length < DATE_WORDS.stop)
    return np.asarray(short & (known[ends] - known[starts] == length) & (digits[ends] > digits[starts]))


def traits(
    lines: list[str],
    words: Words,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    weight: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The traits of each block but DATE and PROTECTED. `weight` is in half-words."""
    looks = np.array([_look(line, w) for line, w in zip(lines, weight.tolist(), strict=True)], np.int64)
    marks = words.kinds[starts] & SYMBOL > 0
    looks[marks] = MARKS
    looks[~marks & (2 * weight < 3 * (ends - starts))] |= SPACELESS
    return looks


def _look(line: str, weight: int) -> int:
    look = SENTENCE if _SENTENCE_END.search(line, max(0, len(line) - 12)) else 0
    if _TABLE.search(line):
        look |= TABLE
    if _INSIDE.search(line):
        look |= RAGGED
    if _OPEN.search(line, max(0, len(line) - 12)):
        look |= OPEN
    if _is_prose(line, weight, bool(look & SENTENCE)):
        look |= PROSE
    arrow = _ARROW.search(line) or (weight <= ANGLE_WEIGHT and _ANGLE.search(line))
    if arrow and weight <= ARROW_WEIGHT and not look & SENTENCE:
        look |= ARROW
    return look


def _is_prose(line: str, weight: int, sentence: bool) -> bool:
    if weight >= SENTENCE_WEIGHT and sentence:
        return True
    if line.strip().count("\n") >= WRAPPED_BREAKS:
        return weight >= WRAPPED_WEIGHT
    return weight >= LONG_WEIGHT and 2 * len(_CAPITAL.findall(line)) < LIST_CAPITALS * weight
