"""``dedup explain``: what became of one line of the original, why, and what it repeats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dedup.errors import UsageError
from dedup.ledger import Ledger
from dedup.model import FileRecord, Removal, Witness
from dedup.report import evidence, phrases, visible
from dedup.report.excerpt import excerpt, lines_of
from dedup.report.originals import Range, read_original, read_ranges
from dedup.report.place import Place, find_file, locate
from dedup.report.sentences import Sentence, aligned_sentences
from dedup.report.words import differences, marked
from dedup.text.lines import split_lines

MAX_TEXT = 4000
"""Characters of one shown text."""

_MAX_BYTES = 1 << 16
_CONTEXT = 200
"""Lines around the asked one that are read to find its sentences."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for, and where it stands."""

    ledger: Ledger
    record: FileRecord
    encoding: str
    place: Place
    text: str
    """The whole original document."""
    line: str
    """The line; the whole text if a row was asked for."""

    @property
    def similarity(self) -> float:
        """What the run asked of a repeat."""
        return float(self.ledger.info.config.get("similarity", 0.8))


def explain(ledger: Ledger, cleaned: Path, where: str) -> str:
    """Return in words what became of one line, why, and what would have kept it.

    `where` is ``FILE:LINE`` in lines of the original, in a JSONL file ``FILE:ROW`` or
    ``FILE:ROW:LINE``. FILE may be written with or without the name of the root, or as any end of a path
    that fits one file only. UsageError if there is no such file or line.
    """
    path, numbers = find_file(ledger, where)
    for record, removals in ledger.stream():
        if record.path == path:
            place = locate(record, numbers, where)
            found = list(removals)
            asked = _read(ledger, cleaned, record, found, place)
            return "\n".join([*_explained(asked, cleaned, found), ""])
    raise UsageError(f"{where}: the ledger has no such file")


def _read(ledger: Ledger, cleaned: Path, record: FileRecord, removals: Sequence[Removal], place: Place) -> _Asked:
    data = read_original(ledger, cleaned, record, removals)
    encoding = visible.encoding_of(data) if record.kind == "text" else "utf-8"
    text = _document(ledger, data, encoding, place)
    return _Asked(ledger, record, encoding, place, text, _line(text, place))


def _explained(asked: _Asked, cleaned: Path, removals: Sequence[Removal]) -> list[str]:
    """Return the lines of the answer."""
    place, line = asked.place, asked.line
    hits = [removal for removal in removals if _touches(asked, removal)]
    if not hits:
        near = evidence.of_kept(asked.ledger, place, removals)
        return [f"{place} was kept.", *_quoted(line), *([""] if near else []), *near]
    wanted: dict[str, set[Range]] = {}
    for hit in hits:
        if hit.witness:
            wanted.setdefault(hit.witness.path, set()).add(_range(hit, hit.witness, place))
    witnesses = read_ranges(asked.ledger, cleaned, wanted) if wanted else {}
    answer = [f"{place} {_fate(asked, hits)}.", *_quoted(line)]
    for hit in hits:
        kept = hit.witness
        witness = "" if kept is None else witnesses.get(kept.path, {}).get(_range(hit, kept, place), "")
        if kept is not None and kept.row is not None:
            witness = visible.unquoted(witness)
        answer += ["", *_removal(asked, hit, witness)]
    return answer


def _range(removal: Removal, witness: Witness, place: Place) -> Range:
    """Return the bytes of a witness, no more than could be shown: those about as far into it as the place."""
    room = witness.end - witness.start - _MAX_BYTES
    if room <= 0 or place.line is None:
        return witness.start, min(witness.end, witness.start + _MAX_BYTES)
    share = (place.line - removal.first_line) / max(removal.last_line - removal.first_line, 1)
    start = witness.start + int(room * share)
    return start, start + _MAX_BYTES


def _document(ledger: Ledger, data: bytes, encoding: str, place: Place) -> str:
    """Return the text of the document that the place is in."""
    if place.row is None:
        return visible.decode(data, encoding).removeprefix("\ufeff")
    raw = visible.decode(data.split(b"\n")[place.row - 1])
    try:
        value = json.loads(raw)[ledger.info.config.get("text_field", "text")]
    except (ValueError, KeyError, TypeError, RecursionError):
        return raw
    return value if isinstance(value, str) else raw


def _line(text: str, place: Place) -> str:
    """Return the text of the line that was asked for; UsageError if there is none."""
    if place.line is None:
        return text
    lines, _ = split_lines(text)
    if lines[-1] == "" and len(lines) > 1:
        lines.pop()
    if not 1 <= place.line <= len(lines) or not text:
        what = "the file" if place.row is None else "the text of this row"
        raise UsageError(f"{place}: {what} has {phrases.count(len(lines) if text else 0, 'line')}")
    return lines[place.line - 1]


def _touches(asked: _Asked, removal: Removal) -> bool:
    """Whether a removal took some of the place: more than the line break between it and what went."""
    if removal.row != asked.place.row:
        return False
    if asked.place.line is None:
        return True
    if not removal.first_line <= asked.place.line <= removal.last_line:
        return False
    return not asked.line.strip() or bool(_part(asked, removal).strip())


def _part(asked: _Asked, removal: Removal) -> str:
    """Return what a removal took of the place."""
    text = _text(asked, removal)
    if asked.place.line is None:
        return text
    return "".join(lines_of(text)[asked.place.line - removal.first_line :][:1])


def _fate(asked: _Asked, hits: Sequence[Removal]) -> str:
    """Return whether the place went, or a part of it."""
    if asked.record.action == "dropped":
        return "was removed, with its whole file"
    removed = sum(len("".join(_part(asked, hit).split())) for hit in hits)
    return "was removed" if removed >= len("".join(asked.line.split())) else "was removed in part"


def _text(asked: _Asked, removal: Removal) -> str:
    text = visible.decode(removal.content, asked.encoding)
    return text if removal.row is None else visible.unquoted(text)


def _removal(asked: _Asked, removal: Removal, witness: str) -> list[str]:
    """Return why one stretch went, what it repeats or matches, and what would keep it."""
    span = phrases.lines(removal.first_line, removal.last_line)
    lines = [
        f"removed:     {span}, {phrases.count(removal.words, 'word')}",
        f"why:         {phrases.reason(removal)} ({visible.name(removal.rule or removal.kind)})",
    ]
    if removal.evidence:
        lines.append(f"evidence:    {_clipped(removal.evidence).replace(chr(10), ' ')}")
    sentences: list[Sentence] = []
    if removal.witness is not None:
        alike = phrases.percent(removal.witness.similarity)
        lines.append(f"kept at:     {phrases.witness_place(removal.witness)}, {alike} alike")
        sentences = _sentences(asked, removal, witness)
        lines += evidence.of_repeat(removal, sentences, asked.similarity)
    else:
        lines += evidence.of_boilerplate(asked.ledger, removal, _part(asked, removal))
    if removal.witness is not None or _text(asked, removal).strip() != asked.line.strip():
        lines += _around(asked, removal, witness)
    lines.append(f"fingerprint: {removal.fingerprint}")
    return [*lines, *evidence.settings(asked.record, removal, sentences, asked.similarity)]


def _sentences(asked: _Asked, removal: Removal, witness: str) -> list[Sentence]:
    """Return the removed sentences on a line (of a row: on the first line that went), compared with the witness."""
    starts = [*split_lines(asked.text)[1], len(asked.text) + 1]
    line = asked.place.line or removal.first_line
    if line >= len(starts):
        return []
    taken = _text(asked, removal).strip()
    start = asked.text.find(taken, starts[removal.first_line - 1])
    stretch = start, start + len(taken)
    if start < 0:  # a row that went as a whole, with its JSON
        stretch = starts[removal.first_line - 1], starts[min(removal.last_line, len(starts) - 1)]
    low, high = starts[max(line - 1 - _CONTEXT, 0)], starts[min(line + _CONTEXT, len(starts) - 1)]
    spans = (stretch[0] - low, stretch[1] - low), (starts[line - 1] - low, starts[line] - 1 - low)
    return aligned_sentences(asked.text[low:high], *spans, witness, asked.similarity)


def _around(asked: _Asked, removal: Removal, witness: str) -> list[str]:
    """Return the removed lines around the place, word by word where they differ from the kept ones."""
    shown = excerpt(_text(asked, removal), removal.first_line, asked.place.line, witness)
    part = phrases.lines(shown.first_line, shown.last_line)
    where = "" if part == phrases.lines(removal.first_line, removal.last_line) else f", {part}"
    if shown.pieces is None:
        return [f"{'text' if removal.witness is None else 'removed text'}{where}:", *_quoted(shown.text)]
    if not differences(shown.pieces):
        return [f"word by word{where}, no difference:", *_quoted(shown.text)]
    return [f"word by word{where}, [-only removed-] {{+only kept+}}:", *_quoted(marked(shown.pieces))]


def _quoted(text: str) -> list[str]:
    """Return a text as indented lines, bounded and safe to print."""
    return [f"  | {line}".rstrip() for line in _clipped(text.strip("\r\n")).split("\n")]


def _clipped(text: str) -> str:
    return visible.clipped(visible.text(text), MAX_TEXT)
