from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from datasketch import LeanMinHash, MinHash, MinHashLSH
from numpy.typing import NDArray

from dedup.repeats.sketch import (
    BAND_KEYS,
    BANDS,
    LEAST_JACCARD,
    PAIRS,
    ROWS,
    SKETCHES,
    bands_of_sketches,
    estimate,
    shingle_sizes,
    shingles,
    sketches_of_words,
)
from dedup.repeats.stream import Stream
from dedup.text.minhash import PERMUTATIONS, packed, signatures, signatures_of

Words = Callable[..., pa.RecordBatch]


def some_words(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)
    return ["".join(rng.choices("abcdefghijkl", k=6)) for _ in range(count)]


def sketch(values: Sequence[int]) -> MinHash:
    made = MinHash(PERMUTATIONS, hashfunc=int)
    for value in values:
        made.update(value)
    return made


def signature(values: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The MinHash of one set of shingles."""
    return signatures_of(values, np.array([0, len(values)]))[0]


def lean(values: NDArray[np.uint32]) -> LeanMinHash:
    """A user's way to load a signature."""
    blank = MinHash(PERMUTATIONS)
    return LeanMinHash(seed=blank.seed, scheme=blank.scheme, hashvalues=signature(values).astype(np.uint64))


@pytest.mark.parametrize("count", [1, 2, 50, 5000])
def test_signatures_are_those_of_datasketch(count: int) -> None:
    values = np.random.default_rng(count).integers(0, 1 << 32, count).astype(np.uint32)
    got = signature(values)
    assert got.dtype == np.int64
    assert got.tolist() == sketch(values.tolist()).hashvalues.tolist()
    assert got.tolist() == signature(np.concatenate([values, values[::-1]])).tolist(), "a set of shingles"


def test_signatures_of_many_sets() -> None:
    values = np.random.default_rng(1).integers(0, 1 << 32, 300).astype(np.uint32)
    borders = np.array([0, 0, 1, 1, 40, 300, 300])
    got = signatures_of(values, borders)
    assert got.tolist() == [sketch(values[a:b].tolist()).hashvalues.tolist() for a, b in pairwise(borders)]
    assert signatures_of(values[:0], borders[:1]).shape == (0, PERMUTATIONS)


def test_packed_signatures_come_back() -> None:
    made = signatures_of(np.arange(9, dtype=np.uint32), np.array([0, 0, 1, 9]))
    assert signatures(packed(made)).tolist() == made.tolist()
    assert signatures(packed(made).slice(1, 1)).tolist() == made[1:2].tolist()
    assert signatures(packed(made[:0])).shape == (0, PERMUTATIONS)


def test_a_fixed_signature() -> None:
    assert signature(np.arange(3, dtype=np.uint32))[:4].tolist() == [214548472, 2868690350, 1311794348, 194758406]


def test_signatures_are_found_by_lsh() -> None:
    rng = np.random.default_rng(1)
    one = rng.integers(0, 1 << 32, 100).astype(np.uint32)
    two = np.concatenate([one[:95], rng.integers(0, 1 << 32, 5).astype(np.uint32)])
    other = rng.integers(0, 1 << 32, 100).astype(np.uint32)
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    for name, values in (("one", one), ("other", other)):
        index.insert(name, lean(values))
    query = lean(two)
    assert index.query(query) == ["one"]
    assert query.jaccard(sketch(two.tolist())) == 1.0
    assert abs(query.jaccard(sketch(one.tolist())) - 95 / 105) < 0.15


def shingles_of(words: Stream, start: int, end: int) -> list[int]:
    """The shingles of one block."""
    starts, ends = np.array([start]), np.array([end])
    size = shingle_sizes(words, starts, ends, words.weights()[start:end].sum(keepdims=True))
    found, borders = shingles(words.hashes, starts, ends, size)
    assert found.dtype == np.uint32
    assert borders.tolist() == [0, len(found)]
    return found.tolist()


@pytest.mark.parametrize(("count", "size"), [(8, 2), (23, 2), (24, 3), (60, 3)])
def test_shingles_of_words(words_stream: Callable[[Sequence[str]], Stream], count: int, size: int) -> None:
    found = shingles_of(words_stream([" ".join(some_words(1, count))]), 0, count)
    assert len(found) == count - size + 1
    assert found == shingles_of(words_stream([" ".join(["before", *some_words(1, count)])]), 1, count + 1)


def test_shingles_of_chinese_are_twice_as_long(words_stream: Callable[[Sequence[str]], Stream]) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(30))
    assert len(shingles_of(words_stream([text]), 0, 30)) == 30 - 4 + 1
    assert len(shingles_of(words_stream([text * 2]), 0, 60)) == 60 - 6 + 1


def test_shingles_of_blocks_are_their_own() -> None:
    hashes = np.arange(100, 150)
    starts, ends, size = np.array([0, 20, 21]), np.array([20, 21, 50]), np.array([3, 2, 4])
    found, borders = shingles(hashes, starts, ends, size)
    assert borders.tolist() == [0, 18, 19, 45]
    alone = [
        shingles(hashes[a:b], np.array([0]), np.array([b - a]), np.array([n]))[0]
        for a, b, n in zip(starts, ends, size, strict=True)
    ]
    assert found.tolist() == np.concatenate(alone).tolist()


def rows_of(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = batch.to_pylist()
    return rows


def test_blocks_of_eight_words_are_sketched(words_batch: Words) -> None:
    lines = [" ".join(some_words(n, count)) for n, count in enumerate([7, 8, 30])]
    made = sketches_of_words(words_batch(["\n\n".join(lines), "", "short"]))
    assert made.schema == SKETCHES
    assert [(row["doc"], row["pos"], row["weight"]) for row in rows_of(made)] == [(0, 7, 16), (0, 15, 60)]
    alone = sketches_of_words(words_batch([lines[1]]))
    assert rows_of(alone)[0]["signature"] == rows_of(made)[0]["signature"]


def test_band_keys(words_batch: Words) -> None:
    texts = [" ".join(some_words(n, 40)) for n in range(3)]
    made = sketches_of_words(words_batch([*texts, texts[0]]))
    keys = bands_of_sketches(made)
    assert keys.schema == BAND_KEYS
    rows = rows_of(keys)
    assert len(rows) == 4 * BANDS
    by_doc = [[row["key"] for row in rows if row["doc"] == doc] for doc in range(4)]
    assert by_doc[0] == by_doc[3]
    assert len({key for doc in by_doc for key in doc}) == 3 * BANDS, "bands never share a key by chance"
    for doc in range(4):
        assert rows_of(bands_of_sketches(made.slice(doc, 1))) == [row for row in rows if row["doc"] == doc], "slices"
    assert bands_of_sketches(made.slice(0, 0)).num_rows == 0


@pytest.mark.parametrize("band", [0, 7, BANDS - 1])
def test_a_band_depends_on_its_values_only(words_batch: Words, band: int) -> None:
    row = sketches_of_words(words_batch([" ".join(some_words(1, 40))]))
    values = row.column("signature")[0].as_py()
    changed = [v if n // ROWS == band else v ^ 1 for n, v in enumerate(values)]
    other = row.set_column(5, SKETCHES.field(5), pa.array([changed], pa.list_(pa.int32())))
    same = [
        a["key"] == b["key"]
        for a, b in zip(rows_of(bands_of_sketches(row)), rows_of(bands_of_sketches(other)), strict=True)
    ]
    assert same == [n == band for n in range(BANDS)]


@pytest.mark.parametrize("equal", [0, 25, 26, 64, 128])
def test_estimate(equal: int) -> None:
    own = np.arange(PERMUTATIONS)
    other = np.where(own < equal, own, own + 1000)
    head = [[n] for n in (5, 7, 100, 2, 0, 3)]
    lists = [packed(v[np.newaxis]) for v in (own, other)]
    names = [*PAIRS.names[:6], "own", "other"]
    types = [PAIRS.field(n).type for n in PAIRS.names[:6]]
    batch = pa.record_batch([*(pa.array(v, t) for v, t in zip(head, types, strict=True)), *lists], names=names)
    expected = [(5, 7, 100 * equal // PERMUTATIONS, 2, 0, 3, equal)] if equal >= LEAST_JACCARD * PERMUTATIONS else []
    got = estimate(batch)
    assert got.schema == PAIRS
    assert [tuple(row.values()) for row in rows_of(got)] == expected
