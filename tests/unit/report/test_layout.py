from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dedup.report.layout import columns, fitted, padded, shortened, wrapped

PATH = "a/very/long/path/that/is/never/broken/into/parts.txt"


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("👩\u200d👩\u200d👧", 2), ("각", 2), ("a\u200bb", 2), ("é\x01", 1)],
)
def test_columns(text, width):
    assert columns(text) == width


def test_shortened_cuts_no_character_in_two():
    assert shortened("漢字漢字", 6) == "漢..."
    assert shortened("漢字漢字", 6, at_start=True) == "...字"
    assert shortened("e\u0301" * 5, 4) == "e\u0301..."
    assert shortened("abc", 3) == "abc"
    assert padded("漢", 4) == "漢  "


def test_wrapped():
    assert wrapped("one two three", 7, "  ") == ["one two", "  three"]
    assert wrapped(f"see {PATH} there", 20, "  ") == ["see", f"  {PATH}", "  there"]
    assert wrapped("漢字漢字漢字", 6, " ") == ["漢字漢", " 字漢", " 字"]


def test_fitted_goes_on_below_what_is_told():
    text = "kept at:     one two three four five six\n  | quoted text that is long enough to be broken"
    assert fitted(text, 33).split("\n") == [
        "kept at:     one two three four",
        "             five six",
        "  | quoted text that is long",
        "  | enough to be broken",
    ]


@given(st.text(st.sampled_from("ab 漢e\u0301\t:|")), st.integers(25, 60))
@example("a:\t\t\t漢", 25)
@example(f"{'ab' * 12}: 漢", 25)
def test_fitted_keeps_all_text_within_the_width(text, width):
    lines = fitted(text, width).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= width for line in lines if not line.isascii() or " " in line.strip())
