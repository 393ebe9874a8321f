"""``ledger.parquet``: what was removed, why and from where. Every report is made from it.

One row per record, in corpus order: each file, followed by what was removed from it. The run itself
is described by JSON under the key ``dedup`` of the Parquet metadata. **The ledger holds the removed
text**: whoever may not read the corpus may not read its ledger or its report either.

The same input gives the same bytes: nothing in it tells a time, a machine or an absolute path.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Protocol, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from dedup.errors import LedgerError, UsageError
from dedup.model import FileRecord, Removal, Spared
from dedup.records import (
    FILE_COLUMNS,
    SCHEMA,
    SCHEMA_VERSION,
    SCHEMAS,
    Row,
    file_row,
    removal_row,
    to_file,
    to_removal,
)

FILE_NAME = "ledger.parquet"
REPORT_SUFFIX = "-report"
Shape = Literal["tree", "file"]
Item = TypeVar("Item")

_KEY = b"dedup"
_ROWS_PER_GROUP = 8192
_BYTES_PER_GROUP = 16 << 20


class Progress(Protocol):
    """Shows that work goes on: hands the items through, as ``tqdm`` does."""

    def __call__(self, items: Iterable[Item], what: str, total: int | None = None) -> Iterable[Item]:
        """Return the same items; `what` names the step, `total` says how many are expected."""


def silent(items: Iterable[Item], what: str, total: int | None = None) -> Iterable[Item]:  # noqa: ARG001 - the protocol's
    """Progress that shows nothing."""
    return items


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a ledger says of its run as a whole."""

    tool_version: str
    root: str
    """The name of the corpus (a folder or a file), without the folders above it."""
    shape: Shape
    """Whether the corpus is a folder tree or one single file."""
    config: dict[str, Any] = field(default_factory=dict)
    documents: int = 0
    documents_dropped: int = 0
    problems: tuple[str, ...] = ()
    """Input that could not be used, as ``path:line: message``."""
    carried: int = 0
    """Files that were copied unchanged because they are of no format that is cleaned."""
    notes: tuple[str, ...] = ()
    """What a reader should know: guards that held, caps that were hit."""
    spared: tuple[Spared, ...] = ()
    """What was nearly removed, in corpus order: of each fault the nearest."""


class LedgerWriter:
    """Writes a ledger in corpus order, a few megabytes at a time.

    Use it as a context manager: a ledger that was not closed with its run info is deleted.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files = 0
        self._rows: list[Row] = []
        self._bytes = 0
        # Dictionaries and statistics are of no use for texts, and would hold them in memory.
        columns = [name for name in SCHEMA.names if name not in ("content", "evidence")]
        self._writer: pq.ParquetWriter | None = pq.ParquetWriter(
            path,
            SCHEMA,
            compression="zstd",
            use_dictionary=columns,
            write_statistics=columns,
            write_page_checksum=True,
        )

    def __enter__(self) -> LedgerWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            self._path.unlink(missing_ok=True)

    def add(self, record: FileRecord, removals: Iterable[Removal]) -> None:
        """Append one file and what was removed from it, by ascending position."""
        self._files += 1
        self._append(file_row(record), 0)
        for removal in removals:
            self._append(removal_row(removal), len(removal.content))

    def close(self, info: RunInfo) -> None:
        """Write what is left and the run info; the ledger is complete."""
        assert self._writer is not None, "the ledger is closed already"
        self._flush()
        run = {"schema_version": SCHEMA_VERSION, "files": self._files, **asdict(info)}
        self._writer.add_key_value_metadata({_KEY: json.dumps(run, sort_keys=True).encode("ascii")})
        self._writer.close()
        self._writer = None

    def _append(self, row: Row, size: int) -> None:
        self._rows.append(row)
        self._bytes += size
        if len(self._rows) >= _ROWS_PER_GROUP or self._bytes >= _BYTES_PER_GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            assert self._writer is not None, "the ledger is closed already"
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(column, kind) for column, kind in zip(columns, SCHEMA.types, strict=True)]
            self._writer.write_table(pa.table(arrays, schema=SCHEMA))
            self._rows, self._bytes = [], 0


class Ledger:
    """A ledger that was written, read in a stream."""

    def __init__(self, path: Path, info: RunInfo, file_count: int, removal_count: int) -> None:
        self.path = path
        self.info = info
        self.file_count = file_count
        self.removal_count = removal_count

    @classmethod
    def open(cls, path: Path) -> Ledger:
        """Return the ledger at `path`; LedgerError if it is missing, damaged or of another version."""
        if not path.is_file():
            raise LedgerError(f"{path}: there is no ledger; name the report folder with --report")
        try:
            with pq.ParquetFile(path) as file:
                schema, metadata, rows = (
                    file.schema_arrow,
                    file.metadata.metadata or {},
                    file.metadata.num_rows,
                )
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _damaged(path) from error
        if _KEY not in metadata:
            raise LedgerError(f"{path}: this is no ledger of dedup")
        try:
            run = json.loads(metadata[_KEY])
            version, files = run.pop("schema_version"), run.pop("files")
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise _damaged(path) from error
        if version not in [*SCHEMAS]:  # a list, since the version of a damaged ledger may be anything
            raise LedgerError(
                f"{path}: written with ledger version {version}, this dedup reads up to {SCHEMA_VERSION}; "
                "use the version of dedup that wrote it"
            )
        try:
            spared = tuple(Spared(**one) for one in run.pop("spared", ()))
            lists = {"problems": tuple(run["problems"]), "notes": tuple(run["notes"]), "spared": spared}
            info = RunInfo(**{**run, **lists})
        except (KeyError, TypeError) as error:
            raise _damaged(path) from error
        if not schema.equals(SCHEMAS[version]):
            raise _damaged(path)
        return cls(path, info, files, rows - files)

    def files(self) -> Iterator[FileRecord]:
        """Every file of the corpus, in its order."""
        for row in self._rows(FILE_COLUMNS):
            if row[0] == "file":
                yield self._read(to_file, row)

    def stream(self) -> Iterator[tuple[FileRecord, Iterator[Removal]]]:
        """Every file with its removals, of which there may be millions: use them before asking for the next file."""
        record: FileRecord | None = None
        for is_file, rows in groupby(self._rows(None), lambda row: bool(row[0] == "file")):
            if is_file:
                for row in rows:
                    if record is not None:
                        yield record, iter(())
                    record = self._read(to_file, row)
            elif record is None:
                raise _damaged(self.path)
            else:
                yield record, (self._read(to_removal, row) for row in rows)
                record = None
        if record is not None:
            yield record, iter(())

    def _rows(self, columns: list[str] | None) -> Iterator[Row]:
        try:
            with pq.ParquetFile(self.path, page_checksum_verification=True) as file:
                found = 0
                for batch in file.iter_batches(batch_size=1024, columns=columns):
                    found += batch.num_rows
                    yield from zip(*batch.to_pydict().values(), strict=True)
                if found != self.file_count + self.removal_count:
                    raise _damaged(self.path)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(self.path) from error

    def _read(self, reader: Any, row: Row) -> Any:
        try:
            return reader(row)
        except (TypeError, ValueError) as error:
            raise _damaged(self.path) from error


def find_ledger(cleaned: Path, report: Path | None = None) -> Path:
    """Return where the ledger of a cleaned corpus is: in `report` (folder or file), else beside it."""
    if report is None:
        whole = cleaned.absolute()
        report = whole.parent / (whole.name + REPORT_SUFFIX)
    path = report / FILE_NAME if report.is_dir() or report.suffix != ".parquet" else report
    if not path.is_file():
        raise LedgerError(f"{path}: there is no ledger; name the report folder with --report")
    return path


def find_cleaned(report: Path) -> Path:
    """Return the cleaned corpus beside a report folder (or beside the ledger in it)."""
    folder = (report.parent if report.is_file() else report).absolute()
    name = folder.name.removesuffix(REPORT_SUFFIX)
    if not name or name == folder.name:
        raise UsageError(f"{report}: no cleaned corpus beside it: its folder is not named OUT{REPORT_SUFFIX}")
    cleaned = folder.parent / name
    if not cleaned.exists():
        raise UsageError(f"{cleaned}: the cleaned corpus should stand beside its report, but is not there")
    return cleaned


def _damaged(path: Path) -> LedgerError:
    return LedgerError(f"{path}: the ledger is damaged and cannot be used")
