"""The way back: cleaned corpus + ledger = original corpus, byte for byte.

Everything is written beside its place and proven by its digest first; only then is anything put in
place, so that a failure leaves what was there before.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from dedup.errors import DedupError, LedgerError, UsageError
from dedup.ledger import Ledger, Progress, silent
from dedup.model import FileRecord, Removal

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    files: int
    """Files and links that were written."""
    size: int
    """Bytes that were written."""
    unknown: tuple[str, ...] = ()
    """Files among the cleaned ones of which the ledger knows nothing; they were left alone."""
    skipped: tuple[str, ...] = ()
    """Entries of the original that were never taken over (a FIFO, a socket, an unreadable file)."""


class Readable(Protocol):
    """Whatever bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""


def restore(cleaned: Path, out: Path, ledger: Ledger, progress: Progress = silent) -> Restored:
    """Rebuild the original corpus of `cleaned` at `out`, which must not exist.

    Every cleaned file is compared with its digest in the ledger, every original with its own, before
    `out` appears. Raises UsageError for a bad `out`; LedgerError, which names the file, where the
    cleaned files do not fit the ledger. `out` does not exist then.
    """
    _check_out(cleaned, out)
    with _staging(out) as staged:
        single = ledger.info.shape == "file"
        if not single:
            staged.mkdir()
        written, size, known, skipped = 0, 0, set(), []
        links: list[FileRecord] = []
        for record, removals in progress(ledger.stream(), "restoring", ledger.file_count):
            known.add(record.path)
            if record.kind == "skipped":
                skipped.append(record.path)
                continue
            written += 1
            if record.action == "link":
                links.append(record)
                continue
            size += record.size
            target = staged if single else _below(staged, record.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            _rebuild(place_of(cleaned, ledger, record.path), target, record, removals)
        for link in links:  # last, so that no file can be written through one
            target = staged if single else _below(staged, link.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(link.note)
        unknown = () if single else tuple(name for name in _names(cleaned) if name not in known)
        os.rename(staged, out)  # noqa: PTH104 - Path.rename cannot tell us more
    return Restored(written, size, unknown, tuple(skipped))


def restore_in_place(root: Path, ledger: Ledger, progress: Progress = silent) -> Restored:
    """Undo a fix: give every cleaned or dropped file below `root` its original content again.

    All originals are rebuilt and proven beside their places before the first is put there, each
    atomically. A file that is its original already is left alone: the fix may have been interrupted.
    LedgerError, with nothing changed, if a cleaned file was edited since.
    """
    ready: list[tuple[Path, Path]] = []
    made: list[Path] = []
    size = 0
    try:
        for record, removals in progress(ledger.stream(), "restoring", ledger.file_count):
            if record.action not in ("cleaned", "dropped"):
                continue
            place = place_of(root, ledger, record.path)
            if _is_original(place, record):
                continue
            _check_place(root, place, record)
            made.extend(_make_folders(place.parent))
            handle, name = tempfile.mkstemp(prefix=".dedup-", dir=place.parent)
            os.close(handle)
            ready.append((Path(name), place))
            _rebuild(place, Path(name), record, removals)
            size += record.size
        for staged, place in ready:
            staged.replace(place)
    except OSError as error:
        raise DedupError(f"{error.filename or root}: cannot be restored: {error.strerror}") from error
    finally:
        for staged, _ in ready:
            staged.unlink(missing_ok=True)
        _remove_empty(made)
    return Restored(len(ready), size)


def splice(kept: Readable, removals: Iterable[Removal]) -> Iterator[bytes]:
    """Yield the original bytes, in pieces: what `kept` holds with the removed bytes at their old places.

    ValueError if the two do not fit together.
    """
    at = 0
    for removal in removals:
        if removal.start < at or removal.end - removal.start != len(removal.content):
            raise ValueError("the removals overlap or are incomplete")
        yield from _read(kept, removal.start - at)
        yield removal.content
        at = removal.end
    while chunk := kept.read(_CHUNK):
        yield chunk


def original_chunks(file: Path, record: FileRecord, removals: Iterable[Removal]) -> Iterator[bytes]:
    """Yield the original bytes of one file from its cleaned `file`, proven when the last piece was taken.

    LedgerError, which names the file, if it is missing, was edited, or does not fit the ledger.
    """
    digest = hashlib.sha256()
    with _open_kept(file, record) as kept:
        try:
            for chunk in splice(kept, removals):
                digest.update(chunk)
                yield chunk
        except (EOFError, ValueError) as error:
            raise _edited(file) from error
        if kept.hexdigest() != (record.cleaned_digest or hashlib.sha256().hexdigest()):
            raise _edited(file)
    if digest.hexdigest() != record.digest:
        raise LedgerError(f"{file}: the ledger does not fit this file; it is damaged or of another run")


class _Hashed:
    """A readable file that keeps the digest of what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""
        data = self._file.read(size)
        self._digest.update(data)
        return data

    def hexdigest(self) -> str:
        """SHA-256 of all that was read."""
        return self._digest.hexdigest()


@contextmanager
def _open_kept(file: Path, record: FileRecord) -> Iterator[_Hashed]:
    """Open the cleaned file; nothing for a file that was dropped."""
    if record.action == "dropped":
        yield _Hashed(BytesIO())
        return
    if file.is_symlink() or not file.is_file():
        raise LedgerError(f"{file}: this cleaned file is missing; put it back or clean again")
    try:
        stream = file.open("rb")
    except OSError as error:
        raise LedgerError(f"{file}: cannot be read: {error.strerror}") from error
    with stream:
        yield _Hashed(stream)


def _edited(file: Path) -> LedgerError:
    return LedgerError(f"{file}: was edited since it was cleaned; the original cannot be rebuilt from it")


def _read(file: Readable, size: int) -> Iterator[bytes]:
    while size:
        chunk = file.read(min(size, _CHUNK))
        if not chunk:
            raise EOFError("the kept bytes end early")
        size -= len(chunk)
        yield chunk


def _rebuild(file: Path, target: Path, record: FileRecord, removals: Iterable[Removal]) -> None:
    """Write the proven original of `file` to `target`."""
    with target.open("wb") as out:
        for chunk in original_chunks(file, record, removals):
            out.write(chunk)
    target.chmod(stat.S_IMODE(record.mode))


def place_of(cleaned: Path, ledger: Ledger, path: str) -> Path:
    """Return where the cleaned file of a ledger's `path` stands."""
    return cleaned if ledger.info.shape == "file" else _below(cleaned, path)


def _below(folder: Path, path: str) -> Path:
    """Return the place of `path` below `folder`; LedgerError for a path that would lead out of it."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\0" in path:
        raise LedgerError(f"{path!r}: the ledger names a path outside the corpus; it is damaged")
    return folder.joinpath(*parts)


def _check_out(cleaned: Path, out: Path) -> None:
    if not cleaned.exists():
        raise UsageError(f"{cleaned}: there is nothing of that name")
    if os.path.lexists(out):
        raise UsageError(f"{out}: exists already; name a new place")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out}: the folder above it does not exist")
    if out.resolve().is_relative_to(cleaned.resolve()):
        raise UsageError(f"{out}: lies inside the cleaned corpus; name another place")


def _is_original(place: Path, record: FileRecord) -> bool:
    """Whether a file stands there that has the original content."""
    if not place.is_file():
        return False
    try:
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == record.digest
    except OSError:
        return False


def _check_place(root: Path, place: Path, record: FileRecord) -> None:
    """LedgerError if a link leads out of the root, or something new stands where a file was dropped."""
    if not place.parent.resolve().is_relative_to((root if root.is_dir() else root.parent).resolve()):
        raise LedgerError(f"{place}: a symbolic link leads out of {root}")
    if record.action == "dropped" and os.path.lexists(place):
        raise LedgerError(f"{place}: was removed by the fix, but exists again; move it away first")


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; which ones are new, innermost first."""
    new = []
    while not folder.exists():
        new.append(folder)
        folder = folder.parent
    for each in reversed(new):
        each.mkdir()
    return new


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove those of the folders that nothing was put in."""
    for folder in sorted(folders, key=lambda path: -len(path.parts)):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


@contextmanager
def _staging(out: Path) -> Iterator[Path]:
    """Name a free place beside `out`; whatever is left there goes in the end."""
    try:
        room = Path(tempfile.mkdtemp(prefix=f".{out.name[:64]}.", dir=out.absolute().parent))
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from error
    try:
        yield room / "restored"
    except OSError as error:
        raise DedupError(f"{out}: cannot be written: {error.strerror}; nothing was left there") from error
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _names(folder: Path) -> Iterator[str]:
    """Every file and link below `folder`, as the ledger writes paths, in order."""
    for top, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(top) / name).is_symlink()]
        folders.sort()
        for name in sorted(files + links):
            yield (Path(top) / name).relative_to(folder).as_posix()
