"""Lines of a notice that the catalogue does not know, above or below the text: told by the known lines beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from dedup.boilerplate import blocks, known
from dedup.boilerplate.catalogue import shipped
from dedup.boilerplate.page import Body, Finding, Page, on_topic, runs
from dedup.entries import Entry
from dedup.text.words import find_words

SPOKEN = frozenset(("cookie", "footer", "login", "newsletter", "noscript", "paywall"))
"""Classes whose notices hold sentences of their own; comment forms do too, but beside what readers wrote."""
LINES, WEIGHT = 2, 120
"""Lines beside or between known ones that belong to them, and half-words of them all, at most."""


def notices(page: Page, body: Body) -> None:
    """Unknown lines outside the text, and not about its topic, that belong to known lines beside them."""
    size = len(page.blocks)
    inside: dict[int, tuple[int, Entry]] = {}
    for start, stop in runs(size, lambda q: page.blocks[q].entry is None and not page.flagged(q)):
        inside |= {place: found for place, found in _inside(page, start, stop) if place not in inside}
    own = [q for q in range(size) if body.prose[q] and q not in inside]
    topics = frozenset(topic for q in own for topic in page.blocks[q].topics)
    for place, (beside, entry) in inside.items():
        if own and not own[0] <= place <= own[-1] and not on_topic(page.blocks[place], topics):
            page.flag(place, Finding("context/notice", f"in one notice with “{entry.phrase}”", "default"))
            page.flag(beside, known.finding(page, beside, "default"))


def _inside(page: Page, start: int, stop: int) -> Iterator[tuple[int, tuple[int, Entry]]]:
    """The places of a run of unknown lines that belong to the line above or below it, and that line."""
    above, below = (page.blocks[q].entry if 0 <= q < len(page.blocks) else None for q in (start - 1, stop))
    if above and below and _frame(above, below) and (page.flagged(start - 1) or page.flagged(stop)):
        weight = sum(block.weight for block in page.blocks[start:stop])
        if stop - start <= LINES and weight <= WEIGHT:
            yield from ((place, (stop, below)) for place in range(start, stop))
            return
    for entry, beside, step in ((below, stop, -1), (above, start - 1, 1)):
        for place in range(beside + step, beside + step * (1 + min(LINES, stop - start)), step):
            block = page.blocks[place]
            if not entry or block.weight > WEIGHT or not on_topic(block, vocabulary(entry.category)):
                break
            yield place, (beside, entry)


def _frame(above: Entry, below: Entry) -> bool:
    """Do two lines frame one notice? Between a footer and the buttons of a dialog is no text either."""
    return below.category in SPOKEN and above.category in (
        (below.category, "footer") if below.category == "cookie" else (below.category,)
    )


@cache
def vocabulary(category: str) -> frozenset[int]:
    """The topics of all phrases of a class; none if its notices hold no sentences."""
    if category not in SPOKEN and category != "comment":
        return frozenset()
    words = find_words("\n".join(e.phrase for e in shipped().entries if e.category == category))
    return frozenset(blocks.topics(words, np.array([0]), np.array([len(words)]))[0])
