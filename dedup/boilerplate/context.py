"""Boilerplate by its place: menu lines, gaps between boilerplate, the page's tail and head, lists of other pages."""

from __future__ import annotations

from dedup.boilerplate.page import Block, Body, Finding, Page, on_topic, runs
from dedup.boilerplate.traits import ARROW, SENTENCE, TABLE

SHORT = 20
"""Half-words of the longest line that goes because boilerplate surrounds it."""
LONGEST_GAP = 12
"""Lines between boilerplate that go along, at most; never more than the boilerplate on both sides has."""
MENU_LINES, MENU_KNOWN, MENU_SHARE, MENU_WEIGHT = 5, 3, 0.3, 8
"""A menu has so many adjacent lines, so many different known phrases, such a share of them, and lines of at most
so many half-words."""
TOPIC_WEIGHT = 16
"""Half-words from which a line of the tail stays if it is a sentence (a reader's comment, say) or shares its
words with the prose."""
HEAD_FLAGGED, HEAD_SHARE = 2, 10
"""Boilerplate blocks, in number and percent, that make what stands before the prose a head of boilerplate."""
HEAD_KEPT = 3
"""Last lines of the head that stay: heading, author, date."""
LIST_WEIGHT = 30
"""Half-words of the longest line in a list of other pages."""


def arrows(page: Page) -> None:
    """Menu lines with an arrow at their end or start."""
    for place, block in enumerate(page.blocks):
        if block.traits & ARROW:
            page.flag(place, Finding("context/menu", "a menu line with an arrow", "default"))


def menus(page: Page, body: Body) -> None:
    """Runs of very short lines of which many are known phrases."""
    short = [b.weight <= MENU_WEIGHT and not b.traits & (SENTENCE | TABLE) for b in page.blocks]
    for start, stop in runs(len(page.blocks), lambda q: short[q]):
        known = {block.masked for block in page.blocks[start:stop] if block.entry}
        if stop - start >= MENU_LINES and len(known) >= max(MENU_KNOWN, MENU_SHARE * (stop - start)):
            evidence = f"a menu of {stop - start} lines, {len(known)} of them phrases of the catalogue"
            for place in range(start, stop):
                if not on_topic(page.blocks[place], body.topics):
                    page.flag(place, Finding("context/menu", evidence, "default"))


def gaps(page: Page, body: Body) -> None:
    """Short lines between boilerplate, except before the prose, where heading and author stand."""
    size = len(page.blocks)
    changed = True
    while changed:
        changed = False
        for start, stop in list(runs(size, lambda q: not page.flagged(q))):
            if _is_gap(page, body, start, stop):
                for place in range(start, stop):
                    if _may_go(page.blocks[place], body):
                        page.flag(place, Finding("context/gap", "short lines between boilerplate", "default"))
                        changed = changed or page.flagged(place)


def _is_gap(page: Page, body: Body, start: int, stop: int) -> bool:
    if start == 0 or stop == len(page.blocks) or stop - start > LONGEST_GAP:
        return False
    if any(block.weight > SHORT or block.traits & SENTENCE for block in page.blocks[start:stop]):
        return False
    if stop <= body.first and all(page.flagged(q) for q in range(stop, min(body.first, len(page.blocks)))):
        return False
    before, after = start, stop
    while page.flagged(before - 1):
        before -= 1
    while page.flagged(after):
        after += 1
    return stop - start <= (start - before) + (after - stop)


def _may_go(block: Block, body: Body) -> bool:
    return not block.traits & TABLE and not on_topic(block, body.topics)


def tail(page: Page, body: Body) -> None:
    """All after the last prose, from the first known or learned block on."""
    if body.last < 0:
        return
    size = len(page.blocks)
    begin = next((q for q in range(body.last + 1, size) if _ends_the_page(page, q)), size)
    if begin < size:
        finding = Finding("context/tail", f"after the last paragraph, behind {_named(page, begin)}", "default")
        for place in range(begin, size):
            block = page.blocks[place]
            text = block.traits & SENTENCE or on_topic(block, body.topics)
            if not (text and block.weight >= TOPIC_WEIGHT) and not block.traits & TABLE:
                page.flag(place, finding)


def _ends_the_page(page: Page, place: int) -> bool:
    finding = page.findings[place]
    return finding is not None and (page.strong[place] or finding.rule.startswith(("learned", "known")))


def _named(page: Page, place: int) -> str:
    entry = page.blocks[place].entry
    return f"“{entry.phrase}”" if entry else f"a line that stands {page.counted(place)}"


def head(page: Page, body: Body) -> None:
    """Short lines among the boilerplate before the first prose; what stands next to the prose stays."""
    flagged = [q for q in range(body.first) if page.flagged(q)]
    if body.first >= len(page.blocks) or len(flagged) < HEAD_FLAGGED:
        return
    last = flagged[-1]
    if 100 * len(flagged) < HEAD_SHARE * (last + 1):
        return
    others = [q for q in range(body.first) if not page.flagged(q)]
    for place in others[:-HEAD_KEPT]:
        block = page.blocks[place]
        if place < last and block.weight <= SHORT and _may_go(block, body):
            page.flag(place, Finding("context/head", "before the first paragraph, among boilerplate", "default"))


def related(page: Page) -> None:
    """The titles under a "related posts" heading, up to the next sentence."""
    size = len(page.blocks)
    for place in range(size):
        entry = page.blocks[place].entry
        if not page.flagged(place) or entry is None or entry.category != "related":
            continue
        finding = Finding("related", f"a title under “{entry.phrase}”", "aggressive")
        for title in range(place + 1, size):
            block = page.blocks[title]
            if not page.flagged(title) and (block.traits & SENTENCE or block.weight > LIST_WEIGHT):
                break
            page.flag(title, finding)
