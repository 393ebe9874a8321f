from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.corpus import jsonl
from dedup.corpus.record import Record, SealedFile
from dedup.model import File, Problem

PIECES = [
    "a",
    "\n",
    '"',
    "\\",
    "/",
    "é",
    "東",
    "😀",
    "\t",
    "\u2028",
    "\x00",
    "u0041",
    "\\u",
    "\ud83d",
    "\ude00",
    " ",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))
SPACES = st.text(alphabet=" \t\r", max_size=2)
VALUES = st.sampled_from(
    ["1.0", "1E5", "-0", "9" * 5000, "NaN", "null", '"\\u0041"', '{"text": "no"}', '["text", [1.0]]']
)


class InMemory(SealedFile):
    """Stands for a file that holds `content`."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.ended = False

    def lines(self) -> Iterator[bytes]:
        yield from self.content.splitlines(keepends=True) if b"\r" not in self.content else self._split()
        self.ended = True

    def _split(self) -> list[bytes]:
        parts = self.content.split(b"\n")
        return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def read(content: bytes, **options: Any) -> tuple[list[Record], list[Problem]]:
    problems: list[Problem] = []
    stream = InMemory(content)
    records = list(jsonl.read(File(0, "a.jsonl", "jsonl"), stream, Config(**options), problems))
    assert stream.ended
    return records, problems


def one(content: bytes, **options: Any) -> Record:
    (record,), problems = read(content, **options)
    assert problems == []
    return record


def same(text: str) -> str:
    """The text with every pair of surrogates as one character, however it came together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


@st.composite
def literals(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and a literal that mixes raw characters and all kinds of escapes."""
    text = same(draw(TEXTS))
    literal = "".join(_literal(draw, character) for character in text)
    return text, f'"{literal}"'


def _literal(draw: st.DrawFn, character: str) -> str:
    escaped = json.dumps(character)[1:-1]
    must = character in '"\\' or character < " " or "\ud800" <= character <= "\udfff"
    units = character.encode("utf-16-be", "surrogatepass").hex()
    coded = "".join("\\u" + units[at : at + 4] for at in range(0, len(units), 4))
    forms = [escaped, coded, coded.upper().replace("U", "u")]
    return draw(st.sampled_from(forms if must else [*forms, character]))


@given(literals(), st.lists(st.tuples(VALUES, SPACES, SPACES), max_size=3), st.booleans(), st.data())
def test_cutting_characters_leaves_the_row_as_it_was(
    made: tuple[str, str], others: list[tuple[str, str, str]], twice: bool, data: st.DataObject
) -> None:
    text, literal = made
    members = [f'{before}"k{n}"{after}:{before}{value}{after}' for n, (value, before, after) in enumerate(others)]
    members.insert(0, '"text": "first: the last one counts"') if twice else None
    members.insert(data.draw(st.integers(int(twice), len(members))), f' "te\\u0078t" : {literal}')
    line = ("{" + ",".join(members) + "}\r\n").encode()
    record = one(line)
    assert record.text == text
    assert (record.row, record.start, record.end) == (1, 0, len(line))

    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    first, last = record.bytes_at([start, end])
    cut = line[:first] + line[last:]
    assert same(one(cut).text) == same(text[:start] + text[end:])
    here = line.index(literal.encode(), line.index(b'"te\\u0078t"') + 12)
    assert here < first <= last < here + len(literal.encode())


@given(TEXTS, st.booleans(), st.data())
def test_rows_as_python_writes_them(text: str, ascii_only: bool, data: st.DataObject) -> None:
    text = same(text)
    if not ascii_only:
        text = text.encode("utf-8", "replace").decode()
    line = json.dumps({"id": 1.0, "text": text, "é": [text]}, ensure_ascii=ascii_only).encode() + b"\n"
    record = one(line)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    places = record.bytes_at(cuts)
    for start, end, first, last in zip(cuts, cuts[1:], places, places[1:], strict=False):
        assert same(json.loads(b'"' + line[first:last] + b'"')) == same(text[start:end])


def test_invalid_bytes_in_a_literal() -> None:
    line = b'{"x": "\xff", "text": "caf\xe9 \\n\xe9\xa9 end"}'
    record = one(line)
    assert record.text == "caf\udce9 \n\udce9\udca9 end"
    first, last = record.bytes_at([3, 7])
    assert line[first:last] == b"\xe9 \\n\xe9"


def test_lines_have_their_places() -> None:
    rows = [b'{"text": "a"}\r\n', b" \t\r\n", b"\n", b'{"text": ""}\n', b'{"text": "c"}']
    records, problems = read(b"\xef\xbb\xbf" + b"".join(rows))
    assert [(record.row, record.start, record.end, record.text) for record in records] == [
        (1, 3, 18, "a"),
        (4, 23, 36, ""),
        (5, 36, 49, "c"),
    ]
    assert problems == []
    assert records[0].bytes_at([0, 1]) == [13, 14]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "is not JSON: Expecting property name enclosed in double quotes (column 2)"),
        (b'{"text": "a"', "is not JSON: Expecting ',' delimiter (column 13)"),
        (b'{"text": "a",}', "is not JSON: Expecting property name enclosed in double quotes (column 14)"),
        (b'{"text" "a"}', "is not JSON: Expecting ':' delimiter (column 9)"),
        (b'{"text": }', "is not JSON: Expecting value (column 10)"),
        (b'{"text": "a"} x', "is not JSON: Extra data (column 15)"),
        (b'{"text": "a\tb"}', "is not JSON: Invalid control character at (column 12)"),
        (b"\0\0", "is not JSON: Expecting value (column 1)"),
        (b"\xe9", "is not JSON: Expecting value (column 1)"),
        (b'["text"]', "is not a JSON object"),
        (b"{}", "has no field 'text'"),
        (b'{"sub": {"text": "a"}}', "has no field 'text'"),
        (b'{"text": "a", "text": 1}', "the field 'text' is not a string"),
        (b'{"text": null}', "the field 'text' is not a string"),
        (b'{"a":' * 200_000, "is nested too deeply"),
        (b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b', "text": "a"}', "is nested too deeply"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_read(line: bytes, message: str) -> None:
    records, problems = read(line + b'\n{"text": "next"}\n')
    assert [record.text for record in records] == ["next"]
    assert problems == [Problem("a.jsonl", 1, message)]


def test_utf_16_is_one_problem() -> None:
    records, problems = read('{"text": "a"}\n{"text": "b"}\n'.encode("utf-16"))
    assert records == []
    assert [problem.message for problem in problems] == ["is UTF-16; JSONL must be UTF-8"]


@pytest.mark.parametrize(
    ("member", "options", "source"),
    [
        (b'"url": "https://www.Example.com:80/a?b"', {}, "example.com"),
        (b'"url": "https://a.example/", "url": "http://b.example/"', {}, "b.example"),
        (b'"url": "no address"', {}, None),
        (b'"url": "http://[bad"', {}, None),
        (b'"url": 5', {}, None),
        (b'"id": 1', {}, None),
        (b'"site": "News"', {"source_field": "site"}, "News"),
        (b'"site": 1.50', {"source_field": "site"}, "1.50"),
        (b'"site": true', {"source_field": "site"}, "True"),
        (b'"site": null', {"source_field": "site"}, None),
        (b'"site": ["a"]', {"source_field": "site"}, None),
        (b'"url": "https://a.example/"', {"source_field": "site"}, None),
    ],
)
def test_where_a_row_comes_from(member: bytes, options: dict[str, str], source: str | None) -> None:
    assert one(b'{"text": "a", ' + member + b"}", **options).source == source


def test_another_text_field() -> None:
    assert one(b'{"text": 1, "body": "b"}', text_field="body").text == "b"
