"""Where a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    r"""(?P<mark>[.!?…؟।॥۔።។။։])['"”’»›)\]]*\s+(?=(?P<next>\S))"""  # with a space after it
    r"""|[。！？｡]['"”’」』）)\]]*\s*(?=\S)""",  # without
)
_INITIAL = "[A-Za-zÀ-ÖØ-öø-ÿΑ-Ωα-ωА-Яа-я]"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|vs|etc|Inc|Corp|Co|Ltd|Jr|Sr|Prof|Gen|Rep|Sen|Gov|Capt|Lt|Col|Rev|Hon|Mt|Ft|Fig|Eq"
    r"|pp|cf|al|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
    r"|Nr|Abs|Art|bzw|ca|usw|evtl|ggf|inkl|Hr|Fr|Str|Mme|Mlle|Sr|Sra|Sig|Dott|Ing"
    r"|e\.g|i\.e|z\.B|d\.h|u\.a|p\.ex|a\.m|p\.m)"
    rf"|(?<!\w){_INITIAL}(?:\.{_INITIAL})*|(?<![\w.,])\d{{1,2}})\.$",
)
_LOOK_BACK = 12


def sentence_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Character offsets in ``text[start:end]`` at which a further sentence starts.

    A full stop ends none after an abbreviation, an initial or a number of two digits (an ordinal in many languages),
    or when the text goes on in lower case.
    """
    for match in _END.finditer(text, start, end):
        mark = match["mark"]
        if mark:
            if match["next"].islower() or match["next"] in ".…":
                continue
            stop = match.start() + 1
            if mark == "." and _ABBREVIATION.search(text[max(start, stop - _LOOK_BACK) : stop]):
                continue
        yield match.end()
