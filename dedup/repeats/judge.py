"""Kernel 2: which units of a document repeat earlier text.

Input are the rows of ``stories.sql``: for each document the windows of earlier documents it was sent to, then its
own words. Every unit is judged by the one chain that matches most of it; consecutive good units are a run, and
runs that are long enough go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.repeats.chain import chains
from dedup.repeats.edges import Edge, edges
from dedup.repeats.keys import TWIN_WEIGHT
from dedup.repeats.matches import Match, best_matches
from dedup.repeats.seeds import fragments
from dedup.repeats.story import Story
from dedup.repeats.stream import batch_of, groups, stream
from dedup.text.words import DIGIT, NEGATION, PROTECTED, VERSE, weights

VERSE_WEIGHT = 128
"""Half-words a run of verse must have to repeat a place in its own document: refrains stay."""

VERDICTS = pa.schema(
    [
        ("doc", pa.int64()),
        ("unit", pa.int64()),  # number of the unit in the remaining text
        ("first", pa.int64()),  # numbers of its first and last word in the original; none in a line of marks
        ("last", pa.int64()),
        ("weight", pa.int64()),  # half-words of the unit; 0 for a line of marks
        ("matched", pa.int64()),  # half-words that are aligned
        ("needed", pa.int64()),  # half-words that must end on kept words
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


def judge(batch: pa.RecordBatch, thresholds: Thresholds) -> pa.RecordBatch:
    """Kernel, rows of ``stories.sql`` in whole documents -> VERDICTS."""
    rows: list[tuple[object, ...]] = []
    for of_doc in groups(batch):
        story = Story(stream(of_doc, "src"))
        rows += _twin(story, thresholds.similarity) or _verdicts(story, thresholds)
    return batch_of(rows, VERDICTS)


def _twin(story: Story, similarity: float) -> list[tuple[object, ...]]:
    """Verdicts that take a whole document, if it was sent to an earlier one that says the same and no more."""
    words, own = story.words, story.own
    if (
        len(words) - own != own
        or story.solid_own == len(story.solid)
        or not np.array_equal(words.hashes[:own], words.hashes[own:])
        or (words.kinds & PROTECTED).any()
    ):
        return []
    if story.total[-1] - story.total[story.solid_own] < TWIN_WEIGHT and words.contents[0] != words.content:
        return []
    return [
        _row(story, unit, a - own, np.arange(a - own, b - own), np.arange(a, b), similarity=similarity)
        for unit, (a, b) in enumerate(pairwise(story.unit_full))
    ]


def _verdicts(story: Story, thresholds: Thresholds) -> list[tuple[object, ...]]:
    found = fragments(story.words.hashes[story.solid], story.solid_weight, story.limits, story.solid_own)
    if not found:
        return []
    matches = best_matches(story, chains(found, story.limits.tolist()), thresholds.similarity)
    rows = []
    gone: dict[int, int] = {}
    for run, least in runs(story, matches, thresholds.run_weight):
        gone |= dict.fromkeys(run, least)
        for unit in run:
            match = matches[unit]
            at = np.concatenate([np.arange(f.at, f.at + f.length) for f in match.aligned])
            source = np.concatenate([np.arange(f.source, f.source + f.length) for f in match.aligned])
            words = story.solid[source], story.solid[at]
            row = _row(story, unit, words[0][0], *words, match.matched, thresholds.similarity, least, edge=False)
            rows.append(row)
    sources = {unit: _ends(story, matches[unit]) for unit in gone}
    barred = story.protected()
    for edge in edges(story.words, story.unit_of, story.first_unit, story.unit_full, sources):
        if edge.unit not in barred:
            rows.append(_edge_row(story, edge, thresholds.similarity, gone[edge.run_unit]))
    return sorted(rows, key=lambda row: row[1])  # type: ignore[arg-type, return-value]  # row[1] is the unit


def _ends(story: Story, match: Match) -> tuple[int, int]:
    """First and last source word of a match, in full numbering."""
    last = match.aligned[-1]
    return int(story.solid[match.aligned[0].source]), int(story.solid[last.source + last.length - 1])


def _edge_row(story: Story, edge: Edge, similarity: float, least: int) -> tuple[object, ...]:
    at = np.arange(story.unit_full[edge.unit], story.unit_full[edge.unit + 1])
    source = np.arange(edge.source, edge.source + len(at))
    return _row(story, edge.unit, edge.source, source, at, 0, similarity, least, edge=True)


def _row(
    story: Story,
    unit: int,
    place: int,
    source: NDArray[np.int64],
    at: NDArray[np.int64],
    matched: int | None = None,
    similarity: float = 1.0,
    least: int = 1,
    *,
    edge: bool = False,
) -> tuple[object, ...]:
    """A verdict: the words `at` equal the words `source`, both in full numbering; `place` is one of the source's.

    Marks point nowhere: they go, and stay, with the units beside them.
    """
    words, weight = story.words, story.weight(unit)
    if not weight:
        source = at = at[:0]
    matched = weight if matched is None else matched
    needed = ceil(similarity * weight)
    first = words.ordinals[story.unit_full[unit]]
    last = words.ordinals[story.unit_full[unit + 1] - 1] if weight else first - 1
    return (
        story.doc,
        unit,
        first,
        last,
        weight,
        matched,
        min(needed, matched) if matched else needed,
        least,
        edge,
        words.docs[place],
        words.ordinals[at],
        words.ordinals[source],
        weights(words.kinds[at]),
        (words.kinds[at] & (DIGIT | NEGATION)) > 0,
    )


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
