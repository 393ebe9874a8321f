"""What every format's reader shares: records, byte offsets, and a file that is sealed as it is read."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

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
        stream: SealedFile,
        config: Config,
        problems: list[Problem],
        only: Container[int] | None = None,
    ) -> Iterator[Record]:
        """The records of `file` in order, or those of the rows in `only`; reads `stream` to its end. Raises OSError."""
        ...


class Seal(NamedTuple):
    """What a file held when it was read."""

    size: int
    checksum: int
    """CRC-32, which is quick: enough to see that a file is still the same."""
    digest: str
    """SHA-256; empty if it was not asked for."""


class _Sealing:
    """Takes in a file, piece by piece."""

    def __init__(self, *, digested: bool) -> None:
        self._size = 0
        self._checksum = 0
        self._digest = hashlib.sha256() if digested else None

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        self._checksum = zlib.crc32(piece, self._checksum)
        if self._digest:
            self._digest.update(piece)

    def seal(self) -> Seal:
        return Seal(self._size, self._checksum, self._digest.hexdigest() if self._digest else "")


class SealedFile:
    """A file that is read once, from start to end; then `done` is told what it held."""

    def __init__(self, path: Path, done: Callable[[Seal], None], *, digested: bool = True) -> None:
        self._path = path
        self._done = done
        self._digested = digested

    def read(self) -> bytes:
        """All bytes at once."""
        content = self._path.read_bytes()
        sealing = _Sealing(digested=self._digested)
        sealing.add(content)
        self._done(sealing.seal())
        return content

    def skim(self) -> None:
        """Read to the end only to tell what it holds."""
        sealing = _Sealing(digested=self._digested)
        with self._path.open("rb") as stream:
            while chunk := stream.read(_BUFFER):
                sealing.add(chunk)
        self._done(sealing.seal())

    def lines(self) -> Iterator[bytes]:
        r"""The lines, each with its ``\n``."""
        sealing = _Sealing(digested=self._digested)
        with self._path.open("rb", buffering=_BUFFER) as stream:
            for line in stream:
                sealing.add(line)
                yield line
        self._done(sealing.seal())


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
