from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.repeats.keys import KEYS, WINDOW, WINNOW, keys_of_words, winnowed
from dedup.repeats.sketch import sketches_of_words
from dedup.repeats.stream import CHUNK, groups, stream
from dedup.text.fingerprint import fingerprints

Words = Callable[..., pa.RecordBatch]
Row = dict[str, Any]


def some_words(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)
    return ["".join(rng.choices("abcdefghijkl", k=6)) for _ in range(count)]


@pytest.fixture
def keys(words_batch: Words) -> Callable[[Sequence[str]], list[list[Row]]]:
    """The rows of each text."""

    def of(texts: Sequence[str]) -> list[list[Row]]:
        rows = keys_of_words(words_batch(texts))
        assert rows.schema == KEYS
        return [[row for row in rows.to_pylist() if row["doc"] == n] for n in range(len(texts))]

    return of


Keys = Callable[[Sequence[str]], list[list[Row]]]


@pytest.mark.parametrize("seed", range(30))
def test_a_common_stretch_shares_a_winnowed_key(keys: Keys, seed: int) -> None:
    rng = random.Random(seed)
    common = some_words(1000 + seed, WINNOW + 4)
    texts = []
    for side in range(2):
        before, after = (some_words(2 * seed + side + 50 * n, rng.randint(0, 200)) for n in range(2))
        texts.append(" ".join([*before, *common, *after]))
    one, two = ({row["key"] for row in rows} for rows in keys(texts))
    assert one & two


def test_few_words_share_none(keys: Keys) -> None:
    common = some_words(1, 4)
    one, two = keys([" ".join([*some_words(2 + n, 40), *common, *some_words(4 + n, 40)]) for n in range(2)])
    assert not {row["key"] for row in one} & {row["key"] for row in two}


def test_units_and_blocks_share_their_keys_whatever_stands_around(keys: Keys) -> None:
    sentence, line = "The bridge was never inspected.", "A line of five words. And five more words, more."
    one, two = keys([f"Before it. {sentence} After it.\n{line}", f"{sentence}\nOther words stand here now.\n{line}"])
    shared = {row["key"]: row for row in one if row["key"] in {other["key"] for other in two}}
    assert sorted((row["pos"], row["weight"]) for row in shared.values())[:3] == [(2, 10), (9, 10), (9, 20)]


def test_a_stretch_of_less_than_five_words_has_no_key(keys: Keys) -> None:
    (rows,) = keys(["One two three four.\nFive six seven.\n漢字仮名交じり。"])
    assert [row["weight"] for row in rows if not row["twin"]] == [10] * len([row for row in rows if not row["twin"]])
    assert not [row for row in rows if row["pos"] in (0, 4) and row["weight"] < 10 and not row["twin"]]


def test_a_key_stands_once_in_a_document(keys: Keys) -> None:
    (rows,) = keys(["The bridge was never inspected.\n" * 50])
    assert len({row["key"] for row in rows}) == len(rows)
    assert {row["pos"] for row in rows if not row["twin"]} <= set(range(WINNOW + 5))


def test_windows_lie_around_the_match(keys: Keys) -> None:
    (rows,) = keys([" ".join(some_words(1, 3000)) + ". The bridge was never inspected."])
    for row in rows:
        words = row["weight"] // 2
        assert row["low"] == max(0, row["pos"] - WINDOW) // CHUNK
        assert row["high"] == (row["pos"] + words + WINDOW) // CHUNK


def twin_key(rows: list[Row]) -> int:
    (row,) = (row for row in rows if row["twin"])
    assert row["pos"] == row["low"] == 0
    return int(row["key"])


def test_the_whole_document_has_a_key(keys: Keys) -> None:
    long = " ".join(some_words(1, 25))
    short = " ".join(some_words(1, 24))
    one, two, three, four, five, six = keys([long, f"“{long.upper()}!”", f"{long} more", short, f"{short}!", short])
    assert twin_key(one) == twin_key(two) != twin_key(three)
    assert twin_key(four) == twin_key(six) != twin_key(five), "a short document must be the same to the letter"
    assert not {row["key"] for row in one if not row["twin"]} & {twin_key(one)}


def test_documents_without_words(keys: Keys) -> None:
    assert keys(["", "\n"]) == [[], []]
    (rows,) = keys(["***\n---"])
    assert [row["twin"] for row in rows] == [1]


DOCUMENTS = st.lists(
    st.lists(st.sampled_from(["a", "b", "c. ", "d\n", "e\n\n***\n", "漢字"]), max_size=90).map(" ".join)
)


@given(DOCUMENTS)
def test_any_batches_give_the_same_keys(words_batch: Words, texts: list[str]) -> None:
    batch = words_batch(["", *texts])
    whole = keys_of_words(batch).to_pylist()
    assert [row for part in groups(batch) for row in keys_of_words(part).to_pylist()] == whole
    made = sketches_of_words(batch).to_pylist()
    assert [row for part in groups(batch) for row in sketches_of_words(part).to_pylist()] == made


@given(st.lists(st.sampled_from("ab"), max_size=120), st.integers(0, 50))
def test_a_winnowed_run_is_the_least_of_a_window(words_batch: Words, letters: list[str], others: int) -> None:
    before = " ".join(["x y"] * others)
    words = stream(words_batch([before, " ".join(letters)]))
    doc = words.hashes[words.docs_of(np.arange(len(words))) == 1]
    count = max(len(doc) - 4, 0)
    prints = fingerprints(doc, np.arange(count), np.arange(count) + 5).tolist()
    windows = [range(n, n + WINNOW) for n in range(count - WINNOW + 1)] or [range(count)] * (count > 0)
    wanted = {min(window, key=prints.__getitem__) for window in windows}
    _, starts, ends = winnowed(words, words.weights())
    mine = starts >= len(words) - len(doc)
    assert (starts[mine] - (len(words) - len(doc))).tolist() == sorted(wanted)
    assert (ends[mine] - starts[mine]).tolist() == [5] * len(wanted)
