"""``changes.diff``: a unified diff from the original text files to the cleaned ones.

Inside the original tree ``git apply`` takes it, and ``git apply -R`` inside the cleaned one. What
git would not take as text (JSONL, UTF-16, NUL bytes) and what was only copied is named in comment
lines at its head, which git skips.
"""

from __future__ import annotations

import codecs
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dedup.ledger import Ledger
from dedup.model import FileRecord, Removal
from dedup.report.hunks import Span, hunks
from dedup.report.originals import read_original

FILE_NAME = "changes.diff"
_ODD = re.compile(rb'[\x00-\x1f\x7f-\xff"\\]')
_ESCAPES = {7: b"a", 8: b"b", 9: b"t", 10: b"n", 11: b"v", 12: b"f", 13: b"r", 34: b'"', 92: b"\\"}
_EMPTY_BLOB = b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def write(ledger: Ledger, cleaned: Path, folder: Path) -> None:
    """Write ``changes.diff`` into `folder`."""
    with (folder / FILE_NAME).open("wb") as out, tempfile.TemporaryFile(dir=folder) as body:
        out.write(b"# Changes by dedup, from the original files to the cleaned ones.\n")
        out.write(b"# Run `git apply` on this file inside the original folder; it skips these lines.\n")
        for record, removals in ledger.stream():
            aside = _write_file(body, ledger, cleaned, record, removals)
            if aside:
                out.write(b"# not shown, %s: %s\n" % (aside.encode(), quoted(os.fsencode(record.path))))
        body.seek(0)
        shutil.copyfileobj(body, out)


def _write_file(body: BinaryIO, ledger: Ledger, cleaned: Path, record: FileRecord, removals: Iterable[Removal]) -> str:
    """Write the diff of one file; why there is none, if that is to be said."""
    if record.action == "carried" or record.kind == "skipped":
        return "left out" if record.kind == "skipped" else "copied unchanged"
    if record.action not in ("cleaned", "dropped"):
        return ""
    if record.kind != "text":
        return f"{record.action}, JSONL"
    cuts: list[Span] = []
    data = read_original(ledger, cleaned, record, _noting(removals, cuts))
    if b"\0" in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return f"{record.action}, UTF-16 or NUL bytes"
    body.write(header(record))
    body.writelines(hunks(data, cuts))
    return ""


def _noting(removals: Iterable[Removal], cuts: list[Span]) -> Iterator[Removal]:
    """Hand the removals through, and note where they are."""
    for removal in removals:
        cuts.append((removal.start, removal.end))
        yield removal


def header(record: FileRecord) -> bytes:
    """Return the lines that begin the diff of one file."""
    path = os.fsencode(record.path)
    old, new = quoted(b"a/" + path), quoted(b"b/" + path)
    head = b"diff --git %s %s\n" % (old, new)
    if record.action == "dropped":
        head += b"deleted file mode %s\n" % (b"100755" if record.mode & 0o100 else b"100644")
        new = b"/dev/null"
        if not record.size:
            return head + b"index %s..%s\n" % (_EMPTY_BLOB, b"0" * 40)
    return head + b"--- %s%s\n+++ %s%s\n" % (old, _tab(old), new, _tab(new))


def quoted(name: bytes) -> bytes:
    """Return a name as git writes it: in C quotes if there is an odd byte in it."""
    if not _ODD.search(name):
        return name
    return b'"%s"' % _ODD.sub(lambda match: _escaped(match[0][0]), name)


def _escaped(byte: int) -> bytes:
    return b"\\" + _ESCAPES[byte] if byte in _ESCAPES else b"\\%03o" % byte


def _tab(name: bytes) -> bytes:
    """Return the tab that ends a name with spaces, so that it cannot be taken for a date."""
    return b"\t" if b" " in name and not name.startswith(b'"') else b""
