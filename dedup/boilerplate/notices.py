"""Lines of a notice that the catalogue does not know, above or below the text: told by the known lines beside them."""

from __future__ import annotations

from functools import cache

import numpy as np

from dedup.boilerplate import blocks
from dedup.boilerplate.catalogue import shipped
from dedup.boilerplate.page import Body, Finding, Page, on_topic, runs
from dedup.boilerplate.traits import SENTENCE
from dedup.entries import Entry
from dedup.text.words import find_words

SPOKEN = frozenset(("cookie", "footer", "login", "newsletter", "noscript", "paywall"))
"""Classes whose notices hold sentences of their own."""
SPEAKING = SPOKEN | {"comment"}
"""The same, and comment forms, which stand beside what readers wrote."""
LINES, WEIGHT = 2, 120
"""Lines beside or between known ones that belong to them, and half-words of them all, at most."""


def notices(page: Page, body: Body) -> None:
    """Unknown lines outside the text, and not about its topic, that belong to known lines beside them."""
    unknown = [block.entry is None and kept for block, kept in zip(page.blocks, page.unflagged(), strict=True)]
    inside: dict[int, Entry] = {}
    for start, stop in runs(unknown):
        inside |= _inside(page, body, start, stop)
    if not inside:
        return
    own = [q for q in range(len(page.blocks)) if body.prose[q] and q not in inside]
    topics = page.topics(own)
    for place, entry in inside.items():
        outside = own and not own[0] <= place <= own[-1]
        if outside and not on_topic(page.blocks[place], topics):
            page.flag(place, Finding("context/notice", f"in one notice with “{entry.phrase}”", "default"))


def _inside(page: Page, body: Body, start: int, stop: int) -> dict[int, Entry]:
    """The places of a run of unknown lines that belong to the line above or below it, and its entry."""
    above, below = (page.blocks[q].entry if 0 <= q < len(page.blocks) else None for q in (start - 1, stop))
    if above and below and _frame(above, below) and (page.flagged(start - 1) or page.flagged(stop)):
        weight = sum(block.weight for block in page.blocks[start:stop])
        if stop - start <= LINES and weight <= WEIGHT:
            return dict.fromkeys(range(start, stop), below)
    inside: dict[int, Entry] = {}
    for entry, other, beside, step in ((below, above, stop, -1), (above, below, start - 1, 1)):
        framed = entry is not None and other is not None and entry.category == other.category
        if entry is None or entry.category not in (SPEAKING | {"nav"} if framed else SPEAKING):
            continue
        for place in range(beside + step, beside + step * (1 + min(LINES, stop - start)), step):
            block = page.blocks[place]
            sentence = bool(block.traits & SENTENCE)
            title = place < body.first and not framed and not sentence
            last = sentence and step < 0 and entry.category == "footer" and not framed
            if title or last or block.weight > WEIGHT or not on_topic(block, vocabulary(entry.category)):
                break
            inside[place] = entry
    return inside


def _frame(above: Entry, below: Entry) -> bool:
    """Do two lines frame one notice? Between a footer and the buttons of a dialog is no text either."""
    return below.category in SPOKEN and above.category in (
        (below.category, "footer") if below.category == "cookie" else (below.category,)
    )


@cache
def vocabulary(category: str) -> frozenset[int]:
    """The topics of all phrases of a class."""
    words = find_words("\n".join(e.phrase for e in shipped().entries if e.category == category))
    return frozenset(blocks.topics(words, np.array([0]), np.array([len(words)]))[0].as_py())
