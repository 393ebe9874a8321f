"""What was found, as every format that is printed shows it: `dedup check` and `dedup report --format`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dedup.errors import LedgerError
from dedup.ledger import Ledger, RunInfo
from dedup.model import FileRecord, Removal
from dedup.report import phrases, visible
from dedup.report.originals import file_encoding

Entries = Iterable[tuple[FileRecord, Iterable[Removal]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One removal, its paths as the reader would write them."""

    removal: Removal
    encoding: str

    @property
    def place(self) -> str:
        """Where it stands: ``a.txt:3-9``, ``b.jsonl:7:1``."""
        removal = self.removal
        return phrases.place(removal.path, removal.row, removal.first_line, removal.last_line)

    @property
    def file_lines(self) -> tuple[int, int]:
        """The lines of the file itself, which for a row of JSONL are not those of its text."""
        row = self.removal.row
        return (self.removal.first_line, self.removal.last_line) if row is None else (row, row)

    @property
    def why(self) -> str:
        """What it repeats, or which rule it falls under."""
        witness = self.removal.witness
        if witness is None:
            return phrases.reason(self.removal)
        return (
            f"{phrases.relation(self.removal)} {phrases.witness_place(witness)} ({phrases.percent(witness.similarity)})"
        )

    def excerpt(self, limit: int | None = None) -> str:
        """The beginning of its text, on one line and safe to show."""
        raw = visible.decode(self.removal.content[: None if limit is None else 16 * (limit + 1)], self.encoding)
        text = visible.text(" ".join((raw if self.removal.row is None else visible.unquoted(raw)).split()))
        return text if limit is None or len(text) <= limit else text[: limit - 1] + "…"


@dataclass(frozen=True, slots=True)
class Found:
    """What one run found; `files` and the findings of each can be gone through once."""

    files: Iterable[tuple[FileRecord, Iterable[Finding]]]
    info: RunInfo
    accepted: int = 0
    """Findings that a baseline accepts; they are not among the files'."""
    compared: bool = False
    """Whether there was a baseline, so that what is left is new."""
    whole: bool = False
    """Whether every file of a run that cleaned is among the files, found something in or not."""


def of_check(entries: Entries, root: Path, info: RunInfo, accepted: int, compared: bool) -> Found:
    """What was found in the files below `root`, with paths as seen from the current folder."""
    prefix = _from_here(root)
    files = _placed(entries, prefix, lambda record, _: _encoding_in(root / record.path, record))
    return Found(files, info, accepted, compared)


def of_ledger(ledger: Ledger, cleaned: Path | None) -> Found:
    """What a ledger holds, with paths below the root of its corpus; without `cleaned`, texts are taken for UTF-8."""

    def encoding(record: FileRecord, first: Removal) -> str:
        if cleaned is None and first.start:
            return "utf-8"
        try:
            return file_encoding(ledger, cleaned or Path(), record, first)
        except LedgerError:
            return "utf-8"

    return Found(_placed(ledger.stream(), "", encoding), ledger.info, whole=True)


def _placed(
    entries: Entries, prefix: str, encoding_of: Callable[[FileRecord, Removal], str]
) -> Iterator[tuple[FileRecord, Iterator[Finding]]]:
    for record, removals in entries:
        yield replace(record, path=prefix + record.path), _findings(record, removals, prefix, encoding_of)


def _findings(
    record: FileRecord, removals: Iterable[Removal], prefix: str, encoding_of: Callable[[FileRecord, Removal], str]
) -> Iterator[Finding]:
    encoding: str | None = None
    for removal in removals:
        if encoding is None:
            encoding = encoding_of(record, removal)
        yield Finding(_below(removal, prefix), encoding)


def _below(removal: Removal, prefix: str) -> Removal:
    if not prefix:
        return removal
    witness = removal.witness and removal.witness._replace(path=prefix + removal.witness.path)
    return removal._replace(path=prefix + removal.path, witness=witness)


def _from_here(root: Path) -> str:
    """What stands before a path below `root`: as seen from here if it lies below, else from the top."""
    seen = os.path.relpath(root)
    if seen == os.curdir:
        return ""
    whole = os.path.abspath(root) if Path(seen).parts[0] == os.pardir else seen  # noqa: PTH100 - links stay
    return whole.rstrip("/") + "/"


def _encoding_in(file: Path, record: FileRecord) -> str:
    if record.kind != "text":
        return "utf-8"
    try:
        with file.open("rb") as stream:
            return visible.encoding_of(stream.read(2))
    except OSError:
        return "utf-8"
