from __future__ import annotations

import pytest

from dedup.errors import LedgerError, UsageError
from dedup.report.explain import explain


def said(corpus, where):
    return explain(corpus.ledger, corpus.cleaned, where)


def test_a_kept_line(shown):
    text = "a.txt:1 was kept.\n  | Head\n\nnearest removal: line 4, repeats a kept place word for word (repeat/exact)\n"
    assert said(shown, "a.txt:1") == text


def test_a_kept_line_that_is_repeated(shown):
    assert said(shown, "a.txt:2").endswith("\nrepeated at:     a.txt:4, a.txt:5, b.txt:3, which went\n")


def test_a_kept_line_far_from_everything(shown):
    assert said(shown, "same.txt:1") == "same.txt:1 was kept.\n  | Fine.\n"


@pytest.mark.parametrize("name", ["b.txt", "raw/b.txt", "./b.txt", "./raw/b.txt", "/home/me/raw/b.txt"])
def test_a_near_repeat(shown, name):
    text = said(shown, f"{name}:3")
    assert text.startswith("b.txt:3 was removed.\n  | The swift brown fox")
    assert "repeats a kept place with small changes (repeat/near)" in text
    assert "evidence:    17 of 18 words\n" in text
    assert "kept at:     a.txt:2, 94.4 % alike\n" in text
    assert "run:         17 words stand there one behind the other, 5 are needed\n" in text
    assert "sentence:    18 of 19 words stand there, in order (94.7 %, 80 % are needed)\n" in text
    assert "  changed:   swift -> quick\ncompared:    the same there: 7\n" in text
    assert "The [-swift-] {+quick+} brown fox" in text
    assert "or run with: --similarity 0.95 (94.7 % of the sentence stand at the kept place)\n" in text
    assert "         or: --min-words 18 (the run has 17)\n" in text
    near = shown.originals["b.txt"].index(b"The swift")
    assert f'    [tool.dedup]\n    keep = ["{near:016x}:19"]\n' in text


def test_boilerplate(shown):
    text = said(shown, "b.txt:1")
    assert "known ad label, English (known/ad/en)" in text
    assert "kept at" not in text
    assert text.count("  | Advertisement") == 1
    assert "level:       safe and above\n" in text
    assert "entry:       “Advertisement” of the catalogue, ad [en], strong: goes wherever it stands\n" in text
    assert "or run with" not in text


def test_rows(shown):
    assert said(shown, "rows.jsonl:1:1").startswith(
        "rows.jsonl:1:1 was kept.\n  | Kept line\n\nnearest removal: line 2,"
    )
    text = said(shown, "rows.jsonl:1:2")
    assert text.startswith("rows.jsonl:1:2 was removed.\n  | Share this é\n")
    assert "learned: the same on many pages of this source (learned)" in said(shown, "rows.jsonl:2")
    assert "\\u202e" in said(shown, "rows.jsonl:2")


def test_a_dropped_file_by_the_end_of_its_path(shown):
    text = said(shown, "gone.txt:1")
    assert text.startswith("sub/gone.txt:1 was removed, with its whole file.")
    option = "or run with: --keep-files (the file goes as a whole)\n"
    assert text.endswith(f"{option}             unless another rule takes it\n")


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


def pages(tmp_path, corpus_at, span, level="default", rule="learned", **config):
    """Three pages with a line that differs in its number; it went from all but the last."""
    lines = [f"Share this page with {number} friends\n".encode() for number in (7, 12, 40)]
    files = {f"{n}.txt": b"Head\n" + line + b"Tail\n" for n, line in enumerate(lines)}
    cuts = {name: [span(5, len(data) - 5, rule, level=level)] for name, data in files.items() if name != "2.txt"}
    return corpus_at(tmp_path, files, cuts, config=config)


def test_learned_text_names_another_page(tmp_path, corpus_at, span):
    text = said(pages(tmp_path, corpus_at, span, "safe"), "0.txt:2")
    assert "evidence:    on 12 of 30 pages\nlevel:       safe and above\nthe same at: 1.txt:2\n" in text
    assert "or run with" not in text


@pytest.mark.parametrize(("level", "lower"), [("default", "safe"), ("aggressive", "default")])
def test_a_lower_level_would_keep_it(tmp_path, corpus_at, span, level, lower):
    text = said(pages(tmp_path, corpus_at, span, level), "0.txt:2")
    option = f"or run with: --level {lower} (the rule acts from --level {level} on)\n"
    assert text.endswith(f"{option}             unless another rule takes it\n")


def test_an_entry_of_the_users_own(tmp_path, corpus_at, span):
    own = [["share", "en", False, "Share this page with 1 friends", "mine.toml"]]
    text = said(pages(tmp_path, corpus_at, span, rule="known/share/en", catalogue=own), "0.txt:2")
    entry = "“Share this page with 1 friends” of mine.toml, share [en], weak: goes only in company"
    assert f"entry:       {entry}\n" in text


def test_a_strong_entry_that_was_counted_as_weak(tmp_path, corpus_at, span):
    own = [["share", "en", True, "Share this page with 1 friends", "mine.toml"]]
    text = said(pages(tmp_path, corpus_at, span, rule="known/share/en", catalogue=own), "0.txt:2")
    assert "strong: goes wherever it stands\n             counted as weak on this page" in text


def test_a_ledger_without_levels_and_runs(tmp_path, corpus_at, span, witness_of):
    data = b"One line of text that is long enough to be compared.\nBetween.\n"
    files = {"a": data, "b": data}
    corpus = corpus_at(tmp_path, files, {"b": [span(0, 53, "repeat/exact", "all", witness_of("a", data, data[:53]))]})
    text = said(corpus, "b:1")
    assert "word by word, no difference" in text
    assert "run:" not in text
    assert "--min-words" not in text


def test_a_near_repeat_in_a_row(tmp_path, corpus_at, span, witness_of):
    a = b"The quick brown fox \xe2\x80\x9cjumps\xe2\x80\x9d over 7 lazy dogs in the yard.\n"
    text = '{"text": "Kept.\\nThe swift brown fox \\u201cjumps\\u201d over 7 lazy dogs in the yard.\\nKept."}\n'
    row = text.encode()
    start, end = row.index(b"The"), row.index(b"Kept.", 15)
    cut = span(start, end, "repeat/near", "most", witness_of("a.txt", a, a[:-1], 0.9), 1, (2, 2), run=(10, 5))
    corpus = corpus_at(tmp_path, {"a.txt": a, "b.jsonl": row}, {"b.jsonl": [cut]})
    explained = said(corpus, "b.jsonl:1:2")
    assert "sentence:    11 of 12 words stand there, in order (91.6 %, 80 % are needed)\n" in explained
    assert "  changed:   swift -> quick\ncompared:    the same there: 7\n" in explained
    assert said(corpus, "b.jsonl:1").count("sentence: ") == 1


def test_a_row_that_went_as_a_whole(tmp_path, corpus_at, span, witness_of):
    line = "The quick brown fox jumps over 7 lazy dogs in the yard."
    row = f'{{"id": 3, "text": "{line}"}}\n'.encode()
    rows = row + row.replace(b"quick", b"swift")
    witness = witness_of("a.jsonl", rows, line.encode(), 0.9, 1)
    cut = span(len(row), len(rows), "repeat/near", "most", witness, 2, (1, 1), run=(10, 0))
    corpus = corpus_at(tmp_path, {"a.jsonl": rows}, {"a.jsonl": [cut]})
    text = said(corpus, "a.jsonl:2:1")
    assert "run:         its whole document says what an earlier one says, and no more\n" in text
    assert "  changed:   swift -> quick\n" in text
    assert "--min-words" not in text
