from __future__ import annotations

import pytest

from dedup.errors import LedgerError, UsageError
from dedup.report.explain import explain


def said(corpus, where):
    return explain(corpus.ledger, corpus.cleaned, where)


def test_a_kept_line(shown):
    assert said(shown, "a.txt:1") == "a.txt:1 was kept.\n  | Head\n"


@pytest.mark.parametrize("name", ["b.txt", "raw/b.txt", "./b.txt", "./raw/b.txt", "/home/me/raw/b.txt"])
def test_a_near_repeat(shown, name):
    text = said(shown, f"{name}:3")
    assert text.startswith("b.txt:3 was removed.\n  | The swift brown fox")
    assert "repeats a kept place with small changes (repeat/near)" in text
    assert "evidence:    17 of 18 words\n" in text
    assert "kept at:     a.txt:2, 94.4 % alike\n" in text
    assert "The [-swift-] {+quick+} brown fox" in text
    near = shown.originals["b.txt"].index(b"The swift")
    assert f'    [tool.dedup]\n    keep = ["{near:016x}:19"]\n' in text


def test_boilerplate(shown):
    text = said(shown, "b.txt:1")
    assert "known ad label, English (known/ad/en)" in text
    assert "kept at" not in text
    assert "  | Advertisement" in text


def test_rows(shown):
    assert said(shown, "rows.jsonl:1:1") == "rows.jsonl:1:1 was kept.\n  | Kept line\n"
    text = said(shown, "rows.jsonl:1:2")
    assert text.startswith("rows.jsonl:1:2 was removed.\n  | Share this é\n")
    assert "learned: the same on many pages of this source (learned)" in said(shown, "rows.jsonl:2")
    assert "\\u202e" in said(shown, "rows.jsonl:2")


def test_a_dropped_file_by_the_end_of_its_path(shown):
    assert said(shown, "gone.txt:1").startswith("sub/gone.txt:1 was removed, with its whole file.")


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("a.txt", "FILE:LINE"),
        ("a.txt:x", "FILE:LINE"),
        ("a.txt:0", "counted from 1"),
        ("a.txt:6", "the file has 5 lines"),
        ("a.txt:1:1", "is a text file"),
        ("aa.txt:1", "no such file; did you mean a.txt"),
        ("nothing like it:1", "no such file$"),
        ("rows.jsonl:3", "the file has 2 rows"),
        ("rows.jsonl:1:3", "the text of this row has 2 lines"),
        ("p.pdf:1", "was not cleaned"),
    ],
)
def test_what_does_not_exist(shown, where, message):
    with pytest.raises(UsageError, match=message):
        said(shown, where)


def test_names(tmp_path, corpus_at, span):
    files = {
        "x/same.txt": b"a\n",
        "y/same.txt": b"b\n",
        "c:3": b"c\nd\n",
        "raw/z.txt": b"z\n",
        "z.txt": b"y\n",
    }
    corpus = corpus_at(tmp_path, files)
    with pytest.raises(UsageError, match=r"same.txt: fits 2 files \(x/same.txt, y/same.txt\)"):
        said(corpus, "same.txt:1")
    assert "| a" in said(corpus, "x/same.txt:1")
    assert "| d" in said(corpus, "c:3:2")
    assert "| z" in said(corpus, "raw/z.txt:1")


def test_part_of_a_line(tmp_path, corpus_at, span):
    corpus = corpus_at(tmp_path, {"a": b"kept here. gone here.\n"}, {"a": [span(10, 21)]})
    assert said(corpus, "a:1").startswith("a:1 was removed in part.")


def test_an_edited_file_is_an_error(shown):
    (shown.cleaned / "a.txt").write_text("edited")
    with pytest.raises(LedgerError, match="edited"):
        said(shown, "a.txt:1")


def test_terminal_escapes_are_shown(tmp_path, corpus_at, span):
    corpus = corpus_at(tmp_path, {"a": b"\x1b[31mred\n"}, {"a": [span(0, 9)]})
    assert "\x1b" not in said(corpus, "a:1")
    assert "\\x1b[31mred" in said(corpus, "a:1")
