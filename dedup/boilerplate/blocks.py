"""Kernel 1: the blocks of the documents as they stand, with all that later steps need to know of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.boilerplate.catalogue import Catalogue, masked_hashes, with_own
from dedup.boilerplate.collapse import page_signatures
from dedup.boilerplate.items import items
from dedup.boilerplate.matching import matches
from dedup.boilerplate.traits import DATE, MARKS, PROSE, PROTECTED, dates, traits
from dedup.entries import Entry
from dedup.text.fingerprint import fingerprints
from dedup.text.minhash import PERMUTATIONS, packed
from dedup.text.spread import spread
from dedup.text.texts import texts
from dedup.text.words import DIGIT, FULL, SYMBOL, Words, hash64, weights

MASK_WORDS = 3
"""Words without a digit that a block needs for its numbers to be masked, so that rows of figures stay apart."""
TOPIC_LETTERS = 4
"""Letters of the shortest word that can tell what a text is about."""

BLOCKS = pa.schema(
    [
        ("doc", pa.int64()),
        ("source", pa.int64()),  # hash of Document.source
        ("block", pa.int64()),  # its number in the remaining text
        ("first", pa.int64()),  # its first and last word, numbered in the original
        ("last", pa.int64()),
        ("begin_char", pa.int64()),  # characters of the remaining text that it covers, white space behind it left out
        ("end_char", pa.int64()),
        ("weight", pa.int64()),  # half-words
        ("masked", pa.int64()),  # fingerprint of its words, numbers masked where that is safe
        ("exact", pa.int64()),  # fingerprint of its words
        ("traits", pa.int64()),  # see `traits`
        ("entry", pa.int64()),  # the catalogue's entry, or -1
        ("hits", pa.int64()),  # how much of it the catalogue knows, see `matching.Match`
        ("pairs", pa.int64()),
        ("topics", pa.list_(pa.int64())),  # the distinct words that can tell what it is about
        ("items", pa.list_(pa.int64())),  # its distinct items, if it is a row
        (
            "signature",
            pa.list_(pa.int32()),
        ),  # of the whole page, on its first block only; empty without long blocks
    ]
)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Blocks end to end."""

    lines: list[str]
    words: Words
    masked: NDArray[np.int64]
    """The hash of each word, numbers masked."""
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    """Where the words of each block start and end."""


def blocks_of_texts(batch: pa.RecordBatch, kept: dict[int, set[int]], own: tuple[Entry, ...] = ()) -> pa.RecordBatch:
    """Kernel, TEXTS -> BLOCKS. `kept` is the parsed ``keep`` list, `own` are the user's phrases.

    Blocks recur, on a page and from page to page: each distinct one of the batch is looked at once.
    """
    read = texts(batch)
    current = read.current
    if not len(current.block_starts):
        return pa.RecordBatch.from_pylist([], schema=BLOCKS)
    page, block_ends = read.owners(current.block_starts), current.block_ends()
    spans = zip(current.block_starts.tolist(), block_ends.tolist(), strict=True)
    word_ends = np.append(current.block_words[1:], len(current.words))
    masked = masked_hashes(current.text, current.words)
    blocks = _Blocks([current.text[a:b] for a, b in spans], current.words, masked, current.block_words, word_ends)
    distinct, places = _distinct(blocks)
    looks = _looks(distinct, with_own(own))
    prose = looks.column("traits").to_numpy() & PROSE > 0
    signed, signatures = page_signatures(distinct.masked, distinct.starts, distinct.ends, prose, places, page)
    repeated = looks.take(pa.array(places))
    held = np.add.reduceat(read.protected(kept), blocks.starts) > 0
    counts = np.bincount(page, minlength=len(read.docs))
    firsts = np.cumsum(counts) - counts
    lengths = np.zeros(len(page), np.int32)
    lengths[firsts[signed]] = PERMUTATIONS
    ordinals, lasts = read.ordinals(), blocks.ends - 1
    columns = {
        "doc": read.docs[page],
        "source": np.array([hash64(source) for source in read.sources], np.int64)[page],
        "block": np.arange(len(page)) - firsts[page],
        "first": ordinals[blocks.starts],
        "last": ordinals[lasts] - (blocks.words.kinds[lasts] & SYMBOL > 0),
        "begin_char": current.block_starts - read.starts[page],
        "end_char": block_ends - read.starts[page],
        "traits": repeated.column("traits").to_numpy() | np.where(held, PROTECTED, 0),
        "signature": pa.ListArray.from_arrays(np.append(0, np.cumsum(lengths)), packed(signatures).values),
    }
    return pa.record_batch(
        [pa.array(columns[f.name]) if f.name in columns else repeated.column(f.name) for f in BLOCKS], schema=BLOCKS
    )


def _distinct(blocks: _Blocks) -> tuple[_Blocks, NDArray[np.int64]]:
    """The first of each set of blocks with one text, and for each block the place of its set among them."""
    numbers: dict[str, int] = {}
    places = np.array([numbers.setdefault(line, len(numbers)) for line in blocks.lines], np.int64)
    firsts = np.unique(places, return_index=True)[1]
    starts, ends = blocks.starts[firsts], blocks.ends[firsts]
    block, nth = spread(ends - starts)
    chosen = starts[block] + nth
    borders = np.append(0, np.cumsum(ends - starts))
    return _Blocks([*numbers], blocks.words.chosen(chosen), blocks.masked[chosen], borders[:-1], borders[1:]), places


def _looks(blocks: _Blocks, catalogue: Catalogue) -> pa.RecordBatch:
    """The columns that follow from a block's text alone."""
    lines, words, masked, starts, ends = blocks.lines, blocks.words, blocks.masked, blocks.starts, blocks.ends
    total = np.append(0, np.cumsum(weights(words.kinds)))
    weight = total[ends] - total[starts]
    looks = traits(lines, words, starts, ends, weight)
    looks |= np.where(dates(masked, words.kinds, starts, ends), DATE, 0)
    exact = fingerprints(words.hashes, starts, ends)
    found = matches(catalogue, masked, words, starts, ends, lines)
    known = [found.get(block) for block in range(len(lines))]
    columns = {
        "weight": weight,
        "masked": np.where(_maskable(words, starts, ends, looks), fingerprints(masked, starts, ends), exact),
        "exact": exact,
        "traits": looks,
        "entry": [m.number if m else -1 for m in known],
        "hits": [m.hits if m else 0 for m in known],
        "pairs": [m.pairs if m else 0 for m in known],
        "topics": topics(words, starts, ends),
        "items": [items(line) for line in lines],
    }
    return pa.record_batch({name: pa.array(column, BLOCKS.field(name).type) for name, column in columns.items()})


def _maskable(
    words: Words, starts: NDArray[np.int64], ends: NDArray[np.int64], looks: NDArray[np.int64]
) -> NDArray[np.bool_]:
    digits = np.append(0, np.cumsum(words.kinds & DIGIT > 0))
    others = (ends - starts) - (digits[ends] - digits[starts])
    return np.asarray((others >= MASK_WORDS) & (looks & (DATE | MARKS) == 0))


def topics(words: Words, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> pa.ListArray:
    """Hashes of each block's distinct long words; in a script without spaces of its pairs of characters.

    The blocks are all that the words have, one after the other.
    """
    full = words.kinds & FULL > 0
    long = full & (words.letters >= 1 << 5 * (TOPIC_LETTERS - 1))
    pairs = np.zeros(len(words), np.bool_)
    pairs[:-1] = ~full[:-1] & ~full[1:] & (words.letters[:-1] > 0) & (words.letters[1:] > 0)
    pairs[ends - 1] = False  # a pair never reaches into the next block
    places = np.flatnonzero(pairs)
    values = words.hashes.copy()
    values[places] = fingerprints(words.hashes, places, places + 2)
    chosen = long | pairs
    block = np.repeat(np.arange(len(starts)), ends - starts)[chosen]
    coded = pa.array(values[chosen]).dictionary_encode()
    distinct = coded.dictionary.to_numpy()
    order = np.argsort(distinct)
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    both = np.sort(block * len(distinct) + ranks[coded.indices.to_numpy()])  # block and value in one number
    both = both[np.diff(both, prepend=-1) > 0]
    borders = np.searchsorted(both, np.arange(len(starts) + 1) * len(distinct))
    return pa.ListArray.from_arrays(borders.astype(np.int32), distinct[order][both % len(distinct)])
