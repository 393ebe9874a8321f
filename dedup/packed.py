"""Rows of whole numbers by document, end to end: a sixth of the memory that a dictionary of lists of tuples takes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar

Row = TypeVar("Row", bound=tuple[int, ...])

_LEFT_BEHIND = 1 << 16
"""Numbers that nothing refers to any more, from which on it is worth moving the others together."""


class Packed(Mapping[int, list[Row]]):
    """A mapping from documents, which are numbered from 0, to lists of rows, all of one width."""

    def __init__(self, made: Callable[[Iterable[int]], Row], width: int) -> None:
        """`made` makes a row of its numbers: `tuple`, or the ``_make`` of a named one."""
        self._numbers = array("q")
        self._spans = array("q")
        """Where the numbers of each document start and stop; -1 twice if it has none."""
        self._count = self._live = 0
        self._made, self._width = made, width

    def __getitem__(self, document: int) -> list[Row]:
        start, stop = self._span(document)
        if start < 0:
            raise KeyError(document)
        numbers = iter(self._numbers[start:stop])
        return [self._made(row) for row in zip(*[numbers] * self._width, strict=True)]

    def __setitem__(self, document: int, rows: Iterable[Row]) -> None:
        missing = 2 * (document + 1) - len(self._spans)
        if missing > 0:
            self._spans.extend([-1] * missing)
        start, stop = self._span(document)
        self._count += start < 0
        self._live -= stop - start
        start = len(self._numbers)
        self._numbers.extend(chain.from_iterable(rows))
        self._spans[2 * document], self._spans[2 * document + 1] = start, len(self._numbers)
        self._live += len(self._numbers) - start
        if len(self._numbers) > 2 * self._live + _LEFT_BEHIND:
            self._move_together()

    def __contains__(self, document: object) -> bool:
        return isinstance(document, int) and self._span(document)[0] >= 0

    def __iter__(self) -> Iterator[int]:
        return (document for document in range(len(self._spans) // 2) if self._spans[2 * document] >= 0)

    def __len__(self) -> int:
        return self._count

    def _span(self, document: int) -> tuple[int, int]:
        at = 2 * document
        return (self._spans[at], self._spans[at + 1]) if 0 <= at < len(self._spans) else (-1, -1)

    def _move_together(self) -> None:
        numbers = array("q")
        for document in self:
            start, stop = self._span(document)
            self._spans[2 * document] = len(numbers)
            numbers.extend(self._numbers[start:stop])
            self._spans[2 * document + 1] = len(numbers)
        self._numbers = numbers
