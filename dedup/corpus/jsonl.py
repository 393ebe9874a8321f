"""JSONL: one document a line, in one field; its string literal is mapped byte by byte."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from dedup.config import Config
from dedup.corpus.record import Record, SealedFile, byte_offsets
from dedup.model import File, Problem

# Numbers stay as they are written: no digits are lost, and none are too many.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_SPACES = b" \t\n\r"
_SPACE = re.compile(r"[ \t\n\r]*")
# What one character of the text takes in its literal; a pair of surrogates is one character.
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Value:
    """A member's value and where it stands in its line."""

    value: Any
    start: int
    end: int
    literal: str
    """The first character: a quote for a string."""


def read(
    file: File, stream: SealedFile, config: Config, problems: list[Problem], only: Container[int] | None = None
) -> Iterator[Record]:
    """A record for every line that holds a text; the other lines are told in `problems`.

    With `only`, lines of other numbers are not looked at.
    """
    start = 0
    lines = stream.lines()
    for row, line in enumerate(lines, 1):
        end = start + len(line)
        if row == 1 and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            problems.append(Problem(file.path, row, "is UTF-16; JSONL must be UTF-8"))
            break
        if row == 1 and line.startswith(codecs.BOM_UTF8):
            start, line = len(codecs.BOM_UTF8), line.removeprefix(codecs.BOM_UTF8)
        if (only is None or row in only) and line and not line.isspace():
            try:
                content = line.rstrip(_SPACES).decode("utf-8", "surrogateescape")
                yield _record(row, start, end, content, config)
            except (ValueError, RecursionError) as error:
                problems.append(Problem(file.path, row, _message(error)))
        start = end
    for _ in lines:  # a file that is given up is still read to its end, for its digest
        pass


def literal_span(line: bytes, config: Config) -> tuple[int, int] | None:
    """Where in a line the literal of its text stands, without its quotes; None if the line has no text."""
    head = len(codecs.BOM_UTF8) if line.startswith(codecs.BOM_UTF8) else 0
    content = line[head:].rstrip(_SPACES).decode("utf-8", "surrogateescape")
    try:
        found = _text(dict(_members(content)), config)
    except (ValueError, RecursionError):
        return None
    first, last = byte_offsets(content, head, "utf-8", "surrogateescape", (found.start + 1, found.end - 1))
    return first, last


def _record(row: int, start: int, end: int, line: str, config: Config) -> Record:
    """The record of one line. Raises ValueError or RecursionError if it has none."""
    wanted = {config.text_field, config.source_field or "url"}
    members = {key: value for key, value in _members(line) if key in wanted}
    found = _text(members, config)
    first, last = found.start + 1, found.end - 1
    base = byte_offsets(line, start, "utf-8", "surrogateescape", (first,))[0]
    text: str = found.value
    if "\\" in line[first:last]:
        mapping = partial(_literal_offsets, line[first:last], base)
    else:
        mapping = partial(byte_offsets, text, base, "utf-8", "surrogateescape")
    return Record(row, start, end, text, mapping, _source(members, config))


def _text(members: dict[str, _Value], config: Config) -> _Value:
    """The member that holds the text. Raises ValueError if there is none."""
    found = members.get(config.text_field)
    if found is None:
        raise ValueError(f"has no field {config.text_field!r}")
    if found.literal != '"':
        raise ValueError(f"the field {config.text_field!r} is not a string")
    return found


def _members(line: str) -> Iterator[tuple[str, _Value]]:
    """The members of the object that the line is, also those whose key comes again."""
    at = _skip(line, 0)
    if line[at : at + 1] != "{":
        _DECODER.raw_decode(line, at)
        raise ValueError("is not a JSON object")
    at = _skip(line, at + 1)
    more = line[at : at + 1] != "}"
    while more:
        if line[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", line, at)
        key, at = _DECODER.raw_decode(line, at)
        start = _skip(line, _expect(line, at, ":", "Expecting ':' delimiter") + 1)
        value, end = _DECODER.raw_decode(line, start)
        yield key, _Value(value, start, end, line[start])
        at = _skip(line, end)
        more = line[at : at + 1] == ","
        if more:
            at = _skip(line, at + 1)
    at = _skip(line, _expect(line, at, "}", "Expecting ',' delimiter") + 1)
    if at != len(line):
        raise json.JSONDecodeError("Extra data", line, at)


def _skip(line: str, at: int) -> int:
    """The next place that is no white space."""
    space = _SPACE.match(line, at)
    return space.end() if space else at


def _expect(line: str, at: int, mark: str, message: str) -> int:
    """The place of `mark`, which must be the next character but white space."""
    at = _skip(line, at)
    if line[at : at + 1] != mark:
        raise json.JSONDecodeError(message, line, at)
    return at


def _literal_offsets(literal: str, base: int, offsets: Sequence[int]) -> list[int]:
    """Byte offsets in the file of ascending character offsets in the text of a literal with escapes."""
    places = []
    extra = 0  # characters that the literal has more than the text, so far
    escapes = _ESCAPE.finditer(literal)
    escape = next(escapes, None)
    for offset in offsets:
        while escape and escape.start() - extra < offset:
            extra += escape.end() - escape.start() - 1
            escape = next(escapes, None)
        places.append(offset + extra)
    return byte_offsets(literal, base, "utf-8", "surrogateescape", places)


def _source(members: dict[str, _Value], config: Config) -> str | None:
    """What the source field says, or the host of the URL."""
    found = members.get(config.source_field or "url")
    if found is None or found.value is None or isinstance(found.value, (dict, list)):
        return None
    if config.source_field:
        return str(found.value)
    return _host(found.value) if found.literal == '"' else None


def _host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") or None if host else None


def _message(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON: {error.msg} (column {error.pos + 1})"
    return str(error)
