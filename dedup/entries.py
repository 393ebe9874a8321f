"""Entries of a catalogue of boilerplate phrases, and the TOML in which they are written.

The package's own stand in ``boilerplate/catalogue/CLASS.toml``, with a table for each language; a user's own stand in
one file, with a table for each class and language: ``[footer.en]``. A table holds the texts ``strong`` and ``weak``,
with a phrase on each line (a list of strings takes six times as long to read); lines that start with # are comments.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from dedup.errors import ConfigError

_NAME = re.compile(r"[\w-]+")


class Entry(NamedTuple):
    """One phrase of a catalogue."""

    category: str
    language: str
    strong: bool
    phrase: str
    file: str = ""
    """The name of the user's file that it is from; nothing for one of the package's."""

    @property
    def name(self) -> str:
        """As rules are named in reports: ``known/CLASS/LANGUAGE``."""
        return f"known/{self.category}/{self.language}"

    @property
    def origin(self) -> str:
        """Where it stands, in words."""
        return self.file or "the catalogue"


def read_class(file: Traversable) -> Iterator[Entry]:
    """The entries of one of the package's files, which is named after its class. Raises ConfigError."""
    yield from _of_class(file.name.removesuffix(".toml"), _table(file), str(file), "")


def read_catalogue(file: Path) -> tuple[Entry, ...]:
    """The entries of a user's file. Raises ConfigError."""
    entries: list[Entry] = []
    for category, languages in _table(file).items():
        if not isinstance(languages, dict) or {"strong", "weak"} & set(languages):
            raise ConfigError(f"{file}: phrases belong in tables of a class and a language, as in [footer.en]")
        entries.extend(_of_class(category, languages, str(file), file.name))
    return tuple(entries)


def _table(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{file}: cannot be read: {reason}") from error


def _of_class(category: str, languages: dict[str, Any], where: str, file: str) -> Iterator[Entry]:
    for language, phrases in languages.items():
        for name in (category, language):
            if not _NAME.fullmatch(name):
                raise ConfigError(f"{where}: {name!r} is no name of a class or a language")
        if not isinstance(phrases, dict) or not set(phrases) <= {"strong", "weak"}:
            raise ConfigError(f"{where}: [{language}] may hold 'strong' and 'weak' phrases, nothing else")
        for strength, text in sorted(phrases.items()):
            if not isinstance(text, str):
                raise ConfigError(f"{where}: {strength!r} in [{language}] must be a text with a phrase on each line")
            lines = map(str.strip, text.splitlines())
            for phrase in (line for line in lines if line and not line.startswith("#")):
                if fault := _fault(phrase):
                    raise ConfigError(f"{where}: [{language}]: the phrase {phrase!r} {fault}")
                yield Entry(category, language, strength == "strong", phrase, file)


def _fault(phrase: str) -> str:
    """What is wrong with a phrase, if anything."""
    if phrase.count("*") > 1:
        return "has more than one star"
    if not any(map(str.isalnum, phrase)) and "©" not in phrase:
        return "has no words"
    return ""
