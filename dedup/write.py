"""The cleaned corpus, file by file, and its ledger."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain, groupby
from pathlib import Path
from typing import IO

from dedup.config import Config
from dedup.corpus import Corpus
from dedup.corpus.copying import Span, copy_without
from dedup.describe import Described
from dedup.engines import Engine, rows
from dedup.errors import InputChanged
from dedup.ledger import LedgerWriter, Progress, RunInfo
from dedup.model import Action, File, FileRecord, Removal, Spared
from dedup.passes import Passes
from dedup.version import VERSION

_HELD = 8192
"""Removals of a file that wait in memory."""


def write(
    corpus: Corpus, described: Iterable[Described], out: Path | None, ledger: LedgerWriter, progress: Progress
) -> None:
    """Write every file of the corpus without what is removed, and enter it in the `ledger`.

    `out` is the folder of the new tree, or, for a corpus of one file, the new file itself; without it only the ledger
    is written.
    """
    changed = groupby(described, key=lambda one: one.document.file)
    held = next(changed, None)
    for file in progress(corpus.files, "writing", len(corpus.files)):
        number, mine = held if held and held[0] == file.number else (-1, iter(()))
        with _Waiting() as removals:
            ledger.add(_write_file(corpus, file, mine, out, removals), removals)
        if number == file.number:
            held = next(changed, None)


class _Waiting:
    """What was removed from a file, until its record is known; of a file of many rows, that may be very much."""

    def __init__(self) -> None:
        self._held: list[Removal] = []
        self._file: IO[bytes] | None = None

    def __enter__(self) -> _Waiting:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def append(self, removal: Removal) -> None:
        self._held.append(removal)
        if len(self._held) >= _HELD:
            self._file = self._file or tempfile.TemporaryFile()  # noqa: SIM115 - closed in the end
            pickle.dump(self._held, self._file, pickle.HIGHEST_PROTOCOL)
            self._held = []

    def __iter__(self) -> Iterator[Removal]:
        if self._file:
            end = self._file.tell()
            self._file.seek(0)
            while self._file.tell() < end:
                yield from pickle.load(self._file)
        yield from self._held


def _write_file(
    corpus: Corpus, file: File, mine: Iterator[Described], out: Path | None, removals: _Waiting
) -> FileRecord:
    """Write one file without what the descriptions of its documents say, which become `removals`."""
    target = out / file.path if out and corpus.is_folder else out
    if file.kind in ("link", "skipped"):
        if file.kind == "link" and target:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(file.note)
        return _record(file, "link" if file.kind == "link" else "carried")
    source = corpus.path(file.number)
    first = next(mine, None)
    dropped = corpus.is_folder and file.kind == "text" and first is not None and first.whole
    spans = _removed(source, chain([first], mine), removals) if first else ()
    copied = copy_without(source, None if dropped else target, spans, file.mode)
    if copied.digest != corpus.digest(file.number):
        raise InputChanged(f"{source}: changed while it was being cleaned; nothing was written; run again")
    action: Action = (
        "dropped" if dropped else "cleaned" if first else "carried" if file.kind == "carried" else "unchanged"
    )
    return FileRecord(
        number=file.number,
        path=file.path,
        kind=file.kind,
        action=action,
        note=file.note,
        mode=file.mode,
        size=copied.size,
        digest=copied.digest,
        cleaned_digest="" if dropped else copied.cleaned_digest,
        lines=copied.lines,
        cleaned_lines=copied.cleaned_lines,
    )


def _record(file: File, action: Action) -> FileRecord:
    """The record of what has no content."""
    return FileRecord(file.number, file.path, file.kind, action, file.note, file.mode, 0, "", "", 0, 0)


def _removed(source: Path, described: Iterable[Described], removals: _Waiting) -> Iterator[Span]:
    """What goes from a file, as it is copied; with its bytes it is noted."""
    with source.open("rb") as stream:
        for one in described:
            for removal in one.removals:
                stream.seek(removal.start)
                removals.append(removal._replace(content=stream.read(removal.end - removal.start)))
                yield removal.start, removal.end


def run_info(corpus: Corpus, engine: Engine, passes: Passes, config: Config, nearly: tuple[Spared, ...]) -> RunInfo:
    """What the ledger says of the run as a whole."""
    return RunInfo(
        tool_version=VERSION,
        root=corpus.root.name,
        shape="tree" if corpus.is_folder else "file",
        config={key: value for key, value in asdict(config).items() if key not in ("threads", "memory")},
        documents=corpus.count(),
        documents_dropped=len(passes.whole),
        problems=tuple(str(problem) for problem in corpus.problems),
        carried=sum(file.kind == "carried" for file in corpus.files),
        notes=_notes(corpus, engine),
        spared=nearly,
    )


def _notes(corpus: Corpus, engine: Engine) -> tuple[str, ...]:
    """What guards kept, by document."""
    said = rows(engine.read("SELECT DISTINCT doc, message FROM reported ORDER BY doc, message"))
    return tuple(f"{_name(corpus, row['doc'])}: {row['message']}" for row in said)


def _name(corpus: Corpus, doc: int) -> str:
    path, row = corpus.locate(doc)
    return path if row is None else f"{path}:{row}"
