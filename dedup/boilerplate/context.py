"""Boilerplate by its neighbours: menu lines, gaps between boilerplate, lists of other pages."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, islice, pairwise, takewhile

from dedup.boilerplate.ends import LIST_WEIGHT
from dedup.boilerplate.page import LEARNED_GAP, LONGEST_GAP, SHORT, Block, Body, Finding, Page, on_topic, runs
from dedup.boilerplate.traits import ARROW, MARKS, PROSE, SENTENCE, TABLE

MENU_LINES, MENU_KNOWN, MENU_SHARE, MENU_WEIGHT = 5, 3, 0.3, 8
"""A menu has so many adjacent lines, so many different known phrases, such a share of them, and lines of at most
so many half-words."""
LONG_MENU, LONG_SHARE = 12, 0.125
"""Different lines that make a menu long, and the share of known phrases that it needs if none was learned."""
HEADING_LINES = 2
"""Last lines of a menu above the text that may be its heading and date, if the catalogue does not know them."""
CONTENTS_LINES, CONTENTS_SPREAD = 3, 2
"""Lines of a table of contents, at least, and how many times as far apart they stand again; a refrain does not."""


def arrows(page: Page) -> None:
    """Menu lines with an arrow at their end or start."""
    for place, block in enumerate(page.blocks):
        if block.traits & ARROW:
            page.flag(place, Finding("context/menu", "a menu line with an arrow", "default"))


def menus(page: Page, body: Body) -> None:
    """Runs of very short lines some of which are known phrases; in short runs, many."""
    short = [b.weight <= MENU_WEIGHT and not b.traits & (SENTENCE | TABLE) for b in page.blocks]
    learned = page.has_learned()
    for start, stop in runs(short):
        known = len({block.masked for block in page.blocks[start:stop] if block.entry})
        lines = len({block.masked for block in page.blocks[start:stop]})
        long = lines >= LONG_MENU
        share = LONG_SHARE if long and not learned else MENU_SHARE
        if stop - start < MENU_LINES or known < max(MENU_KNOWN, share * lines):
            continue
        for _ in range(HEADING_LINES if stop == body.first else 1):
            if stop < len(page.blocks) and not page.flagged(stop) and not page.blocks[stop - 1].entry:
                stop -= 1  # it may be the heading of what follows
        evidence = f"a menu of {stop - start} lines, {known} of them phrases of the catalogue"
        for place in range(start, stop):
            if long or not on_topic(page.blocks[place], body.topics):
                page.flag(place, Finding("context/menu", evidence, "default"))


def gaps(page: Page, body: Body) -> None:
    """Short lines between boilerplate, no more than it has, except before the prose, where heading and author stand."""
    longest = LEARNED_GAP if page.has_learned() else LONGEST_GAP
    changed = True
    while changed:
        changed = False
        for start, stop in runs(page.unflagged()):
            if stop - start <= longest and _is_gap(page, body, start, stop):
                for place in range(start, stop):
                    if _may_go(page.blocks[place], body):
                        page.flag(place, Finding("context/gap", "short lines between boilerplate", "default"))
                        changed = changed or page.flagged(place)


def _is_gap(page: Page, body: Body, start: int, stop: int) -> bool:
    if start == 0 or stop == len(page.blocks):
        return False
    if any(block.weight > SHORT or block.traits & SENTENCE for block in page.blocks[start:stop]):
        return False
    if stop <= body.first and all(page.flagged(q) for q in range(stop, min(body.first, len(page.blocks)))):
        return False
    above = takewhile(page.flagged, range(start - 1, -1, -1))
    below = takewhile(page.flagged, range(stop, len(page.blocks)))
    lines = stop - start
    return sum(1 for _ in islice(chain(above, below), lines)) == lines  # counting all of them would take too long


def _may_go(block: Block, body: Body) -> bool:
    return not block.traits & TABLE and not on_topic(block, body.topics)


def contents(page: Page, again: Mapping[int, int]) -> None:
    """A page's table of contents beside boilerplate, above the text: its lines stand again below, in order.

    `again` is what `standing_again` says.
    """
    size = len(page.blocks)
    text = next((q for q in range(size) if page.is_prose(q) and not page.flagged(q)), size)
    for start, stop in runs([q in again and not page.flagged(q) for q in range(text)]):
        turns = [q for q in range(start + 1, stop) if again[q] <= again[q - 1]]
        for first, end in pairwise([start, *turns, stop]):
            lines = end - first
            apart = again[end - 1] - again[first] >= CONTENTS_SPREAD * (lines - 1) and again[first] >= end
            if lines >= CONTENTS_LINES and apart and (page.flagged(first - 1) or page.flagged(end)):
                above = first > 0 and page.weak(first - 1)
                for place in range(first - above, end):
                    page.flag(place, Finding("context/contents", f"{lines} lines stand again as headings", "default"))


def standing_again(page: Page) -> dict[int, int]:
    """Where each short line that is no prose stands again for the first time."""
    again: dict[int, int] = {}
    nearest: dict[int, int] = {}
    for place in range(len(page.blocks) - 1, -1, -1):
        block = page.blocks[place]
        if block.masked in nearest and block.weight <= LIST_WEIGHT and not block.traits & (SENTENCE | PROSE | MARKS):
            again[place] = nearest[block.masked]
        nearest[block.masked] = place
    return again


def related(page: Page) -> None:
    """The titles under a "related posts" heading, up to the next sentence."""
    finding: Finding | None = None
    for place, block in enumerate(page.blocks):
        if page.flagged(place):
            if finding is None and block.entry is not None and block.entry.category == "related":
                finding = Finding("related", f"a title under “{block.entry.phrase}”", "aggressive")
        elif block.traits & SENTENCE or block.weight > LIST_WEIGHT:
            finding = None
        elif finding is not None:
            page.flag(place, finding)
