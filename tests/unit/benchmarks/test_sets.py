"""What the builders promise of their labels."""

from __future__ import annotations

import re
from random import Random

import pytest
import repeats
from articles import joined, manual, sentences, written
from edits import KINDS
from facts import CHANGES
from labels import Document, Label, Piece, plain
from wording import KINDS as WORDING
from wording import Exchange, Vocabulary

PROSE = [a for a in (*written(), *manual()) if a.language == "en"]


def test_labels_point_at_their_text() -> None:
    label, other = Label("repeat", "k", "en", "1"), Label(None, "t", "en", "2")
    document = Document(
        "a.txt", "en", [plain("x"), plain("one", label), plain("two", label), [Piece("é "), Piece("z", other)]]
    )
    text = document.text()
    assert [(row["goes"], text[row["start"] : row["end"]]) for row in document.labels()] == [
        ("repeat", "one\n\ntwo"),
        (None, "z"),
    ]


@pytest.mark.parametrize("article", written(), ids=lambda article: f"{article.language}-{article.name}")
def test_sentences_tile_a_paragraph(article) -> None:
    for paragraph in article.paragraphs:
        assert joined(sentences(paragraph, article.language), article.language) == paragraph


@pytest.mark.parametrize("kind", [*KINDS, *WORDING, "exchange"])
def test_no_edit_changes_a_number(kind: str) -> None:
    exchange = Exchange(Vocabulary({"en": [p for a in PROSE for p in a.paragraphs]}))
    edit = {**KINDS, **WORDING, "exchange": exchange.many_words}[kind]
    for article in PROSE[:8]:
        passage = list(article.paragraphs)
        copy = edit(Random(1), passage, "en")
        if copy is not None:
            numbers, others = ([m for p in ps for m in re.findall(r"\d+", p)] for ps in (copy, passage))
            assert set(numbers) <= set(others) or kind == "full-width"


@pytest.mark.parametrize("kind", CHANGES)
def test_a_changed_fact_is_another_sentence(kind: str) -> None:
    found = [
        (sentence, new)
        for article in PROSE
        for paragraph in article.paragraphs
        for sentence in sentences(paragraph, "en")
        if (new := CHANGES[kind](Random(1), sentence, "en")) is not None
    ]
    assert found
    assert all(new != sentence for sentence, new in found)


def test_a_set_is_the_same_each_time() -> None:
    first, second = (repeats.build("test-1") for _ in range(2))
    assert [(d.path, d.text(), d.labels()) for d in first] == [(d.path, d.text(), d.labels()) for d in second]
    assert len({d.path for d in first}) == len(first)
