from __future__ import annotations

import pytest

from dedup.model import Removal, Witness
from dedup.report import phrases, visible, words


def removal(rule, evidence="", kind="boilerplate", witness=None, row=None, path="a.txt", count=10):
    return Removal(0, path, row, 0, 1, b"x", 1, 1, kind, rule, evidence, "f", count, witness)


def repeat(path, start, end, row=None, own_row=None, count=10):
    witness = Witness(path, row, start, end, 1, 2, 1.0)
    return removal("repeat/exact", kind="repeat", witness=witness, row=own_row, count=count)


@pytest.mark.parametrize(
    ("removals", "expected"),
    [
        ([], ""),
        ([repeat("a.txt", 0, 9), repeat("a.txt", 0, 9)], "pasted 3 times"),
        ([repeat("a.txt", 0, 9)], "pasted twice"),
        # One copy in two pieces: ranges that only touch are no second copy.
        ([repeat("a.txt", 0, 9), repeat("a.txt", 9, 12)], "pasted twice"),
        ([repeat("a.txt", 0, 9), repeat("a.txt", 5, 12), repeat("a.txt", 20, 22)], "pasted 3 times"),
        ([repeat("b.txt", 0, 9)], "repeats b.txt"),
        ([repeat("c.txt", 0, 9), repeat("b.txt", 0, 9, count=20)], "repeats b.txt and 1 other"),
        ([repeat("x\n\x1b", 0, 9)], "repeats x\\n\\x1b"),
        ([repeat("a.txt", 0, 9, row=3, own_row=5)], "repeats row 3"),
        (
            [removal("known/ad/en"), removal("known/ad/de"), removal("known/comment/en")],
            "2 ads, comment form",
        ),
        ([removal("known/ad/en")], "1 ad"),
        ([removal("known/cookie/de"), removal("known/share/fr")], "cookie notice, share bar"),
        ([removal("known/paywall"), removal("known/paywall")], "paywall prompt"),
        ([removal("known/odd-thing/en")], "odd thing"),
        ([removal("learned", "on 12 of 30 pages of this source")], "furniture of 12 pages"),
        ([removal("learned", "1,200 pages"), removal("learned", "3 pages")], "furniture of 1,200 pages"),
        ([removal("learned", "seen often")], "furniture of its source"),
        ([removal("context/tail"), removal("context/tail")], "page tail"),
        ([repeat("a.txt", 0, 9), removal("known/ad/en")], "pasted twice, 1 ad"),
    ],
)
def test_why(removals, expected):
    assert phrases.why(removals) == expected


@pytest.mark.parametrize(
    ("rule", "kind", "expected"),
    [
        ("repeat/near", "repeat", "repeats a kept place with small changes"),
        ("known/ad/en", "boilerplate", "known ad label, English"),
        ("known/comment", "boilerplate", "known comment form"),
        ("learned", "boilerplate", "learned: the same on many pages of this source"),
        ("odd/rule", "boilerplate", "odd/rule"),
    ],
)
def test_reason(rule, kind, expected):
    assert phrases.reason(removal(rule, kind=kind)) == expected


def test_only_equal_texts_are_alike_in_full():
    assert phrases.percent(1.0) == "100 %"
    assert phrases.percent(0.9999) == "99.9 %"
    assert phrases.percent(0.29) == "29 %"


def test_visible():
    assert visible.text("a\r\nb\tc\rd\x1b\udc80\ud800\u202e") == "a\nb\tc\\x0dd\\x1b\\x80\\ud800\\u202e"
    assert visible.name("a\n\tb") == "a\\n\\tb"
    assert visible.unquoted("a\\n\\u00e9") == "a\né"
    assert visible.unquoted('"}') == '"}'


@pytest.mark.parametrize(
    ("removed", "witness", "expected"),
    [
        ("one two three", "one 2 three", "one [-two-] {+2+} three"),
        ("one two", "one two", "one two"),
        ("one", "one two", "one {+two+}"),
        ("Yes, it is.", "Yes it is.", "Yes[-,-] it is."),
        ("漢字仮名", "漢字名", "漢字[-仮-]名"),
        ("", "", ""),
    ],
)
def test_word_by_word(removed, witness, expected):
    pieces = words.compare(removed, witness)
    assert " ".join(words.marked(pieces).split()) == expected
    assert words.differences(pieces) == expected.count("[-") + expected.count("{+")


def test_long_texts_are_not_compared():
    assert words.compare("a " * 601, "a") is None
