"""The report folder and what is printed: one module for each format, all made from the ledger.

A format of the folder is a module with ``write(ledger, cleaned, folder)``, named in `FORMATS`; one that is printed has
``render(found)`` and stands in `PRINTED`. **Like the ledger, the report holds the removed text.**
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dedup.engines.workers import Workers
    from dedup.ledger import Ledger, Progress
    from dedup.report.findings import Found

FORMATS: tuple[str, ...] = ("removals", "summary", "markdown", "diff")
"""Modules of this package, in the order they are written; imported when needed, for a quick start."""

PRINTED = {"text": "listing", "markdown": "markdown", "github": "github", "sarif": "sarif", "json": "removals"}
"""What ``--format`` takes, and the module that prints it."""


class Format(Protocol):
    """What a module of a report format offers."""

    def write(self, ledger: Ledger, cleaned: Path, folder: Path) -> None:
        """Write the format's file into `folder`, from the ledger and the cleaned corpus."""


def write_all(ledger: Ledger, cleaned: Path, folder: Path, workers: Workers, progress: Progress) -> None:
    """Write every format into the report folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    write = partial(_write, ledger=ledger, cleaned=cleaned, folder=folder)
    for _ in progress(workers.map(write, FORMATS, heavy=False), "writing the report", len(FORMATS)):
        pass
    html = import_module(f"{__name__}.html")
    html.write(ledger, cleaned, folder, workers, progress)  # the many pages show their own progress


def _write(name: str, ledger: Ledger, cleaned: Path, folder: Path) -> None:
    cast(Format, import_module(f"{__name__}.{name}")).write(ledger, cleaned, folder)


class Printed(Protocol):
    """What a module of a printed format offers."""

    def render(self, found: Found) -> Iterable[str]:
        """Yield what is printed, in pieces that end with a line break."""


def printed(form: str, found: Found) -> Iterable[str]:
    """What was found, in one of the formats that are printed."""
    module = cast(Printed, import_module(f"{__name__}.{PRINTED[form]}"))
    return module.render(found)
