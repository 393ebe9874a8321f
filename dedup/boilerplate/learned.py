"""Learned boilerplate: blocks that stand on many distinct pages of a source, and their neighbours."""

from __future__ import annotations

from dedup.boilerplate.page import Finding, Page, runs
from dedup.boilerplate.traits import OPEN, PROSE, TABLE

SEED_SHARE = 30
"""Percent of a source's distinct pages on which a learned block stands."""
LEAST_PAGES, LEAST_PROSE_PAGES = 2, 5
"""Pages on which it stands at least, of two pages; prose that is on fewer is a repeat: its first copy stays."""
GROW_SHARE = 5
"""Percent of the pages on which a neighbour of boilerplate must stand to be boilerplate too."""
MANY_PAGES = 3
"""Of so many pages, two prove nothing: one may have as its title what the other lists."""
TITLE_LINES = 3
"""Lines above the page's own prose that may be its title; on up to half of the pages they are not learned."""
LONGEST = 800
"""Half-words of the longest block that is learned."""
FURNITURE_SHARE = 50
"""Percent of the pages on which prose must stand to be learned amid furniture, below LEAST_PROSE_PAGES."""
FURNITURE_BLOCKS = 3
"""Common blocks that are no prose which a run of common blocks then needs, and twice as many as those of prose."""
VERSE_LINES, VERSE_SHARE = 4, 0.25
"""Lines of a stanza, and the share of them that end with a comma."""
EDGE_PAGES, EDGE_SHARE, EDGE_BLOCKS = 8, 90, 3
"""Pages, in number and percent, on which a block stands that is no heading if it is a page's first, or if at most so
many blocks follow, none of them prose."""
HEADING_BLOCKS, HEADING_WEIGHT = 2, 12
"""So few and short blocks between others are headings that recur, not boilerplate;"""
ADDRESS_BLOCKS, ADDRESS_WEIGHT = 3, 30
"""or, on fewer than LEAST_PROSE_PAGES pages or with a line of code, so few: an address, a form of words."""


def _share(percent: int, clusters: int) -> int:
    return -(-percent * clusters // 100)


def _least(page: Page) -> int:
    return LEAST_PAGES if page.clusters < MANY_PAGES else LEAST_PAGES + 1


def is_common(page: Page, place: int) -> bool:
    """Does a block stand on so many pages that it is boilerplate?"""
    least = LEAST_PROSE_PAGES if page.blocks[place].traits & PROSE else _least(page)
    return _is_common(page, place, page.blocks[place].pages, least)


def _is_common(page: Page, place: int, pages: int, least: int) -> bool:
    return page.blocks[place].weight <= LONGEST and pages >= max(least, _share(SEED_SHARE, page.clusters))


def seeds(page: Page) -> None:
    """Runs of common blocks, but for those that may be the pages' own: headings, figures, verse."""
    size = len(page.blocks)
    title = _title(page)
    for start, stop in runs([is_common(page, q) and q not in title for q in range(size)]):
        beside = any(0 <= q < size and page.strong[q] for q in (start - 1, stop))
        may_recur = not beside and _may_recur(page, start, stop)
        if not may_recur and not _have_figures(page, start, stop) and not _is_verse(page, start, stop):
            for place in range(start, stop):
                page.flag(place, Finding("learned", page.counted(place), "safe"))


def _title(page: Page) -> set[int]:
    """Where the title of a page may stand, which other pages list: lines above its own prose, not on most pages."""
    size = len(page.blocks)
    text = next((q for q in range(size) if page.is_prose(q) and not is_common(page, q)), size)
    lines = [q for q in range(max(0, text - TITLE_LINES), text) if not page.is_prose(q)]
    return {q for q in lines if 2 * page.blocks[q].exact_pages <= page.clusters}


def _have_figures(page: Page, start: int, stop: int) -> bool:
    """Are most blocks of a run equal only if their figures are masked? Such figures are the pages' own."""
    equal = sum(_is_common(page, q, page.blocks[q].exact_pages, LEAST_PAGES) for q in range(start, stop))
    return 2 * equal < stop - start


def _is_verse(page: Page, start: int, stop: int) -> bool:
    """Is a run that few pages share a stanza or an address, whose lines end with commas?"""
    blocks = page.blocks[start:stop]
    going_on = sum(1 for block in blocks if block.traits & OPEN)
    often = max(block.pages for block in blocks) >= LEAST_PROSE_PAGES
    return not often and len(blocks) >= VERSE_LINES and going_on >= VERSE_SHARE * len(blocks)


def _may_recur(page: Page, start: int, stop: int) -> bool:
    """Are blocks so few and short that they may be headings, or an address? What ends many pages is neither."""
    size, blocks = len(page.blocks), page.blocks[start:stop]
    often = max(block.pages for block in blocks) >= LEAST_PROSE_PAGES
    if often and start > 0 and stop == size:
        return False
    if min(block.exact_pages for block in blocks) >= max(EDGE_PAGES, _share(EDGE_SHARE, page.clusters)):
        at_end = size - stop <= EDGE_BLOCKS and not any(page.is_prose(q) for q in range(stop, size))
        if stop <= 1 < size or at_end:
            return False
    inside = start > 0 and stop < size
    code = any(block.traits & TABLE for block in blocks)
    most, longest = (
        (ADDRESS_BLOCKS, ADDRESS_WEIGHT) if inside and (code or not often) else (HEADING_BLOCKS, HEADING_WEIGHT)
    )
    return len(blocks) <= most and sum(block.weight for block in blocks) <= longest


def amid_furniture(page: Page) -> None:
    """Prose on half of the pages in a run of common blocks most of which are no prose: teasers, footers, notices."""
    least = max(LEAST_PAGES, _share(FURNITURE_SHARE, page.clusters))
    for start, stop in runs([_is_common(page, q, block.pages, LEAST_PAGES) for q, block in enumerate(page.blocks)]):
        prose = [q for q in range(start, stop) if page.blocks[q].traits & PROSE]
        others = stop - start - len(prose)
        if others >= max(FURNITURE_BLOCKS, 2 * len(prose)):
            for place in prose:
                if page.blocks[place].pages >= least:
                    page.flag(place, Finding("learned", f"{page.counted(place)}, amid furniture", "safe"))


def grow(page: Page) -> None:
    """Neighbours of learned blocks that stand, as they are, on some pages; no prose, no title that others list."""
    least = max(_least(page), _share(GROW_SHARE, page.clusters))
    size = len(page.blocks)
    title = _title(page)
    for places, step in ((range(size), 1), (range(size - 1, -1, -1), -1)):
        for place in places:
            block = page.blocks[place]
            may_grow = place not in title and not block.traits & (PROSE | TABLE)
            if may_grow and page.flagged(place - step) and block.exact_pages >= least:
                evidence = f"beside boilerplate, and on {block.exact_pages} of {page.clusters} pages"
                page.flag(place, Finding("learned/grown", evidence, "default"))
