from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from cutting import units
from hypothesis import given
from hypothesis import strategies as st

from dedup.model import Document
from dedup.passes import Passes
from dedup.repeats.stream import CHUNK, WORDS, batch_of, changed, groups, joined, stream, words_of_texts
from dedup.text.fingerprint import parse_keep
from dedup.text.segment import segment
from dedup.text.texts import batches
from dedup.text.words import PROTECTED, SYMBOL

Words = Callable[..., pa.RecordBatch]


def document(text: str) -> Document:
    def bytes_at(offsets: Sequence[int]) -> list[int]:
        return list(offsets)

    return Document(4, 0, None, "folder .", 0, len(text), text, bytes_at)


@pytest.mark.parametrize("count", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_words_come_back_from_their_chunks(words_batch: Words, count: int) -> None:
    text = " ".join(f"word{n}." for n in range(count))
    batch = words_batch([text])
    assert batch.schema == WORDS
    assert batch.num_rows == -(-count // CHUNK)
    if count:
        words, found = stream(batch), segment(text).words
        assert words.hashes.tolist() == found.hashes.tolist()
        assert words.kinds.tolist() == found.kinds.tolist()
        assert words.letters.tolist() == found.letters.tolist()
        every = np.arange(count)
        assert words.places_of(every).tolist() == words.ordinals_of(every).tolist() == every.tolist()


@given(st.integers(100, 400), st.sets(st.integers(0, 399), max_size=6))
def test_words_of_a_cut_text_keep_their_numbers(count: int, cut: set[int]) -> None:
    doc = document(" ".join(f"Word{n} here." if n % 7 else f"\n***\nWord{n} here." for n in range(count)))
    passes = Passes(keep_files=False)
    passes.add(doc, units(doc, passes, cut), 1)
    (batch,) = batches([doc], passes.cuts)
    rows = words_of_texts(batch, {})
    words = stream(rows)
    original = segment(doc.text).words
    solid = words.kinds & SYMBOL == 0
    numbered = original.hashes[original.kinds & SYMBOL == 0]
    every = np.arange(len(words))
    assert numbered[words.ordinals_of(every)[solid]].tolist() == words.hashes[solid].tolist()
    assert words.places_of(every).tolist() == every.tolist()
    for row in rows.to_pylist():
        assert len(row["words"]) <= CHUNK
        assert row["place"] // CHUNK == row["chunk"] == (row["place"] + len(row["words"]) - 1) // CHUNK


def test_protected_words_are_marked(words_batch: Words) -> None:
    words = stream(words_batch(["One two. All rights reserved. Three"], parse_keep(["all rights reserved"])))
    assert (words.kinds & PROTECTED > 0).tolist() == [False, False, True, True, True, False]


def test_the_same_text_has_the_same_content(words_batch: Words) -> None:
    rows = words_batch(["One two.", "One two.", "One two!"]).to_pylist()
    assert rows[0]["content"] == rows[1]["content"] != rows[2]["content"]


@given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 5))
def test_groups(values: list[int], rows: int) -> None:
    batch = pa.record_batch([pa.array(values, pa.int64())], names=["doc"])
    made = [part.column("doc").to_pylist() for part in groups(batch, rows=rows)]
    assert [value for part in made for value in part] == values
    assert all(one[-1] != two[0] for one, two in pairwise(made))
    assert all(len(part) >= rows for part in made[:-1])
    assert all(len(part) - part.count(part[-1]) < rows for part in made)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=12))
def test_changed(rows: list[tuple[int, int]]) -> None:
    one, two = np.array(rows, np.int64).reshape(-1, 2).T
    assert changed(one, two).tolist() == [n == 0 or rows[n] != rows[n - 1] for n in range(len(rows))]


def test_batches_of_nothing() -> None:
    schema = pa.schema([("doc", pa.int64()), ("ones", pa.list_(pa.int64()))])
    assert joined([], schema).schema == batch_of([], schema).schema == schema
    one = batch_of([(1, np.arange(2)), (2, [])], schema)
    assert joined([one, one], schema).to_pylist() == 2 * [{"doc": 1, "ones": [0, 1]}, {"doc": 2, "ones": []}]
