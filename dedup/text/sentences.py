"""Where a sentence ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dedup.kernels import compiled

_END = re.compile(
    r"""(?P<mark>[.!?…؟।॥۔።។။։。！？｡])"""  # one class for all of them, so that the search for the next is quick
    r"""(?:(?<![。！？｡])['"”’»›)\]]*+\s++(?=(?P<next>\S))"""  # with a space after it
    r"""|(?<=[。！？｡])['"”’」』）)\]]*+\s*+(?=\S))""",  # without
)
_INITIAL = "[A-Za-zÀ-ÖØ-öø-ÿĀ-ſΑ-ΩἈ-Ὧα-ωЀ-Яа-яѐ-џ]"
_CONSONANT = "[b-df-hj-np-tv-xz]"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Messrs|St|No|etc|Inc|Corp|Co|Prof|Gen|Rep|Sen|Gov|Capt|Col|Rev|Hon|Fig|Eq|approx|al|ed|eds|vol"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Abs|Art|ca|usw|evtl|ggf|inkl|med|Dipl|Univ|geb"
    r"|Mme|Mmes|Mlle|Mlles|Sra|Sras|Sres|Srta|Dra|Ud|Uds|Av|Avda|Sig|Dott|Ing|Avv|Geom|On|ul|al|inż|im|tzw"
    r"|им|ул|пл|пр|просп|гг|др|тыс|млн|млрд|стр|см|ср|проф|акад"
    r"|e\.g|i\.e|z\.B|d\.h|u\.a|p\.ex|a\.m|p\.m)"
    rf"|(?<!\w)[B-DF-HJ-NP-TV-Xb-df-hj-np-tv-xz]{_CONSONANT}{{1,4}}"  # no vowel: Mr, Dr, Ltd, bzw
    r"|(?<!\w)([A-Z])\1"  # doubled: EE. UU.
    rf"|(?<!\w){_INITIAL}(?:\.{_INITIAL})*)\.$",
)
_NUMBER = re.compile(r"(?<![\w.,])\d{1,2}\.$")
_STARTERS = re.compile(
    r"(?:The|An?|This|That|These|Those|It|Its|He|She|We|They|You|There|In|If|For|When|But|And|On|At|As|To|By|Some|Most|All"
    r"|Le|La|Les|Il|Elle|Ils|Elles|Ce|Cette|Ces|On|El|Los|Las|Lo|Gli|Os|As|O)\b"
)
"""Words that open a sentence and do not follow an ordinal such as "3." """
_LOOK_BACK = 12
LONG_WORD = 7
"""Letters that are more than any abbreviation has: then, as is common, there is no need to look for one."""


def is_short(text: str, start: int, stop: int, following: int) -> bool:
    """Does the full stop before `stop` belong to a short form or an ordinal? The text goes on at `following`."""
    before = text[max(start, stop - _LOOK_BACK) : stop]
    if len(before) > LONG_WORD and before[-LONG_WORD - 1 : -1].isalpha():
        return False
    return bool(_ABBREVIATION.search(before)) or _is_ordinal(text, start, before, stop, following)


def _is_ordinal(text: str, start: int, before: str, stop: int, following: int) -> bool:
    """Does the stop belong to a number: of an ordinal, or of the list item that the text opens with?"""
    number = _NUMBER.search(before)
    if not number:
        return False
    opens = not text[start : stop - len(number[0])].strip()
    return opens or not _STARTERS.match(text, following)


@compiled
def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Character offsets in ``text[start:end]`` at which a further sentence starts.

    A full stop ends none after an abbreviation, an initial or a number of two digits (an ordinal in many languages,
    unless a word follows that opens sentences), or when the text goes on in lower case.
    """
    starts = []
    for match in _END.finditer(text, start, end):
        following = match["next"]
        if following:
            if following.islower() or following in ".…":
                continue
            if match["mark"] == "." and is_short(text, start, match.start() + 1, match.end()):
                continue
        starts.append(match.end())
    return starts


@compiled
def unit_starts(text: str, starts: Sequence[int], ends: Sequence[int], word_starts: Sequence[int]) -> list[int]:
    """Where the units of some stretches start: sentences; a piece without words joins its neighbour.

    All but `text` are buffers of signed 64-bit numbers, ascending; `word_starts` has all words of `text`.
    """
    units = []
    seen = 0
    for start, end in zip(starts, ends, strict=True):
        units.append(start)
        seen, stop = (bisect_left(word_starts, border, seen) for border in (start, end))
        for border in sentence_starts(text, start, end):
            word = bisect_left(word_starts, border, seen, stop)
            if seen < word < stop:
                units.append(border)
                seen = word
    return units
