"""A corpus: its files in order, and their documents, read again as often as needed.

To add a format, write a module with the function of `Reader`, list it in `READERS`, and let
`dedup.corpus.kinds` name the files that it reads.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from array import array
from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from dedup.config import Config
from dedup.corpus import jsonl, plain
from dedup.corpus.record import Reader, Record, Seal, SealedFile
from dedup.corpus.tree import reason, scan
from dedup.errors import InputChanged
from dedup.model import Document, File, FileKind, Problem

__all__ = ["READERS", "Corpus"]

READERS: dict[FileKind, Reader] = {"text": plain, "jsonl": jsonl}
"""The module that reads each kind of file; other kinds hold no documents."""

_CHUNK = 1 << 20


class Corpus:
    """The files of a folder, of one file or of a stream; `documents` reads them as often as needed.

    A file is sealed when it is first read. If it reads differently later, InputChanged is raised.
    """

    def __init__(self, root: Path, files: list[File], problems: list[Problem], config: Config) -> None:
        self.root = root
        self.files = files
        self.problems = problems
        self._config = config
        self.is_folder = root.is_dir()
        self._firsts: list[int] = []
        self._rows: dict[int, array[int]] = {}
        self._counts: dict[int, int] = {}
        self._seals: dict[int, Seal] = {}
        self._discard: weakref.finalize[[], Corpus] | None = None

    @classmethod
    def open(cls, root: Path, config: Config, git_rules: bool = False) -> Corpus:
        """The corpus at `root`, a folder or a file. Raises UsageError if there is none."""
        files, problems = scan(root, config, git_rules=git_rules)
        return cls(root, files, problems, config)

    @classmethod
    def from_stream(cls, stream: BinaryIO, config: Config) -> Corpus:
        """The corpus of one text, named ``stdin``, that is kept in a temporary file until `close`."""
        folder = tempfile.mkdtemp(prefix="dedup-")
        discard = partial(shutil.rmtree, folder, ignore_errors=True)
        try:
            spool = Path(folder, "stdin")
            with spool.open("wb") as target:
                shutil.copyfileobj(stream, target, _CHUNK)
            corpus = cls.open(spool, replace(config, include=(), exclude=()))
        except BaseException:
            discard()
            raise
        corpus._discard = weakref.finalize(corpus, discard)
        return corpus

    def close(self) -> None:
        """Delete the temporary copy of a stream."""
        if self._discard:
            self._discard()

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def path(self, number: int) -> Path:
        """Where a file is."""
        return self.root / self.files[number].path if self.is_folder else self.root

    def digest(self, number: int) -> str:
        """The SHA-256 of a file, as it was read first; empty for a link and for what is skipped."""
        seal = self._seal(number)
        return seal.digest if seal else ""

    def size(self, number: int) -> int:
        """The bytes of a file, as it was read first."""
        seal = self._seal(number)
        return seal.size if seal else 0

    def documents(self, only: Container[int] | None = None) -> Iterator[Document]:
        """The documents in order, or those with a number in `only`; numbers are the same in every call.

        The first call to reach the end of a file learns how many documents it has, and what is wrong
        with it; later calls skip files of which they need nothing. Raises InputChanged.
        """
        first = 0
        for number in range(len(self.files)):
            count = self._counts.get(number)
            if count is None or only is None:
                found = self._read(number, first)
                yield from found if only is None else (document for document in found if document.number in only)
            elif wanted := [n for n in range(first, first + count) if n in only]:
                yield from self._read_again(number, first, wanted)
            first += self._counts[number]

    def count(self) -> int:
        """How many documents there are, once all have been read."""
        return sum(self._counts.values())

    def locate(self, document: int) -> tuple[str, int | None]:
        """The path and the row of a document, once all have been read."""
        if not self._firsts:
            self._firsts = [0, *accumulate(self._counts[number] for number in range(len(self.files)))]
        file = bisect_right(self._firsts, document) - 1
        rows = self._rows.get(file)
        return self.files[file].path, rows[document - self._firsts[file]] if rows else None

    def _read(self, number: int, first: int) -> Iterator[Document]:
        """The documents of one file, numbered from `first`; what is wrong with it is noted the first time."""
        problems: list[Problem] = []
        rows = array("q")
        count = 0
        for count, record in enumerate(self._records(number, problems), 1):
            yield _document(first + count - 1, self.files[number], record)
            if record.row is not None:
                rows.append(record.row)
        if number not in self._counts:
            self._counts[number] = count
            if rows:
                self._rows[number] = rows
            self.problems.extend(problems)

    def _read_again(self, number: int, first: int, wanted: list[int]) -> Iterator[Document]:
        """Some documents of a file that was read, of which the first one has the number `first`."""
        rows = self._rows.get(number)
        only = {rows[document - first] for document in wanted} if rows and len(wanted) < len(rows) else None
        for document, record in zip(wanted, self._records(number, [], only), strict=True):
            yield _document(document, self.files[number], record)

    def _records(self, number: int, problems: list[Problem], only: Container[int] | None = None) -> Iterator[Record]:
        """The records of a file, or those of some rows. A file that cannot be read at first is skipped."""
        file = self.files[number]
        reader = READERS.get(file.kind)
        begun = number in self._seals
        if reader:
            try:
                for record in reader.read(file, self._stream(number), self._config, problems, only):
                    begun = True
                    yield record
            except OSError as error:
                self._lose(file, error, known=begun)

    def _stream(self, number: int) -> SealedFile:
        return SealedFile(self.path(number), partial(self._check, number), digested=number not in self._seals)

    def _check(self, number: int, seal: Seal) -> None:
        """Remember what a file holds, or raise InputChanged if it was something else before."""
        known = self._seals.setdefault(number, seal)
        if known[:2] != seal[:2]:
            raise InputChanged(f"{self.path(number)}: changed while it was being read; run again")

    def _lose(self, file: File, error: OSError, *, known: bool) -> None:
        """Skip a file that cannot be read, unless it is too late for that."""
        why = f"cannot be read: {reason(error)}"
        if known:
            raise InputChanged(f"{self.path(file.number)}: {why}") from error
        self.files[file.number] = replace(file, kind="skipped", note=why)
        self.problems.append(Problem(file.path, None, why))

    def _seal(self, number: int) -> Seal | None:
        """What a file held, which is read if it was not; None for a link and for what is skipped."""
        if self.files[number].kind in ("link", "skipped"):
            return None
        if number not in self._seals:
            try:
                self._stream(number).skim()
            except OSError as error:
                self._lose(self.files[number], error, known=True)
        return self._seals[number]


def _document(number: int, file: File, record: Record) -> Document:
    return Document(
        number=number,
        file=file.number,
        row=record.row,
        source=_source(file, record),
        start=record.start,
        end=record.end,
        text=record.text,
        bytes_at=record.bytes_at,
    )


def _source(file: File, record: Record) -> str:
    """Which pages belong together; the first word tells a folder from a site of the same name."""
    if record.source is not None:
        return f"site {record.source}"
    if record.row is not None:
        return f"file {file.path}"
    return f"folder {file.path.rpartition('/')[0] or '.'}"
