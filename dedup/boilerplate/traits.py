"""What the look of a block says about it: ends like a sentence, a date, a menu arrow, a table, code."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dedup.boilerplate.catalogue import among, mask_hash
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

COUNTER = 1024
"""Ends with a number in brackets that is no year, behind other words: a category and how much it has."""

SENTENCE_WEIGHT, LONG_WEIGHT = 30, 50
"""Half-words from which a block is prose if it ends with a sentence mark, and if it does not."""
WRAPPED_WEIGHT, WRAPPED_BREAKS = 20, 2
"""Half-words and line breaks from which a hard-wrapped paragraph is prose; two lines may be two headlines."""
LIST_CAPITALS = 0.6
"""Share of capitals, numbers and separators among the words of a long line that make it a list, not prose."""
ARROW_WEIGHT, ANGLE_WEIGHT = 40, 16
"""Half-words of the longest menu line with an arrow, and with an angle quote, which may also quote."""
COUNTER_WEIGHT = 16
"""Half-words of the longest category with a counter."""
DATE_WORDS = range(2, 15)
MARK_LENGTH = 12
"""Characters at the end of a block in which its last mark stands."""

_SENTENCE_MARKS, _OPEN_MARKS = tuple(".!?。！？｡…।॥۔؟"), tuple(",;、，；،؛—–-")
_LEADS_ON = (":", "：")
"""What may end a paragraph before a list or a quotation."""
_CLOSING = "'\"”’“‘»›)]』」）"
"""What may stand behind a mark at the end."""
_ARROW = re.compile(r"^\s*[←⟵◀◄◂⇐❮]|[→⟶▶►▸⇒❯➔➜]\s*$|\]\s*\[\s*(?:<+|>+)\s*\]\s*\[")
_ANGLE = re.compile(r"^\s*[«‹][^»›]*$|^[^«‹]*[»›]\s*$")
_MAY_POINT = re.compile(r"[←⟵◀◄◂⇐❮→⟶▶►▸⇒❯➔➜«»‹›\]]")
"""What a menu line with an arrow cannot do without; quick to look for."""
_ROW = re.compile(r"^\s*\|.*\||\t.*\t")
_CODE_MARKS = tuple("{};=")
_CODE = re.compile(r"\s*(?:def|class|import|#include)\s\S+.*[:;>(]?$")
_CALL = re.compile(r"\w\([^ )]*\)")
_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÞΑ-ΩА-Я0-9|•·]")
_GOES_ON = re.compile(rf"\s*[a-zß-öø-ÿа-я0-9(§{SPACELESS_CLASS}]")
_COUNTER = re.compile(r"[^\W\d].*[(（［\[]\s*(?!(?:1[5-9]|20)\d\d\s*[)）\]］])\d[\d.,  ]*[)）\]］]\s*$")
_SENTENCES = re.compile(r"""[.!?]["”)]? +[A-ZÀ-Þ]""")


@cache
def _date_words() -> NDArray[np.int64]:
    table = tomllib.loads(files(__package__).joinpath("dates.toml").read_text(encoding="utf-8"))
    return np.array(sorted({mask_hash(word) for word in (*table["words"].split(), *table["numbers"])}), np.int64)


def dates(
    hashes: NDArray[np.int64], kinds: NDArray[np.int16], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which blocks hold nothing but numbers and the words of a date; `hashes` are masked."""
    known, digits = (np.append(0, np.cumsum(mask)) for mask in (among(hashes, _date_words()), kinds & DIGIT > 0))
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
    end = line[-MARK_LENGTH:].rstrip().rstrip(_CLOSING)
    look = SENTENCE if end.endswith(_SENTENCE_MARKS) else OPEN if end.endswith(_OPEN_MARKS) else 0
    if _is_table(line):
        look |= TABLE
    if _GOES_ON.match(line) or _SENTENCES.search(line):
        look |= RAGGED
    if _is_prose(line, weight, bool(look & SENTENCE) or end.endswith(_LEADS_ON)):
        look |= PROSE
    if weight <= COUNTER_WEIGHT and _COUNTER.search(line):
        look |= COUNTER
    if weight <= ARROW_WEIGHT and not look & SENTENCE and _points(line, weight):
        look |= ARROW
    return look


def _points(line: str, weight: int) -> bool:
    """A menu line with an arrow?"""
    if not _MAY_POINT.search(line):
        return False
    return bool(_ARROW.search(line) or (weight <= ANGLE_WEIGHT and _ANGLE.search(line)))


def _is_table(line: str) -> bool:
    """A row of a table, or code?"""
    if line.rstrip().endswith(_CODE_MARKS) or _CODE.match(line):
        return True
    return bool(("(" in line and _CALL.search(line)) or (("|" in line or "\t" in line) and _ROW.search(line)))


def _is_prose(line: str, weight: int, sentence: bool) -> bool:
    if weight >= SENTENCE_WEIGHT and sentence:
        return True
    if line.strip().count("\n") >= WRAPPED_BREAKS:
        return weight >= WRAPPED_WEIGHT
    return weight >= LONG_WEIGHT and 2 * len(_CAPITAL.findall(line)) < LIST_CAPITALS * weight
