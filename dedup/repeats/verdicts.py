"""The verdicts table: which units go, or nearly did, and what their words point at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.repeats.seeds import Fragment
from dedup.repeats.story import Stories, Story
from dedup.repeats.stream import changed
from dedup.text.spread import spread
from dedup.text.words import DIGIT, NEGATION, UNIT

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
        ("begin_char", pa.int64()),  # characters of the remaining text that the unit covers, white space behind it
        ("end_char", pa.int64()),  # left out
        ("fault", pa.string()),  # why the unit stays after all; nothing if it goes
        ("ats", pa.list_(pa.int64())),  # stretches of adjacent aligned words: number of the first in the original,
        ("srcs", pa.list_(pa.int64())),  # number of the equal word in the source's original,
        ("lengths", pa.list_(pa.int64())),  # how many words,
        ("weights", pa.list_(pa.int64())),  # the weight of each in half-words,
        ("facts", pa.list_(pa.bool_())),  # and whether they are numbers or negations
    ]
)


class Verdict(NamedTuple):
    """A unit that goes, or one that nearly did."""

    unit: int
    src: int
    matched: int
    """Half-words that are aligned."""
    needed: int
    """Half-words that must end on kept words."""
    least: int
    """Half-words that its run must have."""
    edge: bool
    aligned: Sequence[Fragment]
    """In words that weigh something; see `Story`."""
    fault: str = ""
    """Why it stays after all. If its run is too short, `matched` and `needed` are those of the run."""


def table(stories: Stories, judged: Sequence[tuple[Story, Sequence[Verdict]]]) -> pa.RecordBatch:
    """Verdicts on documents as VERDICTS."""
    verdicts = [verdict for _, mine in judged for verdict in mine]
    of_story = np.array([(story.doc, *story.base) for story, _ in judged], np.int64).reshape(-1, 3)
    doc, solid_base, unit_base = np.repeat(of_story, [len(mine) for _, mine in judged], axis=0).T
    listed = np.array([v[:5] for v in verdicts], np.int64).reshape(-1, 5)
    unit, src, matched, needed, least = np.ascontiguousarray(listed.T)
    number = unit + unit_base
    full, solid, words = stories.unit_full, stories.unit_solid, stories.words
    weight = stories.total[solid[number + 1]] - stories.total[solid[number]]
    first = words.ordinals_of(full[number])
    last = np.where(weight > 0, words.ordinals_of(full[number + 1] - 1), first - 1)
    edge = np.array([v.edge for v in verdicts], np.bool_)
    faults = pa.array([v.fault for v in verdicts], pa.string())
    begin, end = stories.unit_chars[:, np.searchsorted(stories.unit_heads, full[number])]
    flat = [np.ascontiguousarray(doc), unit, first, last, weight, matched, needed, least, edge, src, begin, end]
    lists = _stretches(stories, verdicts, solid_base)
    return pa.record_batch([*map(pa.array, flat), faults, *lists], schema=VERDICTS)


def _stretches(stories: Stories, verdicts: Sequence[Verdict], base: NDArray[np.int64]) -> list[pa.ListArray]:
    """The aligned words of each verdict as stretches of one kind that are adjacent in both originals.

    `base` is the number of the word that a verdict's alignment counts from.
    """
    counts = np.array([len(v.aligned) for v in verdicts], np.int64)
    flat = chain.from_iterable(chain.from_iterable(v.aligned for v in verdicts))
    pieces = np.fromiter(flat, np.int64, 3 * int(counts.sum())).reshape(-1, 3)
    piece, within = spread(pieces[:, 2])
    row = spread(counts)[0][piece]
    words = stories.words
    at, source = (stories.solid[pieces[piece, side] + within + base[row]] for side in (0, 1))
    listed = words.kinds[at] & (DIGIT | UNIT) == DIGIT | UNIT  # as facts.differ: it may be the number in a list
    fact = (words.kinds[at] & (DIGIT | NEGATION) > 0) & ~listed
    ats, srcs, weight = words.ordinals_of(at), words.ordinals_of(source), stories.weight[at]
    steps = np.arange(len(at))
    heads = np.flatnonzero(changed(row, ats - steps, srcs - steps, weight, fact))
    length = np.diff(np.append(heads, len(at)))
    offsets = np.append(0, np.cumsum(np.bincount(row[heads], minlength=len(verdicts)))).astype(np.int32)
    columns = ats[heads], srcs[heads], length, weight[heads], fact[heads]
    return [pa.ListArray.from_arrays(offsets, pa.array(column)) for column in columns]
