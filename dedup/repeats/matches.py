"""Judge, step 4: the best alignment of each unit that is good enough."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import compiled
from dedup.repeats.chain import FILL, Chain, fill
from dedup.repeats.facts import Gap, alike, differ, gaps, is_edit, is_renamed, slots
from dedup.repeats.seeds import Fragment
from dedup.repeats.story import Story
from dedup.text.words import CAPITAL, UNIT

SHORT_UNIT = 8
"""Half-words of the longest unit that may have one word exchanged, whatever share of it that is."""

EQUAL = 0.6
"""Share of a unit's weight that must be aligned with equal words; words that are spelled alike may do the rest."""
NAMES = 0.22
"""Share of capitals among a text's words, those that open units aside, up to which capitals mark names."""
TITLE = 0.5
"""The same share in a unit, from which it is a title, or shouted."""

AT = attrgetter("at")
TOO_LITTLE = "too little is matched"


@dataclass(slots=True)
class Match:
    """The best alignment of one unit."""

    matched: int
    """Half-words that are aligned."""
    aligned: list[Fragment]
    """In words that weigh something; see `Story`."""
    fault: str = ""
    """Why the unit stays, if it does."""


def best_matches(story: Story, found: Sequence[Chain], similarity: float) -> dict[int, Match]:
    """For each own unit the chain that matches most of it (the first on a tie), of the faultless ones if there are."""
    words = Columns(story)
    best: dict[int, Match] = {}
    for chain in found:
        touched = _touched(story, chain)
        if _is_settled(story, touched, best) or not _is_promising(story, words, chain, touched, similarity):
            continue
        alignment = Alignment(story, words, chain, touched, similarity)
        for unit, matched in alignment.matched().items():
            other = best.get(unit)
            if other and not other.fault and other.matched >= matched:
                continue
            fault = "kept by the user" if unit in story.protected else alignment.fault(unit, matched)
            if other is None or (not fault, matched) > (not other.fault, other.matched):
                aligned = alignment.of(unit)
                whole = sum(story.total[f.at + f.length] - story.total[f.at] for f in aligned)
                best[unit] = Match(whole, aligned, fault)
    return best


def _touched(story: Story, chain: Chain) -> range:
    """The own units that a chain touches."""
    first = bisect_right(story.unit_solid, chain.fragments[0].at) - 1
    return range(first, bisect_left(story.unit_solid, chain.end))


def _is_settled(story: Story, units: range, best: Mapping[int, Match]) -> bool:
    """Have all of some units matches that no other can be better than?"""
    matches = ((unit, best.get(unit)) for unit in units)
    return all(match and not match.fault and match.matched >= story.weight(unit) for unit, match in matches)


def _is_promising(story: Story, words: Columns, chain: Chain, units: range, similarity: float) -> bool:
    """Has the earlier text around a chain enough of some unit's words, in whatever order, for it to be good?

    This only saves work: most chains are a phrase that two sentences share by chance.
    """
    low, high = story.piece(chain.fragments[0].source)
    low, high = max(low, chain.fragments[0].source - FILL), min(high, chain.source_end + FILL)
    return any_holds(
        words.hashes, low, high, story.unit_solid, story.total, units.start, units.stop, min(EQUAL, similarity)
    )


@compiled
def any_holds(
    hashes: Sequence[int],
    low: int,
    high: int,
    unit_solid: Sequence[int],
    total: Sequence[int],
    first: int,
    last: int,
    share: float,
) -> bool:
    """Do the words ``[low, high)`` hold that share of the words of one of the units from `first` to before `last`?

    Each is taken to weigh two half-words, and one may be missing.
    """
    theirs = set(hashes[low:high])
    for unit in range(first, last):
        start, end = unit_solid[unit], unit_solid[unit + 1]
        if 2 * sum(map(theirs.__contains__, hashes[start:end])) >= share * (total[end] - total[start]) - 2:
            return True
    return False


class Columns:
    """The words that weigh something, as views, which are quicker than arrays word by word and smaller than lists."""

    def __init__(self, story: Story) -> None:
        self.hashes, self.letters, self.kinds = story.hashes.data, story.letters.data, story.kinds.data
        self.names = _capitals(story.kinds[story.solid_own :]) <= NAMES
        """Do capitals mark names in the document?"""


def _capitals(kinds: NDArray[np.int16]) -> float:
    """Share of capitals among words, those that open units aside."""
    inside = kinds & UNIT == 0
    return int(np.count_nonzero(kinds[inside] & CAPITAL)) / max(int(np.count_nonzero(inside)), 1)


class Alignment:
    """One chain, aligned word by word over the units it touches."""

    def __init__(self, story: Story, words: Columns, chain: Chain, units: range, similarity: float) -> None:
        self._story, self._words, self._similarity = story, words, similarity
        self._units = units
        low, high = story.unit_solid[units.start], story.unit_solid[units.stop]
        self._filled = fill(chain, words.hashes, low, high, story.piece)
        self._slots: set[int] | None = None
        self._spelled: dict[int, list[Fragment]] = {}
        """By unit: words that are spelled like their counterparts, where they were needed."""

    def matched(self) -> dict[int, int]:
        """Matched half-words of each unit that has any."""
        story = self._story
        matched: dict[int, int] = {}
        unit = self._units.start
        for at, _, length in self._filled:
            end = at + length
            while at < end and unit < self._units.stop:
                border = story.unit_solid[unit + 1]
                if at < border:
                    stop = min(end, border)
                    matched[unit] = matched.get(unit, 0) + story.total[stop] - story.total[at]
                    at = stop
                if at >= border:
                    unit += 1
        return matched

    def fault(self, unit: int, matched: int) -> str:
        """Why a unit is no repeat: too little matched, or a changed fact; nothing if it is one."""
        weight = self._story.weight(unit)
        if matched < min(EQUAL, self._similarity) * weight and weight > SHORT_UNIT:
            return TOO_LITTLE
        words, (first, end), part = self._words, self._span(unit), self._part(unit)
        if any(at <= first and end <= at + length for at, _, length in part):
            return ""  # word for word
        differences = list(gaps(part, first, end, words.kinds))
        if matched < self._similarity * weight and not self._is_edited(differences, unit, matched):
            return TOO_LITTLE
        if any(differ(gap, words.hashes, words.letters, words.kinds) for gap in differences):
            return "a number or a negation differs"
        renamed = is_renamed(differences, words.letters, words.kinds, names=words.names)
        if renamed and _capitals(np.asarray(words.kinds[first:end])) < TITLE:
            return "it names another"
        if matched < weight and any(first <= word < end for word in self._slotted()):
            return "a slot of a form"
        return ""

    def _is_edited(self, differences: Sequence[Gap], unit: int, matched: int) -> bool:
        """Are the words that are not aligned spelled alike, or is a short unit's one ordinary word exchanged?"""
        words, weight, total = self._words, self._story.weight(unit), self._story.total
        if weight <= SHORT_UNIT and len(differences) == 1 and is_edit(differences[0], words.kinds):
            return True
        spelled = [word for gap in differences for word in alike(gap, words.letters, words.kinds)]
        matched += sum(total[word.at + 1] - total[word.at] for word in spelled)
        if matched < self._similarity * weight:
            return False
        self._spelled[unit] = spelled
        return True

    def of(self, unit: int) -> list[Fragment]:
        """The alignment of one unit."""
        first, end = self._span(unit)
        parts = self._spelled.get(unit, [])[:]
        for at, source, length in self._part(unit):
            start, stop = max(at, first), min(at + length, end)
            if start < stop:
                parts.append(Fragment(start, source + start - at, stop - start))
        return sorted(parts)

    def _part(self, unit: int) -> list[Fragment]:
        """The alignment of one unit, and perhaps of words beside it."""
        first, end = self._span(unit)
        start = bisect_right(self._filled, first, key=AT) - 1
        return self._filled[max(start, 0) : bisect_left(self._filled, end, key=AT)]

    def _span(self, unit: int) -> tuple[int, int]:
        return self._story.unit_solid[unit], self._story.unit_solid[unit + 1]

    def _slotted(self) -> set[int]:
        words = self._words
        if self._slots is None:
            self._slots = slots(self._filled, words.hashes, words.letters, words.kinds, names=words.names)
        return self._slots
