"""Documents in the making: paragraphs of pieces, each with a label or none, and how a set is written.

A set is a folder with ``tree/``, the text files, and ``labels.jsonl``, one object for each labelled span: ``path``;
``start`` and ``end`` in characters; ``goes``, "repeat", "boilerplate" or null for a trap that must stay; ``kind``,
``language`` and ``id``. Text without a label must stay too.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Label(NamedTuple):
    """What should become of a piece of text."""

    goes: str | None
    kind: str
    language: str
    id: str


class Piece(NamedTuple):
    """A piece of text."""

    text: str
    label: Label | None = None


Paragraph = list[Piece]


def plain(text: str, label: Label | None = None) -> Paragraph:
    """A paragraph of one piece."""
    return [Piece(text, label)]


@dataclass
class Document:
    """Paragraphs, with blank lines between them (or whatever `gap` says)."""

    path: str
    language: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    gap: str = "\n\n"

    def pieces(self) -> list[Piece]:
        """All pieces of the document, gaps included; neighbours of one label are one piece, with what is between."""
        flat: list[Piece] = []
        for number, paragraph in enumerate(self.paragraphs):
            if number:
                flat.append(Piece(self.gap))
            flat += paragraph
        return _merged([*flat, Piece("\n")])

    def text(self) -> str:
        """The document's text."""
        return "".join(piece.text for piece in self.pieces())

    def labels(self) -> list[dict[str, object]]:
        """The rows of ``labels.jsonl``."""
        rows: list[dict[str, object]] = []
        place = 0
        for text, label in self.pieces():
            if label:
                rows.append({"path": self.path, "start": place, "end": place + len(text), **label._asdict()})
            place += len(text)
        return rows


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for number, piece in enumerate(pieces):
        blank = not piece.text.strip() and merged and merged[-1].label and number + 1 < len(pieces)
        label = merged[-1].label if blank and pieces[number + 1].label == merged[-1].label else piece.label
        if merged and label and merged[-1].label == label:
            merged[-1] = Piece(merged[-1].text + piece.text, label)
        else:
            merged.append(Piece(piece.text, label))
    return merged


def write_set(folder: Path, documents: Iterable[Document]) -> None:
    """Write a set, in place of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    rows: list[dict[str, object]] = []
    for document in documents:
        path = folder / "tree" / document.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document.text(), encoding="utf-8", newline="")
        rows += document.labels()
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (folder / "labels.jsonl").write_text("".join(lines), encoding="utf-8")


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files below a folder."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{content}  {path.relative_to(folder).as_posix()}\n".encode())
    return whole.hexdigest()
