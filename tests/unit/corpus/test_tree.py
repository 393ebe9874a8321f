from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.corpus import tree
from dedup.corpus.tree import natural_key, scan
from dedup.errors import UsageError
from dedup.model import File

NAMES = st.text(alphabet="ab01 29-.٣é\n", max_size=8)


def paths(files: list[File]) -> list[str]:
    return [file.path for file in files]


def put(root: Path, *names: str, content: bytes = b"words\n") -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def test_natural_order() -> None:
    ordered = [
        "",
        "1",
        "1a",
        "2",
        "10",
        "a",
        "a0",
        "a01",
        "a1",
        "a1/z",
        "a2",
        "a10",
        "a-b",
        "ab",
        "b/9/c",
        "b/10/a",
    ]
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=natural_key) == ordered


def test_longer_numbers_than_python_reads() -> None:
    assert natural_key("9" * 5000) < natural_key("1" + "0" * 5000)


@given(st.lists(st.lists(NAMES, min_size=1, max_size=3).map("/".join), unique=True))
def test_natural_order_is_strict(names: list[str]) -> None:
    keys = [natural_key(name) for name in names]
    assert len(set(keys)) == len(names)
    backwards = names[::-1]
    assert sorted(names, key=natural_key) == sorted(backwards, key=natural_key)


def test_a_folder_in_order(tmp_path: Path) -> None:
    put(
        tmp_path,
        "b/10.txt",
        "b/2.txt",
        "a.txt",
        ".git/config",
        "b/.svn/x",
        ".gitignore",
        "rows.jsonl",
        "x.html",
    )
    (tmp_path / "empty").touch()
    files, problems = scan(tmp_path, Config())
    assert [(file.number, file.path, file.kind) for file in files] == [
        (0, ".gitignore", "text"),
        (1, "a.txt", "text"),
        (2, "b/2.txt", "text"),
        (3, "b/10.txt", "text"),
        (4, "empty", "text"),
        (5, "rows.jsonl", "jsonl"),
        (6, "x.html", "carried"),
    ]
    assert problems == []


def test_one_file_and_its_mode(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "a.txt").chmod(0o750)
    (tmp_path / "link").symlink_to("a.txt")
    assert scan(tmp_path / "a.txt", Config()) == ([File(0, "a.txt", "text", "", 0o750)], [])
    assert scan(tmp_path / "link", Config()) == ([File(0, "link", "text", "", 0o750)], [])


def test_no_root(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    for name in ("missing", "dangling", "loop", "nul\0"):
        with pytest.raises(UsageError):
            scan(tmp_path / name, Config())


def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "d/a.txt")
    (tmp_path / "d/loop").symlink_to("../d")
    (tmp_path / "gone").symlink_to("./no//where")
    files, problems = scan(tmp_path, Config())
    assert [(file.path, file.kind, file.note) for file in files] == [
        ("d/a.txt", "text", ""),
        ("d/loop", "link", "../d"),
        ("gone", "link", "./no//where"),
    ]
    assert problems == []


def test_special_files_are_skipped() -> None:
    # The path of a socket must be short.
    folder = Path(tempfile.mkdtemp())
    try:
        os.mkfifo(folder / "fifo")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(folder / "socket"))
            files, problems = scan(folder, Config())
        assert [(file.path, file.kind, file.note) for file in files] == [
            ("fifo", "skipped", "a FIFO"),
            ("socket", "skipped", "a socket"),
        ]
        assert problems == []
        assert scan(folder / "fifo", Config())[0][0].kind == "skipped"
    finally:
        shutil.rmtree(folder)


def test_strange_names(tmp_path: Path) -> None:
    names = ['it\'s "one".txt', "line\nbreak.txt", os.fsdecode(b"caf\xe9.txt"), "*.txt", "-rf", " "]
    put(tmp_path, *names)
    files, problems = scan(tmp_path, Config(exclude=("*.md",)))
    assert sorted(paths(files)) == sorted(names)
    assert {file.kind for file in files} == {"text"}
    assert problems == []


def test_globs_leave_files_out_but_carry_them(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.md", "docs/a.txt", "docs/deep/c.txt", "x.png")
    files, _ = scan(tmp_path, Config(include=("*.txt", "*.png"), exclude=("/docs/deep/",)))
    assert [(file.path, file.note) for file in files] == [
        ("a.txt", ""),
        ("b.md", "excluded"),
        ("docs/a.txt", ""),
        ("docs/deep/c.txt", "excluded"),
        ("x.png", "not text"),
    ]


def test_a_wrong_glob(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="glob"):
        scan(tmp_path, Config(include=("!",)))


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt", "b.png", "c.txt")
    opened = os.open

    def refuse(path: Path, flags: int, *rest: int) -> int:
        if Path(path).name in ("a.txt", "b.png"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", refuse)
    files, problems = scan(tmp_path, Config())
    assert [file.kind for file in files] == ["skipped", "skipped", "text"]
    assert list(map(str, problems)) == [
        "a.txt: cannot be read: Permission denied",
        "b.png: cannot be read: Permission denied",
    ]


def test_an_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a/x.txt", "b/x.txt")
    listing = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse)
    files, problems = scan(tmp_path, Config())
    assert [(file.path, file.kind) for file in files] == [("a", "skipped"), ("b/x.txt", "text")]
    assert [problem.path for problem in problems] == ["a"]
    with pytest.raises(UsageError, match="Permission denied"):
        scan(tmp_path / "a", Config())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    put(tmp_path, "a.txt", "skip.log", "kept.log", "sub/b.txt", "build/c.txt", "line\nbreak.txt", "gone.txt")
    put(tmp_path, os.fsdecode(b"caf\xe9.txt"))
    (tmp_path / "sub/link").symlink_to("../build")
    (tmp_path / ".gitignore").write_text("*.log\nbuild/\n")
    subprocess.run(["git", "-C", str(tmp_path), "add", "-f", "kept.log", "gone.txt"], check=True)
    (tmp_path / "gone.txt").unlink()
    return tmp_path


def test_git_rules(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")  # as a hook of another repository would
    files, problems = scan(repository, Config(), git_rules=True)
    cafe = os.fsdecode(b"caf\xe9.txt")
    assert paths(files) == [
        ".gitignore",
        "a.txt",
        cafe,
        "kept.log",
        "line\nbreak.txt",
        "sub/b.txt",
        "sub/link",
    ]
    assert problems == []
    assert paths(scan(repository / "sub", Config(), git_rules=True)[0]) == ["b.txt", "link"]
    assert paths(scan(repository / "skip.log", Config(), git_rules=True)[0]) == ["skip.log"]
    assert "build/c.txt" in paths(scan(repository, Config())[0])


def test_without_git_all_is_walked(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "skip.log" in paths(scan(repository, Config(), git_rules=True)[0])


def test_outside_a_work_tree_all_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    put(tmp_path, "a.log")
    (tmp_path / ".gitignore").write_text("*.log\n")
    assert paths(scan(tmp_path, Config(), git_rules=True)[0]) == [".gitignore", "a.log"]


def test_the_public_test_for_text() -> None:
    assert tree.is_text(b"words")
