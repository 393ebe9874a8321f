"""Kernel 2: which units of a document repeat earlier text.

Input are the rows of ``stories.sql``: for each document the windows of earlier documents it was sent to, then its
own words. Every unit is judged by the one chain that matches most of it; consecutive good units are a run, and
runs that are long enough go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
import pyarrow as pa

from dedup.repeats.chain import chains
from dedup.repeats.edges import Edge, edges
from dedup.repeats.keys import TWIN_WEIGHT
from dedup.repeats.matches import Match, best_matches
from dedup.repeats.seeds import Fragment, fragments
from dedup.repeats.story import Stories, Story
from dedup.repeats.stream import PART, groups, joined
from dedup.repeats.verdicts import VERDICTS, Verdict, table
from dedup.text.words import PROTECTED, VERSE

VERSE_WEIGHT = 128
"""Half-words a run of verse must have to repeat a place in its own document: refrains stay."""
SHORT_RUN = "its run is too short"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a unit is good and a run long enough."""

    similarity: float
    run_weight: int


def judge(batch: pa.RecordBatch, thresholds: Thresholds) -> pa.RecordBatch:
    """Kernel, rows of ``stories.sql`` in whole documents -> VERDICTS."""
    parts = []
    for part in groups(batch, rows=PART):
        stories = Stories(part)
        judged = [(story, _twin(story, thresholds) or _verdicts(story, thresholds)) for story in stories]
        parts.append(table(stories, judged))
    return joined(parts, VERDICTS)


def _twin(story: Story, thresholds: Thresholds) -> list[Verdict]:
    """Verdicts that take a whole document, if it was sent to an earlier one that says the same and no more."""
    hashes, own = story.all_hashes, story.own
    if (
        len(hashes) - own != own
        or story.solid_own == len(story.solid)
        or not np.array_equal(hashes[:own], hashes[own:])
        or (story.all_kinds & PROTECTED).any()
    ):
        return []
    if story.total[-1] - story.total[story.solid_own] < TWIN_WEIGHT and story.contents[0] != story.contents[-1]:
        return []
    src = story.document(0)
    verdicts = []
    for unit, (a, b) in enumerate(pairwise(story.unit_solid)):
        weight = story.weight(unit)
        aligned = [Fragment(a, a - story.solid_own, b - a)]
        verdicts.append(Verdict(unit, src, weight, ceil(thresholds.similarity * weight), 1, False, aligned))
    return verdicts


def _verdicts(story: Story, thresholds: Thresholds) -> list[Verdict]:
    found = fragments(story.hashes, story.weights, story.limits, story.solid_own)
    if not found:
        return []
    tried = best_matches(story, chains(found, story.limits.data), thresholds.similarity)
    matches = {unit: match for unit, match in tried.items() if not match.fault}
    needed = {unit: ceil(thresholds.similarity * story.weight(unit)) for unit in tried}
    spared = [
        _verdict(story, unit, match, match.matched, needed[unit], thresholds.run_weight, match.fault)
        for unit, match in tried.items()
        if match.fault
    ]
    verdicts = []
    gone: dict[int, int] = {}
    for run in consecutive(story, matches):
        least, whole = needed_weight(story, run, matches, thresholds.run_weight), sum(matches[u].matched for u in run)
        if whole < least:
            spared += [_verdict(story, unit, matches[unit], whole, least, least, SHORT_RUN) for unit in run]
            continue
        run = [unit for unit in run if not story.is_heading(unit, matches)]
        gone |= dict.fromkeys(run, least)
        for unit in run:
            match, matched = matches[unit], matches[unit].matched
            verdicts.append(_verdict(story, unit, match, matched, min(needed[unit], matched), least))
    sources = {unit: _ends(story, matches[unit]) for unit in gone}
    for edge in edges(story, sources):
        if edge.unit not in story.protected and not story.is_heading(edge.unit, matches):
            verdicts.append(_edge_verdict(story, edge, thresholds.similarity, gone[edge.run_unit]))
    taken = {verdict.unit for verdict in verdicts}
    verdicts += [verdict for verdict in spared if verdict.unit not in taken]
    return sorted(verdicts, key=lambda verdict: verdict.unit)


def _verdict(story: Story, unit: int, match: Match, matched: int, needed: int, least: int, fault: str = "") -> Verdict:
    """The verdict on a unit with a match."""
    src = story.document(int(story.solid[match.aligned[0].source]))
    return Verdict(unit, src, matched, needed, least, False, match.aligned, fault)


def _ends(story: Story, match: Match) -> tuple[int, int]:
    """First and last source word of a match, in full numbering."""
    last = match.aligned[-1]
    return int(story.solid[match.aligned[0].source]), int(story.solid[last.source + last.length - 1])


def _edge_verdict(story: Story, edge: Edge, similarity: float, least: int) -> Verdict:
    """The verdict on an edge unit; a line of marks points nowhere: it goes, and stays, with the units beside it."""
    src = story.document(edge.source)
    weight = story.weight(edge.unit)
    at, end = story.unit_solid[edge.unit], story.unit_solid[edge.unit + 1]
    source = int(np.searchsorted(story.solid, edge.source))
    aligned = [Fragment(at, source, end - at)] if weight else []
    return Verdict(edge.unit, src, 0, ceil(similarity * weight), least, True, aligned)


def consecutive(story: Story, matches: dict[int, Match]) -> Iterator[list[int]]:
    """Good units that follow each other; marks do not part them."""
    run: list[int] = []
    for unit in range(story.units + 1):
        if unit in matches:
            run.append(unit)
        elif run and (unit == story.units or story.unit_solid[unit] < story.unit_solid[unit + 1]):
            yield run
            run = []


def needed_weight(story: Story, run: Sequence[int], matches: dict[int, Match], run_weight: int) -> int:
    """The half-words that a run needs."""
    source = matches[run[0]].aligned[0].source
    verse = all(story.all_kinds[story.unit_full[unit]] & VERSE for unit in run)
    return max(VERSE_WEIGHT, run_weight) if verse and source >= story.solid_own else run_weight
