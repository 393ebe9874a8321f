"""The nouns that every floor shares: files, documents, and what was removed from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dedup.config import Level

FileKind = Literal["text", "jsonl", "carried", "link", "skipped"]
"""How a file is treated: cleaned as text or as JSONL; copied unchanged; re-made as a symbolic
link; or left out of the output (a FIFO, a socket, an unreadable file)."""

RemovalKind = Literal["repeat", "boilerplate"]
"""A repeat has a witness, boilerplate has a rule."""

Action = Literal["unchanged", "cleaned", "dropped", "carried", "link"]


@dataclass(frozen=True, slots=True)
class File:
    """One entry of a corpus; `number` is its place in the corpus order."""

    number: int
    path: str
    """Relative to the root, "/" between parts, decoded with `os.fsdecode`."""
    kind: FileKind
    note: str = ""
    """Why the file is carried or skipped; for a link its target."""
    mode: int = 0o644


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a corpus: a text file, or a row of a JSONL file."""

    number: int
    """Its place in the corpus order, from 0."""
    file: int
    """The `File.number` of its file."""
    row: int | None
    """The line of a JSONL file, from 1; None for a text file."""
    source: str
    """Which pages belong together: a folder, a host, or a value of the source field."""
    start: int
    end: int
    """The bytes of the whole document in its file; for a row its line, line break included."""
    text: str
    """The text, without a BOM. Bytes that are no UTF-8 stand as lone surrogates."""
    bytes_at: Callable[[Sequence[int]], list[int]]
    """Byte offsets in the file of ascending character offsets in `text`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Input that could not be used; it is reported and makes the exit code 2."""

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        """``path:line: message``, as compilers write it."""
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class Witness(NamedTuple):
    """A kept place that carries the words of a removed repeat."""

    path: str
    row: int | None
    start: int
    end: int
    """Bytes in the original file."""
    first_line: int
    last_line: int
    """Lines of the original document, from 1."""
    similarity: float
    """Share of the removed words' weight that stands at this place, in order, 0 to 1."""


class Removal(NamedTuple):
    """One stretch of bytes that was removed from a file, for one reason."""

    file: int
    path: str
    row: int | None
    start: int
    end: int
    """Bytes in the original file."""
    content: bytes
    """The removed bytes themselves."""
    first_line: int
    last_line: int
    """Lines of the original document, from 1 (for a row: lines of its text)."""
    kind: RemovalKind
    rule: str
    """``repeat/exact``, ``repeat/near``, ``repeat/edge``, ``known/CLASS/LANGUAGE``, ``learned``, ..."""
    evidence: str
    """In words: what the rule saw."""
    fingerprint: str
    """Names the removed words whatever their place, case and punctuation; see `[tool.dedup] keep`."""
    words: int
    witness: Witness | None
    level: Level | None = None
    """Of boilerplate: the lowest level at which its rule acts."""
    run_words: int | None = None
    """Of a repeat: words of the run it is part of, as ``min_words`` counts them."""
    run_needed: int | None = None
    """Of a repeat: words that the run had to have; 0 for a document that equals an earlier one."""


@dataclass(frozen=True, slots=True)
class Spared:
    """Text that was nearly removed: kept, but close to a threshold, or to what the next level takes."""

    path: str
    row: int | None
    first_line: int
    last_line: int
    """Lines of the original document, from 1."""
    text: str
    """Its first few hundred characters."""
    rule: str
    """``repeat``, or the rule for boilerplate that would take it."""
    reason: str
    """In words: what spoke against it, or, of boilerplate, for it."""
    nearness: float
    """Of a repeat: the share of what it needed that it had, at most 1; else 1."""
    level: Level | None = None
    """Of boilerplate: the level from which on the rule takes it."""
    other_path: str | None = None
    other_row: int | None = None
    other_first_line: int | None = None
    other_last_line: int | None = None
    """Of a repeat: the earlier place that it is like."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What became of one file: enough to prove that it can be restored."""

    number: int
    path: str
    kind: FileKind
    action: Action
    note: str
    mode: int
    size: int
    """Bytes of the original file."""
    digest: str
    """SHA-256 of the original file, hexadecimal."""
    cleaned_digest: str
    """SHA-256 of the output file; empty if there is none."""
    lines: int
    cleaned_lines: int
    """Line counts of original and output (a last line without a line break counts)."""
