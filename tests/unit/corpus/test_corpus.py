from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from dedup.config import Config
from dedup.corpus import Corpus, jsonl, plain
from dedup.errors import InputChanged
from dedup.model import File


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "news").mkdir(parents=True)
    (folder / "a.txt").write_text("alpha")
    (folder / "b.jsonl").write_text('{"text": "one"}\nbroken\n{"text": "two", "url": "http://x.example"}\n')
    (folder / "c.png").write_bytes(b"\x89PNG")
    (folder / "link").symlink_to("a.txt")
    (folder / "news/d.txt").write_text("delta")
    return folder


def texts(corpus: Corpus, only: set[int] | None = None) -> list[tuple[int, str]]:
    return [(document.number, document.text) for document in corpus.documents(only)]


def test_documents_in_order(root: Path) -> None:
    corpus = Corpus.open(root, Config())
    documents = list(corpus.documents())
    assert [(d.number, d.file, d.row, d.source, d.text) for d in documents] == [
        (0, 0, None, "folder .", "alpha"),
        (1, 1, 1, "file b.jsonl", "one"),
        (2, 1, 3, "site x.example", "two"),
        (3, 4, None, "folder news", "delta"),
    ]
    assert [str(problem)[:16] for problem in corpus.problems] == ["b.jsonl:2: is no"]


def test_a_second_call_gives_the_same_and_tells_no_problem_twice(root: Path) -> None:
    corpus = Corpus.open(root, Config())
    first = texts(corpus)
    assert texts(corpus) == first
    assert texts(corpus, {2, 3}) == first[2:]
    assert len(corpus.problems) == 1


def test_a_call_that_was_given_up_leaves_no_trace(root: Path) -> None:
    corpus = Corpus.open(root, Config())
    for document in corpus.documents():
        if document.row == 3:
            break
    assert corpus.problems == []
    assert len(texts(corpus)) == 4
    assert len(corpus.problems) == 1


def test_some_documents_at_once(root: Path) -> None:
    assert texts(Corpus.open(root, Config()), {3}) == [(3, "delta")]


def test_files_that_are_not_needed_are_not_read_again(root: Path) -> None:
    corpus = Corpus.open(root, Config())
    texts(corpus)
    (root / "a.txt").unlink()
    assert texts(corpus, {1}) == [(1, "one")]
    assert texts(corpus, set()) == []


def test_rows_that_are_not_needed_are_not_parsed_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus.open(root, Config())
    texts(corpus)
    parsed: list[int] = []
    parse = jsonl._record
    monkeypatch.setattr(jsonl, "_record", lambda row, *rest: parsed.append(row) or parse(row, *rest))
    assert texts(corpus, {2, 3}) == [(2, "two"), (3, "delta")]
    assert parsed == [3]


@pytest.mark.parametrize("content", ["", "broken\n" * 3, '{"text": "changed"}\n' * 3, '{"text": "changed"}\n' * 9])
def test_a_file_that_changes_while_only_one_row_is_wanted(root: Path, content: str) -> None:
    corpus = Corpus.open(root, Config())
    texts(corpus)
    (root / "b.jsonl").write_text(content)
    with pytest.raises(InputChanged, match=r"b\.jsonl"):
        texts(corpus, {2})


def test_fingerprints(root: Path) -> None:
    corpus = Corpus.open(root, Config())
    list(corpus.documents())
    for number, file in enumerate(corpus.files):
        content = b"" if file.kind == "link" else corpus.path(number).read_bytes()
        digest = "" if file.kind == "link" else hashlib.sha256(content).hexdigest()
        assert (corpus.digest(number), corpus.size(number)) == (digest, len(content))


@pytest.mark.parametrize("name", ["a.txt", "b.jsonl", "c.png"])
def test_a_file_that_changes(root: Path, name: str) -> None:
    corpus = Corpus.open(root, Config())
    list(corpus.documents())
    number = next(file.number for file in corpus.files if file.path == name)
    corpus.digest(number)
    (root / name).write_text('{"text": "changed"}\n')
    if name == "c.png":
        assert corpus.digest(number) == hashlib.sha256(b"\x89PNG").hexdigest()
    else:
        with pytest.raises(InputChanged, match=name):
            list(corpus.documents())


def test_a_file_that_changes_and_keeps_its_size(root: Path) -> None:
    corpus = Corpus.open(root, Config())
    list(corpus.documents())
    (root / "a.txt").write_text((root / "a.txt").read_text().swapcase())
    with pytest.raises(InputChanged, match=r"a\.txt"):
        list(corpus.documents())


def test_a_file_that_goes_before_it_is_read(root: Path) -> None:
    corpus = Corpus.open(root, Config())
    (root / "a.txt").unlink()
    assert texts(corpus) == [(0, "one"), (1, "two"), (2, "delta")]
    assert corpus.files[0] == File(0, "a.txt", "skipped", "cannot be read: No such file or directory", 0o644)
    assert [problem.path for problem in corpus.problems] == ["a.txt", "b.jsonl"]
    assert texts(corpus) == [(0, "one"), (1, "two"), (2, "delta")]
    assert corpus.digest(0) == ""


def test_a_file_that_goes_after_it_was_read(root: Path) -> None:
    corpus = Corpus.open(root, Config())
    list(corpus.documents())
    (root / "b.jsonl").unlink()
    with pytest.raises(InputChanged, match=r"b\.jsonl: cannot be read"):
        list(corpus.documents())
    (root / "c.png").unlink()
    with pytest.raises(InputChanged, match=r"c\.png: cannot be read"):
        corpus.digest(2)


def test_a_fault_of_the_caller_is_not_taken_for_a_bad_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus.open(root, Config())
    with pytest.raises(OSError, match="disk full"):  # noqa: PT012 - the loop is what is tested
        for _ in corpus.documents():
            raise OSError("disk full")
    assert corpus.problems == []


def test_one_file(root: Path) -> None:
    corpus = Corpus.open(root / "news/d.txt", Config())
    assert corpus.path(0) == root / "news/d.txt"
    (document,) = corpus.documents()
    assert (document.text, document.source) == ("delta", "folder .")


def test_names_of_any_bytes(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\n'\".txt")
    (tmp_path / name).write_text("x")
    corpus = Corpus.open(tmp_path, Config())
    assert texts(corpus) == [(0, "x")]
    assert corpus.files[0].path == name


def test_a_stream() -> None:
    with Corpus.from_stream(io.BytesIO(b"from a pipe\n"), Config(include=("*.md",))) as corpus:
        assert [(file.path, file.kind) for file in corpus.files] == [("stdin", "text")]
        assert texts(corpus) == [(0, "from a pipe\n")]
        assert texts(corpus) == [(0, "from a pipe\n")]
        assert corpus.path(0).exists()
    assert not corpus.root.parent.exists()


def test_a_stream_that_breaks_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("broken pipe")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OSError, match="broken pipe"):
        Corpus.from_stream(Broken(), Config())
    assert list(tmp_path.iterdir()) == []


def test_an_empty_corpus(tmp_path: Path) -> None:
    corpus = Corpus.open(tmp_path, Config())
    assert (corpus.files, corpus.problems, list(corpus.documents())) == ([], [], [])


def test_a_file_that_breaks_halfway(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        yield from READ(*_)
        raise OSError(5, "Input/output error")

    READ = plain.read  # noqa: N806 - kept aside
    monkeypatch.setattr(plain, "read", broken)
    with pytest.raises(InputChanged, match="Input/output error"):
        list(Corpus.open(root, Config()).documents())
