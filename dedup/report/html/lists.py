"""Long lists: pages of a few hundred rows each that can be read as they are; a script sorts and filters all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dedup.report.html.fragments import Cell, Column
from dedup.report.html.site import Site

PER_PAGE = 500
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list and the words around it."""

    name: str
    """Of its files, and of its entry in the menu."""
    title: str
    about: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: int
    """Rows that there are; more than `rows` if the list is bounded."""
    order: int
    """The column that the rows are ordered by, largest first."""


def write_list(site: Site, listing: Listing) -> None:
    """Write the pages of a list, and its rows as a script if there are several pages."""
    rows = listing.rows
    parts = [rows[at : at + PER_PAGE] for at in range(0, len(rows), PER_PAGE)] or [[]]
    names = [page_name(listing.name, number) for number in range(1, len(parts) + 1)]
    data = f"{listing.name}-data.js" if len(parts) > 1 else ""
    for number, (name, part) in enumerate(zip(names, parts, strict=True)):
        site.page(name, "list.html", listing=listing, rows=part, names=names, number=number, data=data)
    if data:
        site.data(data, [[_plain(cell) for cell in row] for row in rows])


def page_name(name: str, number: int) -> str:
    """Return the file of one page of a list, counted from 1."""
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"


def _plain(cell: Cell) -> Any:
    return [cell.value, cell.href] if cell.href else cell.value
