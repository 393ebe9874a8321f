from __future__ import annotations

import hashlib
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.corpus import copying
from dedup.corpus.copying import Copied, copy_without, rewrite
from dedup.errors import InputChanged


def lines(content: bytes) -> int:
    return content.count(b"\n") + (content != b"" and not content.endswith(b"\n"))


def expected(before: bytes, after: bytes) -> Copied:
    return Copied(
        hashlib.sha256(before).hexdigest(),
        len(before),
        lines(before),
        hashlib.sha256(after).hexdigest(),
        len(after),
        lines(after),
    )


@pytest.fixture(params=[1, 3, 1 << 20])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(copying, "_CHUNK", request.param)
    size: int = request.param
    return size


@given(st.binary(max_size=30), st.lists(st.integers(0, 30), max_size=8).map(sorted), st.integers(1, 8))
def test_what_lies_outside_the_spans(content: bytes, cuts: list[int], size: int) -> None:
    content = content.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    spans = [pair for pair in zip(cuts[::2], cuts[1::2], strict=False) if pair[1] <= len(content)]
    kept = bytes(byte for at, byte in enumerate(content) if not any(a <= at < b for a, b in spans))
    with tempfile.NamedTemporaryFile() as file, pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "_CHUNK", size)
        file.write(content)
        file.flush()
        target = io.BytesIO()
        assert copy_without(Path(file.name), target, spans) == expected(content, kept)
        assert copy_without(Path(file.name), None, spans) == expected(content, kept)
    assert target.getvalue() == kept


def test_utf_16_lines(tmp_path: Path, chunk: int) -> None:
    source = tmp_path / "a"
    source.write_bytes("a\n\u0a0a\u0a00b\n\n".encode("utf-16"))
    copied = copy_without(source, io.BytesIO(), [(2, 6)])
    assert (copied.lines, copied.cleaned_lines) == (3, 2)
    source.write_bytes("a\nb".encode("utf-16"))
    copied = copy_without(source, io.BytesIO(), [(6, 8)])
    assert (copied.lines, copied.cleaned_lines) == (2, 1)


def test_a_path_with_its_folders_and_mode(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    target = tmp_path / "x/y/b"
    copy_without(tmp_path / "a", target, [(1, 2)], 0o640)
    assert target.read_bytes() == b"ac"
    assert target.stat().st_mode & 0o7777 == 0o640
    with pytest.raises(FileExistsError):
        copy_without(tmp_path / "a", target)
    assert target.read_bytes() == b"ac"


def test_a_failure_leaves_no_target(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    with pytest.raises(ValueError, match="does not ascend"):
        copy_without(tmp_path / "a", tmp_path / "b", [(0, 1), (2, 1)])
    with pytest.raises(FileNotFoundError):
        copy_without(tmp_path / "missing", tmp_path / "b")
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_full_disk_leaves_no_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    monkeypatch.setattr(copying, "_copy", _full)
    with pytest.raises(OSError, match="No space"):
        copy_without(tmp_path / "a", tmp_path / "b")
    with pytest.raises(OSError, match="No space"):
        rewrite(tmp_path / "a", [], 0o644)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a", b"abc")]


def _full(source: Path, target: io.BufferedWriter, spans: object) -> Copied:
    target.write(b"half")
    raise OSError(28, "No space left on device")


def test_rewrite(tmp_path: Path) -> None:
    name = "n" * 255
    (tmp_path / name).write_bytes(b"one\ntwo\n")
    (tmp_path / "link").symlink_to(name)
    assert rewrite(tmp_path / "link", [(0, 4)], 0o600) == expected(b"one\ntwo\n", b"two\n")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / name).read_bytes() == b"two\n"
    assert (tmp_path / name).stat().st_mode & 0o7777 == 0o600
    assert len(list(tmp_path.iterdir())) == 2


def test_rewrite_only_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"new")
    with pytest.raises(InputChanged):
        rewrite(tmp_path / "a", [(0, 1)], 0o644, hashlib.sha256(b"old").hexdigest())
    rewrite(tmp_path / "a", [(0, 1)], 0o644, hashlib.sha256(b"new").hexdigest())
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a", b"ew")]
