"""Laying text out in the columns of a terminal, whatever the script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wcwidth import iter_graphemes, wcswidth

BAR = "  | "
"""Stands before text of the corpus."""
_HEAD = re.compile(r"  \| | *[a-z]+(?: [a-z]+)*: +| *")
"""A bar, a label or white space: what the next lines of a wrapped one stand under, or repeat."""
_ROOM = 20
"""Columns that are left for the text at least."""


def columns(text: str) -> int:
    """Return the columns that a text without line breaks takes."""
    if text.isascii():
        return len(text)
    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcswidth(character), 0) for character in text)


def shortened(text: str, width: int, *, at_start: bool = False) -> str:
    """Return the text in at most `width` columns; dots stand where its end (or start) was cut off."""
    if columns(text) <= width:
        return text
    dots = "."[: max(width, 0)] if width < 3 else "..."
    kept: list[str] = []
    room = width - len(dots)
    characters = list(iter_graphemes(text))
    for character in reversed(characters) if at_start else characters:
        room -= columns(character)
        if room < 0:
            break
        kept.append(character)
    return dots + "".join(reversed(kept)) if at_start else "".join(kept) + dots


def padded(text: str, width: int) -> str:
    """Return the text with spaces behind it, up to `width` columns."""
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int, indent: str = "", first: str = "") -> list[str]:
    """Return the text in lines of at most `width` columns, behind `first` and, but for the first, behind `indent`.

    Lines break at spaces. A longer word breaks only if it is of a script without spaces: a path stays whole.
    """
    lines: list[str] = []
    line, empty = first, True
    for word in text.split(" "):
        gap = "" if empty else " "
        if columns(line + gap + word) <= width:
            line += gap + word
        elif word.isascii() or columns(word) <= width - columns(indent):
            if not empty:
                lines.append(line)
                line = indent
            line += word
        else:
            *full, line = _broken(word, line + gap, width, indent)
            lines += full
        empty = False
    return [*lines, line]


def _broken(word: str, line: str, width: int, indent: str) -> Iterator[str]:
    """Yield the lines of a word that breaks between characters, of which the first fills up `line`."""
    for character in iter_graphemes(word):
        if columns(line + character) > width and line.strip():
            yield line.rstrip()
            line = indent
        line += character
    yield line


def fitted(text: str, width: int) -> str:
    """Return a text whose lines are wrapped, with what follows below the beginning of what is told."""
    return "\n".join(part for line in text.split("\n") for part in _fitted(line.expandtabs(), width))


def _fitted(line: str, width: int) -> list[str]:
    if columns(line) <= width:
        return [line]
    match = _HEAD.match(line)
    head = match[0] if match else ""
    indent = head if head == BAR else " " * len(head)
    if width - len(indent) < _ROOM and head != BAR:
        head, indent = "", "  "
    return wrapped(line[len(head) :], width, indent, head)
