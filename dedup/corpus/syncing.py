"""Making the disk hold what was written."""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_FEW = 64
"""So many files are synced one by one, rather than with all that others write to the same disk."""
_THREADS = 16
_CANNOT_SYNC = {errno.EINVAL, errno.EBADF, errno.ENOTSUP}
"""How file systems answer that cannot do it, for folders above all."""


def sync_below(place: Path) -> None:
    """Make the disk hold the files and folders at and below a place."""
    paths = list(_below(os.fspath(place)))
    if len(paths) > _FEW and _write_back(paths[0]):
        for path in paths:  # they have been written by now: this is quick, and tells of errors
            sync_one(path)
    else:
        _sync_many(paths)


def sync_one(path: str | Path) -> None:
    """Make the disk hold one file, or the names in one folder."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except PermissionError:  # a file may have been given a mode that forbids reading
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(handle)


def _below(place: str) -> Iterator[str]:
    """A place and, in it, all folders and regular files."""
    yield place
    if not os.path.isdir(place):  # noqa: PTH112 - as in all of this, thousands of paths
        return
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            elif entry.is_file(follow_symlinks=False):
                yield entry.path


def _write_back(place: str) -> bool:
    """Have a whole file system written to its disk at once, where the system can: a wait for all, not one for each."""
    try:
        call = ctypes.CDLL(None).syncfs
    except (AttributeError, OSError, TypeError):  # Linux has it
        return False
    handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return bool(call(handle) == 0)
    finally:
        os.close(handle)


def _sync_many(paths: Sequence[str]) -> None:
    """Sync files at the same time: each waits for the disk, not for us."""
    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(sync_one, paths):
            pass
