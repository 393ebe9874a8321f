"""What the page of one document shows, as plain values: the original text, with what was removed marked in place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dedup.ledger import Ledger
from dedup.model import Removal, Spared, Witness
from dedup.report import phrases, visible
from dedup.report.html import advice
from dedup.report.html.classes import class_words
from dedup.report.html.kept import KeptTexts
from dedup.report.html.lines import CONTEXT, MIN_FOLD, REMOVED_HEAD, Folded, Line, Numbering, Room, folded, kept
from dedup.report.html.survey import Row
from dedup.report.html.texts import Text
from dedup.report.words import Piece, compare, differences

MAX_REMOVALS = 300
"""Removals of one document that are shown."""
MAX_PAGE = 1_000_000
"""Bytes of text on one page, as HTML."""
MAX_TEXT = 20_000
"""Bytes of one removed text that are compared with its kept place."""
MAX_COMPARED = 3000
"""Words of one removed text that are compared."""
_MAX_PAIRS = 300_000
"""Pairs of equal words in both texts: what the comparison costs."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TOO_LONG = "Too long to be compared word by word on this page."


@dataclass(frozen=True, slots=True)
class Passage:
    """A kept passage that others repeat: told where it begins."""

    number: int
    """Of its group."""
    line: int
    places: int
    documents: int


@dataclass(frozen=True, slots=True)
class Nearly:
    """Text that was nearly removed: told where it begins."""

    line: int
    spared: Spared
    other_page: int | None
    """Of the earlier place that it is like."""


class Part(NamedTuple):
    """Some lines of a comparison: those with a change and around it, or those between, which are folded."""

    line: int
    pieces: list[Piece]
    folded: int = 0
    """How many lines are folded."""


@dataclass(slots=True)
class Gone:
    """One removed stretch."""

    anchor: str
    line: int | None
    """The line that it carries the anchor of, if that begins here."""
    removal: Removal
    label: str
    place: str
    lines: Folded = field(default_factory=lambda: Folded([]))
    pieces: list[Piece] = field(default_factory=list)
    """Word by word, where the kept place differs; then `lines` is empty."""
    note: str = ""
    """Why there is no comparison, or how alike a text is that differs in no word."""
    kept_page: int | None = None
    member_of: int | None = None
    options: list[str] = field(default_factory=list)

    @property
    def witness(self) -> Witness | None:
        """Its kept place."""
        return self.removal.witness

    @property
    def parts(self) -> list[Part]:
        """The comparison, with what does not differ folded."""
        return folded_pieces(self.pieces, self.removal.first_line)

    @property
    def left(self) -> list[Piece]:
        """The comparison, without what stands only at the kept place."""
        return _one_side(self.pieces, "witness")

    @property
    def right(self) -> list[Piece]:
        """The comparison, without what was only removed."""
        return _one_side(self.pieces, "removed")


Mark = Passage | Nearly
"""What is told of kept text, before the line where that begins."""


@dataclass(frozen=True, slots=True)
class Original:
    """What the page of one document is made of."""

    number: int
    text: Text
    facts: Sequence[Row]
    """One for each removal."""
    marks: Sequence[Mark]

    @property
    def why(self) -> str:
        """Why it lost text."""
        return phrases.why(self.text.removals)


Block = tuple[str, Folded | Gone | Mark]
"""One stretch of a page, and how it is shown."""


@dataclass(slots=True)
class Document:
    """The whole page."""

    number: int
    name: str
    text: Text
    why: str
    blocks: list[Block]
    unshown_lines: int
    unshown_removals: int

    @property
    def words(self) -> int:
        """Words that were removed."""
        return sum(removal.words for removal in self.text.removals)


def document_name(path: str, row: int | None) -> str:
    """Return how a document is called."""
    return visible.name(path) if not row else f"{visible.name(path)}:{row}"


class Builder:
    """Makes the pages of documents."""

    def __init__(self, ledger: Ledger, cleaned: Path) -> None:
        self._kept = KeptTexts(ledger, cleaned)
        self._similarity = float(ledger.info.config.get("similarity", 0.8))

    def build(self, original: Original) -> Document:
        """Return the page of a document."""
        text, room, numbering = original.text, Room(MAX_PAGE), Numbering()
        blocks: list[Block] = []
        waiting = sorted(original.marks, key=lambda mark: mark.line)
        shown, at = 0, text.base
        for removal in text.removals[:MAX_REMOVALS]:
            lines = numbering.take(_plain(text, at, removal.start))
            blocks += _kept(room.lines(lines), waiting, first=not shown, last=False)
            if not room.take([_words_around(removal)]):
                break
            blocks.append(("gone", self._gone(shown + 1, text, removal, original.facts[shown], numbering, room)))
            shown, at = shown + 1, removal.end
        if shown == len(text.removals):
            lines = numbering.take(_plain(text, at, text.end))
            blocks += _kept(room.lines(lines), waiting, first=not shown, last=True)
        name, unshown = document_name(text.file.path, text.row), len(text.removals) - shown
        return Document(original.number, name, text, original.why, blocks, room.unshown, unshown)

    def _gone(self, number: int, text: Text, removal: Removal, fact: Row, numbering: Numbering, room: Room) -> Gone:
        raw = _plain(text, removal.start, removal.end)
        lines = numbering.take(raw)
        gone = Gone(
            line=lines[0].number if lines and lines[0].first else None,
            anchor=f"r{number}",
            removal=removal,
            label=class_words(fact["class"]),
            place=phrases.lines(removal.first_line, removal.last_line),
            kept_page=fact["kept_page"],
            member_of=fact["member_of"],
            options=advice.options(text.file, removal, self._similarity),
        )
        self._compare(gone, raw, fact)
        if gone.pieces and not room.take([piece.text * 2 for piece in gone.pieces]):
            gone.pieces, gone.note = [], "Not compared: the page has no room left."
        if not gone.pieces:
            gone.lines = folded(room.lines(_trimmed(lines)), REMOVED_HEAD, CONTEXT)
        return gone

    def _compare(self, gone: Gone, raw: str, fact: Row) -> None:
        """Compare a repeat with its kept place, if that differs."""
        witness = gone.witness
        if witness is None:
            return
        if max(len(gone.removal.content), witness.end - witness.start) > MAX_TEXT:
            gone.note = _TOO_LONG
            return
        theirs = self._kept.read(witness, fact["kept_from"], fact["kept_to"])
        if raw.split() == theirs.split():
            gone.note = "The kept place says it letter for letter."
            return
        pieces = compare(raw.strip(), theirs.strip(), MAX_COMPARED) if _pairs(raw, theirs) <= _MAX_PAIRS else None
        if pieces is None:
            gone.note = _TOO_LONG
        elif not differences(pieces) or gone.removal.rule == "repeat/exact":
            gone.note = "The kept place has the same words in the same order."
        else:
            gone.pieces = [piece._replace(text=visible.text(piece.text)) for piece in pieces]


def folded_pieces(pieces: Iterable[Piece], line: int) -> list[Part]:
    """Return a comparison, which begins at a line, parted where much is equal."""
    parts = [Part(line, [])]
    for piece in pieces:
        lines = _LINE.findall(piece.text)
        head, between, tail = lines[: CONTEXT + 1], lines[CONTEXT + 1 : -CONTEXT - 1], lines[-CONTEXT - 1 :]
        if piece.side == "both" and len(between) >= MIN_FOLD:
            parts[-1].pieces.append(piece._replace(text="".join(head)))
            line += len(head)
            parts.append(Part(line, [piece._replace(text="".join(between).removesuffix("\n"))], len(between)))
            line += len(between)
            parts.append(Part(line, [piece._replace(text="".join(tail))]))
            line += len(tail) - (not piece.text.endswith("\n"))
            continue
        parts[-1].pieces.append(piece)
        line += 0 if piece.side == "witness" else piece.text.count("\n")
    return parts


def _one_side(pieces: Iterable[Piece], without: str) -> list[Piece]:
    """Return a comparison without one of its sides, nor the spaces that stood around that."""
    found: list[Piece] = []
    for piece in pieces:
        doubled = not piece.text.strip() and found and found[-1].text[-1:].isspace()
        if piece.side != without and not doubled:
            found.append(piece)
    return found


def _words_around(removal: Removal) -> str:
    """Return about what the page says of a removal beside its text: names stand there several times."""
    kept = removal.witness.path if removal.witness else ""
    return removal.evidence[:1200] + 2 * removal.path + 2 * kept + " " * 1500


def _pairs(one: str, other: str) -> int:
    """Return how many pairs of equal words, or characters of a script without spaces, two texts have."""
    ours, theirs = Counter(_tokens(one)), Counter(_tokens(other))
    return sum(number * theirs[token] for token, number in ours.items())


def _tokens(text: str) -> Iterable[str]:
    words = text.split()
    return words if 12 * len(words) > len(text) else text


def _trimmed(lines: list[Line]) -> list[Line]:
    """Return the lines without blank ones at both ends: white space that was only cut along."""
    filled = [index for index, line in enumerate(lines) if line.text.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else lines[:1]


def _plain(text: Text, start: int, end: int) -> str:
    found = text.between(start, end)
    return found.removeprefix("\ufeff") if start <= text.base else found


def _kept(lines: list[Line], waiting: list[Mark], *, first: bool, last: bool) -> list[Block]:
    """Return a kept stretch, parted where something is told of it."""
    blocks: list[Block] = []
    rest = lines
    while waiting and rest and waiting[0].line <= rest[-1].number:
        mark = waiting.pop(0)
        count = next(index for index, line in enumerate(rest) if line.number >= mark.line)
        if count:
            blocks.append(("kept", kept(rest[:count], first=first, last=False)))
            first = False
        blocks.append(("nearly" if isinstance(mark, Nearly) else "passage", mark))
        rest = rest[count:]
    if rest:
        blocks.append(("kept", kept(rest, first=first and not blocks, last=last)))
    return blocks
