"""What every format's reader shares: records, byte offsets, and a file that is hashed as it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dedup.config import Config
from dedup.model import File, Problem

_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """One text of a file, before it has a number in the corpus."""

    row: int | None
    """The line of a JSONL file, from 1."""
    start: int
    end: int
    """The bytes of the whole record, line break included."""
    text: str
    bytes_at: Callable[[Sequence[int]], list[int]]
    """Byte offsets in the file of ascending character offsets in `text`."""
    source: str | None
    """Where the record says that it comes from."""


class Reader(Protocol):
    """A format: a module with this function, listed in `dedup.corpus.READERS`."""

    def read(
        self,
        file: File,
        stream: HashedFile,
        config: Config,
        problems: list[Problem],
        only: Container[int] | None = None,
    ) -> Iterator[Record]:
        """The records of `file` in order, or those of the rows in `only`; reads `stream` to its end. Raises OSError."""
        ...


class HashedFile:
    """A file that is read once, from start to end; then `done` is told its SHA-256 and its size."""

    def __init__(self, path: Path, done: Callable[[str, int], None]) -> None:
        self._path = path
        self._done = done

    def read(self) -> bytes:
        """All bytes at once."""
        content = self._path.read_bytes()
        self._done(hashlib.sha256(content).hexdigest(), len(content))
        return content

    def skim(self) -> None:
        """Read to the end for the digest alone."""
        digest, size = hashlib.sha256(), 0
        with self._path.open("rb") as stream:
            while chunk := stream.read(_BUFFER):
                digest.update(chunk)
                size += len(chunk)
        self._done(digest.hexdigest(), size)

    def lines(self) -> Iterator[bytes]:
        r"""The lines, each with its ``\n``."""
        digest, size = hashlib.sha256(), 0
        with self._path.open("rb", buffering=_BUFFER) as stream:
            for line in stream:
                digest.update(line)
                size += len(line)
                yield line
        self._done(digest.hexdigest(), size)


def byte_offsets(text: str, base: int, encoding: str, errors: str, offsets: Iterable[int]) -> list[int]:
    """Byte offsets of ascending character `offsets` of a text whose first byte stands at `base`.

    Encodes only what lies between two offsets, so that one call is one pass over the text.
    """
    narrow = encoding == "utf-8" and text.isascii()
    result, at, byte = [], 0, base
    for offset in offsets:
        if not at <= offset <= len(text):
            raise ValueError(f"offset {offset} does not ascend from {at} to {len(text)}")
        byte += offset - at if narrow else len(text[at:offset].encode(encoding, errors))
        at = offset
        result.append(byte)
    return result
