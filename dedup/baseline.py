"""The baseline: findings that a repository accepts, one fingerprint a line, so that only new ones count."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.api import Findings

_HEAD = """\
# Findings that `dedup check --baseline` accepts, one a line: fingerprint, then for the reader where it stood.
# Fingerprints depend on the words alone; a text that moves stays accepted. Write it again with --update-baseline.
"""
_ENTRY = re.compile(r"[0-9a-f]{16}:\d+(?=\s|$)")


def read_baseline(path: Path) -> list[str]:
    """The accepted fingerprints; a fingerprint that stands twice accepts two findings. Raises UsageError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read; --update-baseline writes it ({error})") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            entry = _ENTRY.match(line)
            if not entry:
                raise UsageError(f"{path}:{number}: no fingerprint; write the file again with --update-baseline")
            found.append(entry.group())
    return found


def write_baseline(path: Path, findings: Findings) -> None:
    """Write all findings as accepted."""
    from dedup.report.visible import name

    entries = [
        f"{removal.fingerprint}  {name(removal.path)}\n" for _, removals in findings.entries for removal in removals
    ]
    path.write_text(_HEAD + "".join(entries), encoding="utf-8")
