"""Unified diff hunks, straight from what was cut out: in linear time, and exact to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

CONTEXT = 3
"""Unchanged lines that are shown around a change."""

Span = tuple[int, int]


@dataclass(slots=True)
class _Region:
    """Whole lines [start, end) that change together, and the spans that are cut out of them."""

    start: int
    end: int = 0
    cuts: list[Span] = field(default_factory=list)
    cut_from: int = 0
    """Where the last unbroken stretch of cut bytes begins."""

    def add(self, data: bytes, cut: Span) -> None:
        """Cut out one more span, which is not before the others."""
        if not self.cuts or cut[0] > self.cuts[-1][1]:
            self.cut_from = cut[0]
        self.cuts.append(cut)
        if cut[1] > self.end:
            self.end = _line_end(data, cut[1] - 1)

    def is_open(self, data: bytes) -> bool:
        """Whether what is left of it runs on into the next line, as its last line break was cut."""
        last = self.end if self.cuts[-1][1] < self.end else self.cut_from
        return self.end < len(data) and last > self.start and data[last - 1] != 0x0A

    def kept(self, data: bytes) -> bytes:
        """Return what is left of it."""
        at, parts = self.start, []
        for start, end in self.cuts:
            parts.append(data[at:start])
            at = end
        return b"".join([*parts, data[at : self.end]])


def hunks(data: bytes, cuts: Iterable[Span]) -> Iterator[bytes]:
    """Yield the hunks of a diff between `data` and what is left when the ascending `cuts` are made."""
    counted = lines = shift = 0
    for group in _groups(data, _regions(data, cuts)):
        start = _before(data, group[0].start, counted)
        lines += data.count(b"\n", counted, start)
        counted = start
        body, old, new = _body(data, start, group)
        # A side without lines is named by the line before it, which can only be none at all.
        yield b"@@ -%d,%d +%d,%d @@\n" % (lines + 1, old, lines + shift + 1 if new else 0, new)
        yield from body
        shift += new - old


def _regions(data: bytes, cuts: Iterable[Span]) -> Iterator[_Region]:
    """Yield the stretches of lines that change, in order."""
    region: _Region | None = None
    for cut in cuts:
        if cut[0] == cut[1]:
            continue
        if region is not None and cut[0] >= region.end:
            _close(data, region)
        if region is None or cut[0] >= region.end:
            floor = 0
            if region is not None:
                yield region
                floor = region.end
            region = _Region(_line_start(data, cut[0], floor))
        region.add(data, cut)
    if region is not None:
        _close(data, region)
        yield region


def _close(data: bytes, region: _Region) -> None:
    """Take in the next line where what is left runs on into it."""
    if region.is_open(data):
        region.end = _line_end(data, region.end)


def _groups(data: bytes, regions: Iterable[_Region]) -> Iterator[Sequence[_Region]]:
    """Yield the regions by hunk: together if their context meets."""
    group: list[_Region] = []
    for region in regions:
        if group:
            last = group[-1].end
            if _after(data, last, region.start) < _before(data, region.start, last):
                yield group
                group = []
        group.append(region)
    if group:
        yield group


def _body(data: bytes, start: int, group: Sequence[_Region]) -> tuple[list[bytes], int, int]:
    """Return the lines of a hunk that begins at `start`, and how many are old and new."""
    body: list[bytes] = []
    old = new = 0
    at = start
    for region in group:
        context = _marked(b" ", data[at : region.start])
        removed = _marked(b"-", data[region.start : region.end])
        added = _marked(b"+", region.kept(data))
        body += [*context, *removed, *added]
        old += len(context) + len(removed)
        new += len(context) + len(added)
        at = region.end
    context = _marked(b" ", data[at : _after(data, at, len(data))])
    return body + context, old + len(context), new + len(context)


def _marked(mark: bytes, text: bytes) -> list[bytes]:
    """Return the lines of `text`, each with its mark; a last one without a line break says so."""
    lines = [mark + line for line in BytesIO(text)]
    if lines and not lines[-1].endswith(b"\n"):
        lines[-1] += b"\n\\ No newline at end of file\n"
    return lines


def _line_start(data: bytes, at: int, floor: int) -> int:
    """Return where the line that holds the byte `at` begins, if not before `floor`, where one begins."""
    return max(data.rfind(b"\n", floor, at) + 1, floor)


def _line_end(data: bytes, at: int) -> int:
    """Return where the line that holds the byte `at` ends, its line break included."""
    return data.find(b"\n", at) + 1 or len(data)


def _before(data: bytes, at: int, floor: int) -> int:
    """Return where the context before the line at `at` begins."""
    for _ in range(CONTEXT):
        if at <= floor:
            return floor
        at = _line_start(data, at - 1, floor)
    return at


def _after(data: bytes, at: int, ceiling: int) -> int:
    """Return where the context behind a line that ends at `at` ends."""
    for _ in range(CONTEXT):
        if at >= ceiling:
            return ceiling
        at = _line_end(data, at)
    return min(at, ceiling)
