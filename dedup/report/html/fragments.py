"""Parts of pages of which there are so many that templates would take most of a report's time. All is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

from dedup.report import phrases
from dedup.report.html.lines import Folded, Line
from dedup.report.words import Piece

_MARKS = {"both": "{}", "removed": "<del>[-{}-]</del>", "witness": "<ins>{{+{}+}}</ins>"}


class Column(NamedTuple):
    """A column: names and texts are read, numbers and shares are also compared by size."""

    label: str
    kind: Literal["name", "text", "number", "share"]


class Cell(NamedTuple):
    """One value, perhaps a link to a page."""

    value: str | int | float
    href: str = ""


def stretch(block: Folded, what: str) -> Markup:
    """Return lines of a document; `what` says of those that are folded what became of them."""
    middle = ""
    if block.folded:
        told = f"{phrases.count(len(block.folded), 'line')} {escape(what)}"
        middle = f'<details class="fold"><summary>{told}</summary>\n{_numbered(block.folded)}</details>\n'
    return Markup(_numbered(block.head) + middle + _numbered(block.tail))


def _numbered(lines: Sequence[Line]) -> str:
    return "".join(map(_line, lines))


def _line(line: Line) -> str:
    anchor = f' id="L{line.number}"' if line.first else ""
    return f'<div class="l"{anchor} data-n="{line.number}"><span dir="auto">{escape(line.text)}</span></div>\n'


def marked(pieces: Sequence[Piece]) -> Markup:
    """Return a comparison."""
    return Markup("".join(_MARKS[piece.side].format(escape(piece.text)) for piece in pieces))


def row(cells: Sequence[Cell], columns: Sequence[Column], prefix: str = "") -> Markup:
    """Return a row of a list; `prefix` leads to the folder of the pages that it links to."""
    head, *others = (_filled(cell, column, prefix) for cell, column in zip(cells, columns, strict=True))
    first = f'<th scope=row class="{_class(columns[0])}">{head}</th>'
    rest = (
        f'<td class="{_class(column)}" data-label="{escape(column.label)}">{value}</td>'
        for column, value in zip(columns[1:], others, strict=True)
    )
    return Markup(f"<tr>{first}{''.join(rest)}</tr>\n")


def _class(column: Column) -> str:
    return "n" if column.kind in ("number", "share") else column.kind


def _filled(cell: Cell, column: Column, prefix: str) -> str:
    value = _shown(cell.value, column)
    return f'<a href="{escape(prefix + cell.href)}">{value}</a>' if cell.href else value


def _shown(value: str | int | float, column: Column) -> str:
    if isinstance(value, str):
        return f"<bdi>{escape(value)}</bdi>"
    return phrases.percent(value) if column.kind == "share" else f"{value:,}"
