"""Known boilerplate: what the catalogue names; strong phrases anywhere, weak ones in company."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate

from dedup.boilerplate.learned import is_common
from dedup.boilerplate.matching import evidence
from dedup.boilerplate.page import Block, Finding, Page, on_topic, runs
from dedup.boilerplate.traits import DATE, MARKS, PROSE
from dedup.config import Level
from dedup.text.words import hash64

WEAK_LINES = 3
"""Adjacent different weak lines that are boilerplate without other company."""

FOOTER_SHARE = 0.2
"""Share of the page's own prose that follows a copyright line, at most, for it to be a footer; more is a licence."""

DOUBTFUL = frozenset(("ad", "footer"))
"""Classes whose phrases may be text even where they match whole."""

_COOKIES = "cookie cookies куки çerez çerezler ciasteczka kolačići kakor evästeet evästeitä süti sütik 쿠키 쿠키를"
COOKIES = frozenset(map(hash64, _COOKIES.split()))
"""Words by which prose is about cookies."""


def certain(page: Page) -> None:
    """Take strength from phrases that may be text here: they count as weak.

    A copyright line before or among paragraphs (in a licence, say) may be part of them. So may a block that only
    its word pairs made known, if the page's other prose is about the same thing, or about cookies at all; and an ad
    label of one word that the prose has too.
    """
    strong = [(q, block.entry, block) for q, block in enumerate(page.blocks) if page.strong[q] and block.entry]
    doubtful = [(q, entry, block) for q, entry, block in strong if block.pairs or entry.category in DOUBTFUL]
    if not doubtful:
        return
    prose = [q for q, block in enumerate(page.blocks) if block.traits & PROSE and not page.strong[q]]
    own = [q for q in prose if not is_common(page, q)]
    text = [q for q in own if not _is_above_buttons(page, q)]
    had = [0, *accumulate(page.blocks[q].weight for q in text)]
    times = Counter(block.masked for block in page.blocks)
    paired = [entry.category for _, entry, block in doubtful if block.pairs]
    about_cookies = "cookie" in paired and any(not COOKIES.isdisjoint(page.blocks[q].topics) for q in own)
    needed = paired or any(_is_label(block) for _, _, block in doubtful)
    topics = page.topics(prose) if needed else frozenset()
    for place, entry, block in doubtful:
        below = had[-1] - had[bisect_right(text, place)]
        above = entry.category == "footer" and below > FOOTER_SHARE * had[-1]
        same = block.pairs and (on_topic(block, topics) or (about_cookies and entry.category == "cookie"))
        heading = _is_label(block) and times[block.masked] == 1 and block.topics[0] in topics
        if above or same or heading:
            page.strong[place] = False


def _is_above_buttons(page: Page, place: int) -> bool:
    """Does a cookie notice go on below a block?"""
    below = page.blocks[place + 1].entry if place + 1 < len(page.blocks) else None
    return below is not None and below.category == "cookie"


def _is_label(block: Block) -> bool:
    """Is it an ad label of one word? Standing only once, it may be a heading, if the prose has the word."""
    return block.known_as("ad") and len(block.topics) == 1


def strong(page: Page) -> None:
    """Strong phrases, wherever they stand."""
    for place in range(len(page.blocks)):
        if page.strong[place]:
            page.flag(place, _finding(page, place, "safe"))


def weak(page: Page) -> None:
    """Weak phrases beside boilerplate, or several together."""
    weak = [q for q in range(len(page.blocks)) if page.weak(q)]
    lead = 0
    for places, step in ((weak, 1), (weak[::-1], -1)):
        for place in places:
            while page.flagged(lead):
                lead += 1
            beside = not page.flagged(place) and page.flagged(place - step)
            if beside and not (place <= lead and _is_title(page, place)):
                page.flag(place, _finding(page, place, "default"))
    for start, stop in runs([page.weak(q) and not page.flagged(q) for q in range(len(page.blocks))]):
        if len({block.masked for block in page.blocks[start:stop] if block.entry}) >= WEAK_LINES:
            for place in range(start, stop):
                page.flag(place, _finding(page, place, "default"))


def _is_title(page: Page, place: int) -> bool:
    """Is a weak phrase, above which all is flagged, the only line above the page's text, but for a date?

    Then it may be its heading. Not one in a row with others of its class: the last entry of a menu, the second button
    of a notice.
    """
    block, above = page.blocks[place], page.blocks[place - 1].entry if place else None
    same = block.entry is not None and above is not None and above.category == block.entry.category
    if same or block.pages > 1:
        return False
    below = next((q for q in range(place + 1, len(page.blocks)) if not page.blocks[q].traits & DATE), place)
    return _is_own_prose(page, below)


def consent(page: Page) -> None:
    """What names cookies beside buttons of a cookie notice, on a page whose own lines name them nowhere else."""
    size = len(page.blocks)
    button = [block.known_as("cookie") for block in page.blocks]
    if not any(button):
        return
    names = [not COOKIES.isdisjoint(block.topics) for block in page.blocks]
    inside: dict[int, Finding] = {}
    for start, stop in runs([names[q] or button[q] for q in range(size)]):
        beside = any(_is_own_prose(page, q) for q in (start - 1, stop))
        entry = next((page.blocks[q].entry for q in range(start, stop) if button[q]), None)
        if entry and any(names[start:stop]) and not beside:
            named = Finding("known/cookie", f"names cookies beside “{entry.phrase}”", "default")
            inside |= dict.fromkeys(range(start, stop), named)
    own = [q for q in range(size) if names[q] and page.blocks[q].entry is None and q not in inside]
    if all(page.flagged(q) for q in own):
        for place, named in inside.items():
            page.flag(place, named)


def _is_own_prose(page: Page, place: int) -> bool:
    return 0 <= place < len(page.blocks) and page.is_prose(place) and not page.flagged(place)


def _finding(page: Page, place: int, level: Level) -> Finding:
    block = page.blocks[place]
    if block.entry is None or block.traits & MARKS:
        return Finding("context/marks", "a line of mere marks beside boilerplate", level)
    return Finding(block.entry.name, evidence(block.entry, block.hits, block.pairs), level)
