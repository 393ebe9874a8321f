"""What users call: clean, find, fix, restore, explain. The command line is a thin layer over these."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dedup import pipeline
from dedup.config import Config
from dedup.corpus import Corpus
from dedup.corpus.copying import copy_without, rewrite
from dedup.corpus.git import git_folder
from dedup.corpus.output import Staging, check_apart, only_report
from dedup.engines.workers import Workers
from dedup.errors import DedupError, LedgerError, UsageError
from dedup.ledger import (
    FILE_NAME,
    REPORT_SUFFIX,
    Ledger,
    LedgerWriter,
    Progress,
    RunInfo,
    find_cleaned,
    find_ledger,
    silent,
)
from dedup.model import FileRecord, Removal
from dedup.rebuild import Restored, restore_in_place
from dedup.rebuild import restore as restore_tree

if TYPE_CHECKING:
    from dedup.report.findings import Found

LAST_FIX = Path("dedup", "last-fix.parquet")
"""Where in the git folder the ledger of the last fix lies."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did."""

    ledger: Ledger
    report: Path | None
    """The report folder, if one was written."""

    @property
    def info(self) -> RunInfo:
        """What the ledger says of the run as a whole."""
        return self.ledger.info

    def removals(self) -> Iterator[Removal]:
        """Every removal, in corpus order."""
        for _, removals in self.ledger.stream():
            yield from removals


def default_report(out: Path) -> Path:
    """Where the report of an output lies unless told otherwise: beside it."""
    return out.absolute().with_name(out.absolute().name + REPORT_SUFFIX)


@contextmanager
def clean(
    source: Path | BinaryIO,
    out: Path | None,
    config: Config | None = None,
    *,
    report: Path | None = None,
    overwrite: bool = False,
    debug_candidates: bool = False,
    progress: Progress = silent,
) -> Iterator[Result]:
    """Write the cleaned corpus to `out` and the report beside it, or to `report`.

    `source` is a folder, a file, or a binary stream. Within the context the result can be read; with `out` None
    nothing lasts beyond it. `debug_candidates` adds ``candidates.jsonl`` to the report.
    Raises UsageError, InputChanged, ConfigError; then nothing was written.
    """
    config = config or Config()
    if isinstance(source, Path):
        corpus = Corpus.open(source, config)
        if out is not None:
            for place in (out, report or default_report(out)):
                check_apart(source, place)
    else:
        corpus = Corpus.from_stream(source, config)
    with corpus:
        if out is None:
            with _scratch(corpus, config, progress) as (result, _):
                yield result
            return
        report = report or default_report(out)
        with Staging(out, report, overwrite, "folder" if corpus.is_folder else "file", _is_ours) as staging:
            with Workers(config.threads) as workers:
                with _candidates(corpus, staging.report, wanted=debug_candidates) as watch:
                    pipeline.clean(corpus, staging.out, staging.report / FILE_NAME, config, workers, progress, watch)
                write_report(Ledger.open(staging.report / FILE_NAME), staging.out, staging.report, workers, progress)
            staging.commit(progress)
        yield Result(Ledger.open(report / FILE_NAME), report)


@contextmanager
def _candidates(corpus: Corpus, report: Path, *, wanted: bool) -> Iterator[pipeline.Watch | None]:
    """What writes ``candidates.jsonl``, if that is wanted."""
    if not wanted:
        yield None
        return
    from dedup import candidates

    with (report / candidates.FILE_NAME).open("w", encoding="utf-8", newline="\n") as out:
        yield candidates.Candidates(corpus, out)


def write_report(ledger: Ledger, cleaned: Path, folder: Path, workers: Workers, progress: Progress) -> None:
    """Write all report formats."""
    from dedup.report import write_all  # late: templates are not needed to check

    write_all(ledger, cleaned, folder, workers, progress)


@contextmanager
def _scratch(
    corpus: Corpus, config: Config, progress: Progress, *, cleaned: bool = False
) -> Iterator[tuple[Result, Path]]:
    """A run whose result is thrown away; yields it and the place of the output, which is written if `cleaned`."""
    with tempfile.TemporaryDirectory(prefix="dedup-") as folder:
        out = Path(folder, "out")
        if cleaned and corpus.is_folder:
            out.mkdir()
        ledger = Path(folder, FILE_NAME)
        with Workers(config.threads) as workers:
            pipeline.clean(corpus, out if cleaned else None, ledger, config, workers, progress)
        yield Result(Ledger.open(ledger), None), out


def _is_ours(out: Path, report: Path) -> bool:
    """Does the report's ledger know every file of the output, and is nothing else in the report?"""
    try:
        ledger = Ledger.open(report / FILE_NAME)
    except LedgerError:
        return False
    if not only_report(report):
        return False
    if out.is_file():
        return ledger.info.shape == "file"
    known = {record.path for record in ledger.files() if record.action != "dropped"}
    found = {os.path.relpath(Path(folder, name), out) for folder, _, names in os.walk(out) for name in names}
    return found <= known


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found."""

    entries: list[tuple[FileRecord, list[Removal]]]
    """The files with findings, and these."""
    accepted: int
    """Findings that the baseline accepts."""
    info: RunInfo
    diff: bytes
    """The unified diff of all findings (of the accepted ones too), if asked for."""
    root: Path
    """The folder that paths are relative to."""
    compared: bool = False
    """Whether there was a baseline."""

    @property
    def count(self) -> int:
        """Findings that are not accepted."""
        return sum(len(removals) for _, removals in self.entries)

    def shown(self) -> Found:
        """The findings as the formats of `dedup.report` print them: with paths as seen from the current folder."""
        from dedup.report.findings import of_check

        return of_check(self.entries, self.root, self.info, self.accepted, self.compared)


def find(
    source: Path,
    config: Config | None = None,
    *,
    baseline: Sequence[str] | None = None,
    diff: bool = False,
    progress: Progress = silent,
) -> Findings:
    """Look for what `clean` would remove, write nothing. In a git work tree, git's ignore rules hold.

    `baseline` are fingerprints of findings that are accepted; each accepts one.
    """
    config = config or Config()
    with (
        Corpus.open(source, config, git_rules=True) as corpus,
        _scratch(corpus, config, progress, cleaned=diff) as (result, out),
    ):
        entries, accepted = _unaccepted(result.ledger, baseline or ())
        told = _diff(result.ledger, out) if diff else b""
        return Findings(entries, accepted, result.info, told, _root(source), baseline is not None)


def _root(source: Path) -> Path:
    return source if source.is_dir() else source.parent


def _unaccepted(ledger: Ledger, baseline: Sequence[str]) -> tuple[list[tuple[FileRecord, list[Removal]]], int]:
    left = Counter(baseline)
    accepted = 0
    entries = []
    for record, removals in ledger.stream():
        new = []
        for removal in removals:
            if left[removal.fingerprint] > 0:
                left[removal.fingerprint] -= 1
                accepted += 1
            else:
                new.append(removal)
        if new:
            entries.append((record, new))
    return entries, accepted


def _diff(ledger: Ledger, out: Path) -> bytes:
    from dedup.report import diff

    diff.write(ledger, out, out.parent)
    return (out.parent / "changes.diff").read_bytes()


def fix(source: Path, findings: Findings) -> Path:
    """Remove the findings from the files themselves, each atomically; returns the ledger that undoes it.

    The ledger lies in the git folder, out of sight. Raises UsageError outside a git work tree, InputChanged if a
    file is no longer what was checked.
    """
    folder = git_folder(source)
    if folder is None:
        raise UsageError(f"{source}: --fix keeps its undo ledger in the git folder, but this is no git work tree")
    root = _root(source)
    place = folder / LAST_FIX
    place.parent.mkdir(exist_ok=True)
    staged = place.with_suffix(".partial")
    with tempfile.TemporaryDirectory(prefix="dedup-") as scratch, LedgerWriter(staged) as writer:
        for record, removals in findings.entries:
            writer.add(_fixed(root, record, removals, Path(scratch, "file")), removals)
        writer.close(findings.info)
    staged.replace(place)
    try:
        _rewrite_all(root, findings)
    except OSError as error:
        raise DedupError(
            f"{error.filename or source}: {error.strerror or error}; `dedup restore --last-fix` undoes what was done"
        ) from error
    return place


def _rewrite_all(root: Path, findings: Findings) -> None:
    for record, removals in findings.entries:
        file = root / record.path
        if sum(removal.end - removal.start for removal in removals) == record.size:
            file.unlink()
        else:
            rewrite(file, [(removal.start, removal.end) for removal in removals], record.mode, record.digest)


def _fixed(root: Path, record: FileRecord, removals: Sequence[Removal], scratch: Path) -> FileRecord:
    """The record of a file of which only these removals are cut."""
    copied = copy_without(root / record.path, scratch, [(removal.start, removal.end) for removal in removals])
    scratch.unlink()
    if copied.cleaned_size == 0:
        return replace(record, action="dropped", cleaned_digest="", cleaned_lines=0)
    return replace(record, action="cleaned", cleaned_digest=copied.cleaned_digest, cleaned_lines=copied.cleaned_lines)


def restore(cleaned: Path, out: Path, *, report: Path | None = None, progress: Progress = silent) -> Restored:
    """Write the original of a cleaned corpus to `out`, byte for byte, from the ledger beside it or in `report`.

    Raises LedgerError if the ledger is missing or damaged, or a cleaned file was edited since; UsageError.
    """
    return restore_tree(cleaned, out, Ledger.open(find_ledger(cleaned, report)), progress)


def undo_fix(source: Path, progress: Progress = silent) -> Restored:
    """Put back what the last `fix` in this git work tree removed."""
    folder = git_folder(source)
    if folder is None or not (folder / LAST_FIX).is_file():
        raise LedgerError(f"{source}: no fix to undo: there is no ledger of one in the git folder")
    return restore_in_place(source, Ledger.open(folder / LAST_FIX), progress)


def phrase(line: str, config: Config | None = None) -> tuple[bool, str]:
    """Whether the catalogue of boilerplate phrases knows a line, and by which entry, in words."""
    from dedup.report.evidence import of_phrase

    return of_phrase(line, (config or Config()).catalogue)


def explain(report: Path, where: str) -> str:
    """Why the line ``FILE:LINE`` (JSONL ``FILE:ROW[:LINE]``) of the original was removed, or that it was kept."""
    from dedup.report.explain import explain as explained

    ledger = Ledger.open(report / FILE_NAME if report.is_dir() else report)
    return explained(ledger, find_cleaned(report), where)
