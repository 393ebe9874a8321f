from __future__ import annotations

import sys

import pytest

from dedup.report import visible


def test_what_is_printable_hides_nothing() -> None:
    """So `visible.text` may hand a printable text back as it is."""
    unsafe = [chr(code) for code in range(sys.maxunicode + 1) if visible._UNSAFE.match(chr(code))]
    assert len(unsafe) > 2000
    assert not [character for character in unsafe if character.isprintable()]
    assert not {"\r", "\n"} & {chr(code) for code in range(128) if chr(code).isprintable()}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain “ünï” 漢字", "plain “ünï” 漢字"),
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("\u202ebackwards", "\\u202ebackwards"),
        ("broken \udcff byte", "broken \\xff byte"),
    ],
)
def test_text(raw: str, shown: str) -> None:
    assert visible.text(raw) == shown
