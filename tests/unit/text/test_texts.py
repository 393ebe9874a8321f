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
from dedup.text.texts import TEXTS, batches, texts
from dedup.text.words import SYMBOL, find_words


def document(number: int, text: str, source: str = "folder a") -> Document:
    def bytes_at(offsets: Sequence[int]) -> list[int]:
        return [len(text[:at].encode("utf-8", "surrogatepass")) for at in offsets]

    size = bytes_at([len(text)])[0]
    return Document(number, number, None, source, 0, size, text, bytes_at)


def test_texts_travel_as_they_stand() -> None:
    documents = [document(3, "Öne \udcff two. Three", "site x"), document(7, "")]
    (batch,) = batches(documents, {}, {})
    assert batch.schema == TEXTS
    assert [(t.doc, t.source, t.text) for t in texts(batch)] == [
        (3, "site x", "Öne \udcff two. Three"),
        (7, "folder a", ""),
    ]


@pytest.mark.parametrize(("limit", "sizes"), [(1, [1, 1, 1]), (8, [2, 1]), (10**6, [3])])
def test_batches_are_a_few_megabytes(monkeypatch: pytest.MonkeyPatch, limit: int, sizes: list[int]) -> None:
    monkeypatch.setattr(module, "_BATCH_CHARACTERS", limit)
    made = list(batches([document(n, "four") for n in range(3)], {}, {}))
    assert [batch.num_rows for batch in made] == sizes
    assert [t.doc for batch in made for t in texts(batch)] == [0, 1, 2]


def test_no_documents_no_batches() -> None:
    assert list(batches([], {}, {})) == []


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
        (text,) = texts(next(batches([doc], passes.cuts, passes.skipped)))
        current = text.current()
        ordinals, solid = text.ordinals(current), current.words.kinds & SYMBOL == 0
        assert [original[at] for at in ordinals[solid]] == current.words.hashes[solid].tolist()
        assert (np.diff(ordinals[solid]) > 0).all()
        assert (np.diff(ordinals) >= 0).all(), "a line of marks has the number of the word behind it"
        passes.add(doc, units(doc, passes, chosen), number)
