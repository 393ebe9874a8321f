"""Boilerplate at the two ends of a page: above its heading or text, and below its text.

Never prose, and no sentence of some length: that may be a reader's comment, or a text of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dedup.boilerplate.page import LEARNED_GAP, SHORT, Body, Finding, Page, on_topic, runs
from dedup.boilerplate.traits import SENTENCE, TABLE

TEXT_WEIGHT = 12
"""Half-words from which a line stays if it is a sentence or, below the text, shares its words."""
LINES_ABOVE = 2
"""Lines above such a sentence below the text that stay with it: author and date of a comment."""
TAIL_LINES, TAIL_SHARE = 2, 5
"""Different lines of boilerplate, and their percentage, that make all behind a place a tail although prose follows."""
WEAK_LINES, WEAK_SHARE = 4, 20
"""The same behind a weak heading of other pages ("Most read")."""
AMID_TEXT = frozenset(("ad", "newsletter", "share"))
"""Classes that end no page: behind the last of them nothing is tail."""
LIST_WEIGHT = 30
"""Half-words of the longest title in a list of other pages, or line in a table of contents."""
HEAD_LINES, HEAD_SHARE = 2, 10
"""Boilerplate blocks, in number and percent, that make what stands before the prose a head of boilerplate."""
LEARNED_SHARE = 50
"""Their percentage in both if furniture was learned from other pages: then nearly all of it is known already."""
TEXT_BLOCKS, TEXT_BEGINS = 5, 120
"""Running text begins where so many blocks hold so many half-words of prose, wherever the main text is."""
HEAD_KEPT = 3
"""Last lines of the head that stay: heading, author, date."""
TITLE_SHARE = 40
"""Percentage of boilerplate between a title below other lines and the heading that names it again."""
HEADING_WORDS, HEADING_SHARE = 2, 0.8
"""Long words of the title that a heading has at least, and their share of its long words."""


def tail(page: Page, body: Body) -> None:
    """All after the text, from the first known or learned block on, but readers' comments."""
    size = len(page.blocks)
    last = max((q for q in range(size) if body.prose[q]), default=-1)
    if last < 0:
        return
    begin = _tail_begins(page, body, last)
    if begin < size:
        finding = Finding("context/tail", f"after the last paragraph, behind {_named(page, begin)}", "default")
        titles = _titles(page, begin)
        own = [q for q in range(begin, size) if q not in titles and _is_own(page, body, q)]
        thread = range(own[0], own[-1]) if own else range(0)
        last_known = max(q for q in range(begin, size) if page.flagged(q) or page.weak(q))
        end = size if _closes(page, last_known) else last_known + 1
        said = {q for q in thread if page.blocks[q].traits & SENTENCE and not page.flagged(q)}
        stays = {*own, *(said - titles)}
        for place in range(begin, end):
            if stays.isdisjoint(range(place, place + 1 + LINES_ABOVE)):
                page.flag(place, finding)


def _titles(page: Page, begin: int) -> set[int]:
    """Titles of other pages, under a heading of such; they may be on the page's topic, or questions."""
    titles: set[int] = set()
    under = False
    for place in range(begin, len(page.blocks)):
        block = page.blocks[place]
        if block.entry is not None or page.flagged(place):
            under = block.known_as("related")
        elif under and block.weight <= LIST_WEIGHT and not block.traits & TABLE:
            titles.add(place)
        else:
            under = False
    return titles


def _closes(page: Page, place: int) -> bool:
    """Does a page end behind a block? Labels of ads, share buttons and newsletter boxes stand amid texts too."""
    entry = page.blocks[place].entry
    return entry is None or entry.category not in AMID_TEXT


def _is_own(page: Page, body: Body, place: int) -> bool:
    """May an unflagged block below the text be a text of its own, or be on its topic?"""
    block = page.blocks[place]
    same = block.weight >= TEXT_WEIGHT and on_topic(block, body.topics)
    return not page.flagged(place) and (same or _is_text(page, body, place))


def _tail_begins(page: Page, body: Body, last_prose: int) -> int:
    """The first place from which so much is boilerplate that none of it is the page's own; or the page's end.

    A known or learned block is enough behind all prose; before prose, and in a weak phrase, more must follow.
    """
    size = begin = len(page.blocks)
    learned = page.has_learned()
    different: set[int] = set()
    count = 0
    for place in range(size - 1, body.last, -1):
        block, finding, weak = page.blocks[place], page.findings[place], page.weak(place)
        if not finding and not weak:
            continue
        different.add(block.masked)
        count += 1
        if finding and (page.strong[place] or finding.rule.startswith(("learned", "known"))):
            lines, share = (1, 0) if place > last_prose else (TAIL_LINES, TAIL_SHARE)
        elif weak and block.known_as("related") and not _heads_text(page, body, place):
            lines, share = WEAK_LINES, WEAK_SHARE
        else:
            continue
        if learned:
            lines, share = max(lines, TAIL_LINES), max(share, LEARNED_SHARE)
        if len(different) >= lines and 100 * count >= share * (size - place):
            begin = place
    return begin


def _heads_text(page: Page, body: Body, place: int) -> bool:
    """Does running text follow a heading, which may be one of other pages, before any boilerplate?"""
    for below in range(place + 1, len(page.blocks)):
        if body.prose[below]:
            return True
        if page.flagged(below):
            return False
    return False


def _named(page: Page, place: int) -> str:
    entry = page.blocks[place].entry
    return f"“{entry.phrase}”" if entry else f"a line that stands {page.counted(place)}"


def _is_text(page: Page, body: Body, place: int) -> bool:
    """May a block be a text of its own, or a table?"""
    return _is_said(page, body, place) or bool(page.blocks[place].traits & TABLE)


def _is_said(page: Page, body: Body, place: int) -> bool:
    """Is a block running text, or a sentence of some length?"""
    block = page.blocks[place]
    return body.prose[place] or bool(block.traits & SENTENCE and block.weight >= TEXT_WEIGHT)


def head(page: Page, body: Body) -> None:
    """What stands above the heading, or is short and among the boilerplate before the text."""
    size = len(page.blocks)
    title = next((q for q in range(size) if not page.flagged(q) and not page.weak(q)), size)
    heading = find_heading(page, body, title)
    if heading is not None:
        _above_heading(page, body, title, heading)
    flagged = [q for q in range(body.first) if page.flagged(q)]
    share = LEARNED_SHARE if page.has_learned() else HEAD_SHARE
    if body.first >= size or len(flagged) < HEAD_LINES or 100 * len(flagged) < share * (flagged[-1] + 1):
        return
    first = _head_ends(page, body, flagged)
    others = [q for q in range(first) if not page.flagged(q)]
    for place in others[:-HEAD_KEPT]:
        block = page.blocks[place]
        text = _is_text(page, body, place) or on_topic(block, body.topics)
        if place < flagged[-1] and block.weight <= SHORT and not text:
            page.flag(place, Finding("context/head", "before the first paragraph, among boilerplate", "default"))


def _head_ends(page: Page, body: Body, flagged: Sequence[int]) -> int:
    """Where the head ends: at running text, or at a gap that is too long where most furniture is known already."""
    text = next((q for q in range(body.first) if _text_begins(page, body, q)), body.first)
    if not page.has_learned():
        return text
    gaps = runs(page.unflagged()[: body.first])
    long = (a for a, b in gaps if b - a > max(LEARNED_GAP, len(flagged) - bisect_left(flagged, b)))
    return min(text, next(long, text))


def _text_begins(page: Page, body: Body, place: int) -> bool:
    """Does running text begin here, more than a teaser or a notice?"""
    near = range(place, min(place + TEXT_BLOCKS, len(page.blocks)))
    return body.prose[place] and sum(page.blocks[q].weight for q in near if body.prose[q]) >= TEXT_BEGINS


def find_heading(page: Page, body: Body, title: int) -> int | None:
    """Where the heading stands again, above the text, that a page's first own line, its title, names.

    It may stand twice, at the end of a breadcrumb trail first.
    """
    heading = None
    for place in range(title + 1, min(body.first, len(page.blocks))):
        if heading is not None and place - heading > LEARNED_GAP:
            break
        if _names(page, title, place):
            heading = place
    return heading


def _names(page: Page, title: int, place: int) -> bool:
    words, topics = page.blocks[title].topics, page.blocks[place].topics
    same = sum(1 for topic in topics if topic in words)
    enough = same >= max(HEADING_WORDS, HEADING_SHARE * len(topics), len(words) / 2)
    return enough and not page.is_prose(title)


def _above_heading(page: Page, body: Body, title: int, heading: int) -> None:
    """The title, if the page has boilerplate, and what stands between it and the heading, if that has."""
    flagged = [q for q in range(len(page.blocks)) if page.flagged(q)]
    between = sum(1 for q in flagged if title < q < heading)
    if page.flagged(heading) or len(flagged) < HEAD_LINES:
        return
    if title > 0 and 100 * between < TITLE_SHARE * (heading - title):
        return
    page.flag(title, Finding("context/title", "the page's title, which stands again as its heading", "default"))
    if flagged[HEAD_LINES - 1] > heading:
        return
    for place in (*range(title), *range(title + 1, heading)):
        if not _is_said(page, body, place):
            page.flag(place, Finding("context/head", "above the heading, among boilerplate", "default"))
