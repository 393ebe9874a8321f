"""The columns of a ledger, and how files and removals become its rows and come back."""

from __future__ import annotations

import os
from typing import Any

import pyarrow as pa

from dedup.model import FileRecord, Removal, Witness

SCHEMA_VERSION = 2
"""Raised whenever a column or a key of the metadata changes its name or meaning."""

Row = tuple[Any, ...]

_BOTH: tuple[tuple[str, pa.DataType, str], ...] = (
    ("record", pa.string(), "'file' or 'removal'"),
    ("file", pa.int64(), "number of the file in the corpus order"),
    ("path", pa.binary(), "relative to the root, '/' between parts, in the bytes of the file system"),
    (
        "kind",
        pa.string(),
        "file: text, jsonl, carried, link, skipped; removal: repeat, boilerplate",
    ),
)
_FILE: tuple[tuple[str, pa.DataType, str], ...] = (
    ("action", pa.string(), "unchanged, cleaned, dropped, carried, link"),
    ("note", pa.binary(), "why it is carried or skipped; for a link its target"),
    ("mode", pa.int32(), "permission bits"),
    ("size", pa.int64(), "bytes of the original file"),
    ("digest", pa.string(), "SHA-256 of the original file, hexadecimal"),
    ("cleaned_digest", pa.string(), "SHA-256 of the output file; empty if there is none"),
    ("lines", pa.int64(), "lines of the original file"),
    ("cleaned_lines", pa.int64(), "lines of the output file"),
)
_REMOVAL: tuple[tuple[str, pa.DataType, str], ...] = (
    ("row", pa.int64(), "line of a JSONL file, from 1; null for a text file"),
    ("start", pa.int64(), "first removed byte in the original file"),
    ("end", pa.int64(), "one past the last removed byte"),
    ("content", pa.large_binary(), "the removed bytes"),
    ("first_line", pa.int64(), "first line in the original document, from 1"),
    ("last_line", pa.int64(), "last line"),
    ("rule", pa.string(), "repeat/exact, repeat/near, repeat/edge, known/CLASS/LANGUAGE, learned, ..."),
    ("evidence", pa.string(), "in words: what the rule saw"),
    ("fingerprint", pa.string(), "names the removed words; see [tool.dedup] keep"),
    ("words", pa.int64(), "removed words"),
    ("witness_path", pa.binary(), "file of the kept place with the same words; null for boilerplate"),
    ("witness_row", pa.int64(), "its row; null for a text file"),
    ("witness_start", pa.int64(), "its first byte in the original file"),
    ("witness_end", pa.int64(), "one past its last byte"),
    ("witness_first_line", pa.int64(), "its first line in the original document"),
    ("witness_last_line", pa.int64(), "its last line"),
    ("witness_similarity", pa.float64(), "share of the removed words' weight that stands there, in order"),
    ("level", pa.string(), "boilerplate: the lowest level at which its rule acts; null for a repeat"),
    ("run_words", pa.int64(), "repeat: words of its run, as min-words counts them; null for boilerplate"),
    ("run_needed", pa.int64(), "words the run had to have; 0 for a document that equals an earlier one"),
)
_COLUMNS = (*_BOTH, *_FILE, *_REMOVAL)

SCHEMA = pa.schema([pa.field(name, kind, metadata={"about": about}) for name, kind, about in _COLUMNS])
"""The columns; those of the other kind of record are null."""

SCHEMAS = {1: pa.schema(list(SCHEMA)[:-3]), SCHEMA_VERSION: SCHEMA}
"""The columns of each version that can be read."""

FILE_COLUMNS = [name for name, *_ in (*_BOTH, *_FILE)]
"""The columns that a file needs; the first of a row."""


def file_row(record: FileRecord) -> Row:
    """Return a file as a row."""
    return (
        *("file", record.number, os.fsencode(record.path), record.kind, record.action),
        *(os.fsencode(record.note), record.mode, record.size, record.digest, record.cleaned_digest),
        *(record.lines, record.cleaned_lines),
        *(None,) * len(_REMOVAL),
    )


def removal_row(removal: Removal) -> Row:
    """Return a removal as a row."""
    return (
        *("removal", removal.file, os.fsencode(removal.path), removal.kind),
        *(None,) * len(_FILE),
        *(removal.row, removal.start, removal.end, removal.content, removal.first_line, removal.last_line),
        *(removal.rule, _plain(removal.evidence), removal.fingerprint, removal.words),
        *_witness_columns(removal.witness),
        *(removal.level, removal.run_words, removal.run_needed),
    )


def _witness_columns(witness: Witness | None) -> Row:
    if witness is None:
        return (None,) * 7
    return (
        *(os.fsencode(witness.path), witness.row, witness.start, witness.end),
        *(witness.first_line, witness.last_line, witness.similarity),
    )


def _plain(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates, which stand for broken bytes, become escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def to_file(row: Row) -> FileRecord:
    """Return the file of a row, which may end after `FILE_COLUMNS`."""
    _, number, path, kind, action, note, *rest = row[: len(_BOTH) + len(_FILE)]
    return FileRecord(number, os.fsdecode(path), kind, action, os.fsdecode(note), *rest)


def to_removal(row: Row) -> Removal:
    """Return the removal of a row, which may be of an earlier version."""
    row = (*row, *(None,) * (len(_COLUMNS) - len(row)))
    _, file, path, kind = row[: len(_BOTH)]
    where, last = row[len(_BOTH) + len(_FILE) :][:6], row[len(_BOTH) + len(_FILE) + 6 :]
    rule, evidence, fingerprint, words, witness_path, *place = last[:-3]
    witness = None if witness_path is None else Witness(os.fsdecode(witness_path), *place)
    cells = (file, os.fsdecode(path), *where, kind, rule, evidence, fingerprint, words, witness, *last[-3:])
    return Removal(*cells)
