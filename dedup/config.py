"""What a user can set: a frozen ``Config``, read from ``[tool.dedup]`` and the command line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from dedup.entries import Entry, read_catalogue
from dedup.errors import ConfigError

Level = Literal["safe", "default", "aggressive"]
Half = Literal["boilerplate", "repeats"]

LEVELS: tuple[Level, ...] = ("safe", "default", "aggressive")
HALVES: tuple[Half, ...] = ("boilerplate", "repeats")
_SIZE = re.compile(r"[1-9]\d*(?:\.\d+)? ?[KMGT]i?B", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting of a run. Names equal the keys of ``[tool.dedup]`` and the long options."""

    min_words: int = 25
    """A repeat is removed only in runs of at least so many words."""
    similarity: float = 0.8
    """A sentence repeats another if so much of its word weight stands there, in order."""
    level: Level = "default"
    """How far the boilerplate rules go."""
    only: Half | None = None
    """Look for one half only."""
    keep_files: bool = False
    """Never remove a whole document."""
    text_field: str = "text"
    """The JSONL field that holds the text."""
    source_field: str | None = None
    """The JSONL field that says where a row comes from; None: the host of ``url``, else the file."""
    include: tuple[str, ...] = ()
    """Git-style globs; if given, only files that match one are looked at."""
    exclude: tuple[str, ...] = ()
    """Git-style globs; files that match one are left out."""
    keep: tuple[str, ...] = ()
    """Text that is never removed: fingerprints from a report, or literal lines."""
    catalogue: tuple[Entry, ...] = ()
    """Boilerplate phrases of the user's own, read from the file that ``[tool.dedup.boilerplate]`` names."""

    threads: int | None = None
    """Processes and threads that work at once; None: as many as there are cores. The result is the same."""
    memory: str | None = None
    """What tables may take, as ``2GB``, before they go to disk; None: half of the machine's. The result is the same."""

    def __post_init__(self) -> None:
        """Raise ConfigError unless every value is in its range."""
        if self.min_words < 5:
            raise ConfigError(f"min_words is {self.min_words}: it must be 5 or more")
        if self.threads is not None and self.threads < 1:
            raise ConfigError(f"threads is {self.threads}: it must be 1 or more")
        if self.memory is not None and not _SIZE.fullmatch(self.memory):
            raise ConfigError(f"memory is {self.memory!r}: it must be a size such as 500MB or 2GB")
        if not 0.5 <= self.similarity <= 1:
            raise ConfigError(f"similarity is {self.similarity}: it must be between 0.5 and 1")
        if self.level not in LEVELS:
            raise ConfigError(f"level is {self.level!r}: it must be one of {', '.join(LEVELS)}")
        if self.only is not None and self.only not in HALVES:
            raise ConfigError(f"only is {self.only!r}: it must be one of {', '.join(HALVES)}")

    def with_options(self, **options: Any) -> Config:
        """Return this config with the options that were given (None or empty: not given)."""
        return replace(self, **{k: v for k, v in options.items() if not (v is None or v is False or v == ())})


_KINDS: dict[str, tuple[type, str]] = {
    "min_words": (int, "a whole number"),
    "similarity": (float, "a number"),
    "level": (str, "a string"),
    "only": (str, "a string"),
    "keep_files": (bool, "true or false"),
    "text_field": (str, "a string"),
    "source_field": (str, "a string"),
    "include": (list, "a list of strings"),
    "exclude": (list, "a list of strings"),
    "keep": (list, "a list of strings"),
    "threads": (int, "a whole number"),
    "memory": (str, "a string"),
}


def load(start: Path) -> Config:
    """The config of the nearest ``pyproject.toml`` with a ``[tool.dedup]`` table, at or above `start`.

    Raises ConfigError for a file that does not parse, an unknown key, or a value of the wrong kind.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if not file.is_file():
            continue
        try:
            table = _table(tomllib.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise ConfigError(f"{file}: cannot be read: {error}") from error
        if table is not None:
            return from_table(table, str(file), folder)
    return Config()


def _table(document: dict[str, Any]) -> dict[str, Any] | None:
    """The ``[tool.dedup]`` table of a document. Raises ValueError if it is none."""
    tool = document.get("tool", {})
    table = tool.get("dedup") if isinstance(tool, dict) else tool
    if table is not None and not isinstance(table, dict):
        raise ValueError("[tool.dedup] must be a table")
    return table


def from_table(table: dict[str, Any], where: str, folder: Path = Path()) -> Config:
    """A Config from the keys of a ``[tool.dedup]`` table of the file `where`, which lies in `folder`."""
    values: dict[str, Any] = {}
    for written, value in table.items():
        key = written.replace("-", "_")
        if key == "boilerplate":
            values["catalogue"] = _catalogue(value, where, folder)
        elif key in _KINDS:
            values[key] = _value(key, value, where)
        else:
            raise _unknown(written, [*_KINDS, "boilerplate"], f"{where}: unknown key {written!r} in [tool.dedup]")
    try:
        return Config(**values)
    except ConfigError as error:
        raise ConfigError(f"{where}: [tool.dedup] {error}") from error


def _catalogue(table: Any, where: str, folder: Path) -> tuple[Entry, ...]:
    """The phrases that a ``[tool.dedup.boilerplate]`` table names: ``catalogue`` is a file, seen from `folder`."""
    section = "[tool.dedup.boilerplate]"
    if not isinstance(table, dict):
        raise ConfigError(f"{where}: {section} must be a table")
    for key in table:
        if key != "catalogue":
            raise _unknown(key, ["catalogue"], f"{where}: unknown key {key!r} in {section}")
    file = table.get("catalogue")
    if file is None:
        return ()
    if type(file) is not str or not file:
        raise ConfigError(f"{where}: 'catalogue' in {section} must be the name of a file")
    return read_catalogue(folder / file)


def _unknown(key: str, known: Sequence[str], message: str) -> ConfigError:
    import difflib  # late: a hook must start quickly

    near = difflib.get_close_matches(key.replace("-", "_"), known, 1)
    return ConfigError(message + (f"; did you mean {near[0]!r}?" if near else f"; known keys: {', '.join(known)}"))


def _value(key: str, value: Any, where: str) -> Any:
    kind, wanted = _KINDS[key]
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind or (isinstance(value, list) and not all(type(v) is str for v in value)):
        raise ConfigError(f"{where}: {key!r} in [tool.dedup] must be {wanted}")
    return tuple(value) if isinstance(value, list) else value
