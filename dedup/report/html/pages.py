"""The pages of documents: what they are made of is gathered in the order of the corpus, and written on every core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from dedup.engines.workers import Workers
from dedup.ledger import Progress
from dedup.report.html import statements
from dedup.report.html.document import Builder, Mark, Nearly, Original, Passage
from dedup.report.html.excerpts import Excerpts
from dedup.report.html.site import Site
from dedup.report.html.survey import Row, Survey
from dedup.report.html.texts import texts

_BATCH = 1 << 18
"""Bytes of text that are handed to a process at once."""
_MANY = 4000
"""Pages that are worth starting processes, where the run has none yet: fewer are written while these start."""


def write_pages(
    survey: Survey, cleaned: Path, site: Site, excerpts: Excerpts, workers: Workers, progress: Progress
) -> None:
    """Write the page of each document that has one; what the lists quote of them is noted."""
    pages = list(survey.ask(statements.PAGES))
    originals = _noted(_originals(survey, cleaned, pages, progress), excerpts)
    write = partial(_write, site, Builder(survey.ledger, cleaned), len(pages))
    for _ in workers.map(write, _batches(originals), heavy=len(pages) >= _MANY):
        pass


def _originals(survey: Survey, cleaned: Path, pages: Sequence[Row], progress: Progress) -> Iterator[Original]:
    """Yield what each page is made of, in order."""
    facts = _Following(survey.ask(statements.REMOVALS_OF_PAGES))
    passages = _Following(survey.ask(statements.PASSAGES_OF_PAGES))
    nearly = _Following(survey.ask(statements.SPARED))
    spared = survey.ledger.info.spared
    found = texts(survey.ledger, cleaned, ((row["file"], row["record"]) for row in pages))
    for number, text in enumerate(progress(found, "writing pages of documents", len(pages)), 1):
        marks: list[Mark] = [
            *(Passage(row["number"], row["line"], row["places"], row["documents"]) for row in passages.of(number)),
            *(Nearly(row["line"], spared[row["number"]], row["other_page"]) for row in nearly.of(number)),
        ]
        yield Original(number, text, facts.of(number), marks)


def _noted(originals: Iterable[Original], excerpts: Excerpts) -> Iterator[Original]:
    for original in originals:
        excerpts.note(original)
        yield original


def _batches(originals: Iterable[Original]) -> Iterator[list[Original]]:
    held: list[Original] = []
    size = 0
    for original in originals:
        held.append(original)
        size += len(original.text.data)
        if size >= _BATCH:
            yield held
            held, size = [], 0
    if held:
        yield held


def _write(site: Site, builder: Builder, last: int, originals: Iterable[Original]) -> None:
    """Write some of the pages, perhaps in another process."""
    for original in originals:
        page = f"d{original.number}.html"
        site.page(page, "document.html", document=builder.build(original), last=last)


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
