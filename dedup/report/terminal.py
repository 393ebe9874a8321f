"""The short table that ``dedup clean`` ends with: plain text, for any width, safe for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike

from dedup.ledger import RunInfo
from dedup.model import FileRecord, Removal
from dedup.report import phrases, visible
from dedup.report.layout import columns, padded, shortened, wrapped
from dedup.report.summary import Totals

MAX_FILES = 40
"""Files that are listed."""
_NARROW = 60
"""Below so many columns each file takes two lines."""
_GAP = "  "

_Row = tuple[str, str, str]


def table(
    files: Iterable[tuple[FileRecord, Iterable[Removal]]],
    info: RunInfo,
    report_path: str | PathLike[str],
    width: int,
) -> str:
    """Return the table: each changed file, its lines before and after, and why; then the totals.

    At most `MAX_FILES` files are listed. No line is wider than `width` but for the path of the report.
    """
    totals = Totals()
    rows: list[_Row] = []
    for record, removals in files:
        why = phrases.why(totals.passing(record, removals))
        if why and len(rows) < MAX_FILES:
            rows.append(_row(record, why))
    lines = (_stacked if width < _NARROW else _aligned)(rows, width)
    if totals.changed > len(rows):
        lines.append(f"and {phrases.count(totals.changed - len(rows), 'more file')}")
    if lines:
        lines.append("")
    lines += [line for text in _totals(totals, info) for line in wrapped(text, width)]
    return "\n".join([*lines, f"report: {visible.name(str(report_path))}", ""])


def _row(record: FileRecord, why: str) -> _Row:
    after = "gone" if record.action == "dropped" else f"{record.cleaned_lines:,}"
    return visible.name(record.path), f"{record.lines:,} -> {after}", why


def _aligned(rows: Sequence[_Row], width: int) -> list[str]:
    """Return three columns; the file names give way before the reasons do."""
    if not rows:
        return []
    table_rows = [("file", "lines", "why"), *rows]
    middle = max(columns(cells[1]) for cells in table_rows)
    space = max(width - middle - 2 * len(_GAP), 20)
    why = min(max(columns(cells[2]) for cells in table_rows), space // 2)
    name = min(max(columns(cells[0]) for cells in table_rows), space - why)
    why = space - name
    return [
        f"{padded(shortened(path, name, at_start=True), name)}{_GAP}"
        f"{' ' * (middle - columns(change))}{change}{_GAP}{shortened(reason, why)}".rstrip()
        for path, change, reason in table_rows
    ]


def _stacked(rows: Sequence[_Row], width: int) -> list[str]:
    """Return two lines a file."""
    lines = []
    for path, change, reason in rows:
        lines += [shortened(path, width, at_start=True), shortened(f"  {change}  {reason}", width)]
    return lines


def _totals(totals: Totals, info: RunInfo) -> list[str]:
    """Return what was done in all, and what needs a look."""
    if not totals.changed:
        lines = [f"nothing removed from {phrases.count(totals.files, 'file')}"]
    else:
        lines = [
            f"{totals.changed:,} of {phrases.count(totals.files, 'file')} changed, "
            f"{phrases.count(totals.lines, 'line')} -> {totals.cleaned_lines:,}, "
            f"{phrases.count(totals.all.words, 'word')} removed"
        ]
    if info.documents_dropped:
        documents = phrases.count(info.documents, "document")
        lines.append(f"{info.documents_dropped:,} of {documents} gone as a whole")
    if info.carried:
        lines.append(f"{phrases.count(info.carried, 'file')} copied unchanged")
    for number, what in ((len(info.notes), "note"), (len(info.problems), "problem")):
        if number:
            lines.append(f"{phrases.count(number, what)}, see the report")
    return lines
