"""Finding the files of a corpus: a walk in natural order that follows no link."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dedup.config import Config
from dedup.corpus import git
from dedup.corpus.kinds import SNIFFED, is_text, kind_by_bytes, kind_by_name
from dedup.errors import UsageError
from dedup.model import File, FileKind, Problem

__all__ = ["VERSION_CONTROL", "is_text", "natural_key", "reason", "scan"]

VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})
"""Never part of a corpus."""

_DIGITS = re.compile("([0-9]+)")
_SPECIAL = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}

_Part = tuple[str, tuple[int, str]]
NaturalKey = tuple[tuple[tuple[_Part, ...], ...], bytes]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the walk met at `path`: a file's status, or the reason why it could not be looked at."""

    path: str
    status: os.stat_result | None
    error: OSError | None = None


@dataclass(frozen=True, slots=True)
class _Listed:
    """The files that are to be considered, and the folders that lead to them."""

    files: frozenset[str]
    folders: frozenset[str]


def scan(root: Path, config: Config, *, git_rules: bool = False) -> tuple[list[File], list[Problem]]:
    """Every file below `root` in corpus order, and what could not be read.

    `root` is a folder, or one file. With `git_rules`, inside a git work tree, only files that git does
    not ignore are considered; a file that is named itself always is. Raises UsageError if there is no
    `root`, or if it is a folder that cannot be read.
    """
    try:
        status = root.stat()
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"{root}: {reason(error)}") from error
    folder = stat.S_ISDIR(status.st_mode)
    found = _walk(root, _listed(root) if git_rules else None) if folder else [_Found(root.name, status)]
    ordered = sorted(found, key=lambda one: natural_key(one.path))
    excluded = _excluded(config)
    problems: list[Problem] = []
    files = []
    for number, one in enumerate(ordered):
        kind, note = _treatment(one, root / one.path if folder else root, excluded, problems)
        mode = stat.S_IMODE(one.status.st_mode) if one.status else 0
        files.append(File(number, one.path, kind, note, mode))
    return files, problems


def natural_key(path: str) -> NaturalKey:
    """Sorts paths part by part, runs of digits as numbers; the raw bytes decide between 1 and 01."""
    return tuple(map(_natural_part, path.split("/"))), os.fsencode(path)


def _natural_part(name: str) -> tuple[_Part, ...]:
    pieces = [*_DIGITS.split(name), ""]
    return tuple((text, _number(digits)) for text, digits in zip(pieces[::2], pieces[1::2], strict=True))


def _number(digits: str) -> tuple[int, str]:
    """Compares as the number does, whatever its length; no number comes before every number."""
    if not digits:
        return (-1, "")
    significant = digits.lstrip("0")
    return (len(significant), significant)


def reason(error: Exception) -> str:
    """Why, without the path that `str` of an OSError repeats."""
    return getattr(error, "strerror", None) or str(error)


def _listed(root: Path) -> _Listed | None:
    files = git.listed(root)
    if files is None:
        return None
    folders = {str(parent) for path in files for parent in PurePosixPath(path).parents}
    return _Listed(files, frozenset(folders))


def _walk(root: Path, listed: _Listed | None) -> Iterator[_Found]:
    """Everything below `root` but folders that could be read; in no order."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as entries:
                inside = list(entries)
        except OSError as error:
            if not folder:
                raise UsageError(f"{root}: {reason(error)}") from error
            yield _Found(folder, None, error)
            continue
        for entry in inside:
            if entry.name in VERSION_CONTROL:
                continue
            found = _look(entry, f"{folder}/{entry.name}" if folder else entry.name)
            if found.status and stat.S_ISDIR(found.status.st_mode):
                if listed is None or found.path in listed.folders:
                    folders.append(found.path)
            elif listed is None or found.path in listed.files:
                yield found


def _look(entry: os.DirEntry[str], path: str) -> _Found:
    try:
        return _Found(path, entry.stat(follow_symlinks=False))
    except OSError as error:
        return _Found(path, None, error)


def _excluded(config: Config) -> Callable[[str], bool]:
    """Whether the globs of `config` leave a path out. Raises UsageError for a glob that is none."""
    if not config.include and not config.exclude:
        return lambda _path: False
    from pathspec import GitIgnoreSpec  # late: most runs have no globs, and a hook must start quickly

    try:
        include = GitIgnoreSpec.from_lines(config.include)
        exclude = GitIgnoreSpec.from_lines(config.exclude)
    except ValueError as error:
        raise UsageError(f"a glob to include or exclude is wrong: {error}") from error

    def excluded(path: str) -> bool:
        return bool(config.include and not include.match_file(path)) or exclude.match_file(path)

    return excluded


def _treatment(
    found: _Found, path: Path, excluded: Callable[[str], bool], problems: list[Problem]
) -> tuple[FileKind, str]:
    """The kind and the note of what was found; what cannot be read is added to `problems`."""
    try:
        if found.status is None:
            raise found.error or OSError("cannot be read")
        mode = found.status.st_mode
        if stat.S_ISLNK(mode):
            return "link", os.readlink(path)  # noqa: PTH115 - a Path would tidy the target
        if not stat.S_ISREG(mode):
            return "skipped", _SPECIAL.get(stat.S_IFMT(mode), "a special file")
        by_name = ("carried", "excluded") if excluded(found.path) else kind_by_name(found.path)
        # Also a file that is only carried must be readable, or its copy would fail at the very end.
        head = _head(path, 0 if by_name else SNIFFED)
    except OSError as error:
        problems.append(Problem(found.path, None, f"cannot be read: {reason(error)}"))
        return "skipped", f"cannot be read: {reason(error)}"
    return by_name or kind_by_bytes(head)  # type: ignore[return-value] # the literal pair is widened


def _head(path: Path, length: int) -> bytes:
    """The first bytes of a file. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(handle, length)
    finally:
        os.close(handle)
