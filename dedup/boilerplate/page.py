"""A page as its rules see it: its blocks, their frequencies, and what was found so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.boilerplate.catalogue import Catalogue
from dedup.boilerplate.traits import DATE, MARKS, OPEN, PROSE, PROTECTED, RAGGED, SENTENCE
from dedup.config import Level
from dedup.entries import Entry


class Finding(NamedTuple):
    """Why a block is boilerplate."""

    rule: str
    evidence: str
    level: Level
    """The lowest level at which the rule acts."""


class Block(NamedTuple):
    """One block; the fields are explained in ``blocks.BLOCKS``."""

    number: int
    first: int
    last: int
    weight: int
    masked: int
    traits: int
    entry: Entry | None
    hits: int
    pairs: int
    topics: Sequence[int]
    pages: int
    """Distinct pages that hold it, numbers masked."""
    exact_pages: int
    """Distinct pages that hold it as it stands."""
    items: int = 0
    """Items of a row, see `items`;"""
    common: int = 0
    """and how many of them are common in rows of its pages."""

    def known_as(self, category: str) -> bool:
        """Does the catalogue know it, as boilerplate of this class?"""
        return self.entry is not None and self.entry.category == category


@dataclass(slots=True)
class Body:
    """What the rules of context ask of the page's running text, as it stands when they begin."""

    prose: list[bool]
    first: int
    """Where the main text begins: the stretch that holds most prose and least other lines;"""
    last: int
    """and where it ends. There may be prose outside, in teasers and notices."""
    topics: frozenset[int]


@dataclass
class Page:
    """The blocks of one document and the findings about them."""

    doc: int
    source: int
    clusters: int
    """Distinct pages of its site."""
    blocks: list[Block]
    findings: list[Finding | None] = field(init=False)
    strong: list[bool] = field(init=False)
    """Which blocks are phrases that are boilerplate wherever they stand."""

    def __post_init__(self) -> None:
        self.findings = [None] * len(self.blocks)
        self.strong = [_is_strong(block) for block in self.blocks]
        self._body: tuple[list[bool], Body] | None = None

    def weak(self, place: int) -> bool:
        """Is a block a phrase, or a line of marks, that is boilerplate in company?"""
        block = self.blocks[place]
        known = block.entry is not None and not self.strong[place] and not block.traits & PROSE
        return known or bool(block.traits & MARKS)

    def flag(self, place: int, finding: Finding) -> None:
        """Note why a block is boilerplate, unless that is known or the user keeps it."""
        if self.findings[place] is None and not self.blocks[place].traits & PROTECTED:
            self.findings[place] = finding

    def flagged(self, place: int) -> bool:
        """Is there a block at this place, and is it boilerplate?"""
        return 0 <= place < len(self.findings) and self.findings[place] is not None

    def unflagged(self) -> list[bool]:
        """Which blocks are no boilerplate by what was found so far."""
        return [finding is None for finding in self.findings]

    def has_learned(self) -> bool:
        """Does the page have furniture that other pages have too? Then nearly all of it is known already."""
        return any(finding and finding.rule.startswith("learned") for finding in self.findings)

    def counted(self, place: int) -> str:
        """How common a block is, in words."""
        return f"on {self.blocks[place].pages} of {self.clusters} pages"

    def is_prose(self, place: int) -> bool:
        """Is a block running text?"""
        return bool(self.blocks[place].traits & PROSE)

    def topics(self, places: Iterable[int]) -> frozenset[int]:
        """What some blocks are about."""
        return frozenset().union(*(self.blocks[q].topics for q in places))

    def body(self) -> Body:
        """The running text that is not boilerplate by what was found so far, lines between paragraphs included."""
        own = self.unflagged()
        if self._body is None or self._body[0] != own:
            self._body = own, self._read(own)
        return self._body[1]

    def _read(self, own: list[bool]) -> Body:
        size = len(self.blocks)
        prose = [mine and bool(block.traits & PROSE) for mine, block in zip(own, self.blocks, strict=True)]
        for trait, weight, lines, share in RUNNING:
            long = [mine and block.weight >= weight for mine, block in zip(own, self.blocks, strict=True)]
            for start, stop in runs(long):
                inside = sum(1 for block in self.blocks[start:stop] if block.traits & trait and not block.traits & DATE)
                if stop - start >= lines and inside >= share * (stop - start):
                    prose[start:stop] = [True] * (stop - start)
        places = [q for q in range(size) if prose[q]]
        topics = self.topics(places)
        first, last = _main_text([self._worth(q, prose[q], topics) for q in range(size)])
        return Body(prose, first, last, topics)

    def _worth(self, place: int, prose: bool, topics: frozenset[int]) -> int:
        """What a block says about where the text is: prose for it, other lines against it unless they may be of it."""
        block = self.blocks[place]
        if prose:
            return block.weight
        own = not self.flagged(place) and (block.traits & SENTENCE or on_topic(block, topics))
        return 0 if own else -LINE_COST


def _is_strong(block: Block) -> bool:
    in_a_row = block.hits > 0 and not block.pairs
    return block.entry is not None and (block.entry.strong or in_a_row)


LINE_COST = 12
"""The main text goes on behind lines that are no prose if so many half-words of prose follow for each."""


def _main_text(values: Sequence[int]) -> tuple[int, int]:
    """First and last place of the stretch with the largest sum; an empty one without positive values."""
    best = total = start = 0
    first, last = len(values), -1
    for place, value in enumerate(values):
        if total <= 0:
            total, start = 0, place
        total += value
        if total > best:
            best, first, last = total, start, place
    return first, last


LONGEST_GAP, LEARNED_GAP = 12, 3
"""Lines between boilerplate that go along, at most; and if furniture was learned from other pages."""
SHORT = 20
"""Half-words of the longest line that goes because boilerplate surrounds it."""
RUNNING = ((RAGGED, 10, 3, 0.34), (OPEN, 4, 4, 0.25))
"""Adjacent lines are running text, or verse, if enough of them have a trait: the trait, half-words of each line,
lines, and the share that has it."""
TOPIC_SHARE = 0.6
"""Share of a line's long words that the page's prose must hold for the line to be about the same thing."""


def on_topic(block: Block, topics: frozenset[int]) -> bool:
    """Does a block share its words with the page's prose?"""
    known = sum(1 for topic in block.topics if topic in topics)
    return len(block.topics) >= 2 and known >= TOPIC_SHARE * len(block.topics)


def runs(chosen: list[bool]) -> Iterator[tuple[int, int]]:
    """(start, stop) of the longest stretches of chosen places."""
    start = None
    for place, one in enumerate([*chosen, False]):
        if one:
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None


def pages(batch: pa.RecordBatch, catalogue: Catalogue) -> Iterator[Page]:
    """The pages of a batch of rows of ``counted.sql``."""
    columns = {name: batch.column(name).to_numpy().tolist() for name in batch.schema.names if name != "topics"}
    entries = [catalogue.entries[n] if n >= 0 else None for n in columns["entry"]]
    names = ("block", "first", "last", "weight", "masked", "traits")
    others = ("pages", "exact_pages", "items", "common")
    known = (entries, columns["hits"], columns["pairs"], _topics(batch))
    blocks = list(map(Block, *(columns[n] for n in names), *known, *(columns[n] for n in others)))
    docs = columns["doc"]
    borders = [0, *(n for n in range(1, len(docs)) if docs[n] != docs[n - 1]), len(docs)]
    for start, stop in pairwise(borders):
        if stop > start:
            yield Page(docs[start], columns["source"][start], columns["clusters"][start], blocks[start:stop])


def _topics(batch: pa.RecordBatch) -> list[Sequence[int]]:
    """The topics of each block; blocks that are equal share one list, since there may be very many of them."""
    _, firsts, places = np.unique(batch.column("exact").to_numpy(), return_index=True, return_inverse=True)
    column = batch.column("topics").take(pa.array(firsts))
    topics, borders = column.flatten().to_numpy().tolist(), column.offsets.to_numpy().tolist()
    distinct = [topics[start:end] for start, end in pairwise(borders)]
    return [distinct[place] for place in places.tolist()]
