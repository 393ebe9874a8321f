"""Known boilerplate: what the catalogue names; strong phrases anywhere, weak ones in company."""

from __future__ import annotations

from dedup.boilerplate.matching import evidence
from dedup.boilerplate.page import Finding, Page, runs
from dedup.boilerplate.traits import MARKS
from dedup.config import Level

WEAK_LINES = 3
"""Adjacent different weak lines that are boilerplate without other company."""


def strong(page: Page) -> None:
    """Strong phrases, wherever they stand."""
    for place, block in enumerate(page.blocks):
        if block.strong:
            page.flag(place, _finding(page, place, "safe"))


def weak(page: Page) -> None:
    """Weak phrases beside boilerplate, or several together."""
    size = len(page.blocks)
    for places, step in ((range(size), 1), (range(size - 1, -1, -1), -1)):
        for place in places:
            if page.blocks[place].weak and page.flagged(place - step):
                page.flag(place, _finding(page, place, "default"))
    for start, stop in runs(size, lambda q: page.blocks[q].weak and not page.flagged(q)):
        if len({block.masked for block in page.blocks[start:stop] if block.entry}) >= WEAK_LINES:
            for place in range(start, stop):
                page.flag(place, _finding(page, place, "default"))


def _finding(page: Page, place: int, level: Level) -> Finding:
    block = page.blocks[place]
    if block.entry is None or block.traits & MARKS:
        return Finding("context/marks", "a line of mere marks beside boilerplate", level)
    return Finding(block.entry.name, evidence(block.entry, block.hits, block.pairs), level)
