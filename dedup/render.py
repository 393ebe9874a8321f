"""The report of a run that is over: written or printed again from its ledger, without cleaning again."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from dedup.corpus.output import CANDIDATES, Staging, check_apart
from dedup.engines.workers import Workers
from dedup.errors import LedgerError, UsageError
from dedup.ledger import FILE_NAME, Ledger, Progress, find_cleaned, silent
from dedup.report import write_all
from dedup.report.findings import Found, of_ledger


def render_report(
    ledger: Path,
    out: Path | None = None,
    *,
    cleaned: Path | None = None,
    overwrite: bool = False,
    progress: Progress = silent,
) -> Path:
    """Write the files of a report again, from a ledger or the folder that holds it; returns where they are.

    They replace those beside the ledger, or go to the folder `out` with a copy of it. `cleaned` is the cleaned corpus
    if it does not stand beside the report. Raises LedgerError, UsageError; then nothing was written.
    """
    source = _ledger_of(ledger)
    opened = Ledger.open(source)
    if out is None and source.name != FILE_NAME:
        raise UsageError(f"{source}: lies in no report folder; say where the report goes: --out OUT")
    corpus = _corpus_of(source, cleaned)
    folder = out or source.parent
    check_apart(corpus, folder)
    with Staging(None, folder, overwrite or out is None) as staging:
        shutil.copyfile(source, staging.report / FILE_NAME)
        candidates = source.with_name(CANDIDATES)
        if out is None and candidates.is_file():
            shutil.copyfile(candidates, staging.report / CANDIDATES)
        with Workers() as workers:
            write_all(opened, corpus, staging.report, workers, progress)
        staging.commit()
    return folder.absolute()


def found_in(ledger: Path, cleaned: Path | None = None) -> Found:
    """What a ledger, or the one in a report folder, holds, to be printed. The cleaned corpus need not be there."""
    source = _ledger_of(ledger)
    if cleaned is None:
        with suppress(UsageError):
            cleaned = find_cleaned(source)
    return of_ledger(Ledger.open(source), cleaned)


def _ledger_of(place: Path) -> Path:
    path = place / FILE_NAME if place.is_dir() else place
    if not path.is_file():
        raise LedgerError(f"{path}: there is no ledger; name a report folder, or the ledger of a run")
    return path


def _corpus_of(ledger: Path, cleaned: Path | None) -> Path:
    """Return where the cleaned corpus is; UsageError if it is not there."""
    hint = "name it with --cleaned, or print the findings, which do without it: --format text"
    if cleaned is None:
        try:
            return find_cleaned(ledger)
        except UsageError as error:
            raise UsageError(f"{error}; {hint}") from error
    if not cleaned.exists():
        raise UsageError(f"{cleaned}: the cleaned corpus is not there; {hint}")
    return cleaned
