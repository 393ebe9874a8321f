"""``summary.json``: the run in numbers, for machines.

Keys (``schema_version`` 1):

- ``schema_version``, ``tool_version``, ``root``, ``shape`` (tree or file), ``config``
- ``totals``: ``files`` (by action and ``all``), ``documents``, ``documents_dropped``, ``removals``,
  ``words`` (removed), and ``lines`` and ``bytes``, each ``before``, ``after`` and ``removed``
- ``by_kind``, ``by_rule``: for each kind (repeat, boilerplate) and each rule class
  (``repeat/near``, ``known/ad``, ``learned``, ...; the kind, where there is no rule) its ``removals``,
  ``words`` and ``bytes``
- ``files``: for every file with removals, in corpus order: ``path``, ``action``, ``why`` (in words),
  ``removals``, ``words``, and ``lines`` and ``bytes`` as above
- ``carried``: files that were copied unchanged or left out: ``path``, ``kind``, ``note``
- ``problems``: input that could not be used; ``notes``: guards that held, caps that were hit
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dedup.ledger import Ledger
from dedup.model import FileRecord, Removal
from dedup.report import phrases, visible

FILE_NAME = "summary.json"
SCHEMA_VERSION = 1


@dataclass(slots=True)
class Count:
    """Removals of one class."""

    removals: int = 0
    words: int = 0
    bytes: int = 0

    def add(self, removal: Removal) -> None:
        """Count one removal."""
        self.removals += 1
        self.words += removal.words
        self.bytes += len(removal.content)

    def passing(self, removals: Iterable[Removal]) -> Iterator[Removal]:
        """Count removals as they pass."""
        for removal in removals:
            self.add(removal)
            yield removal

    def as_object(self) -> dict[str, int]:
        """Return the count as it stands in the file."""
        return {"removals": self.removals, "words": self.words, "bytes": self.bytes}


@dataclass(slots=True)
class Totals:
    """Every count of a run; other formats show them too."""

    actions: Counter[str] = field(default_factory=Counter)
    all: Count = field(default_factory=Count)
    kinds: dict[str, Count] = field(default_factory=dict)
    rules: dict[str, Count] = field(default_factory=dict)
    lines: int = 0
    cleaned_lines: int = 0
    bytes: int = 0

    @property
    def files(self) -> int:
        """All files of the corpus."""
        return sum(self.actions.values())

    @property
    def changed(self) -> int:
        """Files that lost something."""
        return self.actions["cleaned"] + self.actions["dropped"]

    def by_words(self) -> list[tuple[str, Count]]:
        """The classes of rules, those that took most words first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].words, item[0]))

    def passing(self, record: FileRecord, removals: Iterable[Removal]) -> Iterator[Removal]:
        """Count one file, and what was removed from it as it passes."""
        self.add_file(record)
        for removal in removals:
            self.add_removal(removal)
            yield removal

    def add_file(self, record: FileRecord) -> None:
        """Count one file."""
        self.actions["skipped" if record.kind == "skipped" else record.action] += 1
        self.lines += record.lines
        self.cleaned_lines += record.cleaned_lines
        self.bytes += record.size

    def add_removal(self, removal: Removal) -> None:
        """Count one removal."""
        self.all.add(removal)
        self.kinds.setdefault(removal.kind, Count()).add(removal)
        self.rules.setdefault(phrases.class_of(removal), Count()).add(removal)


def write(ledger: Ledger, cleaned: Path, folder: Path) -> None:  # noqa: ARG001 - the protocol's
    """Write ``summary.json`` into `folder`."""
    (folder / FILE_NAME).write_text(visible.dumps(summarise(ledger), indent=2) + "\n", encoding="utf-8")


def summarise(ledger: Ledger) -> dict[str, Any]:
    """Return the run in numbers, as it stands in the file."""
    totals, files, carried = Totals(), [], []
    for record, removals in ledger.stream():
        lost = Count()
        why = phrases.why(lost.passing(totals.passing(record, removals)))
        if lost.removals:
            files.append(_file(record, lost, why))
        elif record.action == "carried" or record.kind == "skipped":
            carried.append({"path": record.path, "kind": record.kind, "note": record.note})
    info = ledger.info
    return {
        "schema_version": SCHEMA_VERSION,
        "tool_version": info.tool_version,
        "root": info.root,
        "shape": info.shape,
        "config": info.config,
        "totals": {
            "files": {"all": totals.files, **dict(sorted(totals.actions.items()))},
            "documents": info.documents,
            "documents_dropped": info.documents_dropped,
            "removals": totals.all.removals,
            "words": totals.all.words,
            "lines": _change(totals.lines, totals.cleaned_lines),
            "bytes": _change(totals.bytes, totals.bytes - totals.all.bytes),
        },
        "by_kind": {kind: count.as_object() for kind, count in sorted(totals.kinds.items())},
        "by_rule": {rule: count.as_object() for rule, count in sorted(totals.rules.items())},
        "problems": list(info.problems),
        "notes": list(info.notes),
        "carried": carried,
        "files": files,
    }


def _file(record: FileRecord, lost: Count, why: str) -> dict[str, Any]:
    return {
        "path": record.path,
        "action": record.action,
        "why": why,
        "removals": lost.removals,
        "words": lost.words,
        "lines": _change(record.lines, record.cleaned_lines),
        "bytes": _change(record.size, record.size - lost.bytes),
    }


def _change(before: int, after: int) -> dict[str, int]:
    return {"before": before, "after": after, "removed": before - after}
