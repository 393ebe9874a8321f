"""Judge, step 4: short units beside a run that belong to the copy.

A date line, a "(" or a heading beside a run goes along if it equals one of the few units beside the run's source,
and so on outwards. A line of marks between two removed units goes with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from dedup.repeats.story import Story
from dedup.text.words import SYMBOL

EDGE_WORDS = 12
"""Words of the longest unit that may go along."""
NEIGHBOURS = 3
"""Units beside the source that are looked at."""


class Edge(NamedTuple):
    """A unit that goes along with a run."""

    unit: int
    source: int
    """First word of the earlier unit it equals; for marks a word of the run's source."""
    run_unit: int
    """The unit of the run beside it."""


def edges(story: Story, sources: Mapping[int, tuple[int, int]]) -> Iterator[Edge]:
    """The edge units of a document; `sources` has the first and last source word of each removed unit."""
    starts = story.unit_starts
    gone = set(sources)

    def content(unit: int) -> bytes:
        return story.all_hashes[starts[unit] : starts[unit + 1]].tobytes()

    def is_mark(unit: int) -> bool:
        return bool(story.all_kinds[story.unit_full[unit]] & SYMBOL)

    for step in (-1, 1):
        for run_unit in sorted(sources, reverse=step > 0):
            source = sources[run_unit][0 if step < 0 else 1]
            unit, place = run_unit + step, story.unit_of(source)
            while 0 <= unit < story.units and unit not in gone:
                whole = story.first_unit + unit
                if starts[whole + 1] - starts[whole] > EDGE_WORDS:
                    break
                near = [u for n in range(1, NEIGHBOURS + 1) if 0 <= (u := place + step * n) < whole]
                same = (
                    u
                    for u in near
                    if story.document(starts[u]) == story.document(source) and content(u) == content(whole)
                )
                hit = next(same, None)
                if hit is None:
                    break
                yield Edge(unit, starts[hit], run_unit)
                gone.add(unit)
                unit, place = unit + step, hit
    ordered = sorted(gone)
    for one, two in pairwise(ordered):
        between = range(one + 1, two)
        if one in sources and between and all(map(is_mark, between)):
            for unit in between:
                yield Edge(unit, sources[one][1], one)
