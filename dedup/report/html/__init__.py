"""The report to read: ``index.html``, and in ``pages/`` lists, repeated texts and a page for each document.

Static files that can be read anywhere, also without a network or JavaScript. Everything is bounded, and each bound is
told where it shows; the whole truth is in ``removals.jsonl``. Read `write` first: it is the report, top to bottom.
"""

from __future__ import annotations

from pathlib import Path

from dedup.engines.workers import Workers
from dedup.ledger import Ledger, Progress, silent
from dedup.report.html import borderline, document, index, lines, tables
from dedup.report.html.excerpts import Excerpts
from dedup.report.html.lists import write_list
from dedup.report.html.pages import write_pages
from dedup.report.html.site import Site
from dedup.report.html.survey import Survey

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


def write(ledger: Ledger, cleaned: Path, folder: Path, workers: Workers, progress: Progress = silent) -> None:
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
        write_pages(survey, cleaned, site, excerpts, workers, progress)
        listings = list(tables.Tables(survey, excerpts).all())
        for listing in progress(listings, "writing lists", len(listings)):
            write_list(site, listing)
        for group in tables.groups(survey, excerpts):
            site.page(f"g{group.number}.html", "group.html", group=group)
        near = borderline.gather(survey, excerpts)
        site.page("borderline.html", "borderline.html", **near)
        site.index(**index.gather(survey, excerpts, listings, BOUNDS), **near)
