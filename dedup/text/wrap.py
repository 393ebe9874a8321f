"""Which line breaks only wrap a paragraph.

A paragraph is hard-wrapped when nearly every break falls where the next word would not have fitted, and it is
not verse. A looser rule would glue the lines of songs and lists together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from dedup.text.words import SPACELESS, WORD

LONGEST = 160
"""A longer line is a paragraph of its own, not a wrapped line."""
SHORTEST, SHORTEST_SPACELESS = 45, 20
"""The longest line of a wrapped paragraph has at least so many characters."""
FITTING = 0.9
"""Share of the breaks that must fall where the next word would not have fitted."""
CAPITALS = 0.2
"""Share of capitals inside lines from which one at the start of a line tells nothing."""
VERSE_WORDS, VERSE_LENGTH = 12, 80
"""A line of verse has fewer words and characters."""

BULLET = re.compile(r"\s*(?:[-*•·◦▪‣–—+>|]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
SEPARATOR = r"\s+[|>»›·•]\s+|\t"
"""What stands between the items of a row."""
ROW = re.compile(rf"\S(?:{SEPARATOR})\S.*\S(?:{SEPARATOR})\S")
"""A row of three items or more: where a page stands in its site, a menu, a line of a table. It wraps to no other."""
_MAY_PART = "|>»›·•\t"
"""What a row cannot do without; quick to look for."""
_COMMENT = re.compile(r"\s*(\*|#+|>+|//+|;+|%+)\s")
"""What every line of a comment in code, or of a quoted message, starts with."""
_SPACELESS_END = re.compile(rf"[{SPACELESS}。、，．！？」』）]\s*$")


def opening_lines(lines: Sequence[str]) -> list[bool]:
    """For each line: does a paragraph start there, whatever stands above? Blank lines, bullets, rows are all alone."""
    solid = [bool(WORD.search(line)) for line in lines]
    around = pairwise([False, *solid])
    opens = [not (one and two) or bool(BULLET.match(line)) for (one, two), line in zip(around, lines, strict=True)]
    for number, line in enumerate(lines):
        if may_part(line) and ROW.search(line):
            opens[number : number + 2] = [True] * len(opens[number : number + 2])
    return opens


def may_part(line: str) -> bool:
    """May a line hold what stands between the items of a row?"""
    return any(mark in line for mark in _MAY_PART)


def wrapped_lines(lines: Sequence[str], opens: Sequence[bool]) -> list[bool]:
    """For each line (no line breaks in them): does its break only wrap the paragraph?

    The last line of a paragraph never wraps; blank lines, lines of mere marks and bullets part paragraphs. `opens` is
    what `opening_lines` says.
    """
    wraps = [False] * len(lines)
    may_go_on = [not one or bool(_COMMENT.match(line)) for one, line in zip(opens, lines, strict=True)]

    def begins(first: int, number: int) -> bool:
        return (opens[number] or _is_indented(lines, first, number)) and not _is_comment(lines, first, number)

    for first, stop in _paragraphs(may_go_on, begins):
        if _is_wrapped([line.rstrip() for line in lines[first:stop]]):
            wraps[first : stop - 1] = [True] * (stop - 1 - first)
    return wraps


def verse_lines(lines: Sequence[str], opens: Sequence[bool]) -> list[bool]:
    """For each line: does it stand in a stanza: adjacent short lines, most of them without a sentence's end?

    `opens` is what `opening_lines` says.
    """
    verse = [False] * len(lines)
    for first, stop in _paragraphs([not one for one in opens], partial(_is_indented, lines)):
        stanza = [line.strip() for line in lines[first:stop]]
        ended = sum(line[-1] in ".!?。！？" for line in stanza)
        if 2 * ended <= len(stanza) and all(map(_is_short, stanza)):
            verse[first:stop] = [True] * (stop - first)
    return verse


def _paragraphs(may_go_on: Sequence[bool], begins: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """(first, stop) of each paragraph of several lines, which most texts have few of.

    `may_go_on` tells which lines may go on with the one above. `begins` is asked, of the first line of a paragraph and
    such a line, whether that begins another all the same.
    """
    marks = bytes(may_go_on)
    at = marks.find(1, 1)
    while at > 0:
        first = at - 1
        while at < len(marks) and marks[at]:
            if begins(first, at):
                if at - first > 1:
                    yield first, at
                first = at
            at += 1
        if at - first > 1:
            yield first, at
        at = marks.find(1, at)


def _is_short(line: str) -> bool:
    return len(line) < VERSE_LENGTH and len(line.split()) < VERSE_WORDS


def _is_indented(lines: Sequence[str], first: int, number: int) -> bool:
    """Is a line indented and the one above not? That begins a paragraph, but below a bullet."""
    return lines[number][0] in " \t" and lines[number - 1][0] not in " \t" and not BULLET.match(lines[first])


def _is_comment(lines: Sequence[str], first: int, number: int) -> bool:
    """Does a line go on with a comment or a quoted message: both with the same mark before their words?"""
    mark = _COMMENT.match(lines[number])
    if not mark:
        return False
    marks = [_COMMENT.match(lines[n]) for n in (first, number - 1)]
    if not all(other and other[1] == mark[1] for other in marks):
        return False
    return all(WORD.search(lines[n]) for n in (number - 1, number))


def _is_wrapped(paragraph: Sequence[str]) -> bool:
    """Is this paragraph (two lines or more, none blank) hard-wrapped?"""
    if all(map(_COMMENT.match, paragraph)):
        paragraph = [_COMMENT.sub("", line, count=1) for line in paragraph]
        if not any(_runs_on(line, following) for line, following in pairwise(paragraph)):
            return False  # bullets
    spaceless = bool(_SPACELESS_END.search(paragraph[0]))
    *_, second, width = sorted(map(len, paragraph))
    if len(paragraph) > 2 and second >= SHORTEST and not spaceless:
        width = second  # a cut may have made one line too long
    if not (SHORTEST_SPACELESS if spaceless else SHORTEST) <= width <= LONGEST:
        return False
    if not spaceless and _is_verse(paragraph):
        return False
    breaks = len(paragraph) - 1
    fitting = sum(
        len(line) + (1 if spaceless else 1 + len(following.split(None, 1)[0])) > width or _runs_on(line, following)
        for line, following in pairwise(paragraph)
    )
    long_first = len(paragraph[0]) >= (30 if spaceless else 60)
    return fitting >= FITTING * breaks and (breaks > 2 or long_first)


def _runs_on(line: str, following: str) -> bool:
    """Does the sentence go on? Then the line was broken by wrapping, however short a cut has made it."""
    if line[-1:] in ".!?…:;。！？":
        return False
    return following.lstrip()[:1].islower() or (line.isupper() and following.isupper())


def _is_verse(paragraph: Sequence[str]) -> bool:
    """Does every continuation line start with a capital, as in verse (or is the only one a short line's)?

    Where capitals abound (nouns in German, a text in capitals) long lines may do so by chance.
    """
    capitals = sum(line.lstrip()[:1].isupper() for line in paragraph[1:])
    if capitals < len(paragraph) - 1:
        return False
    inside = [word for line in paragraph for word in line.split()[1:]]
    if max(map(len, paragraph)) >= 60 and sum(word[0].isupper() for word in inside) >= CAPITALS * len(inside):
        return False
    return capitals > 1 or len(paragraph[0]) < 60
