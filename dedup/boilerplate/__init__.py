"""Finding boilerplate: known by the catalogue, learned from the pages of a source, or told by its place.

Kernels (pure functions over batches) read blocks and judge pages; statements count on how many distinct pages of
a source each block stands. Everything is a function of the corpus as it stands: rounds have no memory, so that
cleaning what was cleaned finds nothing.

Tables: ``blocks`` holds every document as it stands, ``flagged`` is the result of a round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import pyarrow as pa

from dedup.boilerplate.blocks import BLOCKS, blocks_of_texts
from dedup.boilerplate.collapse import LINKS, PAGE_KEYS, alike, page_keys
from dedup.boilerplate.items import ITEM_PAGES, ITEM_SHARE, ITEMS, row_items
from dedup.boilerplate.judge import VERDICTS, judge
from dedup.changes import Changes, cuts_of
from dedup.config import Config
from dedup.engines import Engine, count, rows, statement
from dedup.text.fingerprint import parse_keep

SITE_LINES, SITE_PERCENT = 12, 15
"""Lines that pages of one site share, and their share of the smaller page's lines in percent."""
SITE_PAGES = 3
"""Distinct pages that make a site inside a source."""


STRUCK = pa.schema(
    [
        ("doc", pa.int64()),
        ("block", pa.int64()),  # number of the block in the text as it stood
        ("first", pa.int64()),  # numbers of its first and last word in the original; none in a line of marks
        ("last", pa.int64()),
        ("rule", pa.string()),
        ("evidence", pa.string()),
        ("level", pa.string()),  # the lowest level at which the rule acts
        ("pass", pa.int32()),
    ]
)
REPORTED = pa.schema([("doc", pa.int64()), ("message", pa.string())])
SPARED = pa.schema(list(STRUCK)[:-1])
TABLES = {"struck": STRUCK, "reported": REPORTED, "spared": SPARED}
"""What lasts from pass to pass: the blocks that went, what a guard kept, and what the next level would take."""


def find(
    engine: Engine, texts: Iterable[pa.RecordBatch], docs: Sequence[int] | None, config: Config, number: int
) -> Changes:
    """One look at the corpus: add the blocks that go to ``struck``, and to ``reported`` what a guard kept.

    `texts` are the documents that changed since the last look, `docs` their numbers (None: all of them, for the
    first time). ``exempt`` names documents of which nothing goes.
    """
    read_blocks(engine, texts, docs, config)
    count_pages(engine)
    kernel = partial(judge, level=config.level, own=config.catalogue)
    engine.map("page_findings", kernel, sql("counted"), VERDICTS, by=("doc",))
    engine.keep("page_verdicts", "SELECT * FROM page_findings WHERE NOT spared")
    engine.keep("lost", sql("lost"))
    engine.keep("flagged", sql("flagged"))
    report(engine, docs)
    spare(engine)
    engine.drop("judged_blocks", "page_findings", "page_verdicts")
    return strike(engine, number)


def strike(engine: Engine, number: int) -> Changes:
    """Add ``flagged`` to ``struck``."""
    engine.keep("struck", sql("struck", number=number))
    return Changes(cuts_of(rows(engine.read(sql("cuts")))))


def sql(name: str, **values: int) -> str:
    """A statement of this package."""
    return statement(__name__, name, **values)


def read_blocks(engine: Engine, texts: Iterable[pa.RecordBatch], docs: Sequence[int] | None, config: Config) -> None:
    """Step 1: the blocks of the documents; ``judged_blocks`` are those of the sources that changed."""
    if docs is not None:
        engine.keep("stale", "SELECT DISTINCT source FROM blocks WHERE doc IN (SELECT doc FROM fresh)")
    kernel = partial(blocks_of_texts, kept=parse_keep(config.keep), own=config.catalogue)
    engine.map("blocks", kernel, texts, BLOCKS, docs=docs)
    changed = "" if docs is None else " WHERE source IN (SELECT source FROM stale)"
    engine.keep("judged_blocks", f"SELECT * FROM blocks{changed}")


def report(engine: Engine, docs: Sequence[int] | None) -> None:
    """Make ``reported``; what an earlier round said of other documents still stands."""
    if docs is None:
        engine.keep("reported", sql("reported"))
        return
    engine.keep("told", sql("reported"))
    before = "SELECT doc, message FROM reported WHERE doc NOT IN (SELECT doc FROM told)"
    engine.keep("reported", f"{before} UNION ALL SELECT * FROM told")


def spare(engine: Engine) -> None:
    """Bring ``spared`` up to date for the documents that were judged."""
    names = ", ".join(SPARED.names)
    before = "SELECT * FROM spared WHERE doc NOT IN (SELECT doc FROM judged_blocks)"
    engine.keep("spared", f"{before} UNION ALL SELECT {names} FROM page_findings WHERE spared")


def count_pages(engine: Engine) -> None:
    """Steps 2 and 3: which pages count once, which form a site, and on how many of them each block stands."""
    signed = "SELECT source, doc, signature FROM judged_blocks WHERE block = 0"
    engine.map("page_keys", page_keys, signed, PAGE_KEYS)
    engine.map("links", alike, sql("near"), LINKS)
    engine.drop("page_keys")
    connect(engine, "clusters")
    engine.keep("links", sql("kin", lines=SITE_LINES, percent=SITE_PERCENT))
    connect(engine, "sites")
    engine.keep("members", sql("members", least=SITE_PAGES))
    engine.map("row_items", row_items, "SELECT doc, block, items FROM judged_blocks", ITEMS)
    engine.keep("item_counts", sql("items", percent=ITEM_SHARE, least=ITEM_PAGES))
    engine.keep("judged_blocks", sql("placed"))
    for key in ("masked", "exact"):  # one join at a time: large ones together need more memory than they may have
        engine.keep(f"{key}_pages", sql("frequencies").replace("{key}", key))
        engine.keep("judged_blocks", sql("standing").replace("{key}", key))
        engine.drop(f"{key}_pages")


def connect(engine: Engine, table: str) -> None:
    """Make a table (doc, label) in which connected pages have one label: the first page's number."""
    engine.keep(table, "SELECT doc, doc AS label FROM judged_blocks WHERE block = 0")
    other = f"SELECT old.doc FROM labels AS old JOIN {table} AS new ON new.doc = old.doc WHERE new.label <> old.label"
    moved = count(engine, "links") > 0
    while moved:
        engine.keep("labels", f"SELECT doc, label FROM {table}")
        engine.keep(table, sql("spread"))
        moved = any(rows(engine.read(f"{other} LIMIT 1")))
