"""Plain text: UTF-8 whatever its faults, or UTF-16 with a BOM."""

from __future__ import annotations

import codecs
from collections.abc import Container, Iterator
from functools import partial

from dedup.config import Config
from dedup.corpus.record import Record, SealedFile, byte_offsets
from dedup.model import File, Problem

_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8", "surrogateescape"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "surrogatepass"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "surrogatepass"),
    (b"", "utf-8", "surrogateescape"),
)


def read(
    file: File,  # noqa: ARG001 - every format has one signature
    stream: SealedFile,
    config: Config,  # noqa: ARG001 - the protocol's
    problems: list[Problem],  # noqa: ARG001  # the protocol's
    only: Container[int] | None = None,  # noqa: ARG001  # the protocol's
) -> Iterator[Record]:
    """The file as one record; a BOM, and an odd last byte of UTF-16, stay outside its text."""
    content = stream.read()
    mark, encoding, errors = next(row for row in _ENCODINGS if content.startswith(row[0]))
    start, size = len(mark), len(content)
    end = size if encoding == "utf-8" else size - (size - start) % 2
    text = str(memoryview(content)[start:end], encoding, errors)
    del content  # a file may be large: only its text stays in memory
    yield Record(None, 0, size, text, partial(byte_offsets, text, start, encoding, errors), None)
