"""The part of a removal around one line, compared with its witness: what a reader asked about, not all that went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dedup.report.words import Piece, compare
from dedup.text.lines import LINE

AROUND = 3
"""Lines shown before and after the line that was asked for."""
MAX_AROUND = 800
"""Characters of these lines, the asked one not counted."""
MAX_COMPARED = 3000
"""Words that are compared; longer texts are narrowed to the place first."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some lines of a removed text."""

    first_line: int
    last_line: int
    text: str
    pieces: list[Piece] | None
    """The lines word by word against the witness; None if they were too long to compare."""


def lines_of(text: str) -> list[str]:
    """Return the lines of a removed text from its first line with content on."""
    head = len(text) - len(text.lstrip())
    return LINE.split(text.rstrip())[len(LINE.findall(text, 0, head)) :]


def excerpt(removed: str, first_line: int, line: int | None, witness: str) -> Excerpt:
    """Return the lines around `line` (None: the first ones), compared with the `witness` unless that is empty.

    `removed` begins in line `first_line` of its document, white space before it not counted.
    """
    lines = lines_of(removed)
    asked = 0 if line is None else min(max(line - first_line, 0), len(lines) - 1)
    first, last = _window(lines, asked)
    pieces = _compared(lines, first, last, witness) if witness.strip() else None
    return Excerpt(first_line + first, first_line + last, "\n".join(lines[first : last + 1]), pieces)


def _window(lines: Sequence[str], asked: int) -> tuple[int, int]:
    """Return the first and the last line to show."""
    first = last = asked
    size = 0
    for _ in range(AROUND):
        wider = range(max(first - 1, 0), min(last + 1, len(lines) - 1) + 1)
        size = sum(len(lines[number]) for number in wider if number != asked)
        if size > MAX_AROUND:
            break
        first, last = wider[0], wider[-1]
    return first, last


def _compared(lines: Sequence[str], first: int, last: int, witness: str) -> list[Piece] | None:
    """Return lines `first` to `last` word by word; the lines around them keep the two texts in step."""
    low, high = 0, len(lines)
    if sum(len(line.split()) for line in lines) > MAX_COMPARED:
        low, high, witness = _narrowed(lines, first, last, witness)
    pieces = compare("\n".join(lines[low:high]), witness, MAX_COMPARED)
    return None if pieces is None else list(_of_lines(pieces, first - low, last - low))


def _narrowed(lines: Sequence[str], first: int, last: int, witness: str) -> tuple[int, int, str]:
    """Return the lines around a place, and the stretch of the witness that stands about there."""
    low, high, words = first, last + 1, sum(len(line.split()) for line in lines[first : last + 1])
    while words < MAX_COMPARED // 3 and (low > 0 or high < len(lines)):
        low, high = max(low - 1, 0), min(high + 1, len(lines))
        words = sum(len(line.split()) for line in lines[low:high])
    sizes = [len(line) + 1 for line in lines]
    total, slack = sum(sizes), sum(sizes[low:high]) // 2
    start = len(witness) * sum(sizes[:low]) // total - slack
    stop = len(witness) * sum(sizes[:high]) // total + slack
    return low, high, witness[max(start, 0) : stop]


def _of_lines(pieces: Sequence[Piece], first: int, last: int) -> list[Piece]:
    """Return the pieces that stand in some lines of the removed text; a line break belongs to its line."""
    kept: list[Piece] = []
    line = 0
    for side, text in pieces:
        if side == "witness":
            if first <= line <= last:
                kept.append(Piece(side, text))
            continue
        parts = text.split("\n")
        inside = parts[max(first - line, 0) : max(last + 1 - line, 0)]
        line += len(parts) - 1
        if joined := "\n".join(inside):
            kept.append(Piece(side, joined))
    return kept
