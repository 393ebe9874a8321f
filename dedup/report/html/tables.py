"""What the lists show: documents, repeated texts with all their places, and sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from dedup.report import phrases, visible
from dedup.report.html import statements
from dedup.report.html.classes import class_words
from dedup.report.html.document import MAX_REMOVALS, document_name
from dedup.report.html.excerpts import Excerpts, page_link
from dedup.report.html.fragments import Cell, Column
from dedup.report.html.lists import Listing
from dedup.report.html.survey import Row, Survey

MAX_SOURCES = 5000
"""Sources that are listed."""
MAX_PLACES = 500
"""Places of one repeated text that are listed."""


class Tables:
    """The lists of a report."""

    def __init__(self, survey: Survey, excerpts: Excerpts) -> None:
        self._survey, self._excerpts = survey, excerpts

    def all(self) -> Iterator[Listing]:
        """Yield every list."""
        yield self._documents()
        yield self._groups()
        yield self._sources()

    def _documents(self) -> Listing:
        rows = list(self._survey.ask(statements.DOCUMENTS))
        total = self._survey.one(statements.DOCUMENT_COUNT)["documents"]
        columns = [
            Column("Document", "name"),
            Column("Why", "text"),
            Column("Places", "number"),
            Column("Words removed", "number"),
            Column("Lines before", "number"),
            Column("Lines after", "number"),
        ]
        about = "Every document that lost something. Open one to see its text, with what was removed marked in place."
        cells = [self._document(row) for row in rows]
        return Listing("documents", "Documents", about, columns, cells, total, order=3)

    def _document(self, row: Row) -> list[Cell]:
        name = document_name(row["path"], row["record"])
        page = row["page"]
        why = self._excerpts.why(page) if page else ""
        after = "gone" if row["gone"] else row["cleaned_lines"]
        lines = [Cell(""), Cell("")] if row["record"] else [Cell(row["lines"]), Cell(after)]
        return [Cell(name, page_link(page)), Cell(why), Cell(row["removals"]), Cell(row["words"]), *lines]

    def _groups(self) -> Listing:
        columns = [
            Column("Text", "text"),
            Column("Why", "text"),
            Column("Removed at", "number"),
            Column("Documents", "number"),
            Column("Words in all", "number"),
        ]
        about = (
            "One line for each text that stood in several places. A repeat keeps one of them; boilerplate keeps none."
        )
        rows = [
            [
                Cell(self._excerpts.text(row["file"], row["start"]) or "(no text)", f"g{row['number']}.html"),
                Cell(class_words(row["class"])),
                Cell(row["places"]),
                Cell(row["documents"]),
                Cell(row["words"]),
            ]
            for row in self._survey.ask(statements.GROUPS)
        ]
        total = self._survey.one(statements.GROUP_COUNT)["texts"]
        return Listing("groups", "Repeated texts", about, columns, rows, total, order=2)

    def _sources(self) -> Listing:
        columns = [
            Column("Source", "name"),
            Column("Files", "number"),
            Column("Gone as a whole", "number"),
            Column("Places", "number"),
            Column("Words removed", "number"),
            Column("Bytes before", "number"),
            Column("Bytes removed", "number"),
            Column("Share removed", "share"),
        ]
        about = (
            "A source is the folder of a text file, or a JSONL file: what the ledger tells of where a text comes from."
        )
        rows = [
            [
                Cell(source_name(row["source"]), _filtered(row["source"])),
                *(Cell(row[key]) for key in ("files", "gone", "removals", "words", "size", "bytes")),
                Cell(row["bytes"] / row["size"] if row["size"] else 0.0),
            ]
            for row in self._survey.ask(statements.SOURCES, limit=MAX_SOURCES)
        ]
        total = self._survey.one(statements.SOURCE_COUNT)["sources"]
        return Listing("sources", "Sources", about, columns, rows, total, order=6)


def source_name(source: str) -> str:
    """Return how a source is called."""
    return "top folder" if source == "." else visible.name(source)


def _filtered(source: str) -> str:
    """Return the list of documents, filtered by a source where the script runs."""
    return "documents.html" if source == "." else f"documents.html#q={quote(visible.name(source), errors='replace')}"


@dataclass(frozen=True, slots=True)
class Group:
    """One repeated text with the places it stood in."""

    number: int
    text: str
    why: str
    places: int
    documents: int
    words: int
    kept: Cell | None
    """The place that stays; None for boilerplate."""
    least: str
    """How alike the least alike copy is."""
    removed: list[tuple[Cell, str, str, int]]
    """Place, class, similarity and words of each removal."""


def groups(survey: Survey, excerpts: Excerpts) -> Iterator[Group]:
    """Yield every listed group."""
    places = groupby(survey.ask(statements.PLACES, places=MAX_PLACES), key=lambda row: row["number"])
    for row, (number, found) in zip(survey.ask(statements.GROUPS), places, strict=True):
        assert number == row["number"], "both are ordered by group"
        yield Group(
            number=number,
            text=excerpts.text(row["file"], row["start"]),
            why=class_words(row["class"]),
            places=row["places"],
            documents=row["documents"],
            words=row["words"],
            kept=_kept(row),
            least="" if row["alike"] is None else phrases.percent(row["alike"]),
            removed=[
                (
                    removed_place(each),
                    class_words(each["class"]),
                    "" if each["alike"] is None else phrases.percent(each["alike"]),
                    each["words"],
                )
                for each in found
            ],
        )


def _kept(row: Row) -> Cell | None:
    if row["kept_path"] is None:
        return None
    place = row["kept_path"], row["kept_record"] or None, row["kept_first"], row["kept_last"]
    return kept_place(row["kept_page"], *place)


def kept_place(page: int | None, path: str, row: int | None, first: int, last: int) -> Cell:
    """Return some kept lines of a document, with a link to them if it has a page."""
    return Cell(phrases.place(path, row, first, last), f"d{page}.html#L{first}" if page else "")


def removed_place(row: Row) -> Cell:
    """Return where a removal was, with a link to it on the page of its document."""
    place = phrases.place(row["path"], row["record"] or None, row["first_line"], row["last_line"])
    return Cell(place, page_link(row["page"], row["spot"] if row["spot"] <= MAX_REMOVALS else None))
