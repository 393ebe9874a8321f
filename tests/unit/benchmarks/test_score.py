"""The scorer finds what was removed, and judges it by the labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from alignment import align, removed
from hypothesis import given
from hypothesis import strategies as st
from labels import Document, Label, Piece, plain, write_set
from score import score, wilson

COPY = "one two three four five six seven eight nine ten."
GONE = "### ### ##### #### #### ### ##### ##### #### ####"


def struck(before: str, after: str) -> str:
    """The text with what was removed in capitals of one letter."""
    flags = removed(before, after)
    return "".join("#" if flag and not letter.isspace() else letter for letter, flag in zip(before, flags, strict=True))


def test_what_is_left_is_kept() -> None:
    assert struck("a b c d", "a d") == "a # # d"
    assert struck("a b c", "") == "# # #"
    assert struck("a b c", "a b c") == "a b c"


def test_white_space_never_counts() -> None:
    assert not removed("a  b\n\nc", "a b c").any()


def test_of_several_copies_the_first_counts_as_kept() -> None:
    before = f"Lead.\n{COPY}\n{COPY}\n{COPY}\nEnd."
    assert struck(before, f"Lead.\n{COPY}\nEnd.") == f"Lead.\n{COPY}\n{GONE}\n{GONE}\nEnd."


def test_the_first_copy_counts_as_kept_behind_other_removed_text() -> None:
    before = f"Lead.\nx y z\n{COPY}\n{COPY}\nEnd."
    assert struck(before, f"Lead.\n{COPY}\nEnd.") == f"Lead.\n# # #\n{COPY}\n{GONE}\nEnd."


def test_a_removed_stretch_begins_where_a_sentence_does() -> None:
    assert struck("So. The dog ran. The cat sat.", "So. The cat sat.") == "So. ### ### #### The cat sat."


def test_characters_of_a_script_without_spaces_are_aligned_singly() -> None:
    assert struck("今日は晴れ。明日は雨。", "明日は雨。") == "######明日は雨。"


def test_words_that_a_cleaner_put_in_are_passed_over() -> None:
    assert struck("a b c", "a [cut] c") == "a # c"


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_a_subsequence_is_aligned_as_a_whole(tokens: list[str], kept: list[bool]) -> None:
    left = [token for token, keep in zip(tokens, kept, strict=False) if keep]
    places = align(tokens, left)
    assert [tokens[place] for place in places] == left
    assert places == sorted(set(places))


def test_wilson_interval() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)


def labelled(tmp_path: Path) -> Path:
    """A set of two files: one copy that should go, one advertisement, one trap, and text without a label."""
    copy, ad, trap = (
        Label(goes, kind, "en", "1") for goes, kind in (("repeat", "r"), ("boilerplate", "b"), (None, "t"))
    )
    first = Document("a.txt", "en", [plain("Text that stays."), plain(COPY, copy), plain("Advert", ad)])
    second = Document("b.txt", "en", [[Piece("Before. "), Piece("Thirteen boats came.", trap)]])
    write_set(tmp_path / "set", [first, second])
    return tmp_path / "set"


def clean(tmp_path: Path, first: str | None, second: str | None) -> Path:
    """A cleaned tree."""
    out = tmp_path / "out"
    out.mkdir()
    for name, text in (("a.txt", first), ("b.txt", second)):
        if text is not None:
            (out / name).write_text(text)
    return out


def test_all_right(tmp_path: Path) -> None:
    out = clean(tmp_path, "Text that stays.", "Before. Thirteen boats came.")
    result = score(labelled(tmp_path), out, ("repeat", "boilerplate"))
    assert (result.recall().hits, result.recall().spans) == (2, 2)
    assert (result.survival().hits, result.survival().spans) == (1, 1)
    assert result.precision == 1
    assert not result.errors


def test_spans_of_the_other_half_count_neither_way(tmp_path: Path) -> None:
    out = clean(tmp_path, f"Text that stays.\n{COPY}", "Before. Thirteen boats came.")
    result = score(labelled(tmp_path), out, ("repeat",))
    assert (result.recall().hits, result.recall().spans) == (0, 1)
    assert result.right == result.wrong == 0


def test_a_missing_file_was_removed(tmp_path: Path) -> None:
    result = score(labelled(tmp_path), clean(tmp_path, f"Text that stays.\n{COPY}\nAdvert", None), ("repeat",))
    assert result.survival().hits == 0
    assert result.wrong == len("Before.Thirteenboatscame.")
    assert {error.what for error in result.errors} == {"missed", "trap", "stray"}


def test_a_span_needs_four_fifths(tmp_path: Path) -> None:
    left = COPY.split(" ", 2)
    out = clean(tmp_path, f"Text that stays.\n{' '.join(left[:2])}\nAdvert", "Before. Thirteen boats came.")
    result = score(labelled(tmp_path), out, ("repeat",))
    assert result.recall().hits == 1
    assert 0.8 < result.recall().removed / result.recall().characters < 1
