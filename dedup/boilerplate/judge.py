"""Kernel 3: what goes from each page, by all rules in turn, and the guard of the page."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from dedup.boilerplate import context, ends, items, known, learned, lists, notices
from dedup.boilerplate.catalogue import with_own
from dedup.boilerplate.page import Finding, Page, pages
from dedup.boilerplate.traits import PROSE
from dedup.config import LEVELS, Level
from dedup.entries import Entry

LEAST_PROSE = 40
"""Half-words of prose that a page which had them must keep."""

VERDICTS = pa.schema(
    [
        ("doc", pa.int64()),
        ("source", pa.int64()),
        ("block", pa.int64()),  # -1: no block, but a message about the page, in `evidence`
        ("first", pa.int64()),
        ("last", pa.int64()),
        ("rule", pa.string()),
        ("evidence", pa.string()),
        ("level", pa.string()),
        ("strong", pa.bool_()),  # a strong known phrase, which goes whatever a guard says
        ("spared", pa.bool_()),  # the block stays: only the next level takes it
    ]
)


def judge(batch: pa.RecordBatch, level: Level, own: tuple[Entry, ...] = ()) -> pa.RecordBatch:
    """Kernel, rows of ``counted.sql`` in whole documents -> VERDICTS. `own` are the user's phrases."""
    rows: list[tuple[object, ...]] = []
    for page in pages(batch, with_own(own)):
        find(page, level)
        more = next_level(page, level)
        kept = guard(page)
        rows += [(page.doc, page.source, -1, 0, 0, "", message, "", True, False) for message in kept]
        for block, finding, further, strong in zip(page.blocks, page.findings, more, page.strong, strict=True):
            told = finding or further
            if told:
                rows.append((page.doc, page.source, block.number, block.first, block.last, *told, strong, not finding))
    columns = zip(*rows, strict=True) if rows else [[] for _ in VERDICTS]
    return pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, VERDICTS, strict=True)], schema=VERDICTS)


def find(page: Page, level: Level) -> None:
    """Apply the rules of a level, in order: later ones build on what earlier ones found."""
    for rules in RULES[: LEVELS.index(level) + 1]:
        rules(page)


def next_level(page: Page, level: Level) -> list[Finding | None]:
    """What the next level would find beyond what is found, which stays as it is."""
    before = page.findings[:]
    for rules in RULES[LEVELS.index(level) + 1 :][:1]:
        rules(page)
    after, page.findings = page.findings, before
    return [None if old else new for old, new in zip(before, after, strict=True)]


def _safe(page: Page) -> None:
    known.certain(page)
    known.strong(page)
    learned.seeds(page)
    learned.amid_furniture(page)


def _default(page: Page) -> None:
    items.rows(page)
    learned.grow(page)
    context.arrows(page)
    known.consent(page)
    known.weak(page)
    notices.notices(page, page.body())
    known.weak(page)
    again = context.standing_again(page)
    context.contents(page, again)
    body = page.body()
    context.menus(page, body)
    context.gaps(page, body)
    lists.counters(page, body)
    lists.twice(page, body, again)
    lists.others(page, body)
    body = page.body()
    ends.tail(page, body)
    ends.head(page, body)


RULES = (_safe, _default, context.related)
"""The rules that each level adds."""


def guard(page: Page) -> list[str]:
    """Take findings back that would leave a page without its own text; what to report of it."""
    own = [q for q, block in enumerate(page.blocks) if block.traits & PROSE and not _is_everywhere(page, q)]
    had = sum(page.blocks[q].weight for q in own)
    keeps = sum(page.blocks[q].weight for q in own if not page.flagged(q))
    left = sum(block.weight for q, block in enumerate(page.blocks) if not page.flagged(q))
    if had >= LEAST_PROSE > keeps or left < LEAST_PROSE:
        _take_back(page, lambda q: _is_everywhere(page, q))
    if had >= LEAST_PROSE > keeps:
        return [f"kept: boilerplate rules would have left {keeps // 2} of its {had // 2} words of prose"]
    return []


def _is_everywhere(page: Page, place: int) -> bool:
    """Is a block surely none of the page's own: a strong phrase, or on most pages?"""
    pages = page.blocks[place].pages
    return page.strong[place] or (pages >= learned.LEAST_PAGES and 2 * pages > page.clusters)


def _take_back(page: Page, but: Callable[[int], bool]) -> None:
    page.findings = [f if f and but(q) else None for q, f in enumerate(page.findings)]
