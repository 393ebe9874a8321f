"""Kernel 2: which units of a document repeat earlier text.

Input are the rows of ``stories.sql``: for each document the windows of earlier documents it was sent to, then its
own words. Every unit is judged by the one chain that matches most of it; consecutive good units are a run, and
runs that are long enough go.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.repeats.chain import Chain, chains, fill
from dedup.repeats.edges import Edge, edges
from dedup.repeats.facts import differ, gaps, slots
from dedup.repeats.keys import TWIN_WEIGHT
from dedup.repeats.seeds import Fragment, fragments
from dedup.repeats.stream import Stream, batch_of, groups, stream
from dedup.text.words import DIGIT, NEGATION, PROTECTED, UNIT, VERSE, weights

VERSE_WEIGHT = 128
"""Half-words a run of verse must have to repeat a place in its own document: refrains stay."""

VERDICTS = pa.schema(
    [
        ("doc", pa.int64()),
        ("unit", pa.int64()),  # number of the unit in the remaining text
        ("first", pa.int64()),  # numbers of its first and last word in the original
        ("last", pa.int64()),
        ("weight", pa.int64()),  # half-words of the unit; 1 for a line of marks
        ("matched", pa.int64()),  # half-words that are aligned
        ("least", pa.int64()),  # half-words that the run must have
        ("edge", pa.bool_()),  # goes only because it stands beside a run
        ("src", pa.int64()),  # the earlier document
        ("ats", pa.list_(pa.int64())),  # aligned words: their number in the original,
        ("srcs", pa.list_(pa.int64())),  # the number of the equal word in the source's original,
        ("weights", pa.list_(pa.int64())),  # their weight,
        ("facts", pa.list_(pa.bool_())),  # and whether they are numbers or negations
    ]
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a unit is good and a run long enough."""

    similarity: float
    run_weight: int


@dataclass(slots=True)
class Match:
    """The best alignment of one unit."""

    matched: int
    aligned: list[Fragment]
    """In words that weigh something; see `Story`."""


class Story:
    """A document behind its windows, as plain lists: words that weigh something are numbered through all of it."""

    def __init__(self, words: Stream) -> None:
        self.words = words
        self.doc = int(words.docs[-1])
        self.own = int(np.searchsorted(words.docs, self.doc))
        weight = words.weights()
        piece_starts = np.append(True, (np.diff(words.docs) != 0) | (np.diff(words.places) != 1))
        self.unit_of = np.cumsum((words.kinds & UNIT > 0) | piece_starts) - 1
        """Unit of each word, marks included, numbered through all pieces."""
        self.solid = np.flatnonzero(weight)
        self.solid_weight = weight[self.solid]
        piece = (np.cumsum(piece_starts) - 1)[self.solid]
        self.piece_starts = np.flatnonzero(np.append(True, np.diff(piece) != 0)) if len(piece) else piece
        self.limits = np.append(self.piece_starts[1:], len(piece))[piece - piece[0]] if len(piece) else piece
        self.solid_own = int(np.searchsorted(self.solid, self.own))
        self.first_unit = int(self.unit_of[self.own])
        self.units = int(self.unit_of[-1]) + 1 - self.first_unit
        borders = np.arange(self.units + 1) + self.first_unit
        solid_units = self.unit_of[self.solid]
        self.unit_solid: list[int] = np.searchsorted(solid_units, borders).tolist()
        """First solid word of each own unit, and the end of the last."""
        self.unit_full = np.searchsorted(self.unit_of, borders).tolist()
        """First word of each own unit, marks included, and the end of the last."""
        total = np.append(0, np.cumsum(self.solid_weight)).tolist()
        self.total: list[int] = total

    def piece(self, word: int) -> tuple[int, int]:
        """Bounds of the piece of text that a solid word stands in."""
        return int(self.piece_starts[bisect_right(self.piece_starts, word) - 1]), int(self.limits[word])

    def weight(self, unit: int) -> int:
        """Half-words of an own unit."""
        first, end = self.unit_solid[unit], self.unit_solid[unit + 1]
        return self.total[end] - self.total[first]


def judge(batch: pa.RecordBatch, thresholds: Thresholds) -> pa.RecordBatch:
    """Kernel, rows of ``stories.sql`` in whole documents -> VERDICTS."""
    rows: list[tuple[object, ...]] = []
    for of_doc in groups(batch):
        story = Story(stream(of_doc, "src"))
        rows += _twin(story) or _verdicts(story, thresholds)
    return batch_of(rows, VERDICTS)


def _twin(story: Story) -> list[tuple[object, ...]]:
    """Verdicts that take a whole document, if it was sent to an earlier one that says the same and no more."""
    words, own = story.words, story.own
    count = len(words) - own
    if count != own or not np.array_equal(words.hashes[:own], words.hashes[own:]) or (words.kinds & PROTECTED).any():
        return []
    if story.total[-1] - story.total[story.solid_own] < TWIN_WEIGHT and words.contents[0] != words.content:
        return []
    source = np.arange(own)
    return [
        _row(story, unit, source[a - own : b - own], np.arange(a, b), story.weight(unit), 0, edge=False)
        for unit, (a, b) in enumerate(zip(story.unit_full, story.unit_full[1:], strict=False))
    ]


def _verdicts(story: Story, thresholds: Thresholds) -> list[tuple[object, ...]]:
    found = fragments(story.words.hashes[story.solid], story.solid_weight, story.limits, story.solid_own)
    if not found:
        return []
    matches = best_matches(story, chains(found), thresholds.similarity)
    rows = []
    gone: dict[int, int] = {}
    for run, least in runs(story, matches, thresholds.run_weight):
        gone |= dict.fromkeys(run, least)
        for unit in run:
            match = matches[unit]
            at = np.concatenate([np.arange(f.at, f.at + f.length) for f in match.aligned])
            source = np.concatenate([np.arange(f.source, f.source + f.length) for f in match.aligned])
            rows.append(_row(story, unit, story.solid[source], story.solid[at], match.matched, least, edge=False))
    sources = {unit: _ends(story, matches[unit]) for unit in gone}
    for edge in edges(story.words, story.unit_of, story.first_unit, story.unit_full, sources):
        rows.append(_edge_row(story, edge, gone))
    return sorted(rows, key=lambda row: row[1])  # type: ignore[arg-type, return-value]  # row[1] is the unit


def _ends(story: Story, match: Match) -> tuple[int, int]:
    """First and last source word of a match, in full numbering."""
    last = match.aligned[-1]
    return int(story.solid[match.aligned[0].source]), int(story.solid[last.source + last.length - 1])


def _edge_row(story: Story, edge: Edge, gone: dict[int, int]) -> tuple[object, ...]:
    a, b = story.unit_full[edge.unit], story.unit_full[edge.unit + 1]
    source = np.arange(edge.source, edge.source + b - a) if edge.equal else np.full(b - a, edge.source)
    return _row(story, edge.unit, source, np.arange(a, b), 0, gone[edge.run_unit], edge=True)


def _row(
    story: Story,
    unit: int,
    source: NDArray[np.int64],
    at: NDArray[np.int64],
    matched: int,
    least: int,
    *,
    edge: bool,
) -> tuple[object, ...]:
    words = story.words
    first, last = story.unit_full[unit], story.unit_full[unit + 1] - 1
    return (
        story.doc,
        unit,
        words.ordinals[first],
        words.ordinals[last],
        story.weight(unit) or 1,
        matched,
        least,
        edge,
        words.docs[source[0]],
        words.ordinals[at],
        words.ordinals[source],
        np.maximum(weights(words.kinds[at]), 1),
        (words.kinds[at] & (DIGIT | NEGATION)) > 0,
    )


def best_matches(story: Story, found: Sequence[Chain], similarity: float) -> dict[int, Match]:
    """For each own unit that is good, the chain that matches most of it (the first on a tie)."""
    hashes = story.words.hashes[story.solid].tolist()
    letters = story.words.letters[story.solid].tolist()
    kinds = story.words.kinds[story.solid].tolist()
    keep = np.flatnonzero(story.words.kinds[story.own :] & PROTECTED) + story.own
    barred = {int(u) for u in story.unit_of[keep] - story.first_unit}
    best: dict[int, Match] = {}
    for chain in found:
        first = bisect_right(story.unit_solid, chain.fragments[0].at) - 1
        last = bisect_left(story.unit_solid, chain.end)
        low, high = story.unit_solid[first], story.unit_solid[last]
        filled = fill(chain, hashes, low, high, story.piece)
        slotted: set[int] | None = None
        for unit, matched in _matched(story, filled, first, last).items():
            weight = story.weight(unit)
            a, b = story.unit_solid[unit], story.unit_solid[unit + 1]
            if unit in barred or (unit in best and best[unit].matched >= matched):
                continue
            if matched < similarity * weight:
                continue
            if any(differ(gap, hashes, kinds) for gap in gaps(filled, a, b)):
                continue
            if matched < weight:
                if slotted is None:
                    slotted = slots(filled, hashes, letters, kinds)
                if any(a <= word < b for word in slotted):
                    continue
            best[unit] = Match(matched, _clipped(filled, a, b))
    return best


def _matched(story: Story, filled: Sequence[Fragment], first: int, last: int) -> dict[int, int]:
    """Matched half-words of each own unit in ``[first, last)`` that has any."""
    matched: dict[int, int] = {}
    unit = first
    for fragment in filled:
        at, end = fragment.at, fragment.at + fragment.length
        while at < end and unit < last:
            border = story.unit_solid[unit + 1]
            if at < border:
                stop = min(end, border)
                matched[unit] = matched.get(unit, 0) + story.total[stop] - story.total[at]
                at = stop
            if at >= border:
                unit += 1
    return matched


def _clipped(filled: Sequence[Fragment], first: int, end: int) -> list[Fragment]:
    """The parts of fragments that lie in the words ``[first, end)``."""
    parts = []
    for at, source, length in filled:
        start, stop = max(at, first), min(at + length, end)
        if start < stop:
            parts.append(Fragment(start, source + start - at, stop - start))
    return parts


def runs(story: Story, matches: dict[int, Match], run_weight: int) -> list[tuple[list[int], int]]:
    """Runs of consecutive good units that match enough, with the half-words they needed; marks do not part them."""
    found: list[tuple[list[int], int]] = []
    run: list[int] = []
    for unit in range(story.units + 1):
        if unit in matches:
            run.append(unit)
        elif run and (unit == story.units or story.unit_solid[unit] < story.unit_solid[unit + 1]):
            least = _least(story, run, matches, run_weight)
            if sum(matches[u].matched for u in run) >= least:
                found.append((run, least))
            run = []
    return found


def _least(story: Story, run: Sequence[int], matches: dict[int, Match], run_weight: int) -> int:
    source = matches[run[0]].aligned[0].source
    verse = all(story.words.kinds[story.unit_full[unit]] & VERSE for unit in run)
    return max(VERSE_WEIGHT, run_weight) if verse and source >= story.solid_own else run_weight
