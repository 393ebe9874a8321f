"""Kernel 1: the blocks of the documents as they stand, with all that later steps need to know of each."""

from __future__ import annotations

from itertools import repeat

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.boilerplate.catalogue import Catalogue, masked_hashes, with_own
from dedup.boilerplate.collapse import page_signature
from dedup.boilerplate.items import items
from dedup.boilerplate.matching import matches
from dedup.boilerplate.traits import DATE, MARKS, PROSE, PROTECTED, dates, traits
from dedup.entries import Entry
from dedup.text.fingerprint import fingerprints, protected
from dedup.text.segment import Segmented
from dedup.text.texts import Text, texts
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
            pa.list_(pa.int64()),
        ),  # of the whole page, on its first block only; empty without long blocks
    ]
)


def blocks_of_texts(batch: pa.RecordBatch, kept: dict[int, set[int]], own: tuple[Entry, ...] = ()) -> pa.RecordBatch:
    """Kernel, TEXTS -> BLOCKS. `kept` is the parsed ``keep`` list, `own` are the user's phrases."""
    catalogue = with_own(own)
    parts = [part for text in texts(batch) if (part := _blocks(text, kept, catalogue)) is not None]
    return pa.concat_batches(parts) if parts else pa.RecordBatch.from_pylist([], schema=BLOCKS)


def _blocks(text: Text, kept: dict[int, set[int]], catalogue: Catalogue) -> pa.RecordBatch | None:
    current = text.current()
    words, starts = current.words, current.block_words
    count = len(starts)
    if not count:
        return None
    ends = np.append(starts[1:], len(words))
    firsts, places = _distinct(current)
    distinct = _looks(current, firsts, catalogue)
    prose = distinct.column("traits").to_numpy() & PROSE > 0
    page = page_signature(masked_hashes(current.text, words), starts[firsts], ends[firsts], prose)
    repeated = distinct.take(pa.array(places))
    looks = repeated.column("traits").to_numpy()
    if kept:
        looks = looks | np.where(np.add.reduceat(protected(words, kept), starts) > 0, PROTECTED, 0)
    ordinals = text.ordinals(current)
    columns = {
        "doc": np.full(count, text.doc),
        "source": np.full(count, hash64(text.source)),
        "block": np.arange(count),
        "first": ordinals[starts],
        "last": ordinals[ends - 1] - (words.kinds[ends - 1] & SYMBOL > 0),
        "traits": looks,
        "signature": pa.array([page, *repeat([], count - 1)], pa.list_(pa.int64())),
    }
    return pa.record_batch(
        [pa.array(columns[f.name]) if f.name in columns else repeated.column(f.name) for f in BLOCKS], schema=BLOCKS
    )


def _distinct(current: Segmented) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first of each set of blocks with one text, and for each block the place of its set among them."""
    spans = zip(current.block_starts.tolist(), current.block_ends().tolist(), strict=True)
    numbers: dict[str, int] = {}
    places = np.array([numbers.setdefault(current.text[a:b], len(numbers)) for a, b in spans], np.int64)
    return np.unique(places, return_index=True)[1], places


def _looks(current: Segmented, firsts: NDArray[np.int64], catalogue: Catalogue) -> pa.RecordBatch:
    """The columns that follow from a block's text alone, for some blocks."""
    words, lines, starts, ends = _apart(current, firsts)
    count = len(lines)
    total = np.append(0, np.cumsum(weights(words.kinds)))
    weight = total[ends] - total[starts]
    masked = masked_hashes(current.text, words)
    looks = traits(lines, words, starts, ends, weight)
    looks |= np.where(dates(masked, words.kinds, starts, ends), DATE, 0)
    exact = fingerprints(words.hashes, starts, ends)
    found = matches(catalogue, masked, words, starts, ends, lines)
    known = [found.get(block) for block in range(count)]
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


def _apart(
    current: Segmented, blocks: NDArray[np.int64]
) -> tuple[Words, list[str], NDArray[np.int64], NDArray[np.int64]]:
    """The words and texts of some blocks as if they were all there is, and where each one's words start and end."""
    starts = current.block_words
    lengths = np.append(starts[1:], len(current.words))[blocks] - starts[blocks]
    ends = np.cumsum(lengths)
    shift = np.repeat(starts[blocks] - (ends - lengths), lengths)
    spans = zip(current.block_starts[blocks].tolist(), current.block_ends()[blocks].tolist(), strict=True)
    lines = [current.text[a:b] for a, b in spans]
    return current.words.chosen(shift + np.arange(len(shift))), lines, ends - lengths, ends


def _maskable(
    words: Words, starts: NDArray[np.int64], ends: NDArray[np.int64], looks: NDArray[np.int64]
) -> NDArray[np.bool_]:
    digits = np.append(0, np.cumsum(words.kinds & DIGIT > 0))
    others = (ends - starts) - (digits[ends] - digits[starts])
    return np.asarray((others >= MASK_WORDS) & (looks & (DATE | MARKS) == 0))


def topics(words: Words, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[list[int]]:
    """Hashes of each block's long words; in a script without spaces of its pairs of characters."""
    full = words.kinds & FULL > 0
    long = full & (words.letters >= 1 << 5 * (TOPIC_LETTERS - 1))
    pairs = np.zeros(len(words), np.bool_)
    pairs[:-1] = ~full[:-1] & ~full[1:] & (words.letters[:-1] > 0) & (words.letters[1:] > 0)
    places = np.arange(len(words))
    values = np.where(pairs, fingerprints(words.hashes, places, np.minimum(places + 2, len(words))), words.hashes)
    told = long | pairs
    told[ends - 1] &= long[ends - 1]  # a pair never reaches into the next block
    chosen = np.append(0, np.cumsum(told))
    hashes = values[told].tolist()
    return [sorted(set(hashes[a:b])) for a, b in zip(chosen[starts].tolist(), chosen[ends].tolist(), strict=True)]
