"""What the index shows: warnings first, then how much went, why, and where to look."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from dedup.report import phrases, visible
from dedup.report.html import charts, statements
from dedup.report.html.classes import in_order
from dedup.report.html.excerpts import BINS, Excerpts
from dedup.report.html.lists import Listing
from dedup.report.html.survey import Row, Survey
from dedup.report.html.tables import source_name

MAX_WARNINGS = 100
MAX_TOP = 10
"""Rows of each list that the index shows the beginning of."""
MAX_SHARES = 12
"""Sources in the picture of shares."""
MOST = 0.5
"""A source that lost a larger share than this is warned of."""


def gather(survey: Survey, excerpts: Excerpts, listings: Sequence[Listing], bounds: dict[str, int]) -> dict[str, Any]:
    """Return the values of the index, but for the borderline cases."""
    info = survey.ledger.info
    classes = {row["class"]: row for row in survey.ask(statements.CLASSES)}
    sources = list(survey.ask(statements.SOURCES, limit=MAX_SHARES))
    return {
        "info": info,
        "totals": survey.totals,
        "size": survey.one(statements.SIZE)["size"],
        "characters": sum(row["characters"] for row in classes.values()),
        "documents": survey.one(statements.DOCUMENT_COUNT)["documents"],
        "classes": [classes[name] for name in in_order([*classes])],
        "problems": _some(info.problems),
        "notes": _some(info.notes),
        "more_problems": max(0, len(info.problems) - MAX_WARNINGS),
        "more_notes": max(0, len(info.notes) - MAX_WARNINGS),
        "bare": list(survey.ask(statements.BARE_SOURCES, most=MOST, limit=MAX_WARNINGS)),
        "shares": [_share(row) for row in sources if row["bytes"]],
        "sources": survey.one(statements.SOURCE_COUNT)["sources"],
        "alike": _alike(survey),
        "positions": _positions(excerpts),
        "listings": {listing.name: listing for listing in listings},
        "top": MAX_TOP,
        "source_name": source_name,
        "bounds": bounds,
    }


def _some(messages: Sequence[str]) -> list[str]:
    return [visible.clipped(visible.name(message), 1000) for message in islice(messages, MAX_WARNINGS)]


def _share(row: Row) -> tuple[str, float, int]:
    return source_name(row["source"]), row["bytes"] / row["size"], row["bytes"]


def _alike(survey: Survey) -> charts.Chart | None:
    """Return how alike the near copies are, a column for each per cent."""
    counts = {row["share"]: row["removals"] for row in survey.ask(statements.ALIKE)}
    if not counts:
        return None
    lowest = min(80, *counts)
    shares = range(lowest, 100)
    titles = [f"{share} to {share + 1} % alike: {phrases.count(counts.get(share, 0), 'removal')}" for share in shares]
    most = max(counts, key=lambda share: (counts[share], share))
    about = f"Similarity of {phrases.count(sum(counts.values()), 'near copy', 'near copies')}; most at {most} %"
    return charts.columns([counts.get(share, 0) for share in shares], titles, f"{lowest} %", "100 %", about)


def _positions(excerpts: Excerpts) -> charts.Chart | None:
    """Return where in its documents boilerplate was."""
    counts = excerpts.positions
    if not any(counts):
        return None
    step = 100 // BINS
    titles = [
        f"{part * step} to {(part + 1) * step} % into the document: {phrases.count(count, 'removal')}"
        for part, count in enumerate(counts)
    ]
    third = -(-BINS // 3)
    head, tail, everything = sum(counts[:third]), sum(counts[-third:]), sum(counts)
    about = (
        f"Boilerplate: {phrases.percent(head / everything)} in the first third, "
        f"{phrases.percent(tail / everything)} in the last"
    )
    return charts.columns(counts, titles, "start of the document", "end", about)
