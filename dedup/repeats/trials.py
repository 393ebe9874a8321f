"""For developers: what spoke against every unit that was aligned with earlier text. It decides nothing."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from dedup.repeats.chain import chains
from dedup.repeats.judge import Thresholds, consecutive, needed_weight
from dedup.repeats.matches import Alignment, Columns, Match
from dedup.repeats.seeds import fragments
from dedup.repeats.story import Story
from dedup.repeats.stream import batch_of, groups, stream

TRIALS = pa.schema(
    [
        ("doc", pa.int64()),
        ("unit", pa.int64()),  # number of the unit in the remaining text
        ("first", pa.int64()),  # number of its first word in the original
        ("src", pa.int64()),  # the earlier document
        ("source", pa.int64()),  # number of the first aligned word in its original
        ("weight", pa.int64()),  # half-words of the unit
        ("matched", pa.int64()),  # half-words that are aligned
        ("fault", pa.string()),  # why it is no repeat; nothing if it is one
    ]
)


class _Trial(NamedTuple):
    """The best alignment of a unit, whether it is good or not."""

    match: Match
    fault: str


def trials(batch: pa.RecordBatch, thresholds: Thresholds) -> pa.RecordBatch:
    """Kernel, rows of ``stories.sql`` in whole documents -> TRIALS."""
    rows: list[tuple[object, ...]] = []
    for of_doc in groups(batch):
        story = Story(stream(of_doc, "src"))
        tried = _with_runs(story, _tried(story, thresholds.similarity), thresholds.run_weight)
        rows += [_row(story, unit, trial) for unit, trial in sorted(tried.items())]
    return batch_of(rows, TRIALS)


def _tried(story: Story, similarity: float) -> dict[int, _Trial]:
    """For each unit with an alignment the good one that matches most, else the faulty one."""
    found = fragments(story.words.hashes[story.solid], story.solid_weight, story.limits, story.solid_own)
    words, barred = Columns(story), story.protected()
    best: dict[int, _Trial] = {}
    for chain in chains(found, story.limits.data) if found else ():
        alignment = Alignment(story, words, chain, similarity)
        for unit, matched in alignment.matched().items():
            fault = "kept by the user" if unit in barred else alignment.fault(unit, matched)
            trial = _Trial(Match(matched, alignment.of(unit)), fault)
            if unit not in best or _rank(best[unit]) < _rank(trial):
                best[unit] = trial
    return best


def _rank(trial: _Trial) -> tuple[bool, int]:
    return not trial.fault, trial.match.matched


def _with_runs(story: Story, tried: dict[int, _Trial], run_weight: int) -> dict[int, _Trial]:
    """The trials, with a fault for good units whose run is too short."""
    good = {unit: trial.match for unit, trial in tried.items() if not trial.fault}
    for run in consecutive(story, good):
        matched, needed = sum(good[unit].matched for unit in run), needed_weight(story, run, good, run_weight)
        if matched < needed:
            fault = f"its run has {matched // 2} of {needed // 2} words"
            tried |= {unit: tried[unit]._replace(fault=fault) for unit in run}
    return tried


def _row(story: Story, unit: int, trial: _Trial) -> tuple[object, ...]:
    source = int(story.solid[trial.match.aligned[0].source])
    ordinals, docs = story.words.ordinals, story.words.docs
    place = (story.doc, unit, ordinals[story.unit_full[unit]], docs[source], ordinals[source])
    return (*place, story.weight(unit), trial.match.matched, trial.fault)
