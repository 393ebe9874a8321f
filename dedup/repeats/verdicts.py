"""The verdicts table: which units go, or nearly did, and what their words point at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.repeats.seeds import Fragment
from dedup.repeats.story import Story
from dedup.repeats.stream import spread
from dedup.text.words import DIGIT, NEGATION, UNIT, weights

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


def table(story: Story, verdicts: Sequence[Verdict]) -> pa.RecordBatch:
    """Verdicts on one document as VERDICTS."""
    units = np.array([v.unit for v in verdicts], np.int64)
    full = np.array(story.unit_full)
    ordinals = story.words.ordinals
    solid = np.array(story.unit_solid)
    total = np.array(story.total)
    weight = total[solid[units + 1]] - total[solid[units]]
    first = ordinals[full[units]]
    last = np.where(weight > 0, ordinals[full[units + 1] - 1], first - 1)
    numbers = [np.array([v[n] for v in verdicts], np.int64) for n in (2, 3, 4)]
    edge = np.array([v.edge for v in verdicts], np.bool_)
    src = np.array([v.src for v in verdicts], np.int64)
    flat = [np.full(len(units), story.doc), units, first, last, weight, *numbers, edge, src]
    faults = pa.array([v.fault for v in verdicts], pa.string())
    return pa.record_batch([*map(pa.array, flat), faults, *_stretches(story, verdicts)], schema=VERDICTS)


def _stretches(story: Story, verdicts: Sequence[Verdict]) -> list[pa.ListArray]:
    """The aligned words of each verdict as stretches of one kind that are adjacent in both originals."""
    counts = np.array([len(v.aligned) for v in verdicts], np.int64)
    pieces = np.array([f for v in verdicts for f in v.aligned], np.int64).reshape(-1, 3)
    piece, within = spread(pieces[:, 2])
    words = story.words
    at, source = (story.solid[pieces[piece, side] + within] for side in (0, 1))
    row = spread(counts)[0][piece]
    listed = words.kinds[at] & (DIGIT | UNIT) == DIGIT | UNIT  # as facts.differ: it may be the number in a list
    fact = (words.kinds[at] & (DIGIT | NEGATION) > 0) & ~listed
    values = [words.ordinals[at], words.ordinals[source], weights(words.kinds[at]), fact]
    new = np.ones(len(at), np.bool_)
    new[1:] = np.diff(row) != 0
    for value, step in zip(values, (1, 1, 0, 0), strict=True):
        new[1:] |= np.diff(value.astype(np.int64)) != step
    heads = np.flatnonzero(new)
    length = np.diff(np.append(heads, len(at)))
    offsets = np.append(0, np.cumsum(np.bincount(row[heads], minlength=len(verdicts)))).astype(np.int32)
    ats, srcs, weight, fact = (value[heads] for value in values)
    return [pa.ListArray.from_arrays(offsets, pa.array(value)) for value in (ats, srcs, length, weight, fact)]
