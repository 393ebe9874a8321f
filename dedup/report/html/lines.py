"""The lines of a document as they are shown: numbered, folded where nothing happens, and bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import escape

from dedup.report import visible
from dedup.text.lines import LINE

CONTEXT = 3
"""Lines of kept text that are shown before and after what was removed."""
REMOVED_HEAD = 20
"""Lines of a removed text that are shown; the others but for its last ones are folded."""
MIN_FOLD = 4
"""Fewer lines are not worth a fold."""
MAX_LINE = 10_000
"""Characters of one shown line."""
_ESCAPED = {mark: len(escape(mark)) - 1 for mark in "&<>'\""}
"""How many characters more a mark is in HTML: counting is far quicker than escaping."""


class Line(NamedTuple):
    """One line of a document, or a part of it."""

    number: int
    text: str
    first: bool
    """Whether it is the first part that is shown of this line: it carries the anchor."""


@dataclass(slots=True)
class Room:
    """How many bytes of HTML a page may still take."""

    left: int
    unshown: int = 0
    """Lines that found no room."""

    def lines(self, found: list[Line]) -> list[Line]:
        """Return as many of the lines as there is room for."""
        size = _size([line.text for line in found])
        if size <= self.left:  # nearly always: one look at all of them is quicker than one at each
            self.left -= size
            return found
        shown = [line for line in found if self.take([line.text])]
        self.unshown += len(found) - len(shown)
        return shown

    def take(self, texts: Sequence[str]) -> bool:
        """Take the room for all of some texts, if there is as much."""
        size = _size(texts)
        if size > self.left:
            self.left = 0  # what follows is left out too: a page with holes would deceive
            return False
        self.left -= size
        return True


def _size(texts: Sequence[str]) -> int:
    """Return how many bytes of HTML some texts take, each with its markup."""
    text = "".join(texts)
    escapes = sum(size * text.count(mark) for mark, size in _ESCAPED.items())
    return len(text.encode("utf-8", "replace")) + escapes + 80 * len(texts)


@dataclass(slots=True)
class Numbering:
    """Parts a document into lines, stretch after stretch; a cut may lie inside of a line."""

    number: int = 1
    _begun: bool = False

    def take(self, text: str) -> list[Line]:
        """Return the lines of the next stretch."""
        found = []
        *ended, rest = LINE.split(text)
        for part in ended:
            if part or not self._begun:
                found.append(self._line(part))
            self.number, self._begun = self.number + 1, False
        if rest:
            found.append(self._line(rest))
            self._begun = True
        return found

    def _line(self, text: str) -> Line:
        return Line(self.number, visible.clipped(visible.text(text[: MAX_LINE + 1]), MAX_LINE), not self._begun)


@dataclass(slots=True)
class Folded:
    """The first and the last lines of a stretch, and those between, folded."""

    head: list[Line]
    folded: list[Line] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)


def folded(lines: list[Line], head: int, tail: int) -> Folded:
    """Return a stretch of which so many lines are shown at its start and at its end."""
    if len(lines) < head + tail + MIN_FOLD:
        return Folded(lines)
    stop = len(lines) - tail
    return Folded(lines[:head], lines[head:stop], lines[stop:])


def kept(lines: list[Line], *, first: bool, last: bool) -> Folded:
    """Return a kept stretch; before the first removal only its end is of interest, behind the last only its start."""
    return folded(lines, 0 if first else CONTEXT, 0 if last else CONTEXT)
