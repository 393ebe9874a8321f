"""The original texts of the documents that have a page, put together one by one as they are needed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dedup.config import Config
from dedup.corpus.jsonl import literal_span
from dedup.ledger import Ledger
from dedup.model import FileRecord, Removal
from dedup.rebuild import original_chunks, place_of
from dedup.report import visible


@dataclass(frozen=True, slots=True)
class Text:
    """One original document: its bytes in its file, and what was removed from it."""

    file: FileRecord
    row: int | None
    base: int
    """Where in its file it begins."""
    data: bytes
    encoding: str
    removals: list[Removal]

    @property
    def whole(self) -> bool:
        """Whether it went as a whole."""
        return sum(min(r.end, self.end) - max(r.start, self.base) for r in self.removals) >= len(self.data) > 0

    @property
    def end(self) -> int:
        """One past its last byte in the file."""
        return self.base + len(self.data)

    def between(self, start: int, end: int) -> str:
        """The text of some bytes of the file, as far as they are in the document."""
        part = self.data[max(start - self.base, 0) : max(end - self.base, 0)]
        return decoded(part, self.encoding, self.row)


def decoded(part: bytes, encoding: str, row: int | None) -> str:
    """Bytes of a document as text: those of a row are a stretch of a JSON literal."""
    text = visible.decode(part, encoding)
    return text if row is None else visible.unquoted(text)


def texts(ledger: Ledger, cleaned: Path, wanted: Iterator[tuple[int, int]]) -> Iterator[Text]:
    """Yield the wanted documents; these are file numbers and rows (0: the file is the text), in corpus order."""
    config = _config(ledger.info.config)
    following = next(wanted, None)
    for record, removals in ledger.stream():
        rows: list[int] = []
        while following is not None and following[0] == record.number:
            rows.append(following[1])
            following = next(wanted, None)
        if not rows:
            continue
        noted: deque[Removal] = deque()
        chunks = original_chunks(place_of(cleaned, ledger, record.path), record, _noting(removals, noted))
        if record.kind == "text":
            data = b"".join(chunks)
            yield Text(record, None, 0, data, visible.encoding_of(data), list(noted))
        else:
            yield from _rows(record, chunks, rows, noted, config)


def _config(values: Mapping[str, object]) -> Config:
    """As much of the run's config as tells where in a row its text is."""
    field = values.get("text_field")
    return Config(text_field=field) if isinstance(field, str) else Config()


def _noting(removals: Iterable[Removal], noted: deque[Removal]) -> Iterator[Removal]:
    for removal in removals:
        noted.append(removal)
        yield removal


def _rows(
    record: FileRecord, chunks: Iterable[bytes], rows: list[int], noted: deque[Removal], config: Config
) -> Iterator[Text]:
    """Yield the wanted rows of a JSONL file; `noted` grows as the chunks are taken, and is used up."""
    wanted = iter(rows)
    following = next(wanted, None)
    for number, (start, line) in enumerate(_lines(chunks), 1):
        mine = []
        while noted and (noted[0].row or 0) <= number:
            mine.append(noted.popleft())
        if number != following:
            continue
        following = next(wanted, None)
        first, last = literal_span(line, config) or (0, len(line))
        yield Text(record, number, start + first, line[first:last], "utf-8", mine)


def _lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file, each with its place."""
    start, held = 0, b""
    for chunk in chunks:
        *complete, held = (held + chunk).split(b"\n")
        for line in complete:
            yield start, line
            start += len(line) + 1
    if held:
        yield start, held
