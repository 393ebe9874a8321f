from __future__ import annotations

from collections.abc import Sequence

from cutting import blocks, remaining, units
from hypothesis import given
from hypothesis import strategies as st

from dedup.model import Document
from dedup.passes import Passes
from dedup.text.cuts import apply_cuts, cut_spans, spans
from dedup.text.words import WORD, find_words

TEXT = "Alpha beta. Gamma delta.\n\nEpsilon zeta.\n***\nEta theta. Iota kappa.\n"


def document(text: str, number: int = 0) -> Document:
    def bytes_at(offsets: Sequence[int]) -> list[int]:
        return list(offsets)

    return Document(number, number, None, "folder .", 0, len(text), text, bytes_at)


def test_units_of_the_text_as_it_stands() -> None:
    doc, passes = document(TEXT), Passes(keep_files=False)
    assert passes.add(doc, units(doc, passes, [1, 2]), 1)
    assert remaining(doc, passes) == "Alpha beta.\n***\nEta theta. Iota kappa.\n"
    assert passes.add(doc, units(doc, passes, [2]), 2)
    assert remaining(doc, passes) == "Alpha beta.\n***\nIota kappa.\n"
    assert [(doc.text[p.start : p.end], p.number, p.unit) for p in passes.pieces[0]] == [
        ("Gamma delta.", 1, 1),
        ("Epsilon zeta.", 1, 2),
        ("Eta theta.", 2, 2),
    ]


def test_what_spans_a_cut_is_several_pieces() -> None:
    doc, passes = document("Alpha beta. Gamma delta. Epsilon zeta.\nEta theta."), Passes(keep_files=False)
    passes.add(doc, units(doc, passes, [1]), 1)
    passes.add(doc, blocks(doc, passes, [0]), 2)
    assert passes.pieces[0] == [(0, 12, 2, 0), (12, 24, 1, 1), (25, 38, 2, 0)]
    assert remaining(doc, passes) == "Eta theta."
    passes.put_back(doc, {(2, 0)})
    assert remaining(doc, passes) == "Alpha beta. Epsilon zeta.\nEta theta."


def test_blocks() -> None:
    doc, passes = document(TEXT), Passes(keep_files=False)
    passes.add(doc, blocks(doc, passes, [0, 2]), 1)
    assert remaining(doc, passes) == "Epsilon zeta.\nEta theta. Iota kappa.\n"


def test_put_back() -> None:
    doc, passes = document(TEXT), Passes(keep_files=False)
    passes.add(doc, units(doc, passes, [1, 2]), 1)
    passes.add(doc, units(doc, passes, [0]), 2)
    passes.put_back(doc, {(1, 2), (2, 5), (7, 0)})
    assert remaining(doc, passes) == "Epsilon zeta.\n***\nEta theta. Iota kappa.\n"
    passes.put_back(doc, {(1, 1), (2, 0)})
    assert remaining(doc, passes) == TEXT
    assert passes.cuts[0] == []


def test_a_document_without_words_goes_as_a_whole() -> None:
    doc, passes = document("\n***\nAlpha beta.\n---\n"), Passes(keep_files=False)
    assert passes.add(doc, units(doc, passes, [1]), 1)
    assert passes.whole == {0}
    assert remaining(doc, passes) == ""
    passes.put_back(doc, {(1, 1)})
    assert passes.whole == set()
    assert remaining(doc, passes) == doc.text


def test_a_document_without_words_and_without_removals_stays() -> None:
    doc, passes = document("***\n"), Passes(keep_files=False)
    assert passes.add(doc, units(doc, passes, []), 1)
    assert passes.whole == set()
    assert remaining(doc, passes) == "***\n"


def test_kept_files_lose_nothing_rather_than_everything() -> None:
    doc, passes = document("Alpha beta.\nGamma delta.\n"), Passes(keep_files=True)
    assert passes.add(doc, units(doc, passes, [0]), 1)
    assert not passes.add(doc, units(doc, passes, [0]), 2)
    assert passes.exempt == {0}
    assert remaining(doc, passes) == "Gamma delta.\n"


LINES = st.lists(
    st.sampled_from(
        ["Alpha beta.", "Gamma. Delta epsilon", "***", "", "  Indented line", "漢字。仮名。", "- item one"]
    ),
    min_size=1,
    max_size=10,
)


@given(LINES, st.lists(st.sets(st.integers(0, 9)), min_size=1, max_size=3))
def test_cuts_depend_only_on_the_removed_spans(lines: list[str], rounds: list[set[int]]) -> None:
    doc, passes = document("\n".join(lines)), Passes(keep_files=False)
    for number, chosen in enumerate(rounds):
        passes.add(doc, units(doc, passes, chosen), number)
    pieces = passes.pieces[0]
    assert pieces == sorted(pieces)
    again = cut_spans(doc.text, [(p.start, p.end) for p in pieces])
    if 0 in passes.whole:
        assert not WORD.search(apply_cuts(doc.text, again))
    else:
        assert spans(passes.cuts[0]) == again
    assert all(gap.words == len(find_words(doc.text[gap.start : gap.end])) for gap in passes.cuts[0])


@given(LINES, st.lists(st.sets(st.integers(0, 9)), min_size=1, max_size=3))
def test_putting_everything_back_gives_the_original(lines: list[str], rounds: list[set[int]]) -> None:
    doc, passes = document("\n".join(lines)), Passes(keep_files=False)
    for number, chosen in enumerate(rounds):
        passes.add(doc, units(doc, passes, chosen), number)
    for number in range(len(rounds)):
        passes.put_back(doc, {(number, unit) for unit in range(10)})
    assert remaining(doc, passes) == doc.text
    assert not passes.whole
