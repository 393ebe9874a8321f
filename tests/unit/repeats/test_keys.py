from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pytest

from dedup.repeats.keys import KEYS, WINDOW, WINNOW, keys_of_words
from dedup.repeats.stream import CHUNK

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


def test_any_batches_give_the_same_keys(words_batch: Words) -> None:
    texts = [" ".join(some_words(n, 300)) for n in range(4)]
    batch = words_batch(texts)
    whole = keys_of_words(batch).to_pylist()
    documents = [batch.filter(pa.array([doc == n for doc in batch.column("doc").to_pylist()])) for n in range(4)]
    assert [row for part in documents for row in keys_of_words(part).to_pylist()] == whole
