"""Rows of items: breadcrumb trails, languages, menus in one line. Pages share their items, not the whole row."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.boilerplate.page import Finding, Page
from dedup.text.words import WORD, hash64
from dedup.text.wrap import SEPARATOR, may_part

ITEM_SHARE, ITEM_PAGES = 30, 3
"""Pages, in percent and number, on which an item stands in a row for it to be common."""
COMMON_SHARE = 0.6
"""Share of a row's items that are common, at least."""
EDGE_BLOCKS = 3
"""Where rows stand: among so many first or last blocks of a page, outside its prose, or beside boilerplate. Elsewhere
is a table."""

ITEMS = pa.schema([("doc", pa.int64()), ("block", pa.int64()), ("item", pa.int64())])

_SEPARATOR = re.compile(SEPARATOR)
_ROW = re.compile(r"\s[|>»›·•]\s|\t.*\t")
"""One tab may be between a label and what it names."""


def items(line: str) -> list[int]:
    """The distinct items of a line that separators part, as hashes; none if nothing parts it."""
    if line.startswith("|") or not (may_part(line) and _ROW.search(line)):
        return []
    parts = (" ".join(part.casefold().split()) for part in _SEPARATOR.split(line))
    return sorted({hash64(part) for part in parts if WORD.search(part)})


def row_items(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Kernel, (doc, block, items) -> ITEMS, one row for each item."""
    column = batch.column("items")
    lengths = pc.list_value_length(column).to_numpy(zero_copy_only=False)
    doc, block = (np.repeat(batch.column(name).to_numpy(), lengths) for name in ("doc", "block"))
    return pa.record_batch([pa.array(doc), pa.array(block), column.flatten()], schema=ITEMS)


def rows(page: Page) -> None:
    """Rows most of whose items are common, at an edge of the page or beside boilerplate."""
    size = len(page.blocks)
    for places, step in ((range(size), 1), (range(size - 1, -1, -1), -1)):
        for place in places:
            block = page.blocks[place]
            if block.items < 2:
                continue
            edge = _at_edge(page, place)
            beside = page.flagged(place - step)
            least = COMMON_SHARE / 2 if edge and beside else COMMON_SHARE
            if block.common >= least * block.items and (edge or beside):
                evidence = f"{block.common} of its {block.items} items are common"
                page.flag(place, Finding("learned/items", evidence, "default"))


def _at_edge(page: Page, place: int) -> bool:
    outer = (range(place), range(place + 1, len(page.blocks)))
    return any(len(places) < EDGE_BLOCKS and not any(map(page.is_prose, places)) for places in outer)
