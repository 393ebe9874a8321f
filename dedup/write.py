"""The cleaned corpus, file by file, and its ledger."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from dedup.config import Config
from dedup.corpus import Corpus
from dedup.corpus.copying import copy_without
from dedup.describe import Described
from dedup.engines import Engine, rows
from dedup.errors import InputChanged
from dedup.ledger import LedgerWriter, Progress, RunInfo
from dedup.model import Action, File, FileRecord, Removal, Spared
from dedup.passes import Passes
from dedup.version import VERSION


def write(
    corpus: Corpus, described: Iterable[Described], out: Path | None, ledger: LedgerWriter, progress: Progress
) -> None:
    """Write every file of the corpus without what is removed, and enter it in the `ledger`.

    `out` is the folder of the new tree, or, for a corpus of one file, the new file itself; without it only the ledger
    is written.
    """
    changed = _by_file(described)
    held = next(changed, None)
    for file in progress(corpus.files, "writing", len(corpus.files)):
        mine: list[Described] = []
        if held and held[0] == file.number:
            mine = held[1]
            held = next(changed, None)
        ledger.add(*_write_file(corpus, file, mine, out))


def _by_file(described: Iterable[Described]) -> Iterator[tuple[int, list[Described]]]:
    for number, group in groupby(described, key=lambda one: one.document.file):
        yield number, list(group)


def _write_file(
    corpus: Corpus, file: File, mine: list[Described], out: Path | None
) -> tuple[FileRecord, list[Removal]]:
    target = out / file.path if out and corpus.is_folder else out
    if file.kind in ("link", "skipped"):
        if file.kind == "link" and target:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(file.note)
        return _record(file, "link" if file.kind == "link" else "carried"), []
    source = corpus.path(file.number)
    removals = _with_content(source, [removal for one in mine for removal in one.removals])
    spans = [(removal.start, removal.end) for removal in removals]
    dropped = corpus.is_folder and file.kind == "text" and any(one.whole for one in mine)
    copied = copy_without(source, None if dropped else target, spans, file.mode)
    if copied.digest != corpus.digest(file.number):
        raise InputChanged(f"{source}: changed while it was being cleaned; nothing was written; run again")
    action: Action = (
        "dropped" if dropped else "cleaned" if removals else "carried" if file.kind == "carried" else "unchanged"
    )
    record = FileRecord(
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
    return record, removals


def _record(file: File, action: Action) -> FileRecord:
    """The record of what has no content."""
    return FileRecord(file.number, file.path, file.kind, action, file.note, file.mode, 0, "", "", 0, 0)


def _with_content(source: Path, removals: list[Removal]) -> list[Removal]:
    """The removals with their bytes, read from the file."""
    if not removals:
        return []
    with source.open("rb") as stream:
        return [removal._replace(content=_read(stream, removal)) for removal in removals]


def _read(stream: io.BufferedReader, removal: Removal) -> bytes:
    stream.seek(removal.start)
    return stream.read(removal.end - removal.start)


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
