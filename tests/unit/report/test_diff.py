from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.report import diff
from dedup.report.hunks import hunks


def git_apply(tree: Path, patch: Path, *options: str) -> None:
    """Apply as a user would, outside of any repository and without a user's own settings."""
    settings = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(tree.parent),
    }
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", *options, str(patch.absolute())],
        cwd=tree, capture_output=True, env={**os.environ, **settings}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (done.stderr, patch.read_bytes())


def check_both_ways(corpus, files_of) -> bytes:
    """Make the cleaned tree from the original one with git, and back."""
    diff.write(corpus.ledger, corpus.cleaned, corpus.report)
    patch = corpus.report / "changes.diff"
    raw, cleaned = files_of(corpus.raw), files_of(corpus.cleaned)
    git_apply(corpus.raw, patch)
    assert files_of(corpus.raw) == cleaned
    git_apply(corpus.cleaned, patch, "-R")
    assert files_of(corpus.cleaned) == raw
    return patch.read_bytes()


def test_head_names_what_is_not_shown(shown, files_of):
    diff.write(shown.ledger, shown.cleaned, shown.report)
    head, _, body = (shown.report / "changes.diff").read_bytes().partition(b"diff --git ")
    assert b"# not shown, cleaned, JSONL: rows.jsonl\n" in head
    assert b"# not shown, copied unchanged: p.pdf\n" in head
    assert b"deleted file mode 100644\n--- a/sub/gone.txt\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-Accept" in body
    assert b"same.txt" not in head + body
    git_apply(shown.raw, shown.report / "changes.diff")
    expected = files_of(shown.cleaned) | {"rows.jsonl": shown.originals["rows.jsonl"]}
    assert files_of(shown.raw) == expected


@pytest.mark.parametrize(
    ("data", "cuts"),
    [
        (b"a\r\nb\r\nc\r\n", [(3, 6)]),
        (b"a\nb\nc", [(3, 5)]),
        (b"a\nb\nc", [(0, 2)]),
        (b"a b\nc d\ne\n", [(1, 6)]),
        (b"a b\nc\nd\ne\n", [(1, 4)]),
        (b"a\nb\nc\nd", [(1, 2), (3, 4), (5, 6)]),
        (b"".join(b"%d\n" % n for n in range(40)), [(4, 6), (60, 61), (90, 93)]),
        (b"".join(b"%d\n" % n for n in range(9)), [(0, 2), (16, 18)]),
        (b"all\n", [(0, 4)]),
        (b"\xef\xbb\xbfmark\nrest\n", [(8, 13)]),
        (b"x\x0cy\x1cz\n\xff\xfe\ntail\n", [(2, 4)]),
    ],
)
def test_git_takes_it(tmp_path, data, cuts, corpus_at, span, files_of):
    check_both_ways(corpus_at(tmp_path, {"f.txt": data}, {"f.txt": [span(*cut) for cut in cuts]}), files_of)


@pytest.mark.parametrize(
    "name",
    [
        "with space.txt",
        'quo"te.txt',
        "back\\slash",
        "tab\tline\nfeed",
        "odd\udcff",
        "größe/é.txt",
        "-dash",
        "\x01\x7f",
    ],
)
@pytest.mark.parametrize("gone", [False, True])
def test_odd_names(tmp_path, name, gone, corpus_at, span, files_of):
    cut = span(0, 8) if gone else span(0, 4)
    dropped = [name] if gone else []
    check_both_ways(corpus_at(tmp_path, {name: b"one\ntwo\n", "z": b"z"}, {name: [cut]}, dropped=dropped), files_of)


def test_dropped_files(tmp_path, corpus_at, span, files_of):
    files = {"empty": b"", "tool": b"#!\nx", "z": b"z"}
    corpus = corpus_at(
        tmp_path, files, {"tool": [span(0, 2), span(2, 4)]}, dropped=["empty", "tool"], modes={"tool": 0o755}
    )
    patch = check_both_ways(corpus, files_of)
    assert b"deleted file mode 100755" in patch
    assert os.access(corpus.cleaned / "tool", os.X_OK)


@pytest.mark.parametrize("data", [b"\xff\xfea\0\n\0", b"a\0b\n"])
def test_no_text_for_git(tmp_path, data, corpus_at, span):
    corpus = corpus_at(tmp_path, {"f.txt": data}, {"f.txt": [span(2, 4)]})
    diff.write(corpus.ledger, corpus.cleaned, corpus.report)
    written = (corpus.report / "changes.diff").read_bytes()
    assert b"diff --git" not in written
    assert b"# not shown, cleaned, UTF-16 or NUL bytes: f.txt\n" in written


LINES = st.lists(st.sampled_from([b"a", b"b", b"b c", b"", b"  ", b"d\r", b"\xff"]), max_size=30)


@settings(max_examples=80, deadline=None)
@given(
    files=st.lists(st.tuples(LINES, st.booleans(), st.lists(st.integers(0, 60), max_size=12)), min_size=1, max_size=5)
)
def test_git_takes_whatever_is_cut(files, corpus_at, span, files_of):
    originals, cuts = {"first": b"x\ny\n"}, {"first": [span(0, 2)]}
    for number, (lines, ended, marks) in enumerate(files):
        data = b"\n".join(lines) + (b"\n" if ended else b"")
        ends = sorted({min(mark, len(data)) for mark in marks})
        originals[f"{number}"] = data
        cuts[f"{number}"] = [span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    with TemporaryDirectory() as folder:
        check_both_ways(corpus_at(Path(folder) / "c", originals, cuts), files_of)


def test_a_huge_line_with_many_cuts_is_linear():
    data = b"word " * 400_000
    cuts = [(at, at + 5) for at in range(0, len(data), 20)]
    [_, old, new] = list(hunks(data, cuts))
    assert old == b"-" + data + b"\n\\ No newline at end of file\n"
    assert new.count(b"word") == 300_000
