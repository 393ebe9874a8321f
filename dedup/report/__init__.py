"""The report folder: one module for each format, all made from the ledger.

A format is a module with ``write(ledger, cleaned, folder)``. To add one, write the module and name it
in `FORMATS`. **Like the ledger, the report holds the removed text.**
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.ledger import Ledger, Progress

FORMATS: tuple[str, ...] = ("removals", "summary", "diff")
"""Modules of this package, in the order they are written; imported when needed, for a quick start."""


class Format(Protocol):
    """What a module of a report format offers."""

    def write(self, ledger: Ledger, cleaned: Path, folder: Path) -> None:
        """Write the format's file into `folder`, from the ledger and the cleaned corpus."""


def write_all(ledger: Ledger, cleaned: Path, folder: Path, progress: Progress) -> None:
    """Write every format into the report folder, which is made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in progress(FORMATS, "writing the report", len(FORMATS)):
        module = cast(Format, import_module(f"{__name__}.{name}"))
        module.write(ledger, cleaned, folder)
    import_module(f"{__name__}.html").write(ledger, cleaned, folder, progress)  # the many pages show their own progress
