"""Helpers that the unit tests share."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dedup.config import Level
from dedup.ledger import Ledger, LedgerWriter, RunInfo
from dedup.model import FileRecord, Removal, Witness


@dataclass(frozen=True)
class Cut:
    """A stretch to remove, by bytes; lines are counted at line feeds."""

    start: int
    end: int
    rule: str = "learned"
    evidence: str = "on 12 of 30 pages"
    witness: Witness | None = None
    row: int | None = None
    lines: tuple[int, int] | None = None
    level: Level | None = None
    run: tuple[int, int] | tuple[None, None] = (None, None)

    def removal(self, file: int, path: str, data: bytes) -> Removal:
        first = data.count(b"\n", 0, self.start) + 1
        lines = self.lines or (first, first + data.count(b"\n", self.start, max(self.start, self.end - 1)))
        content = data[self.start : self.end]
        kind = "repeat" if self.witness else "boilerplate"
        return Removal(
            *(file, path, self.row, self.start, self.end, content, *lines, kind, self.rule, self.evidence),
            *(f"{self.start:016x}:{len(content.split())}", len(content.split()), self.witness, self.level, *self.run),
        )


@dataclass(frozen=True)
class Corpus:
    """A small corpus, cleaned by hand: its originals, the cleaned tree and the ledger."""

    originals: Mapping[str, bytes]
    raw: Path
    cleaned: Path
    report: Path
    ledger: Ledger


def _line_count(data: bytes) -> int:
    return data.count(b"\n") + (bool(data) and not data.endswith(b"\n"))


def _kept(data: bytes, cuts: Sequence[Cut]) -> bytes:
    at, parts = 0, []
    for cut in cuts:
        parts.append(data[at : cut.start])
        at = cut.end
    return b"".join([*parts, data[at:]])


def make_corpus(
    folder: Path,
    originals: Mapping[str, bytes],
    cuts: Mapping[str, Sequence[Cut]] = {},
    *,
    dropped: Sequence[str] = (),
    carried: Mapping[str, str] = {},
    links: Mapping[str, str] = {},
    modes: Mapping[str, int] = {},
    carried_count: int = 0,
    **info: Any,
) -> Corpus:
    """Write originals, cleaned tree and ledger below `folder`."""
    raw, cleaned, report = folder / "raw", folder / "cleaned", folder / "cleaned-report"
    for each in (raw, cleaned, report):
        each.mkdir(parents=True)
    path = report / "ledger.parquet"
    with LedgerWriter(path) as writer:
        for number, (name, data) in enumerate([*originals.items(), *links.items()]):
            if isinstance(data, str):
                for root in (raw, cleaned):
                    (root / name).symlink_to(data)
                writer.add(FileRecord(number, name, "link", "link", data, 0o777, 0, "", "", 0, 0), [])
                continue
            mine = cuts.get(name, ())
            kept = _kept(data, mine)
            action = "carried" if name in carried else "dropped" if name in dropped else "cleaned"
            if action == "cleaned" and not mine:
                action = "unchanged"
            kind = "carried" if name in carried else "jsonl" if name.endswith(".jsonl") else "text"
            for root, content in ((raw, data), (cleaned, kept)):
                if root is raw or action != "dropped":
                    target = root / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
                    target.chmod(modes.get(name, 0o644))
            digests = [hashlib.sha256(each).hexdigest() for each in (data, kept)]
            record = FileRecord(
                *(number, name, kind, action, carried.get(name, ""), modes.get(name, 0o644), len(data)),
                *(digests[0], "" if action == "dropped" else digests[1]),
                *(_line_count(data), 0 if action == "dropped" else _line_count(kept)),
            )
            writer.add(record, [cut.removal(number, name, data) for cut in mine])
        run = {"tool_version": "0.1.0", "root": "raw", "shape": "tree", "carried": carried_count, **info}
        writer.close(RunInfo(**run))
    return Corpus(originals, raw, cleaned, report, Ledger.open(path))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for git's own."""
    return {
        os.fsdecode(os.path.relpath(path, folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and ".git" not in path.parts
    }


@pytest.fixture(scope="session")
def span() -> type[Cut]:
    return Cut


@pytest.fixture(scope="session")
def corpus_at() -> Callable[..., Corpus]:
    return make_corpus


@pytest.fixture(scope="session")
def files_of() -> Callable[[Path], dict[str, bytes]]:
    return tree


@pytest.fixture(scope="session")
def witness_of() -> Callable[..., Witness]:
    """Make a witness at the first place where `text` stands in `data`."""

    def make(path: str, data: bytes, text: bytes, similarity: float = 1.0, row: int | None = None) -> Witness:
        start = data.index(text)
        first = data.count(b"\n", 0, start) + 1
        last = first + text.rstrip(b"\n").count(b"\n")
        return Witness(path, row, start, start + len(text), first, last, similarity)

    return make
