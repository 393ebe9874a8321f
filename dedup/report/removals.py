r"""``removals.jsonl``: one JSON object for every removal, in corpus order.

Keys:

- ``path``, ``row`` (line of a JSONL file, else null), ``lines`` [first, last] of the original document,
  ``bytes`` [start, end) of the original file
- ``kind`` (repeat, boilerplate), ``rule``, ``evidence``
- ``fingerprint`` (for ``[tool.dedup] keep``), ``words``
- ``text``: the removed text; in a JSONL file the removed stretch of the line, escapes as written.
  Bytes that are no UTF-8 stand as lone surrogates, ``\udc80`` to ``\udcff``.
- ``witness``: null, or ``path``, ``row``, ``lines``, ``bytes``, ``similarity`` of the kept place
- ``level``: of boilerplate the lowest level at which its rule acts, else null
- ``run``: of a repeat ``words`` of its run and ``needed``, how many it had to have; else null
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dedup.ledger import Ledger
from dedup.model import Removal, Witness
from dedup.report import visible
from dedup.report.findings import Found
from dedup.report.originals import file_encoding

FILE_NAME = "removals.jsonl"


def write(ledger: Ledger, cleaned: Path, folder: Path) -> None:
    """Write ``removals.jsonl`` into `folder`."""
    with (folder / FILE_NAME).open("w", encoding="utf-8", newline="\n") as out:
        for record, removals in ledger.stream():
            encoding = ""
            for removal in removals:
                encoding = encoding or file_encoding(ledger, cleaned, record, removal)
                out.write(visible.dumps(as_object(removal, encoding)) + "\n")


def render(found: Found) -> Iterator[str]:
    """Yield the same lines of what was found, to be printed."""
    for _, findings in found.files:
        for finding in findings:
            yield visible.dumps(as_object(finding.removal, finding.encoding)) + "\n"


def as_object(removal: Removal, encoding: str = "utf-8") -> dict[str, Any]:
    """Return one removal as it stands in the file."""
    return {
        "path": removal.path,
        "row": removal.row,
        "lines": [removal.first_line, removal.last_line],
        "bytes": [removal.start, removal.end],
        "kind": removal.kind,
        "rule": removal.rule,
        "evidence": removal.evidence,
        "fingerprint": removal.fingerprint,
        "words": removal.words,
        "text": visible.decode(removal.content, encoding),
        "witness": _witness(removal.witness),
        "level": removal.level,
        "run": None if removal.run_words is None else {"words": removal.run_words, "needed": removal.run_needed},
    }


def _witness(witness: Witness | None) -> dict[str, Any] | None:
    if witness is None:
        return None
    return {
        "path": witness.path,
        "row": witness.row,
        "lines": [witness.first_line, witness.last_line],
        "bytes": [witness.start, witness.end],
        "similarity": witness.similarity,
    }
