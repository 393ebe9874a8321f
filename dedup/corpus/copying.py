"""Copying a file without some of its bytes: streamed, counted, and never half written."""

from __future__ import annotations

import codecs
import hashlib
import itertools
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from dedup.errors import InputChanged

PARTIAL = ".dedup-partial-"
"""Begins the name of everything temporary. It is short: with the final name it might grow too long."""

Piece = bytes | memoryview
Span = tuple[int, int]

_CHUNK = 1 << 20
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Copied:
    """What was read and what was written: SHA-256, bytes and lines (an unended last line counts)."""

    digest: str
    size: int
    lines: int
    cleaned_digest: str
    cleaned_size: int
    cleaned_lines: int


class _Tally:
    """Fingerprints and counts bytes as they pass."""

    def __init__(self, encoding: str | None) -> None:
        self._digest = hashlib.sha256()
        # In UTF-16 a byte 10 is not always a line break.
        self._decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None
        self._breaks = 0
        self._open = False
        self.size = 0

    def add(self, piece: Piece) -> None:
        self._digest.update(piece)
        self.size += len(piece)
        if self._decoder:
            text = self._decoder.decode(piece)
            self._count(text.count("\n"), text.endswith("\n"), len(text))
        else:
            content = bytes(piece)
            self._count(content.count(b"\n"), content.endswith(b"\n"), len(content))

    def _count(self, breaks: int, ended: bool, length: int) -> None:
        self._breaks += breaks
        if length:
            self._open = not ended

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()

    @property
    def lines(self) -> int:
        return self._breaks + self._open


def copy_without(
    source: Path, target: Path | BinaryIO | None, spans: Iterable[Span] = (), mode: int | None = None
) -> Copied:
    """Write the bytes of `source` that lie outside the ascending byte `spans` to `target`, or to nothing.

    A path is made with its folders and the permissions `mode`; it must not exist, and is taken away
    again if anything fails. Spans are asked for as the copy comes to them, so memory stays flat.
    Raises OSError; ValueError for spans out of order.
    """
    if not isinstance(target, Path):
        return _copy(source, target, spans)
    with ExitStack() as undo:
        with _created(target) as stream:
            undo.callback(target.unlink, missing_ok=True)
            copied = _copy(source, stream, spans)
            if mode is not None:
                os.fchmod(stream.fileno(), mode)
        undo.pop_all()
    return copied


def _created(path: Path) -> BinaryIO:
    """A new file, with its folders, which for most files are there."""
    try:
        return path.open("xb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


def rewrite(path: Path, spans: Sequence[Span], mode: int, digest: str | None = None) -> Copied:
    """Take `spans` out of a file in place: all at once or not at all.

    Raises InputChanged if the file's SHA-256 is not `digest`, where that is given.
    """
    path = path.resolve()  # a link to the file stays a link
    handle, name = tempfile.mkstemp(prefix=PARTIAL, dir=path.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            copied = _copy(path, stream, spans)
            os.fchmod(handle, mode)
            stream.flush()
            os.fsync(handle)
        if digest not in (None, copied.digest):
            raise InputChanged(f"{path}: changed since it was read; run again")
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return copied


def _copy(source: Path, target: BinaryIO | None, spans: Iterable[Span]) -> Copied:
    with source.open("rb") as stream:
        encoding = _UTF16.get(stream.read(2))
        stream.seek(0)
        taken = written = _Tally(encoding)
        pieces = _tallied(iter(partial(stream.read, _CHUNK), b""), taken)
        if spans:
            written = _Tally(encoding)
            pieces = _tallied(_outside(pieces, spans), written)
        if target is None:
            deque(pieces, maxlen=0)
        else:
            target.writelines(pieces)
    return Copied(taken.digest, taken.size, taken.lines, written.digest, written.size, written.lines)


def _tallied(pieces: Iterable[Piece], tally: _Tally) -> Iterator[Piece]:
    for piece in pieces:
        tally.add(piece)
        yield piece


def _outside(chunks: Iterable[Piece], spans: Iterable[Span]) -> Iterator[memoryview]:
    """The parts of the chunks that no span covers."""
    ascending = _ascending(spans)
    start, end = next(ascending)
    base = 0
    for chunk in chunks:
        view, at, limit = memoryview(chunk), base, base + len(chunk)
        while at < limit:
            if at < start:
                stop = min(start, limit)
                yield view[at - base : stop - base]
                at = stop
            elif at < end:
                at = min(end, limit)
            else:
                start, end = next(ascending)
        base = limit


def _ascending(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, checked, and after them one that is never reached."""
    before = 0
    for start, end in spans:
        if not before <= start <= end:
            raise ValueError(f"span {start}-{end} does not ascend from {before}")
        before = end
        yield start, end
    never = 1 << 62
    yield from itertools.repeat((never, never))
