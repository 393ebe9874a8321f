"""What the lists and the index quote of the documents, noted while their pages are written: each is read once."""

from __future__ import annotations

from dedup.model import Removal
from dedup.report import visible
from dedup.report.html import statements
from dedup.report.html.document import Original
from dedup.report.html.survey import Survey
from dedup.report.html.texts import Text

MAX_EXCERPT = 160
"""Characters that are quoted of a text."""
BINS = 20
"""Parts of a page, for the picture of where boilerplate sits."""


class Excerpts:
    """The beginnings of some removed texts, the reasons of documents, and where in them boilerplate was."""

    def __init__(self, survey: Survey) -> None:
        self._wanted = {
            (row["file"], row["start"])
            for statement in (statements.GROUPS, statements.BORDERLINE)
            for row in survey.ask(statement)
        }
        self._texts: dict[tuple[int, int], str] = {}
        self._why: dict[int, str] = {}
        self.positions = [0] * BINS

    def note(self, original: Original) -> None:
        """Note what is quoted of a document."""
        text = original.text
        self._why[original.number] = original.why
        for removal in text.removals:
            key = text.file.number, removal.start
            if key in self._wanted:
                self._texts[key] = beginning(text.between(removal.start, removal.end))
            if removal.kind == "boilerplate" and not text.whole:
                self._count(text, removal)

    def text(self, file: int, start: int) -> str:
        """The beginning of a removed text."""
        return self._texts.get((file, start), "")

    def why(self, page: int) -> str:
        """Why a document lost text."""
        return self._why.get(page, "")

    def _count(self, text: Text, removal: Removal) -> None:
        middle = (removal.start + removal.end) / 2 - text.base
        place = int(middle / max(len(text.data), 1) * BINS)
        self.positions[min(max(place, 0), BINS - 1)] += 1


def beginning(raw: str) -> str:
    """Return the first words of a text on one line."""
    words = visible.name(" ".join(raw[: 8 * MAX_EXCERPT].split()))
    return words if len(words) <= MAX_EXCERPT else f"{words[:MAX_EXCERPT].rstrip()}…"


def page_link(page: int | None, spot: int | None = None) -> str:
    """Return the page of a document, and on it a removal; nothing if the document has none."""
    if page is None:
        return ""
    return f"d{page}.html" + (f"#r{spot}" if spot is not None else "")
