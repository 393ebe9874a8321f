"""What ``index.html`` shows, as plain values: gathered from the ledger, bounded, safe to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from dedup.ledger import Ledger
from dedup.model import FileRecord, Removal
from dedup.report import phrases, visible
from dedup.report.originals import Range, file_encoding, read_ranges
from dedup.report.summary import Count, Totals
from dedup.report.words import Piece, compare

MAX_FILES = 1000
"""Files in the table."""
MAX_REMOVALS = 500
"""Removals whose text is shown."""
MAX_REMOVALS_OF_FILE = 50
"""... and of one file."""
MAX_TEXT = 4000
"""Characters of one shown text."""
MAX_WARNINGS = 100
MAX_COMPARED = 60_000
"""Words that are compared with their witness on one page."""

_MAX_BYTES = 4 * MAX_TEXT  # no UTF-8 character is longer than four bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """One removal, ready to print."""

    lines: str
    words: str
    kind: str
    label: str
    """Repeat, near repeat, beside a repeat, boilerplate."""
    rule: str
    reason: str
    level: str
    evidence: str
    fingerprint: str
    text: str
    witness: str
    """Its place; empty for boilerplate."""
    similarity: str
    compared: list[Piece] = field(default_factory=list)
    """Word by word, where the witness differs; else empty."""
    compared_note: str = ""
    """Why there is no comparison."""


@dataclass(slots=True)
class FileRow:
    """One file that lost something."""

    anchor: str
    name: str
    before: int
    after: int
    words: int
    why: str
    dropped: bool
    removals: int
    shown: list[Shown] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """The whole page."""

    root: str
    tool_version: str
    totals: Totals
    rules: list[tuple[str, Count]]
    documents: int
    documents_dropped: int
    problems: list[str]
    notes: list[str]
    more_problems: int
    more_notes: int
    files: list[FileRow]
    shown: int
    """Removals whose text is on the page."""


def gather(ledger: Ledger, cleaned: Path) -> Page:
    """Return the page of a ledger; memory and size are bounded by the limits above."""
    totals = Totals()
    rows: list[tuple[FileRow, list[Removal], str]] = []
    left = MAX_REMOVALS
    for record, removals in ledger.entries():
        totals.add(record, removals)
        if not removals or len(rows) == MAX_FILES:
            continue
        picked = [_clip(removal) for removal in removals[: min(left, MAX_REMOVALS_OF_FILE)]]
        left -= len(picked)
        encoding = file_encoding(ledger, cleaned, record, removals[0]) if picked else ""
        rows.append((_file_row(record, removals, len(rows) + 1), picked, encoding))
    _show(ledger, cleaned, rows)
    info = ledger.info
    return Page(
        root=visible.name(info.root),
        tool_version=info.tool_version,
        totals=totals,
        rules=totals.by_words(),
        documents=info.documents,
        documents_dropped=info.documents_dropped,
        problems=_some(info.problems),
        notes=_some(info.notes),
        more_problems=max(0, len(info.problems) - MAX_WARNINGS),
        more_notes=max(0, len(info.notes) - MAX_WARNINGS),
        files=[row for row, _, _ in rows],
        shown=MAX_REMOVALS - left,
    )


def _some(messages: Sequence[str]) -> list[str]:
    return [visible.clipped(visible.name(message), 1000) for message in islice(messages, MAX_WARNINGS)]


def _clip(removal: Removal) -> Removal:
    """Return the removal with no more of its content than can be shown."""
    return replace(removal, content=removal.content[:_MAX_BYTES])


def _file_row(record: FileRecord, removals: Sequence[Removal], number: int) -> FileRow:
    return FileRow(
        anchor=f"f{number}",
        name=visible.name(record.path),
        before=record.lines,
        after=record.cleaned_lines,
        words=sum(removal.words for removal in removals),
        why=phrases.why(removals),
        dropped=record.action == "dropped",
        removals=len(removals),
    )


def _show(ledger: Ledger, cleaned: Path, rows: Sequence[tuple[FileRow, list[Removal], str]]) -> None:
    """Fill in the shown removals; the witnesses are read in one pass."""
    wanted: dict[str, set[Range]] = {}
    for _, removals, _ in rows:
        for path, each in _wanted(removals):
            wanted.setdefault(path, set()).add(each)
    texts = read_ranges(ledger, cleaned, wanted) if wanted else {}
    budget = MAX_COMPARED
    for row, removals, encoding in rows:
        for removal in removals:
            witness = ""
            if _differs(removal) and removal.witness and budget > 0:
                start, end = removal.witness.start, removal.witness.end
                witness = texts.get(removal.witness.path, {}).get((start, min(end, start + _MAX_BYTES)), "")
                budget -= removal.words
            row.shown.append(_shown(removal, encoding, witness))


def _wanted(removals: Iterable[Removal]) -> Iterable[tuple[str, Range]]:
    """Yield the places of the witnesses that are compared."""
    for removal in removals:
        if _differs(removal) and removal.witness:
            start, end = removal.witness.start, removal.witness.end
            yield removal.witness.path, (start, min(end, start + _MAX_BYTES))


def _differs(removal: Removal) -> bool:
    return removal.witness is not None and removal.rule == "repeat/near"


def _shown(removal: Removal, encoding: str, witness: str) -> Shown:
    text = visible.decode(removal.content, encoding)
    if removal.row is not None:
        text = visible.unquoted(text)
    kept = removal.witness
    if kept is not None and kept.row is not None:
        witness = visible.unquoted(witness)
    pieces, note = _compared(removal, text, witness) if _differs(removal) else ([], "")
    row = "" if removal.row is None else f"row {removal.row}, "
    return Shown(
        lines=row + phrases.lines(removal.first_line, removal.last_line),
        words=phrases.count(removal.words, "word"),
        kind=removal.kind,
        label=phrases.label(removal),
        rule=visible.name(removal.rule or removal.kind),
        reason=phrases.reason(removal),
        level=phrases.level(removal),
        evidence=visible.clipped(visible.text(removal.evidence), MAX_TEXT),
        fingerprint=visible.name(removal.fingerprint),
        text=_bounded(text, removal.end - removal.start),
        witness="" if kept is None else phrases.witness_place(kept),
        similarity="" if kept is None else phrases.percent(kept.similarity),
        compared=pieces,
        compared_note=note,
    )


def _bounded(text: str, size: int) -> str:
    """Return a removed text in at most `MAX_TEXT` characters; `size` is what it has in bytes."""
    if len(text) <= MAX_TEXT and size <= _MAX_BYTES:
        return visible.text(text).strip("\n")
    shown = visible.text(text[:MAX_TEXT]).strip("\n")
    return f"{shown} ... [cut here; the removed text has {size:,} bytes]"


def _compared(removal: Removal, text: str, witness: str) -> tuple[list[Piece], str]:
    """Return the comparison with the witness, or why there is none."""
    if not witness:
        return [], "Not compared on this page: its bound for comparisons was reached."
    pieces = compare(text.strip(), witness.strip()) if removal.end - removal.start <= _MAX_BYTES else None
    if pieces is None:
        return [], "Too long to be compared word by word on this page."
    return [piece._replace(text=visible.text(piece.text)) for piece in pieces], ""
