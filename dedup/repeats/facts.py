"""Judge, step 3: what may differ between a unit and its source, and what may not.

A changed number, date or amount is a changed fact, and so is a negation that was added, dropped or exchanged.
A word that is exchanged for the same other word twice is a slot of a form, not an edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dedup.repeats.seeds import Fragment
from dedup.text.words import CAPITAL, DIGIT, NEGATION, UNIT

SLOT_GAP = 4
"""Longest gap, in words, whose words are paired one to one."""
SPELLED = 4
"""Letters of the shortest word that may have a spelling variant."""


class Gap(NamedTuple):
    """Words of a unit that are not aligned, and the source words that stand in their place."""

    at: int
    end: int
    source: int
    source_end: int


def gaps(filled: Sequence[Fragment], first: int, end: int) -> Iterator[Gap]:
    """The gaps of one unit, the words ``[first, end)``, in a chain's alignment.

    At an end of the unit the source words in question are as many as the words of the gap.
    """
    before: Fragment | None = None
    for fragment in filled:
        stop = fragment.at + fragment.length
        if stop <= first:
            continue
        if fragment.at >= end:
            break
        at = max(fragment.at, first)
        source = fragment.source + at - fragment.at
        if before is not None:
            yield Gap(before.at + before.length, at, before.source + before.length, source)
        elif at > first:
            yield Gap(first, at, max(0, source - (at - first)), source)
        before = fragment
    if before is not None and before.at + before.length < end:
        at, source = before.at + before.length, before.source + before.length
        yield Gap(at, end, source, source + end - at)


def differ(gap: Gap, hashes: Sequence[int], kinds: Sequence[int]) -> bool:
    """Does a number or a negation of one side of a gap not stand on the other?

    A number that only the source has is no loss. One that opens a unit may be its number in a list, and counts only if
    the source has another.
    """
    mine, theirs = range(gap.at, gap.end), range(gap.source, min(gap.source_end, len(kinds)))
    numbers = [i for i in mine if kinds[i] & DIGIT]
    if any(not kinds[i] & UNIT for i in numbers) or (numbers and any(kinds[i] & DIGIT for i in theirs)):
        return True
    negated = [hashes[i] for i in mine if kinds[i] & NEGATION]
    others = [hashes[i] for i in theirs if kinds[i] & NEGATION]
    return (bool(negated) or bool(others)) and Counter(negated) != Counter(others)


def is_edit(gap: Gap, kinds: Sequence[int]) -> bool:
    """Is one ordinary word exchanged for one other: no number, no negation, no name?"""
    if gap.end - gap.at != 1 or gap.source_end - gap.source != 1:
        return False
    return not (kinds[gap.at] | kinds[gap.source]) & (DIGIT | NEGATION | CAPITAL)


def slots(filled: Sequence[Fragment], hashes: Sequence[int], letters: Sequence[int], kinds: Sequence[int]) -> set[int]:
    """Words of a chain that fill a slot: exchanged one to one, and the same pair more than once."""
    places: dict[tuple[int, int], list[int]] = {}
    for one, two in pairwise(filled):
        at, source = one.at + one.length, one.source + one.length
        length = two.at - at
        if 0 < length <= SLOT_GAP and two.source - source == length:
            for i in range(length):
                mine, theirs = at + i, source + i
                if not spelled_alike(letters[mine], letters[theirs], kinds[mine] | kinds[theirs]):
                    places.setdefault((hashes[mine], hashes[theirs]), []).append(mine)
    return {place for found in places.values() if len(found) > 1 for place in found}


def spelled_alike(one: int, two: int, kinds: int) -> bool:
    """May two words, as packed letters, be spellings of one? At most one letter in six differs, two at most."""
    a, b = _letters(one), _letters(two)
    short = min(len(a), len(b))
    if kinds & DIGIT or short < SPELLED or abs(len(a) - len(b)) > 2:
        return False
    return edit_distance(a, b) <= (2 if short >= 6 else 1)


def _letters(packed: int) -> list[int]:
    letters = []
    while packed > 0:
        letters.append(packed & 31)
        packed >>= 5
    return letters


def edit_distance(a: Sequence[int], b: Sequence[int]) -> int:
    """Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(diagonal + (x != y), row[j] + 1, row[j - 1] + 1)
    return row[-1]
