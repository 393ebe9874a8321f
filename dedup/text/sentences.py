"""Where a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    r"""(?P<mark>[.!?…؟।॥۔።។။։。！？｡])"""  # one class for all of them, so that the search for the next is quick
    r"""(?:(?<![。！？｡])['"”’»›)\]]*\s+(?=(?P<next>\S))"""  # with a space after it
    r"""|(?<=[。！？｡])['"”’」』）)\]]*\s*(?=\S))""",  # without
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
_LONG_WORD = 7
"""Letters that are more than any abbreviation has: then, as is common, there is no need to look for one."""


def sentence_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Character offsets in ``text[start:end]`` at which a further sentence starts.

    A full stop ends none after an abbreviation, an initial or a number of two digits (an ordinal in many languages,
    unless a word follows that opens sentences), or when the text goes on in lower case.
    """
    for match in _END.finditer(text, start, end):
        following = match["next"]
        if following:
            if following.islower() or following in ".…":
                continue
            stop = match.start() + 1
            before = text[max(start, stop - _LOOK_BACK) : stop]
            may_be_short = match["mark"] == "." and not _is_long(before)
            if may_be_short and (_ABBREVIATION.search(before) or _is_ordinal(text, start, before, match)):
                continue
        yield match.end()


def _is_long(before: str) -> bool:
    """Does a long word stand before the stop at the end?"""
    return len(before) > _LONG_WORD and before[-_LONG_WORD - 1 : -1].isalpha()


def _is_ordinal(text: str, start: int, before: str, match: re.Match[str]) -> bool:
    """Does the stop belong to a number: of an ordinal, or of the list item that the text opens with?"""
    number = _NUMBER.search(before)
    if not number:
        return False
    opens = not text[start : match.start() + 1 - len(number[0])].strip()
    return opens or not _STARTERS.match(text, match.end())
