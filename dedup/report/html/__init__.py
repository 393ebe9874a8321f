"""The report to read: ``index.html``, and in ``pages/`` lists, repeated texts and a page for each document.

Static files that can be read anywhere, also without a network or JavaScript. Everything is bounded, and each bound is
told where it shows; the whole truth is in ``removals.jsonl``. Read `write` first: it is the report, top to bottom.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from dedup.ledger import Ledger, Progress, silent
from dedup.report.html import borderline, document, index, lines, statements, tables
from dedup.report.html.document import Builder, Mark, Nearly, Passage
from dedup.report.html.excerpts import Excerpts
from dedup.report.html.lists import write_list
from dedup.report.html.site import Site
from dedup.report.html.survey import Row, Survey
from dedup.report.html.texts import texts

MAX_DOCUMENTS = 10_000
"""Documents that are listed; each has a page of its own."""
MAX_KEEPERS = 5000
"""Documents that have a page because they keep what these lost."""
MAX_GROUPS = 1000
"""Repeated texts that are listed."""
MAX_BORDERLINE = 200
"""Removals nearest to each limit that are listed."""
BOUNDS = {
    "documents": MAX_DOCUMENTS,
    "keepers": MAX_KEEPERS,
    "groups": MAX_GROUPS,
    "borderline": MAX_BORDERLINE,
    "places": tables.MAX_PLACES,
    "sources": tables.MAX_SOURCES,
    "removals": document.MAX_REMOVALS,
    "page": document.MAX_PAGE,
    "text": document.MAX_TEXT,
    "words": document.MAX_COMPARED,
    "line": lines.MAX_LINE,
}
"""Every bound of the report, which its index tells."""


def write(ledger: Ledger, cleaned: Path, folder: Path, progress: Progress = silent) -> None:
    """Write ``index.html`` and the pages beside it into `folder`."""
    site = Site(folder, ledger.info.root, ledger.info.tool_version)
    similarity = float(ledger.info.config.get("similarity", 0.8))
    with Survey(ledger) as survey:
        survey.fill(progress)
        survey.prepare(
            groups=MAX_GROUPS,
            documents=MAX_DOCUMENTS,
            keepers=MAX_KEEPERS,
            borderline=MAX_BORDERLINE,
            similarity=similarity,
        )
        excerpts = Excerpts(survey)
        _documents(survey, cleaned, site, excerpts, progress)
        listings = list(tables.Tables(survey, excerpts).all())
        for listing in progress(listings, "writing lists", len(listings)):
            write_list(site, listing)
        for group in tables.groups(survey, excerpts):
            site.page(f"g{group.number}.html", "group.html", group=group)
        near = borderline.gather(survey, excerpts)
        site.page("borderline.html", "borderline.html", **near)
        site.index(**index.gather(survey, excerpts, listings, BOUNDS), **near)


def _documents(survey: Survey, cleaned: Path, site: Site, excerpts: Excerpts, progress: Progress) -> None:
    """Write the page of each document that has one; what the lists quote of them is noted."""
    pages = list(survey.ask(statements.PAGES))
    wanted = ((row["file"], row["record"]) for row in pages)
    facts = _Following(survey.ask(statements.REMOVALS_OF_PAGES))
    passages = _Following(survey.ask(statements.PASSAGES_OF_PAGES))
    nearly = _Following(survey.ask(statements.SPARED))
    spared = survey.ledger.info.spared
    builder = Builder(survey.ledger, cleaned)
    found = texts(survey.ledger, cleaned, wanted)
    for number, text in enumerate(progress(found, "writing pages of documents", len(pages)), 1):
        marks: list[Mark] = [
            *(Passage(row["number"], row["line"], row["places"], row["documents"]) for row in passages.of(number)),
            *(Nearly(row["line"], spared[row["number"]], row["other_page"]) for row in nearly.of(number)),
        ]
        built = builder.build(number, text, facts.of(number), marks)
        excerpts.note(built)
        site.page(f"d{number}.html", "document.html", document=built, last=len(pages))


class _Following:
    """Rows that are ordered by page, taken page by page."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = groupby(rows, key=lambda row: row["page"])
        self._next = next(self._groups, None)

    def of(self, page: int) -> list[Row]:
        """The rows of the next page that is asked for."""
        if self._next is None or self._next[0] != page:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found
