"""What was removed from a text, found by aligning its words with those that are left.

White space never counts. Where a text stands several times and one copy is left, the first is taken to be the one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

TOKEN = re.compile(r"[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]+|\S")
"""A word, or a single character of a script without spaces, or a mark."""
FOREIGN = 4
"""What a word of the output costs that is not in the input, in breaks of the alignment."""
LARGEST = 40_000_000
"""Cells of the largest alignment; larger files are aligned line by line."""
COPY = 8
"""Words of the shortest text of which the first of two copies counts as the kept one."""


def solid_characters(text: str) -> NDArray[np.bool_]:
    """Which characters are not white space."""
    return np.fromiter((not letter.isspace() for letter in text), np.bool_, len(text))


def removed(before: str, after: str) -> NDArray[np.bool_]:
    """Which characters of a text, white space apart, are not in what is left of it."""
    gone = solid_characters(before)
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
