"""The whole ledger in numbers: one streamed look at it fills narrow tables, and statements ask them.

The tables hold keys, positions and paths, never corpus text, and lie with an engine that spills to disk: a ledger
of millions of removals takes no more memory than a small one. A *document* is a text file or a row of a JSONL file
(``record``; 0 for a text file). Its *source* is what the ledger tells of it: the folder of a text, a JSONL file itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import PurePosixPath
from types import TracebackType
from typing import Any

import pyarrow as pa

from dedup.engines import rows
from dedup.engines.duckdb import DuckDBEngine
from dedup.ledger import Ledger, Progress
from dedup.model import FileRecord, Removal, Spared
from dedup.report import visible
from dedup.report.html import statements
from dedup.report.html.classes import class_of
from dedup.report.summary import Totals

Row = dict[str, Any]

FILES = pa.schema(
    [
        ("file", pa.int64()),
        ("path", pa.binary()),
        ("source", pa.binary()),
        ("size", pa.int64()),
        ("lines", pa.int64()),
        ("cleaned_lines", pa.int64()),
        ("gone", pa.int64()),  # 1 if it went as a whole
    ]
)
REMOVALS = pa.schema(
    [
        ("file", pa.int64()),
        ("record", pa.int64()),
        ("start", pa.int64()),
        ("stop", pa.int64()),
        ("first_line", pa.int64()),
        ("last_line", pa.int64()),
        ("class", pa.string()),
        ("print", pa.string()),
        ("words", pa.int64()),
        ("characters", pa.int64()),
        ("alike", pa.float64()),
        ("run_words", pa.int64()),
        ("run_needed", pa.int64()),
        ("kept_path", pa.binary()),
        ("kept_record", pa.int64()),
        ("kept_start", pa.int64()),
        ("kept_stop", pa.int64()),
        ("kept_first", pa.int64()),
        ("kept_last", pa.int64()),
    ]
)
SPARED = pa.schema(
    [
        ("number", pa.int64()),  # in the ledger's list
        ("path", pa.binary()),
        ("record", pa.int64()),
        ("line", pa.int64()),
        ("other_path", pa.binary()),
        ("other_record", pa.int64()),
    ]
)
_BATCH = 8192
_MEMORY = "400MB"
"""What the tables may take before they are spilled."""


class Survey:
    """What the index, the lists and the pages of documents ask of a ledger. Use it as a context manager."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.totals = Totals()
        self._engine = DuckDBEngine(_MEMORY)

    def __enter__(self) -> Survey:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.close()

    def fill(self, progress: Progress) -> None:
        """Look at the whole ledger once."""
        entries = progress(self.ledger.stream(), "surveying the removals", self.ledger.file_count)
        self._keep("removals", self._removals(entries), REMOVALS)
        cleaned = (record for record in self.ledger.files() if record.kind in ("text", "jsonl"))
        self._keep("files", map(_file_row, cleaned), FILES)
        self._keep("nearly", map(_spared_row, enumerate(self.ledger.info.spared)), SPARED)

    def prepare(self, **values: float) -> None:
        """Find what belongs together, and which documents have a page of their own."""
        for name, statement in statements.PREPARE.items():
            self._engine.keep(name, statement.format(**values))

    def ask(self, statement: str, **values: float) -> Iterator[Row]:
        """The rows of a statement; paths as text, sums (which are wider than 64 bits) as whole numbers."""
        for row in rows(self._engine.read(statement.format(**values))):
            yield {key: _value(value) for key, value in row.items()}

    def one(self, statement: str, **values: float) -> Row:
        """The only row of a statement."""
        return next(self.ask(statement, **values))

    def _keep(self, table: str, found: Iterator[tuple[Any, ...]], schema: pa.Schema) -> None:
        self._engine.map(table, None, _batches(found, schema), schema)

    def _removals(self, entries: Iterable[tuple[FileRecord, Iterable[Removal]]]) -> Iterator[tuple[Any, ...]]:
        """Yield a row for each removal; all are counted."""
        for record, removals in entries:
            self.totals.add_file(record)
            before: Removal | None = None
            for removal in removals:
                self.totals.add_removal(removal)
                yield _row(record, before, removal)
                before = removal


def _value(value: Any) -> Any:
    if isinstance(value, bytes):
        return os.fsdecode(value)
    return int(value) if isinstance(value, Decimal) else value


def _file_row(record: FileRecord) -> tuple[Any, ...]:
    path, folder = os.fsencode(record.path), os.fsencode(str(PurePosixPath(record.path).parent))
    source = path if record.kind == "jsonl" else folder
    gone = int(record.action == "dropped")
    return record.number, path, source, record.size, record.lines, record.cleaned_lines, gone


def _spared_row(numbered: tuple[int, Spared]) -> tuple[Any, ...]:
    number, one = numbered
    other = None if one.other_path is None else os.fsencode(one.other_path)
    return number, os.fsencode(one.path), one.row or 0, one.first_line, other, one.other_row or 0


def _row(record: FileRecord, before: Removal | None, removal: Removal) -> tuple[Any, ...]:
    kept = removal.witness
    place: tuple[Any, ...] = (None,) * 6
    text = visible.decode(removal.content)  # of UTF-16, characters are counted as broken bytes
    if removal.row is not None:
        text = visible.unquoted(text)
    if kept is not None:
        path = os.fsencode(kept.path)
        place = (path, kept.row or 0, kept.start, kept.end, kept.first_line, kept.last_line)
    return (
        *(removal.file, removal.row or 0, removal.start, removal.end, removal.first_line, removal.last_line),
        *(class_of(record, before, removal), removal.fingerprint, removal.words, len(text)),
        *(kept.similarity if kept else None, removal.run_words, removal.run_needed, *place),
    )


def _batches(found: Iterator[tuple[Any, ...]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while some := list(islice(found, _BATCH)):
        columns = zip(*some, strict=True)
        arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
        yield pa.record_batch(arrays, schema=schema)
