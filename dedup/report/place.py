"""The place that a reader asks about: ``FILE:LINE``, in a JSONL file ``FILE:ROW`` or ``FILE:ROW:LINE``."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.errors import UsageError
from dedup.ledger import Ledger
from dedup.model import FileRecord
from dedup.report import phrases, visible


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a text file, a row of a JSONL file, or a line of a row."""

    path: str
    row: int | None
    line: int | None

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.row, self.line) if number is not None]
        return ":".join([visible.name(self.path), *numbers])


def find_file(ledger: Ledger, where: str) -> tuple[str, list[int]]:
    """Return the path in the ledger, and the one or two numbers behind it."""
    tried, numbers = where, list[int]()
    for _ in range(2):
        tried, colon, digits = tried.rpartition(":")
        if not colon or not (digits.isascii() and digits.isdigit()):
            break
        numbers.insert(0, int(digits))
        path = _resolve(ledger, tried)
        if path is not None:
            return path, numbers
    if not numbers:
        raise UsageError(f"{where}: name a line as FILE:LINE, in a JSONL file as FILE:ROW or FILE:ROW:LINE")
    wanted = where.rpartition(":")[0]
    near = difflib.get_close_matches(wanted, (record.path for record in ledger.files()), 1)
    hint = f"; did you mean {visible.name(near[0])}?" if near else ""
    raise UsageError(f"{visible.name(wanted)}: the ledger has no such file{hint}")


def _resolve(ledger: Ledger, written: str) -> str | None:
    """Return the path in the ledger that was meant, if there is one; UsageError if there are several."""
    while written.startswith("./"):
        written = written[2:]
    root = ledger.info.root
    ends: list[str] = []
    rooted: str | None = None
    for record in ledger.files():
        if record.path == written:
            return record.path
        full = f"{root}/{record.path}" if ledger.info.shape == "tree" else record.path
        if written == full or written.endswith(f"/{full}"):
            rooted = record.path
        elif record.path.endswith(f"/{written}"):
            ends.append(record.path)
    if rooted is not None or not ends:
        return rooted
    if len(ends) > 1:
        names = ", ".join(visible.name(path) for path in ends[:3])
        raise UsageError(f"{visible.name(written)}: fits {len(ends)} files ({names}); write more of the path")
    return ends[0]


def locate(record: FileRecord, numbers: Sequence[int], where: str) -> Place:
    """Return the place that the numbers name in this file."""
    name = visible.name(record.path)
    if record.action in ("carried", "link") or record.kind == "skipped":
        note = f" ({visible.name(record.note)})" if record.note else ""
        raise UsageError(f"{name}: was not cleaned{note}, so there is nothing to explain")
    if record.kind == "jsonl":
        row, line = numbers[0], numbers[1] if len(numbers) > 1 else None
        if not 1 <= row <= record.lines:
            raise UsageError(f"{where}: the file has {phrases.count(record.lines, 'row')}")
        return Place(record.path, row, line)
    if len(numbers) > 1:
        raise UsageError(f"{where}: {name} is a text file; name a line as FILE:LINE")
    if numbers[0] < 1:
        raise UsageError(f"{where}: lines are counted from 1")
    return Place(record.path, None, numbers[0])
