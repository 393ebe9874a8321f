from __future__ import annotations

import os
from pathlib import Path

import pytest

from dedup.corpus import syncing
from dedup.corpus.syncing import sync_below


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with more files than are synced one by one."""
    folder = tmp_path / "new"
    (folder / "deep/deeper").mkdir(parents=True)
    for number in range(100):
        (folder / "deep" / f"{number}.txt").write_text("words")
    (folder / "deep/deeper/odd\udcff.txt").write_text("words")
    (folder / "link").symlink_to("deep")
    return folder


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths whose handles were synced."""
    found: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda handle: found.append(str(Path(f"/proc/self/fd/{handle}").readlink())))
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="tells the path of a handle")
@pytest.mark.parametrize("at_once", [True, False])
def test_every_file_and_folder(place: Path, synced: list[str], monkeypatch: pytest.MonkeyPatch, at_once: bool) -> None:
    if not at_once:
        monkeypatch.setattr(syncing, "_write_back", lambda place: False)
    sync_below(place)
    there = [path for path in place.rglob("*") if not path.is_symlink()]
    assert sorted(synced) == sorted(map(str, [place, *there]))
    assert sum(Path(path).is_dir() for path in synced) == 3


def test_an_error_of_the_disk_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        sync_below(place)


def test_few_files_do_not_wait_for_what_others_write(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(syncing, "_write_back", lambda place: asked.append(place) or False)
    sync_below(place / "deep/deeper")
    assert not asked
    sync_below(place)
    assert asked == [str(place)]


def test_file_systems_that_cannot(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(os, "fsync", refuse)
    sync_below(place)
