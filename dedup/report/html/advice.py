"""What to do next about one removal: the command that explains it, and what would keep it."""

from __future__ import annotations

import json
import re
import shlex

from dedup.config import LEVELS
from dedup.model import FileRecord, Removal
from dedup.report import visible

_UNPRINTABLE = re.compile(r"[^ -~\u00a0-\ud7ff\ue000-\U0010ffff]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def explain_command(removal: Removal) -> str:
    """Return the command that explains a removal, for a shell in the report folder."""
    row = "" if removal.row is None else f":{removal.row}"
    return f"dedup explain . {_shell(f'{removal.path}{row}:{removal.first_line}')}"


def _shell(word: str) -> str:
    """Return a word as a shell takes it, in characters that can be shown."""
    quoted = shlex.quote(word)
    if not _UNPRINTABLE.search(word):
        return quoted
    plain = word.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _UNPRINTABLE.sub(lambda match: _escaped(match[0]), plain) + "'"


def _escaped(character: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogateescape"))


def keep_line(fingerprint: str) -> str:
    """Return the line of ``[tool.dedup]`` that keeps these words wherever they stand."""
    return f"keep = [{json.dumps(fingerprint)}]"


def baseline_line(removal: Removal) -> str:
    """Return the line of a baseline that accepts the finding."""
    return f"{removal.fingerprint}  {visible.name(removal.path)}"


def options(record: FileRecord, removal: Removal, similarity: float) -> list[str]:
    """Return the options with which this removal would not have been made; other rules may make it then."""
    found = []
    if removal.level is not None and removal.level != LEVELS[0]:
        found.append(f"--level {LEVELS[LEVELS.index(removal.level) - 1]}")
    kept = removal.witness
    if kept is not None and removal.rule == "repeat/near" and similarity <= kept.similarity < 1:
        found.append(f"--similarity {min(int(kept.similarity * 100) + 1, 100) / 100:g}")
    if removal.run_needed and removal.run_words is not None:
        found.append(f"--min-words {removal.run_words + 1}")
    if record.action == "dropped":
        found.append("--keep-files")
    return found
