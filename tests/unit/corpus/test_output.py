from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from dedup.corpus.output import LEDGER, Staging, check_apart, only_report
from dedup.errors import UsageError


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(base: Path, word: str = "new", overwrite: bool = False) -> None:
    with Staging(base / "out", base / "rep", overwrite) as staging:
        (staging.out / "a.txt").write_text(word)
        (staging.report / LEDGER).write_text(word)
        staging.commit()


RESULT = {"out/a.txt": b"new", f"rep/{LEDGER}": b"new"}


def test_commit(tmp_path: Path) -> None:
    run(tmp_path)
    assert tree(tmp_path) == RESULT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "rep"]
    (tmp_path / "usual").mkdir()
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_unchanged_files_of_a_report_keep_their_times(tmp_path: Path) -> None:
    run(tmp_path, "words")
    for name in ("out/a.txt", f"rep/{LEDGER}"):
        os.utime(tmp_path / name, (1000, 1000))
    run(tmp_path, "words", overwrite=True)
    assert (tmp_path / "rep" / LEDGER).stat().st_mtime == 1000
    assert (tmp_path / "out/a.txt").stat().st_mtime > 1000
    run(tmp_path, "other", overwrite=True)
    assert (tmp_path / "rep" / LEDGER).stat().st_mtime > 1000
    assert (tmp_path / "rep" / LEDGER).read_text() == "other"
    assert (tmp_path / "rep" / LEDGER).stat().st_nlink == 1


def test_a_single_file_in_a_new_folder(tmp_path: Path) -> None:
    with Staging(tmp_path / "x/y/out.txt", None, False, kind="file") as staging:
        staging.out.write_text("words")
        staging.commit()
    assert tree(tmp_path) == {"x/y/out.txt": b"words"}
    with pytest.raises(ValueError, match="no report"):
        _ = staging.report


def test_without_commit_nothing_is_left(tmp_path: Path) -> None:
    with Staging(tmp_path / "x/y/out", tmp_path / "rep", False) as staging:
        (staging.out / "deep").mkdir()
        (staging.out / "deep/a.txt").write_text("words")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_an_interruption_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)), Staging(tmp_path / "out", tmp_path / "rep", False):
        raise error
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_run_is_replaced_only_when_told(tmp_path: Path) -> None:
    run(tmp_path, "old")
    (tmp_path / "out/gone.txt").write_text("old")
    with pytest.raises(UsageError, match="overwrite"):
        run(tmp_path)
    run(tmp_path, overwrite=True)
    assert tree(tmp_path) == RESULT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "rep"]


def test_overwrite_where_nothing_is(tmp_path: Path) -> None:
    run(tmp_path, overwrite=True)
    assert tree(tmp_path) == RESULT


@pytest.mark.parametrize("taken", ["out/mine.txt", "rep/mine.txt", "out", "rep"])
def test_what_is_not_ours_is_never_replaced(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_text("mine")
    before = tree(tmp_path)
    for overwrite in (False, True):
        with pytest.raises(UsageError):
            run(tmp_path, overwrite=overwrite)
    assert tree(tmp_path) == before


def test_a_report_with_something_else_in_it(tmp_path: Path) -> None:
    run(tmp_path)
    (tmp_path / "rep/notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="no report"):
        run(tmp_path, overwrite=True)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["d12.html", "documents-2.html", "documents-data.js", "style.css"], True),
        (["notes.txt"], False),
        (["My page.html"], False),
        (["folder/d1.html"], False),
    ],
)
def test_the_pages_of_a_report(tmp_path: Path, names: list[str], expected: bool) -> None:
    for name in names:
        file = tmp_path / "pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert only_report(tmp_path) is expected


def test_an_output_that_the_ledger_does_not_know(tmp_path: Path) -> None:
    run(tmp_path)
    staging = Staging(tmp_path / "out", tmp_path / "rep", True, ours=lambda out, report: False)
    with pytest.raises(UsageError, match="earlier run"):
        staging.__enter__()
    with pytest.raises(UsageError), Staging(tmp_path / "out", None, True):
        pass
    assert tree(tmp_path) == RESULT


@pytest.mark.parametrize("failing", range(4))
@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), KeyboardInterrupt()])
@pytest.mark.parametrize("late", [False, True])
def test_a_failure_while_renaming_puts_the_old_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, error: BaseException, late: bool
) -> None:
    run(tmp_path)
    rename, calls = Path.rename, iter(range(99))

    def fail(self: Path, target: Path) -> Path:
        now = next(calls) == failing
        if now and not late:
            raise error
        result = rename(self, target)
        if now:
            raise error
        return result

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(type(error)):
        run(tmp_path, "other", overwrite=True)
    assert tree(tmp_path) == RESULT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "rep"]


def test_a_place_that_is_taken_meanwhile(tmp_path: Path) -> None:
    with Staging(tmp_path / "out", None, False) as staging:
        (tmp_path / "out").mkdir()
        with pytest.raises(UsageError, match="meanwhile"):
            staging.commit()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_that_was_never_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), Staging(tmp_path / "out", None, False, kind="file") as staging:
        staging.commit()
    assert list(tmp_path.iterdir()) == []


def test_a_parent_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words")
    for out in ("file/out", "file/x/out"):
        with pytest.raises(UsageError, match="cannot be written"), Staging(tmp_path / out, None, False):
            pass
    assert tree(tmp_path) == {"file": b"words"}


def test_long_and_strange_names(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\n'\"") + "n" * 250
    with Staging(tmp_path / name, None, False) as staging:
        staging.commit()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_files_that_may_not_be_read(tmp_path: Path) -> None:
    with Staging(tmp_path / "out", None, False) as staging:
        (staging.out / "a").write_text("words")
        (staging.out / "a").chmod(0)
        (staging.out / "link").symlink_to("nowhere")
        staging.commit()
    assert (tmp_path / "out/a").stat().st_mode & 0o777 == 0
    assert (tmp_path / "out/link").is_symlink()


@pytest.mark.parametrize(
    ("root", "out"),
    [
        ("raw", "raw"),
        ("raw", "raw/out"),
        ("raw/in", "raw"),
        ("raw", "link"),
        ("link", "raw/x"),
        ("raw", "raw/../raw/x"),
    ],
)
def test_places_that_are_not_apart(tmp_path: Path, root: str, out: str) -> None:
    (tmp_path / "raw/in").mkdir(parents=True)
    (tmp_path / "link").symlink_to("raw")
    with pytest.raises(UsageError):
        check_apart(tmp_path / root, tmp_path / out)


def test_places_that_are_apart(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for out in ("raw-out", "other/raw", "ra"):
        check_apart(tmp_path / "raw", tmp_path / out)


def test_places_in_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UsageError):
        check_apart(tmp_path, tmp_path / "loop")
    with (
        pytest.raises(UsageError, match="lies inside"),
        Staging(tmp_path / "a", tmp_path / "a/rep", False),
    ):
        pass
