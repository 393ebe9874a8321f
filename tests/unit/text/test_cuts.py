from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dedup.text.cuts import Origin, Span, apply_cuts, cut_spans
from dedup.text.lines import LINE
from dedup.text.segment import segment
from dedup.text.words import find_words

CASES = {
    "between paragraphs": ("One.\n\n[Two.]\n\nThree.", "One.\n\nThree."),
    "the larger gap stays, before": ("One.\n\n\n[Two.]\nThree.", "One.\n\n\nThree."),
    "the larger gap stays, after": ("One.\n[Two.]\n\n\nThree.", "One.\n\n\nThree."),
    "inside a line": ("One. [Two.] Three.", "One. Three."),
    "at a line's start": ("One.\n[Two.] Three.", "One.\nThree."),
    "at a line's end": ("One. [Two.]\nThree.", "One.\nThree."),
    "at the start": ("[One.]\n\nTwo.", "Two."),
    "at the start, after blank lines": ("\n\n[One.]\n\nTwo.", "Two."),
    "at the start, the indent stays": ("[One.]\n\n  Two.", "  Two."),
    "at the end": ("One.\n\n[Two.]\n", "One.\n"),
    "at the end, no line break": ("One.\n[Two.]", "One.\n"),
    "at the end, inside a line": ("One. [Two.]\n", "One.\n"),
    "everything": ("\n[One.]\n", ""),
    "adjacent ones": ("One.\n\n[Two.]\n[Three.]\n\nFour.", "One.\n\nFour."),
    "indent of the next line": ("One.\n    [Two.]\n    Three.", "One.\n    Three."),
    "CRLF": ("One.\r\n\r\n[Two.]\r\n\r\nThree.", "One.\r\n\r\nThree."),
    "mixed line ends": ("One.\n\r\n[Two.]\u2028Three.", "One.\n\r\nThree."),
    "without spaces": ("一。[二。]三。", "一。三。"),
}


def marked(text: str) -> tuple[str, list[Span]]:
    """A text with [brackets] around what is removed -> the text and the spans."""
    spans, plain = [], ""
    for part in re.split(r"(\[[^]]*\])", text):
        content = part[1:-1] if part.startswith("[") else part
        if part.startswith("["):
            spans.append((len(plain), len(plain) + len(content)))
        plain += content
    return plain, spans


@pytest.mark.parametrize("name", CASES)
def test_what_a_cut_takes_with_it(name: str) -> None:
    text, spans = marked(CASES[name][0])
    assert apply_cuts(text, cut_spans(text, spans)) == CASES[name][1]


TOKENS = st.sampled_from(["Word", "two words", "1.", ". ", ". ", "! ", "。", "漢", "***", "(", "”", " ", "\t", "- "])
ENDS = st.sampled_from(["\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\u2028", "\n \n", "\n    ", "\r"])
TEXTS = st.lists(st.one_of(TOKENS, TOKENS, ENDS), max_size=30).map("".join)


@st.composite
def cuttings(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text and the contents of some of its units."""
    text = draw(TEXTS)
    found = segment(text)
    units = list(zip(found.unit_starts.tolist(), found.unit_ends().tolist(), strict=True))
    chosen = draw(st.lists(st.booleans(), min_size=len(units), max_size=len(units)))
    return text, [unit for unit, gone in zip(units, chosen, strict=True) if gone]


def breaks(space: str) -> int:
    return len(LINE.findall(space))


@given(cuttings())
def test_cuts_are_ordered_and_hold_the_contents_and_white_space(cutting: tuple[str, list[Span]]) -> None:
    text, removed = cutting
    cuts = cut_spans(text, removed)
    assert all(0 <= a < b <= len(text) for a, b in cuts)
    assert all(one[1] <= two[0] for one, two in pairwise(cuts))
    gone = {at for a, b in cuts for at in range(a, b)}
    wanted = {at for a, b in removed for at in range(a, b)}
    assert {at for at in wanted if not text[at].isspace()} == {at for at in gone if not text[at].isspace()}
    assert apply_cuts(text, cuts) == "".join(char for at, char in enumerate(text) if at not in gone)


@given(cuttings())
def test_no_words_or_paragraphs_are_joined(cutting: tuple[str, list[Span]]) -> None:
    text, removed = cutting
    cuts = cut_spans(text, removed)
    origin = Origin(cuts)
    now = find_words(apply_cuts(text, cuts))
    before = find_words(text)
    at = np.searchsorted(before.starts, [origin.offset(at) for at in now.starts.tolist()])
    assert before.hashes[at].tolist() == now.hashes.tolist()
    assert (np.diff(at) > 0).all()


@given(cuttings())
def test_the_gap_that_remains_is_the_larger_one(cutting: tuple[str, list[Span]]) -> None:
    text, removed = cutting
    cuts = cut_spans(text, removed)
    result = apply_cuts(text, cuts)
    shift = 0
    for start, end in cuts:
        seam = start - shift
        shift += end - start
        left = len(text[:start].rstrip())
        right = len(text) - len(text[end:].lstrip())
        before = breaks(re.match(r"\s*", text[left:])[0])  # type: ignore[index]  # it always matches
        content = text[left:right].strip()
        after = breaks(text[left + text[left:right].index(content) + len(content) : right])
        here = breaks(re.search(r"\s*\Z", result[:seam])[0] + re.match(r"\s*", result[seam:])[0])  # type: ignore[index]
        if left and right < len(text):
            assert here == max(before, after), (text, cuts)
        else:
            assert here <= max(before, after)


CUTS = st.lists(st.integers(0, 60), max_size=12, unique=True).map(
    lambda places: list(zip(sorted(places)[::2], sorted(places)[1::2], strict=False))
)


@given(CUTS, st.integers(0, 80))
def test_origin_inverts_cuts(cuts: list[Span], length: int) -> None:
    cuts = [(a, min(b, length)) for a, b in cuts if a < length]
    kept = [at for at in range(length) if not any(a <= at < b for a, b in cuts)]
    origin = Origin(cuts)
    assert [origin.offset(at) for at in range(len(kept))] == kept


@given(CUTS, st.integers(0, 80), st.data())
def test_pieces_are_the_stretches_between_cuts(cuts: list[Span], length: int, data: st.DataObject) -> None:
    cuts = [(a, min(b, length)) for a, b in cuts if a < length]
    kept = [at for at in range(length) if not any(a <= at < b for a, b in cuts)]
    start, end = sorted((data.draw(st.integers(0, len(kept))), data.draw(st.integers(0, len(kept)))))
    assume(start < end)
    pieces = Origin(cuts).pieces(start, end)
    assert [at for a, b in pieces for at in range(a, b)] == kept[start:end]
    assert all(a < b for a, b in pieces)


def test_adjacent_cuts_are_one_seam() -> None:
    origin = Origin([(2, 4), (4, 6)])
    assert [origin.offset(at) for at in range(4)] == [0, 1, 6, 7]
    assert origin.pieces(0, 4) == [(0, 2), (6, 8)]
    assert Origin([]).pieces(3, 5) == [(3, 5)]
