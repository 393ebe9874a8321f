"""Kept places, read from the cleaned files where they stand."""

from __future__ import annotations

import re
from pathlib import Path

from dedup.ledger import Ledger
from dedup.model import Witness
from dedup.rebuild import place_of
from dedup.report import visible
from dedup.report.html.texts import decoded

_MARGIN = 400
"""Bytes around a kept place that are searched for the ends of its sentences; an even number, for UTF-16."""
_REST = re.compile(r"[^.!?。！？\n\r]*([.!?。！？]+[\"'”’»)\]]*)?")
_START = re.compile(r"[.!?。！？][\"'”’»)\]]*\s+|[。！？\n\r]")
_NO_LITERAL = re.compile(rb'"|\\(?:u[0-9a-fA-F]{4}|.)')
"""In JSON: what ends the literal, or is no plain character."""


class KeptTexts:
    """Reads kept places. A witness reaches from its first to its last equal word; here it has its whole sentences."""

    def __init__(self, ledger: Ledger, cleaned: Path) -> None:
        self._ledger, self._cleaned = ledger, cleaned

    def read(self, kept: Witness, start: int, end: int) -> str:
        """Return the text of a kept place, which stands at these bytes of its cleaned file."""
        with place_of(self._cleaned, self._ledger, kept.path).open("rb") as file:
            encoding = "utf-8" if kept.row else visible.encoding_of(file.read(2))
            low = max(start - _MARGIN, 0)
            file.seek(low)
            data = file.read(end + _MARGIN - low)
        before, inside, behind = data[: start - low], data[start - low : end - low], data[end - low :]
        if kept.row:
            before, behind = _plain_end(before), _plain_start(behind)
        head, tail = visible.decode(before, encoding), visible.decode(behind, encoding)
        whole = low == 0 or len(before) < start - low
        return _sentence_start(head, whole) + decoded(inside, encoding, kept.row) + _sentence_rest(tail)


def _plain_end(raw: bytes) -> bytes:
    """Return the end of a stretch of JSON that is part of the same literal, without escapes."""
    found = [*_NO_LITERAL.finditer(raw)]
    return raw[found[-1].end() :] if found else raw


def _plain_start(raw: bytes) -> bytes:
    found = _NO_LITERAL.search(raw)
    return raw[: found.start()] if found else raw


def _sentence_start(text: str, whole: bool) -> str:
    """Return the end of a text from where its last sentence begins; nothing if that is too far away."""
    found = [*_START.finditer(text)]
    if not found:
        return text if whole else ""
    return text[found[-1].end() :]


def _sentence_rest(text: str) -> str:
    """Return the start of a text up to where its first sentence ends."""
    found = _REST.match(text)
    return found[0] if found else ""
