"""Lists that are no part of a page's text, told by their form: other pages, counters, what stands twice.

They stand below the beginning of the text, beside known lines; a list that only paragraphs surround may be the page's
own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from dedup.boilerplate.page import Body, Finding, Page, runs
from dedup.boilerplate.traits import COUNTER, DATE, MARKS, PROSE, SENTENCE, TABLE

COUNTERS, COUNTER_SHARE, COUNTER_BESIDE = 4, 0.6, 8
"""Categories or months with a counter that make a list, their share of its lines, and half-words of the longest other
line in it (a year, a heading)."""
TWICE_LINES, TWICE_SHARE = 5, 0.1
"""Adjacent lines that make what stands twice a list, and the share of known ones among them; a refrain has none."""
TITLE_WEIGHT, SENTENCES = 44, 0.25
"""Half-words of the longest title in a list of other pages, and the share of them that may be sentences."""
AMID_TEXT = frozenset(("ad", "newsletter"))
"""Classes whose lines stand amid texts too."""
LABELS, LABEL_WEIGHT, LABEL_SHARE = 3, 12, 0.2
"""Dates or recurring labels with titles between them that make a list of other pages, half-words of the longest label,
and the share of labels among the lines."""
HEADED, HEADED_WEIGHT = 3, 12
"""Titles under a heading of other pages, at least, and the half-words that half of them have."""


def counters(page: Page, body: Body) -> None:
    """Categories and months with counters below the text, under a known line or a heading below one."""
    for start, stop in runs([_may_be_counted(page, q) for q in range(len(page.blocks))]):
        counted = [q for q in range(start, stop) if page.blocks[q].traits & COUNTER]
        if len(counted) < COUNTERS or not 0 <= body.last < counted[0]:
            continue
        lines = range(counted[0], counted[-1] + 1)
        known = next((q for q in (lines[0] - 1, lines[0] - 2) if _is_known(page, q)), None)
        if known is not None and len(counted) >= COUNTER_SHARE * len(lines):
            for place in range(known, lines.stop):
                page.flag(place, Finding("context/counters", f"one of {len(counted)} lines with counters", "default"))


def _may_be_counted(page: Page, place: int) -> bool:
    block = page.blocks[place]
    short = block.weight <= COUNTER_BESIDE and not block.traits & SENTENCE
    return short or bool(block.traits & COUNTER)


def twice(page: Page, body: Body, again: Mapping[int, int]) -> None:
    """Lines below the text that stand twice, in one order, with known ones among them.

    `again` is what `context.standing_again` says.
    """
    for start, stop in runs([q in again and q > body.last >= 0 for q in range(len(page.blocks))]):
        turns = [q for q in range(start + 1, stop) if again[q] != again[q - 1] + 1]
        for first, end in pairwise([start, *turns, stop]):
            lines = end - first
            known = sum(1 for q in range(first, end) if _is_known(page, q))
            if min(lines, again[first] - first) >= TWICE_LINES and known >= TWICE_SHARE * lines:
                finding = Finding("context/twice", f"{lines} lines stand twice, {known} of them known", "default")
                for place in (*range(first, end), *range(again[first], again[first] + lines)):
                    page.flag(place, finding)


def others(page: Page, body: Body) -> None:
    """Titles of other pages between known lines: amid dates or a recurring label, or under a heading of such.

    With furniture that other pages have too, what recurs and is not known may be a heading of a manual ("Returns").
    """
    learned = page.has_learned()
    often = Counter(block.masked for block in page.blocks)
    labels = [_is_label(page, q, 1 if learned else often[block.masked]) for q, block in enumerate(page.blocks)]
    for part in _between_known(page, body):
        marked = [q for q in range(part.start, part.stop) if labels[q]]
        groups = sum(1 for q in marked if q + 1 < part.stop and not labels[q - 1])
        if groups >= LABELS and len(marked) >= LABEL_SHARE * (part.stop - part.start):
            evidence = f"in a list of titles amid {groups} dates or recurring labels"
            for place in range(part.start, part.stop):
                page.flag(place, Finding("context/titles", evidence, "default"))
        else:
            _headed(page, part)


class _Part(NamedTuple):
    """Lines between known ones."""

    above: int
    """The known line above them, which may be their first if it is a heading of other pages."""
    start: int
    stop: int


def _between_known(page: Page, body: Body) -> Iterator[_Part]:
    """The stretches of lines below the text that may be lists of other pages; in it, only those with a heading.

    A heading right below a paragraph may be the text's own, of a list of books for instance. Where comments stand,
    dates are of what readers wrote.
    """
    size = len(page.blocks)
    last_prose = max((q for q in range(size) if body.prose[q]), default=-1)
    for start, stop in runs([_may_be_title(page, q) for q in range(size)]):
        above = start - 1
        if not page.flagged(above):
            start = above = next((q for q in range(start + 1, stop) if _category(page, q) == "related"), stop)
        if stop < size and not page.flagged(stop):
            stop = next((q for q in range(stop - 1, start, -1) if _is_known(page, q)), start)
        said = sum(1 for q in range(start, stop) if page.blocks[q].traits & SENTENCE)
        comments = any(_category(page, q) == "comment" for q in range(above, stop))
        if (
            start < stop
            and not comments
            and said <= SENTENCES * (stop - start)
            and _is_outside(page, body, last_prose, above)
        ):
            yield _Part(above, start, stop)


def _is_outside(page: Page, body: Body, last_prose: int, above: int) -> bool:
    """Is what follows a known line outside the text? Lists of the text itself may follow an ad or a newsletter box."""
    category = _category(page, above)
    if category == "related":
        return above >= body.first
    return above >= body.last and (category not in AMID_TEXT or above > last_prose)


def _headed(page: Page, part: _Part) -> None:
    """The titles below each heading of other pages, up to the next known line."""
    known = [q for q in range(part.above, part.stop) if _is_known(page, q)]
    for heading, end in pairwise([*known, part.stop]):
        titles = range(heading + 1, end)
        long = sum(1 for q in titles if page.blocks[q].weight >= HEADED_WEIGHT)
        if _category(page, heading) == "related" and len(titles) >= HEADED and 2 * long >= len(titles):
            entry = page.blocks[heading].entry
            evidence = f"{len(titles)} titles under “{entry.phrase if entry else ''}”"
            for place in (heading, *titles):
                page.flag(place, Finding("context/titles", evidence, "default"))


def _may_be_title(page: Page, place: int) -> bool:
    block = page.blocks[place]
    return not page.flagged(place) and not block.traits & (PROSE | TABLE) and block.weight <= TITLE_WEIGHT


def _is_label(page: Page, place: int, times: int) -> bool:
    """Is a line a date, or one of several of the same wording, as a section's name or "Read more"?"""
    block = page.blocks[place]
    if block.traits & DATE:
        return True
    recurs = times >= LABELS and block.weight <= LABEL_WEIGHT and len(block.topics) > 0
    return recurs and not block.traits & (SENTENCE | TABLE | MARKS)


def _category(page: Page, place: int) -> str:
    """The class of a phrase, or nothing."""
    entry = page.blocks[place].entry if 0 <= place < len(page.blocks) else None
    return entry.category if entry else ""


def _is_known(page: Page, place: int) -> bool:
    """Is there a line at this place that is boilerplate, or a phrase that may be?"""
    return page.flagged(place) or _category(page, place) != ""
