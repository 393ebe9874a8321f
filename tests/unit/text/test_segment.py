from __future__ import annotations

import textwrap
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.cuts import apply_cuts, cut_spans
from dedup.text.lines import LINE
from dedup.text.segment import Segmented, segment
from dedup.text.words import BLOCK, SYMBOL, UNIT, VERSE, find_words

LINE_ENDS = ["\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029"]


def units(text: str) -> list[str]:
    found = segment(text)
    return [text[a:b] for a, b in zip(found.unit_starts, found.unit_ends(), strict=True)]


def blocks(text: str) -> list[str]:
    found = segment(text)
    return [text[a:b] for a, b in zip(found.block_starts, found.block_ends(), strict=True)]


def verse_units(text: str) -> list[str]:
    found = segment(text)
    verse = found.words.kinds[found.unit_words] & VERSE > 0
    return [unit for unit, flag in zip(units(text), verse, strict=True) if flag]


WRAPPED = """\
The committee that was set up last spring to look into the matter has
now published its findings. They are plain enough: the bridge was never
inspected, the reports were copied from one year to the next, and
nobody had read them."""


def test_units_are_sentences_and_lines() -> None:
    text = "A heading\n\nOne sentence here. Another one.\nA line\n"
    assert units(text) == ["A heading", "One sentence here.", "Another one.", "A line"]
    assert blocks(text) == ["A heading", "One sentence here. Another one.", "A line"]


def test_a_wrapped_paragraph_is_one_block() -> None:
    text = f"{WRAPPED}\n\nNext."
    assert blocks(text) == [WRAPPED, "Next."]
    assert units(text) == [WRAPPED[:97], WRAPPED[98:], "Next."]


def test_marks_without_words_join_their_neighbour() -> None:
    assert units("“ ” Once more. … ! Then ( ) more. ***") == ["“ ” Once more. …", "! Then ( ) more. ***"]


def test_a_line_of_marks_is_a_unit_of_one_weightless_word() -> None:
    text = "One\n ** \n\n---\nTwo"
    found = segment(text)
    assert units(text) == blocks(text) == ["One", " **", "---", "Two"]
    assert [text[a:b] for a, b in zip(found.words.starts, found.words.ends, strict=True)] == ["One", "**", "---", "Two"]
    assert (found.words.kinds & SYMBOL > 0).tolist() == [False, True, True, False]


@pytest.mark.parametrize("text", ["", " ", "\n\n", " \r\n\t\n"])
def test_blank_texts_have_nothing(text: str) -> None:
    found = segment(text)
    assert len(found.words) == len(found.unit_starts) == len(found.block_starts) == len(found.unit_ends()) == 0


def test_leading_blank_lines_belong_to_the_first_unit() -> None:
    found = segment("\n\n  One\nTwo")
    assert found.unit_starts.tolist() == found.block_starts.tolist() == [0, 8]


@pytest.mark.parametrize("end", LINE_ENDS, ids=map(ascii, LINE_ENDS))
def test_every_line_end(end: str) -> None:
    text = end.join(["First line", "second line", "", "***", *WRAPPED.splitlines()])
    assert blocks(text) == ["First line", "second line", "***", end.join(WRAPPED.splitlines())]
    assert len(units(text)) == 5


def test_sentences_of_chinese_and_japanese() -> None:
    assert units("今日は晴れ。明日は雨！本当？") == ["今日は晴れ。", "明日は雨！", "本当？"]


@pytest.mark.parametrize(
    ("text", "verse"),
    [
        ("Row, row, row your boat\nGently down the stream", ["Row, row, row your boat", "Gently down the stream"]),
        ("A heading\n\nIt rained all day.", ["A heading"]),
        ("- A list item\n1. Another", []),
        ("Ends with a mark.", []),
        ("Sleep, my child.\nDream on,\nthe night is long", ["Sleep, my child.", "Dream on,", "the night is long"]),
        ("one two three four five six seven eight nine ten eleven twelve", []),
        ("***\nOne line", ["One line"]),
    ],
)
def test_verse(text: str, verse: list[str]) -> None:
    assert verse_units(text) == verse


def check(text: str, found: Segmented) -> None:
    """What holds for every text."""
    words, starts = found.words, found.unit_starts.tolist()
    assert bool(starts) == bool(text.strip())
    if not starts:
        return
    # Units tile the text.
    assert starts[0] == 0
    assert all(a < b for a, b in pairwise(starts))
    # Each ends on something that is not white space, and only white space lies between them.
    for (start, stop), end in zip(pairwise([*starts, len(text)]), found.unit_ends().tolist(), strict=True):
        assert start < end <= stop
        assert not text[end - 1].isspace()
        assert not text[end:stop].strip()
    # Each has a word or is a line of marks.
    firsts = found.unit_words.tolist()
    assert firsts[0] == 0
    assert all(a < b for a, b in pairwise([*firsts, len(words)]))
    for unit, (start, stop) in enumerate(pairwise([*starts, len(text)])):
        first, last = firsts[unit], [*firsts, len(words)][unit + 1]
        assert all(start <= words.starts[i] and words.ends[i] <= stop for i in range(first, last))
        if words.kinds[first] & SYMBOL:
            assert last == first + 1
            assert not len(find_words(text[start:stop]))
            assert not LINE.search(text[start:stop].strip())
    # Blocks are unions of units.
    assert set(found.block_starts.tolist()) <= set(starts)
    assert set(found.block_words.tolist()) <= set(firsts)
    assert (
        found.unit_starts[np.searchsorted(found.unit_words, found.block_words)].tolist() == found.block_starts.tolist()
    )
    # The flags say the same.
    assert np.flatnonzero(words.kinds & UNIT).tolist() == firsts
    assert np.flatnonzero(words.kinds & BLOCK).tolist() == found.block_words.tolist()
    # The words are those of the text, plus marks.
    plain = find_words(text)
    solid = words.kinds & SYMBOL == 0
    assert words.starts[solid].tolist() == plain.starts.tolist()
    assert words.hashes[solid].tolist() == plain.hashes.tolist()
    assert all(a <= b for a, b in zip(words.ends, words.starts[1:], strict=False))


TOKENS = st.sampled_from(
    ["word", "Word", "a", "1.", "- ", "。", "漢字", ".", ". ", "! ", "…", "***", "“", "”)", " ", "  ", "\t", "\u200b"]
)
ENDS = st.sampled_from([*LINE_ENDS, "\n\n", "\n \n", "\r\n\r\n", "\x0c"])


@given(st.lists(st.one_of(TOKENS, TOKENS, TOKENS, ENDS), max_size=40).map("".join))
def test_units_tile_and_blocks_are_unions_of_them(text: str) -> None:
    check(text, segment(text))


@given(st.text())
def test_any_text_is_segmented(text: str) -> None:
    check(text, segment(text))


@given(st.lists(st.sampled_from(["***", "--", WRAPPED, WRAPPED.splitlines()[0], "Short line", "", "- " + "=" * 70])))
def test_wrapped_paragraphs_and_marks(lines: list[str]) -> None:
    text = "\n".join(lines)
    check(text, segment(text))


SENTENCES = [
    "The committee that was set up last spring by the ministry to look into the matter has published its findings.",
    "According to the report, which runs to several hundred pages and was written by engineers from three universities "
    "together with the former head of the inspectorate, the bridge was last examined in 1998 by two men who never left "
    "their car and who copied the figures of the year before into their forms.",
    "Nobody had read it.",
    "The minister said on the same evening that she had read the report with great concern and that those who were "
    "responsible for it would be held to account before the end of the coming winter.",
]


@pytest.mark.parametrize("gone", [{0}, {1}, {2}, {0, 2}, {0, 3}, {1, 2}, {0, 2, 3}], ids=str)
def test_a_cut_leaves_a_wrapped_paragraph_wrapped(gone: set[int]) -> None:
    text = textwrap.fill(" ".join(SENTENCES), 72)
    found = segment(text)
    spans = list(zip(found.unit_starts.tolist(), found.unit_ends().tolist(), strict=True))
    assert len(spans) == len(SENTENCES)
    rest = apply_cuts(text, cut_spans(text, [spans[unit] for unit in sorted(gone)]))
    kept = [text[slice(*span)] for unit, span in enumerate(spans) if unit not in gone]
    assert units(rest) == kept
