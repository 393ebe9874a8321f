from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from cutting import units
from hypothesis import given
from hypothesis import strategies as st

from dedup.model import Document
from dedup.passes import Passes
from dedup.text import texts as module
from dedup.text.fingerprint import parse_keep
from dedup.text.segment import segment
from dedup.text.texts import TEXTS, batches, texts
from dedup.text.words import NEGATION, SYMBOL, find_words


def document(number: int, text: str, source: str = "folder a") -> Document:
    def bytes_at(offsets: Sequence[int]) -> list[int]:
        return [len(text[:at].encode("utf-8", "surrogatepass")) for at in offsets]

    size = bytes_at([len(text)])[0]
    return Document(number, number, None, source, 0, size, text, bytes_at)


def test_texts_travel_as_they_stand() -> None:
    documents = [document(3, "Öne \udcff two. Three", "site x"), document(7, "")]
    (batch,) = batches(documents, {})
    assert batch.schema == TEXTS
    read = texts(batch)
    assert list(zip(read.docs.tolist(), read.sources, read.texts, strict=True)) == [
        (3, "site x", "Öne \udcff two. Three"),
        (7, "folder a", ""),
    ]


@pytest.mark.parametrize(("limit", "sizes"), [(1, [1, 1, 1]), (8, [2, 1]), (10**6, [3])])
def test_batches_are_a_few_megabytes(monkeypatch: pytest.MonkeyPatch, limit: int, sizes: list[int]) -> None:
    monkeypatch.setattr(module, "_BATCH_CHARACTERS", limit)
    made = list(batches([document(n, "four") for n in range(3)], {}))
    assert [batch.num_rows for batch in made] == sizes
    assert [doc for batch in made for doc in texts(batch).docs.tolist()] == [0, 1, 2]


def test_no_documents_no_batches() -> None:
    assert list(batches([], {})) == []


PIECES = st.sampled_from(
    [
        *("\n", "\n\n", "\r\n", "\r", "\u2028", " ", "\t", "\u0301", "\u200b", "&amp", ";", "# ", "- ", " | a | b"),
        *("Dr.", "word ", "and so on. ", "12", "…", "不", "な", "い", "ไม่", "ナ", "\uff9e", "***"),
        *("没有", "A long line of words to wrap"),
    ]
)


@given(st.lists(st.lists(PIECES, max_size=20).map("".join), max_size=5))
def test_texts_are_read_as_each_alone(found: list[str]) -> None:
    documents = [document(number, text) for number, text in enumerate(found)]
    for batch in batches(documents, {}):
        read = texts(batch)
        borders = read.word_borders()
        for number, text in enumerate(found):
            alone, start = segment(text), read.starts[number]
            mine = slice(borders[number], borders[number + 1])
            for name in ("hashes", "letters", "kinds"):
                assert getattr(read.current.words, name)[mine].tolist() == getattr(alone.words, name).tolist()
            for name in ("starts", "ends"):
                assert (getattr(read.current.words, name)[mine] - start).tolist() == getattr(alone.words, name).tolist()
            for starts, ends in (("unit_starts", "unit_ends"), ("block_starts", "block_ends")):
                own = read.owners(getattr(read.current, starts)) == number
                assert (getattr(read.current, starts)[own] - start).tolist() == getattr(alone, starts).tolist()
                assert (getattr(read.current, ends)()[own] - start).tolist() == getattr(alone, ends)().tolist()


def test_listed_strings_do_not_reach_into_the_next_text() -> None:
    (batch,) = batches([document(0, "本がな"), document(1, "い"), document(2, "ない")], {})
    assert np.flatnonzero(texts(batch).current.words.kinds & NEGATION).tolist() == [4]


def test_kept_words_of_one_text_do_not_reach_into_the_next() -> None:
    (batch,) = batches([document(0, "One two."), document(1, "Three two three."), document(2, "One")], {})
    read = texts(batch)
    assert np.flatnonzero(read.protected(parse_keep(["two three"]))).tolist() == [3, 4]
    assert not read.protected({}).any()


LONG = "Internationalisation and standardisation committees published recommendations"
LINES = st.sampled_from(
    [
        LONG,
        LONG + ".",
        f"Once more. {LONG[:50]}.",
        "Short line",
        "***",
        "--",
        "",
        "... Dots first. Then more",
        "- item",
        "漢字。仮名。",
    ]
)


@given(st.lists(LINES, max_size=16), st.lists(st.sets(st.integers(0, 12), max_size=5), max_size=3))
def test_words_keep_the_numbers_they_have_in_the_original(lines: list[str], rounds: list[set[int]]) -> None:
    doc = document(0, "\n".join(lines))
    original = find_words(doc.text).hashes.tolist()
    passes = Passes(keep_files=False)
    for number, chosen in enumerate([set(), *rounds]):
        read = texts(next(batches([doc], passes.cuts)))
        current = read.current
        ordinals, solid = read.ordinals(), current.words.kinds & SYMBOL == 0
        assert [original[at] for at in ordinals[solid]] == current.words.hashes[solid].tolist()
        assert (np.diff(ordinals[solid]) > 0).all()
        assert (np.diff(ordinals) >= 0).all(), "a line of marks has the number of the word behind it"
        passes.add(doc, units(doc, passes, chosen), number)
