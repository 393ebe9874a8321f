"""Stretches of the original files, put together from the cleaned files and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from dedup.errors import LedgerError
from dedup.ledger import Ledger
from dedup.model import FileRecord, Removal
from dedup.rebuild import original_chunks, place_of
from dedup.report import visible

Range = tuple[int, int]


def read_original(ledger: Ledger, cleaned: Path, record: FileRecord, removals: Iterable[Removal]) -> bytes:
    """Return the whole original of one file; LedgerError if the cleaned one does not fit the ledger."""
    return b"".join(original_chunks(place_of(cleaned, ledger, record.path), record, removals))


def file_encoding(ledger: Ledger, cleaned: Path, record: FileRecord, first: Removal) -> str:
    """Return the encoding of a file of which `first` is the first removal."""
    if record.kind != "text":
        return "utf-8"
    if first.start == 0:
        return visible.encoding_of(first.content)
    with _open(ledger, cleaned, record) as file:
        return visible.encoding_of(file.read(2))


def read_ranges(ledger: Ledger, cleaned: Path, wanted: Mapping[str, Iterable[Range]]) -> dict[str, dict[Range, str]]:
    """Return the text of byte ranges of original files, by path and range, in one pass over the ledger.

    No more than the ranges themselves is held in memory. An edited file gives wrong text, not an error.
    """
    found: dict[str, dict[Range, str]] = {}
    for record, removals in ledger.stream():
        if record.path in wanted:
            ranges = {*wanted[record.path], (0, 2)}
            pieces = _pieces(ledger, cleaned, record, removals, ranges)
            encoding = visible.encoding_of(pieces[0, 2]) if record.kind == "text" else "utf-8"
            found[record.path] = {key: visible.decode(raw, encoding) for key, raw in pieces.items()}
    return found


def _pieces(
    ledger: Ledger, cleaned: Path, record: FileRecord, removals: Iterable[Removal], ranges: set[Range]
) -> dict[Range, bytes]:
    """Return the bytes of each range of one original file."""
    order = sorted(ranges)
    found: dict[Range, list[bytes]] = {each: [] for each in order}
    first = 0
    with _open(ledger, cleaned, record) as file:
        for segment in _segments(record, removals):
            while first < len(order) and order[first][1] <= segment.start:
                first += 1
            for each in order[first:]:
                if each[0] >= segment.end:
                    break
                found[each].append(segment.read(file, *each))
    return {each: b"".join(parts) for each, parts in found.items()}


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of an original file: removed (`content`), or in the cleaned file at `offset`."""

    start: int
    end: int
    content: bytes | None
    offset: int = 0

    def read(self, file: BinaryIO, start: int, end: int) -> bytes:
        """Return what it holds of the range."""
        start, end = max(start, self.start), min(end, self.end)
        if end <= start:
            return b""
        if self.content is not None:
            return self.content[start - self.start : end - self.start]
        file.seek(self.offset + start - self.start)
        return file.read(end - start)


def _segments(record: FileRecord, removals: Iterable[Removal]) -> Iterator[_Segment]:
    """Yield the stretches of an original file, in order."""
    at = removed = 0
    for removal in removals:
        if removal.start > at:
            yield _Segment(at, removal.start, None, at - removed)
        yield _Segment(removal.start, removal.end, removal.content)
        at, removed = removal.end, removed + len(removal.content)
    yield _Segment(at, record.size, None, at - removed)


def _open(ledger: Ledger, cleaned: Path, record: FileRecord) -> BinaryIO:
    """Open the cleaned file; an empty one if it was dropped."""
    if record.action == "dropped":
        return BytesIO()
    file = place_of(cleaned, ledger, record.path)
    try:
        return file.open("rb")
    except OSError as error:
        raise LedgerError(f"{file}: this cleaned file cannot be read: {error.strerror}") from error
