"""dedup takes repeated text and boilerplate out of text corpora, with proof, and puts it back byte for byte.

    with dedup.clean(Path("raw"), Path("cleaned")) as result:
        for removal in result.removals():
            print(removal.path, removal.first_line, removal.rule, removal.witness)

The names below are the public ones. They are imported when first used, so that ``import dedup`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dedup import version

if TYPE_CHECKING:
    from dedup.api import Findings, Result, clean, explain, find, fix, phrase, restore, undo_fix
    from dedup.config import Config
    from dedup.entries import read_catalogue
    from dedup.errors import ConfigError, DedupError, InputChanged, LedgerError, UsageError
    from dedup.ledger import Ledger
    from dedup.model import FileRecord, Removal, Witness
    from dedup.render import render_report

__all__ = [
    "Config",
    "ConfigError",
    "DedupError",
    "FileRecord",
    "Findings",
    "InputChanged",
    "Ledger",
    "LedgerError",
    "Removal",
    "Result",
    "UsageError",
    "Witness",
    "__version__",
    "clean",
    "explain",
    "find",
    "fix",
    "phrase",
    "read_catalogue",
    "render_report",
    "restore",
    "undo_fix",
]

__version__ = version.VERSION

_HOMES = {
    "dedup.api": "Findings Result clean explain find fix phrase restore undo_fix",
    "dedup.config": "Config",
    "dedup.entries": "read_catalogue",
    "dedup.errors": "ConfigError DedupError InputChanged LedgerError UsageError",
    "dedup.ledger": "Ledger",
    "dedup.model": "FileRecord Removal Witness",
    "dedup.render": "render_report",
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'dedup' has no attribute {name!r}")
