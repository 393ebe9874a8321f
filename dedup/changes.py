"""What one look at a corpus wants changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from dedup.packed import Packed


class Cut(NamedTuple):
    """What is cut from the text as it stands."""

    unit: int
    """Number of the unit, or block."""
    start: int
    end: int
    """Its characters, without the white space behind."""


@dataclass(frozen=True, slots=True)
class Changes:
    """By document: what is cut from the text as it stands, and what earlier passes cut and is put back."""

    cuts: Packed[Cut]
    """Ascending."""
    restored: dict[int, set[tuple[int, int]]] = field(default_factory=dict)
    """(pass, unit)."""

    def documents(self) -> set[int]:
        """The documents concerned."""
        return self.cuts.keys() | self.restored.keys()


def cuts_of(rows: Iterable[Mapping[str, Any]]) -> Packed[Cut]:
    """Rows of (doc, unit, begin_char, end_char), which are ordered, by document."""
    cuts = Packed(Cut._make, len(Cut._fields))
    for document, mine in groupby(rows, key=itemgetter("doc")):
        cuts[document] = [Cut(row["unit"], row["begin_char"], row["end_char"]) for row in mine]
    return cuts
