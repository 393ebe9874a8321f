"""Which characters go when units are removed, and what stays.

White space goes with a removed stretch so that what remains reads well: of the white space before and after it
the one with more line breaks stays (the one before on a tie; none at the start of a text; at its end the one behind,
if it ends a line), so no paragraphs are joined and no blank lines pile up. Nothing is ever added.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from dedup.text.lines import LINE

Span = tuple[int, int]


class Gap(NamedTuple):
    """A span of an original that is cut."""

    start: int
    end: int
    words: int
    """How many it holds."""


def spans(gaps: Iterable[Gap]) -> list[Span]:
    """Where the gaps are."""
    return [gap[:2] for gap in gaps]


def cut_spans(text: str, removed: Sequence[Span]) -> list[Span]:
    """The spans of `text` to cut for the removed contents (ascending, not overlapping).

    Contents with only white space between them are cut as one stretch.
    """
    spans: list[Span] = []
    at = 0
    while at < len(removed):
        start, end = removed[at]
        at += 1
        while at < len(removed) and not text[end : removed[at][0]].strip():
            end = removed[at][1]
            at += 1
        spans.append(_with_space(text, start, end))
    return spans


def _with_space(text: str, start: int, end: int) -> Span:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    before, after = start, end
    while before > 0 and text[before - 1].isspace():
        before -= 1
    while after < len(text) and text[after].isspace():
        after += 1
    if before == 0:
        return 0, _line_start(text, end, after)
    breaks = _breaks(text[end:after])
    if breaks > _breaks(text[before:start]) or (breaks and after == len(text)):
        return before, end
    return _line_start(text, before, start), _line_start(text, end, after)


def _line_start(text: str, space: int, content: int) -> int:
    """Where the line of `content` starts, if its white space from `space` on holds a line break, else `content`."""
    return max((match.end() for match in LINE.finditer(text, space, content)), default=content)


def _breaks(space: str) -> int:
    return sum(1 for _ in LINE.finditer(space))


def apply_cuts(text: str, cuts: Sequence[Span]) -> str:
    """`text` without the cut spans."""
    pieces, at = [], 0
    for start, end in cuts:
        pieces.append(text[at:start])
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


class Origin:
    """Where the characters of a cut text stood in the original."""

    def __init__(self, cuts: Sequence[Span]) -> None:
        self._gone = [0, *accumulate(end - start for start, end in cuts)]
        self.seams = [start - gone for (start, _), gone in zip(cuts, self._gone, strict=False)]
        """Characters of the cut text before which something was cut, one for each cut."""

    def offset(self, current: int) -> int:
        """The original offset of a character of the cut text."""
        return current + self._gone[bisect_right(self.seams, current)]

    def pieces(self, start: int, end: int) -> list[Span]:
        """The original spans of a stretch of the cut text, in order."""
        inner = self.seams[bisect_right(self.seams, start) : bisect_left(self.seams, end)]
        spans = []
        for a, b in pairwise([start, *inner, end]):
            if b > a:
                first = self.offset(a)
                spans.append((first, first + b - a))
        return spans
