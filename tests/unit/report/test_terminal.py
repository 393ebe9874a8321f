from __future__ import annotations

import pytest

from dedup.report import layout, terminal


def table(corpus, width=80):
    return terminal.table(corpus.ledger.stream(), corpus.ledger.info, "cleaned-report/index.html", width)


def test_table(shown):
    assert (
        table(shown)
        == """\
file              lines  why
a.txt            5 -> 3  pasted 3 times
b.txt            4 -> 2  repeats a.txt, 1 ad
rows.jsonl       2 -> 1  share bar, furniture of 4 pages
sub/gone.txt  1 -> gone  cookie notice

4 of 6 files changed, 14 lines -> 8, 66 words removed
2 of 6 documents gone as a whole
1 file copied unchanged
1 note, see the report
1 problem, see the report
report: cleaned-report/index.html
"""
    )


@pytest.mark.parametrize("width", [1, 10, 30, 59, 60, 61, 80, 200])
def test_no_line_is_too_wide(tmp_path, width, corpus_at, span):
    names = ["漢字" * 20, "long/" * 12 + "name.txt", "a\n\x1b[31m", "e\u0301" * 60]
    files = dict.fromkeys(names, b"x\n" * 3000)
    cuts = [span(0, 2, f"known/{kind}/en") for kind in ("ad", "comment", "cookie", "share", "nav")]
    corpus = corpus_at(tmp_path, files, dict.fromkeys(names, cuts[:1]))
    entries = [(record, [cut.removal(0, "x", b"x\n") for cut in cuts]) for record in corpus.ledger.files()]
    text = terminal.table(entries, corpus.ledger.info, "r", width)
    assert "\x1b" not in text
    lines = text.splitlines()
    longest_word = max(len(word) for word in lines[-2].split())
    assert all(layout.columns(line) <= max(width, longest_word, len("report: r")) for line in lines)


def test_no_more_than_forty_files(tmp_path, corpus_at, span):
    files = {f"{number:03}.txt": b"x\n" for number in range(45)}
    text = table(corpus_at(tmp_path, files, {name: [span(0, 2)] for name in files}))
    assert "039.txt" in text
    assert "040.txt" not in text
    assert "and 5 more files\n" in text


def test_nothing_removed(tmp_path, corpus_at):
    text = table(corpus_at(tmp_path, {"a": b"x\n"}))
    assert text == "nothing removed from 1 file\nreport: cleaned-report/index.html\n"
