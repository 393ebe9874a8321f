"""``dedup explain``: what became of one line of the original, why, and what it repeats."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dedup.errors import UsageError
from dedup.ledger import Ledger
from dedup.model import FileRecord, Removal, Witness
from dedup.report import phrases, visible
from dedup.report.excerpt import Excerpt, excerpt, lines_of
from dedup.report.originals import Range, read_original, read_ranges
from dedup.report.words import differences, marked
from dedup.text.segment import LINE

MAX_TEXT = 4000
"""Characters of one shown text."""

_MAX_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class _Place:
    """What was asked for: a line of a text file, a row of a JSONL file, or a line of a row."""

    path: str
    row: int | None
    line: int | None

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.row, self.line) if number is not None]
        return ":".join([visible.name(self.path), *numbers])


def explain(ledger: Ledger, cleaned: Path, where: str) -> str:
    """Return in words what became of one line, with the removed text and its witness.

    `where` is ``FILE:LINE`` in lines of the original, in a JSONL file ``FILE:ROW`` or
    ``FILE:ROW:LINE``. FILE may be written with or without the name of the root, or as any end of a path
    that fits one file only. UsageError if there is no such file or line.
    """
    path, numbers = _parse(ledger, where)
    for record, removals in ledger.stream():
        if record.path == path:
            place = _place(record, numbers, where)
            found = list(removals)
            return "\n".join([*_explained(ledger, cleaned, record, found, place), ""])
    raise UsageError(f"{where}: the ledger has no such file")


def _parse(ledger: Ledger, where: str) -> tuple[str, list[int]]:
    """Return the path in the ledger, and the one or two numbers behind it."""
    tried, numbers = where, list[int]()
    for _ in range(2):
        tried, colon, digits = tried.rpartition(":")
        if not colon or not (digits.isascii() and digits.isdigit()):
            break
        numbers.insert(0, int(digits))
        path = _resolve(ledger, tried)
        if path is not None:
            return path, numbers
    if not numbers:
        raise UsageError(f"{where}: name a line as FILE:LINE, in a JSONL file as FILE:ROW or FILE:ROW:LINE")
    wanted = where.rpartition(":")[0]
    near = difflib.get_close_matches(wanted, (record.path for record in ledger.files()), 1)
    hint = f"; did you mean {visible.name(near[0])}?" if near else ""
    raise UsageError(f"{visible.name(wanted)}: the ledger has no such file{hint}")


def _resolve(ledger: Ledger, written: str) -> str | None:
    """Return the path in the ledger that was meant, if there is one; UsageError if there are several."""
    while written.startswith("./"):
        written = written[2:]
    root = ledger.info.root
    ends: list[str] = []
    rooted: str | None = None
    for record in ledger.files():
        if record.path == written:
            return record.path
        full = f"{root}/{record.path}" if ledger.info.shape == "tree" else record.path
        if written == full or written.endswith(f"/{full}"):
            rooted = record.path
        elif record.path.endswith(f"/{written}"):
            ends.append(record.path)
    if rooted is not None or not ends:
        return rooted
    if len(ends) > 1:
        names = ", ".join(visible.name(path) for path in ends[:3])
        raise UsageError(f"{visible.name(written)}: fits {len(ends)} files ({names}); write more of the path")
    return ends[0]


def _place(record: FileRecord, numbers: Sequence[int], where: str) -> _Place:
    """Return the place that the numbers name in this file."""
    name = visible.name(record.path)
    if record.action in ("carried", "link") or record.kind == "skipped":
        note = f" ({visible.name(record.note)})" if record.note else ""
        raise UsageError(f"{name}: was not cleaned{note}, so there is nothing to explain")
    if record.kind == "jsonl":
        row, line = numbers[0], numbers[1] if len(numbers) > 1 else None
        if not 1 <= row <= record.lines:
            raise UsageError(f"{where}: the file has {phrases.count(record.lines, 'row')}")
        return _Place(record.path, row, line)
    if len(numbers) > 1:
        raise UsageError(f"{where}: {name} is a text file; name a line as FILE:LINE")
    if numbers[0] < 1:
        raise UsageError(f"{where}: lines are counted from 1")
    return _Place(record.path, None, numbers[0])


def _explained(
    ledger: Ledger, cleaned: Path, record: FileRecord, removals: Sequence[Removal], place: _Place
) -> list[str]:
    """Return the lines of the answer."""
    data = read_original(ledger, cleaned, record, removals)
    encoding = visible.encoding_of(data) if record.kind == "text" else "utf-8"
    text = _document(ledger, data, encoding, place)
    line = _line(text, place)
    hits = [removal for removal in removals if _touches(removal, place, line, encoding)]
    if not hits:
        return [f"{place} was kept.", *_quoted(line)]
    wanted: dict[str, set[Range]] = {}
    for hit in hits:
        if hit.witness:
            wanted.setdefault(hit.witness.path, set()).add(_range(hit, hit.witness, place))
    witnesses = read_ranges(ledger, cleaned, wanted) if wanted else {}
    answer = [f"{place} {_fate(record, hits, line, place, encoding)}.", *_quoted(line)]
    for hit in hits:
        kept = hit.witness
        witness = "" if kept is None else witnesses.get(kept.path, {}).get(_range(hit, kept, place), "")
        answer += ["", *_removal(hit, place, encoding, witness)]
    return answer


def _range(removal: Removal, witness: Witness, place: _Place) -> Range:
    """Return the bytes of a witness, no more than could be shown: those about as far into it as the place."""
    room = witness.end - witness.start - _MAX_BYTES
    if room <= 0 or place.line is None:
        return witness.start, min(witness.end, witness.start + _MAX_BYTES)
    share = (place.line - removal.first_line) / max(removal.last_line - removal.first_line, 1)
    start = witness.start + int(room * share)
    return start, start + _MAX_BYTES


def _document(ledger: Ledger, data: bytes, encoding: str, place: _Place) -> str:
    """Return the text of the document that the place is in."""
    if place.row is None:
        return visible.decode(data, encoding).removeprefix("\ufeff")
    raw = visible.decode(data.split(b"\n")[place.row - 1])
    try:
        value = json.loads(raw)[ledger.info.config.get("text_field", "text")]
    except (ValueError, KeyError, TypeError, RecursionError):
        return raw
    return value if isinstance(value, str) else raw


def _line(text: str, place: _Place) -> str:
    """Return the text of the line that was asked for; UsageError if there is none."""
    if place.line is None:
        return text
    lines = LINE.split(text)
    if lines[-1] == "" and len(lines) > 1:
        lines.pop()
    if not 1 <= place.line <= len(lines) or not text:
        what = "the file" if place.row is None else "the text of this row"
        raise UsageError(f"{place}: {what} has {phrases.count(len(lines) if text else 0, 'line')}")
    return lines[place.line - 1]


def _touches(removal: Removal, place: _Place, line: str, encoding: str) -> bool:
    """Whether a removal took some of the place: more than the line break between it and what went."""
    if removal.row != place.row:
        return False
    if place.line is None:
        return True
    if not removal.first_line <= place.line <= removal.last_line:
        return False
    return not line.strip() or bool(_part(removal, place, encoding).strip())


def _part(removal: Removal, place: _Place, encoding: str) -> str:
    """Return what a removal took of the place."""
    text = _text(removal, encoding)
    if place.line is None:
        return text
    return "".join(lines_of(text)[place.line - removal.first_line :][:1])


def _fate(record: FileRecord, hits: Sequence[Removal], line: str, place: _Place, encoding: str) -> str:
    """Return whether the place went, or a part of it."""
    if record.action == "dropped":
        return "was removed, with its whole file"
    removed = sum(len("".join(_part(hit, place, encoding).split())) for hit in hits)
    return "was removed" if removed >= len("".join(line.split())) else "was removed in part"


def _text(removal: Removal, encoding: str) -> str:
    text = visible.decode(removal.content, encoding)
    return text if removal.row is None else visible.unquoted(text)


def _removal(removal: Removal, place: _Place, encoding: str, witness: str) -> list[str]:
    """Return why one stretch went, what the part around the place repeats, and how to keep it."""
    span = phrases.lines(removal.first_line, removal.last_line)
    lines = [
        f"removed:     {span}, {phrases.count(removal.words, 'word')}",
        f"why:         {phrases.reason(removal)} ({visible.name(removal.rule or removal.kind)})",
    ]
    if removal.evidence:
        lines.append(f"evidence:    {_clipped(removal.evidence).replace(chr(10), ' ')}")
    if removal.witness is not None:
        if removal.witness.row is not None:
            witness = visible.unquoted(witness)
        alike = phrases.percent(removal.witness.similarity)
        lines.append(f"kept at:     {phrases.witness_place(removal.witness)}, {alike} alike")
    shown = excerpt(_text(removal, encoding), removal.first_line, place.line, witness)
    part = phrases.lines(shown.first_line, shown.last_line)
    where = "" if part == span else f", {part}"
    lines += _shown(shown, where, removal.witness)
    return [*lines, f"fingerprint: {removal.fingerprint}", *_keep(removal)]


def _shown(shown: Excerpt, where: str, witness: Witness | None) -> list[str]:
    """Return the removed lines around the place, word by word where they differ from the kept ones."""
    if shown.pieces is None:
        return [f"{'text' if witness is None else 'removed text'}{where}:", *_quoted(shown.text)]
    if not differences(shown.pieces):
        return [f"word by word{where}, no difference:", *_quoted(shown.text)]
    return [f"word by word{where}, [-only removed-] {{+only kept+}}:", *_quoted(marked(shown.pieces))]


def _keep(removal: Removal) -> list[str]:
    quoted = json.dumps(removal.fingerprint)
    return ["to keep it:  write into pyproject.toml", "    [tool.dedup]", f"    keep = [{quoted}]"]


def _quoted(text: str) -> list[str]:
    """Return a text as indented lines, bounded and safe to print."""
    return [f"  | {line}".rstrip() for line in _clipped(text.strip("\r\n")).split("\n")]


def _clipped(text: str) -> str:
    return visible.clipped(visible.text(text), MAX_TEXT)
