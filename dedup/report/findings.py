"""What `dedup check` prints: one line for each finding, ``file:lines: why: "text"``, as compilers write it."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.model import FileRecord, Removal
from dedup.report import phrases, visible

LONGEST = 60
"""Characters of the text that are shown."""


def findings_text(entries: Sequence[tuple[FileRecord, Sequence[Removal]]]) -> str:
    """Return the findings in corpus order, a line each."""
    return "".join(f"{_line(removal)}\n" for _, removals in entries for removal in removals)


def _line(removal: Removal) -> str:
    row = f":{removal.row}" if removal.row is not None else ""
    span = f"{removal.first_line}" + (f"-{removal.last_line}" if removal.last_line > removal.first_line else "")
    words = " ".join(visible.decode(removal.content).split())
    text = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    return f'{visible.name(removal.path)}{row}:{span}: {_why(removal)}: "{visible.text(text)}"'


def _why(removal: Removal) -> str:
    if removal.witness is None:
        return phrases.reason(removal)
    verb = "repeats" if removal.rule != "repeat/edge" else "stands beside a repeat of"
    return f"{verb} {phrases.witness_place(removal.witness)} ({phrases.percent(removal.witness.similarity)})"
