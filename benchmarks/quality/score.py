"""Reading a set and scoring a cleaned copy of it: a cleaner is judged by nothing but the two trees.

What was removed is found by alignment (``alignment.py``); a missing file was removed as a whole.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
from alignment import removed, solid_characters
from numpy.typing import NDArray

GONE, KEPT = 0.8, 0.2
"""A span is gone when such a share of its characters was removed, and a trap has survived below the other."""


@dataclass(frozen=True)
class Span:
    """A labelled piece of a file, in characters."""

    path: str
    start: int
    end: int
    goes: str | None
    kind: str
    language: str


@dataclass
class Tally:
    """Counts of one kind of span, or of all."""

    spans: int = 0
    hits: int = 0
    characters: int = 0
    removed: int = 0

    def add(self, hit: bool, characters: int, removed: int) -> None:
        """Count a span."""
        self.spans += 1
        self.hits += hit
        self.characters += characters
        self.removed += removed


class Error(NamedTuple):
    """What came out wrong: "missed" or "trap" with its span, or "stray" for a removed piece without a label."""

    what: str
    file: Path
    span: Span
    share: float
    """Of its characters that was removed."""


@dataclass
class Score:
    """What a cleaner did to a set: spans that should go, traps, and all that was removed."""

    going: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    traps: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    right: int = 0
    """Removed characters that should go."""
    wrong: int = 0
    staying: int = 0
    """Characters that must stay."""
    errors: list[Error] = field(default_factory=list)

    def recall(self) -> Tally:
        """All spans that should go."""
        return total(self.going.values())

    def survival(self) -> Tally:
        """All traps."""
        return total(self.traps.values())

    @property
    def precision(self) -> float | None:
        """Share of the removed characters that should go; none if nothing was removed."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    def merge(self, other: Score) -> None:
        """Add the counts of another set."""
        for mine, theirs in ((self.going, other.going), (self.traps, other.traps)):
            for key, tally in theirs.items():
                mine[key] = total([mine[key], tally])
        self.right += other.right
        self.wrong += other.wrong
        self.staying += other.staying
        self.errors += other.errors


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    whole = Tally()
    for tally in tallies:
        whole.spans += tally.spans
        whole.hits += tally.hits
        whole.characters += tally.characters
        whole.removed += tally.removed
    return whole


def wilson(hits: int, spans: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval of a share, 95 % by default."""
    if not spans:
        return 0.0, 1.0
    share, square = hits / spans, z * z / spans
    middle, width = share + square / 2, z * sqrt(share * (1 - share) / spans + square / (4 * spans))
    return max(0.0, (middle - width) / (1 + square)), min(1.0, (middle + width) / (1 + square))


def read_labels(folder: Path) -> dict[str, list[Span]]:
    """The labelled spans of a set, by path."""
    spans = defaultdict(list)
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans[row["path"]].append(Span(**{name: row[name] for name in Span.__dataclass_fields__}))
    return spans


def read_text(path: Path) -> str:
    """A file's text as it stands, line ends included."""
    return path.read_bytes().decode("utf-8-sig", "replace")


def score(folder: Path, cleaned: Path, goes: Collection[str]) -> Score:
    """Judge a cleaned copy of ``folder/tree``; `goes` are the labels that this cleaner is to remove.

    Spans with another label that goes count neither for nor against it.
    """
    result = Score()
    labels = read_labels(folder)
    for path in sorted(p for p in (folder / "tree").rglob("*") if p.is_file()):
        name = path.relative_to(folder / "tree").as_posix()
        before = read_text(path)
        after = read_text(cleaned / name) if (cleaned / name).is_file() else ""
        _judge(result, path, before, removed(before, after), labels.get(name, []), goes)
    return result


def _judge(
    result: Score, path: Path, text: str, gone: NDArray[np.bool_], spans: Sequence[Span], goes: Collection[str]
) -> None:
    solid = solid_characters(text)
    wanted, neutral = np.zeros(len(text), np.bool_), np.zeros(len(text), np.bool_)
    labelled = np.zeros(len(text), np.bool_)
    for span in spans:
        place = slice(span.start, span.end)
        labelled[place] = True
        characters, lost = int(solid[place].sum()), int(gone[place].sum())
        share = lost / characters if characters else 0.0
        if span.goes is None:
            result.traps[span.kind, span.language].add(share < KEPT, characters, lost)
            if share >= KEPT:
                result.errors.append(Error("trap", path, span, share))
        elif span.goes in goes:
            wanted[place] = True
            result.going[span.kind, span.language].add(share >= GONE, characters, lost)
            if share < GONE:
                result.errors.append(Error("missed", path, span, share))
        else:
            neutral[place] = True
    result.right += int((gone & wanted).sum())
    staying = solid & ~wanted & ~neutral
    result.wrong += int((gone & staying).sum())
    result.staying += int(staying.sum())
    for start, end in _stretches(gone & ~labelled, solid):
        result.errors.append(Error("stray", path, Span(path.name, start, end, None, "unlabelled", ""), 1.0))


def _stretches(flags: NDArray[np.bool_], solid: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(start, end) of the stretches of flagged characters; white space does not part them."""
    places = np.flatnonzero(solid)
    marked = flags[places]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return [(int(places[a]), int(places[b - 1]) + 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
