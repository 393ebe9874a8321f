"""Reading a set, aligning a cleaned tree to it, and scoring: a cleaner is judged by nothing but the two trees.

What was removed is found by aligning the words of each file before and after. White space never counts; a missing file
was removed as a whole. Where a text stands several times and one copy is left, the first is taken to be the one.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TOKEN = re.compile(r"[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]+|\S")
"""A word, or a single character of a script without spaces, or a mark."""
GONE, KEPT = 0.8, 0.2
"""A span is gone when such a share of its characters was removed, and a trap has survived below the other."""
FOREIGN = 4
"""What a word of the output costs that is not in the input, in breaks of the alignment."""
LARGEST = 60_000_000
"""Cells of the largest alignment; larger files are aligned line by line."""
COPY = 8
"""Words of the shortest text of which the first of two copies counts as the kept one."""


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

    @property
    def rate(self) -> float:
        """Share of the spans that came out as they should."""
        return self.hits / self.spans if self.spans else float("nan")


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
    errors: list[Error] = field(default_factory=list)

    def recall(self) -> Tally:
        """All spans that should go."""
        return total(self.going.values())

    def survival(self) -> Tally:
        """All traps."""
        return total(self.traps.values())

    @property
    def precision(self) -> float:
        """Share of the removed characters that should go."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else float("nan")

    def merge(self, other: Score) -> None:
        """Add the counts of another set."""
        for mine, theirs in ((self.going, other.going), (self.traps, other.traps)):
            for key, tally in theirs.items():
                mine[key] = total([mine[key], tally])
        self.right += other.right
        self.wrong += other.wrong
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
    solid = np.fromiter((not letter.isspace() for letter in text), np.bool_, len(text))
    gone = gone & solid
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
    result.wrong += int((gone & ~wanted & ~neutral).sum())
    for start, end in _stretches(gone & ~labelled, solid):
        result.errors.append(Error("stray", path, Span(path.name, start, end, None, "unlabelled", ""), 1.0))


def _stretches(flags: NDArray[np.bool_], solid: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(start, end) of the stretches of flagged characters; white space does not part them."""
    places = np.flatnonzero(solid)
    marked = flags[places]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return [(int(places[a]), int(places[b - 1]) + 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def removed(before: str, after: str) -> NDArray[np.bool_]:
    """Which characters of a text are not in what is left of it."""
    gone = np.ones(len(before), np.bool_)
    matches = list(TOKEN.finditer(before))
    ours, theirs = [match[0] for match in matches], TOKEN.findall(after)
    if len(ours) * len(theirs) > LARGEST and ours != theirs:
        kept = np.array(_kept_by_lines(before, after), np.bool_)
    else:
        kept = np.zeros(len(ours), np.bool_)
        kept[_kept(ours, theirs)] = True
        _first_copies(ours, kept)
        _whole_sentences(ours, kept, [_opens_line(before, match.start()) for match in matches])
    for number in np.flatnonzero(kept):
        gone[matches[number].start() : matches[number].end()] = False
    return gone


def _opens_line(text: str, start: int) -> bool:
    while start and text[start - 1] in " \t\u3000":
        start -= 1
    return not start or text[start - 1] in "\n\r"


def _kept(ours: list[str], theirs: list[str]) -> list[int]:
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    if len(ours) == same or len(theirs) == same:
        return list(range(same))
    return [*range(same), *(same + number for number in align(ours[same:], theirs[same:]))]


def _kept_by_lines(before: str, after: str) -> list[bool]:
    """Which tokens stand in lines that are left; for files too large to align word by word."""
    lines, left = ([line for line in text.splitlines() if line.strip()] for text in (before, after))
    kept = set(align([line.strip() for line in lines], [line.strip() for line in left]))
    return [place in kept for place, line in enumerate(lines) for _ in TOKEN.findall(line)]


def _first_copies(tokens: Sequence[str], kept: NDArray[np.bool_]) -> None:
    """Where kept text stands, word for word, in the removed text right before it too, the first counts as kept."""
    start = 0
    while start < len(tokens):
        if kept[start]:
            start += 1
            continue
        end = start
        while end < len(tokens) and not kept[end]:
            end += 1
        end_of_kept = end
        while end_of_kept < len(tokens) and kept[end_of_kept]:
            end_of_kept += 1
        moved = _earlier(tokens, start, end, end_of_kept)
        if not moved:
            start = end_of_kept
            continue
        at, length = moved
        kept[end : end + length] = False
        kept[at : at + length] = True
        start = at + length


def _earlier(tokens: Sequence[str], start: int, end: int, end_of_kept: int) -> tuple[int, int] | None:
    """Where in the removed ``[start, end)`` the kept text from `end` on also stands, and how much of it."""
    for at in range(start, end - COPY + 1):
        length = 0
        while at + length < end and end + length < end_of_kept and tokens[at + length] == tokens[end + length]:
            length += 1
        if length >= COPY:
            return at, length
    return None


def _whole_sentences(tokens: Sequence[str], kept: NDArray[np.bool_], opens: Sequence[bool]) -> None:
    """Slide removed stretches, as far as equal words at their two ends allow, to where a line or sentence begins."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], kept, [True]]).astype(np.int8)))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        best, shift = _begins(tokens, opens, start), 0
        back = 1
        while start - back >= 0 and kept[start - back] and tokens[start - back] == tokens[end - back]:
            if _begins(tokens, opens, start - back) > best:
                best, shift = _begins(tokens, opens, start - back), back
            back += 1
        if shift:
            kept[end - shift : end] = True
            kept[start - shift : start] = False


def _begins(tokens: Sequence[str], opens: Sequence[bool], at: int) -> int:
    return 2 if opens[at] else 1 if tokens[at - 1] in ".!?。！？" else 0


def align(ours: Sequence[str], theirs: Sequence[str]) -> list[int]:
    """Places in `ours` that `theirs` is made of, in order, with the fewest breaks; among equals, the earliest.

    Dynamic programming over (words of theirs used, words of ours passed): `match` ends with a matched pair, `gap`
    does not. A break costs 1, a word of theirs that is not matched FOREIGN.
    """
    numbers = {token: number for number, token in enumerate(dict.fromkeys([*ours, *theirs]))}
    a, b = np.array([numbers[t] for t in ours], np.int32), [numbers[t] for t in theirs]
    size, never = len(a), 1 << 14
    match = np.full((len(b) + 1, size + 1), never, np.int16)
    gap = np.zeros((len(b) + 1, size + 1), np.int16)
    match[0, 0] = 0
    gap[0] = 1
    gap[0, 0] = never
    for row, token in enumerate(b, 1):
        start = np.minimum(match[row - 1, :-1], gap[row - 1, :-1])
        match[row, 1:] = np.where(a == token, start, never)
        skipped = np.minimum(np.minimum(match[row - 1], gap[row - 1]) + FOREIGN, never)
        passed = np.concatenate([[never], match[row, :-1] + 1]).astype(np.int16)
        gap[row] = np.minimum(np.minimum.accumulate(np.minimum(passed, skipped)), never)
    return _trace(match, gap)


def _trace(match: NDArray[np.int16], gap: NDArray[np.int16]) -> list[int]:
    row, at = match.shape[0] - 1, match.shape[1] - 1
    in_gap = bool(gap[row, at] <= match[row, at])
    kept: list[int] = []
    while row or at:
        if not in_gap:
            kept.append(at - 1)
            in_gap = bool(gap[row - 1, at - 1] <= match[row - 1, at - 1])
            row, at = row - 1, at - 1
            continue
        if not row:
            break
        at -= int(np.searchsorted(gap[row, at::-1], gap[row, at], side="right")) - 1  # the earliest such place
        if at and match[row, at - 1] + 1 == gap[row, at]:
            in_gap, at = False, at - 1
        else:
            row -= 1
            in_gap = bool(gap[row, at] <= match[row, at])
    return kept[::-1]
