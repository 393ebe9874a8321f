"""JSONL: a row is a document, its string literal is spliced, and every other byte stays."""

from __future__ import annotations

import json

import pytest


def row(text, before="", after="", field="text"):
    return f'{{{before}"{field}": {json.dumps(text)}{after}}}\n'


@pytest.fixture
def rows(raw, story):
    for path in list(raw.rglob("*.*")):
        path.unlink()
    return raw / "rows.jsonl"


def test_every_other_byte_stays(run, rows, place, story):
    first = row("\n".join(story), '"n": 1.0, "a" :  [1,2 ], ')
    literal = '"Eigenes \\u00fcber \\/ alles \\ud83d\\ude00.\\n' + json.dumps("\n".join(story))[1:]
    second = '{"x": 1e5, "x": "\\u0041", "text" : ' + literal + ' ,"z":null}\r\n'
    rows.write_bytes((first + second).encode())
    assert run("clean", rows.parent, "--out", "cleaned").code == 0
    kept = '{"x": 1e5, "x": "\\u0041", "text" : "Eigenes \\u00fcber \\/ alles \\ud83d\\ude00.\\n" ,"z":null}\r\n'
    assert (place / "cleaned/rows.jsonl").read_bytes() == (first + kept).encode()
    assert run("restore", "cleaned", "--out", "again").code == 0
    assert (place / "again/rows.jsonl").read_bytes() == rows.read_bytes()


def test_a_repeated_row_goes_with_its_line(run, rows, place, story, other):
    lines = [row("\n".join(story)), row("\n".join(other)), row("\n".join(story), '"id": 3, '), row("The end.")]
    rows.write_text("".join(lines))
    assert run("clean", rows.parent, "--out", "cleaned").code == 0
    assert (place / "cleaned/rows.jsonl").read_text() == lines[0] + lines[1] + lines[3]
    kept = run("clean", rows.parent, "--out", "kept", "--keep-files")
    assert kept.code == 0
    assert (place / "kept/rows.jsonl").read_text() == "".join(lines)


def test_text_field(run, rows, place, story):
    body = "\n".join(story)
    lines = [row(body, '"text": "not this", ', field="body"), row("Own.\n" + body, field="body")]
    rows.write_text("".join(lines))
    assert run("clean", rows.parent, "--out", "cleaned", "--text-field", "body").code == 0
    assert (place / "cleaned/rows.jsonl").read_text() == lines[0] + row("Own.\n", field="body")
    explained = run("explain", "cleaned-report", "rows.jsonl:2:2")
    assert "kept at:     rows.jsonl:1:1-" in explained.text


def test_source_field(run, rows, place):
    """Furniture is learned per source: of the same rows, only what one source repeats is its furniture."""
    furniture = "Harbour Street Gazette, the voice of the valley"
    lines = []
    for number, word in enumerate(WORDS):
        own = f"On that day the {word} was seen by several people who told {word} stories about it afterwards."
        lines.append(row(f"{furniture}\n{own}\nPrinted by the old mill", f'"site": "{number % 2}", '))
    rows.write_text("".join(lines))
    assert run("clean", rows.parent, "--out", "one", "--only", "boilerplate").code == 0
    assert furniture not in (place / "one/rows.jsonl").read_text()
    by_row = "".join(line.replace('"site": "', f'"site": "{n}') for n, line in enumerate(lines))
    rows.write_text(by_row)
    options = ("--only", "boilerplate", "--source-field", "site")
    assert run("clean", rows.parent, "--out", "two", *options).code == 0
    assert (place / "two/rows.jsonl").read_text() == by_row


WORDS = ["otter", "comet", "balloon", "piano", "violinist", "snowplough", "heron", "circus", "tandem", "lantern"]


def test_rows_and_lines_are_named(run, rows, story):
    rows.write_text(row("\n".join(story)) + row("Own words first.\n" + "\n".join(story)))
    done = run("check", rows)
    assert done.code == 1
    assert done.text.startswith("raw/rows.jsonl:2:2-5: repeats raw/rows.jsonl:1:1-4 (100 %)")


def test_lone_surrogates_and_invalid_bytes_survive(run, rows, place, story):
    odd = b'{"text": "\\ud800 lone, \\udc00 and raw \xff\xfe bytes", "n": "\xe9"}\n'
    body = row("\n".join(story)).encode()
    rows.write_bytes(odd + body + b'{"text": "\\ud800 ' + body[10:])
    assert run("clean", rows.parent, "--out", "cleaned").code == 0
    cleaned = (place / "cleaned/rows.jsonl").read_bytes()
    assert cleaned.startswith(odd + body)
    assert len(cleaned) < len(odd + body) + 100
    assert run("restore", "cleaned", "--out", "again").code == 0
    assert (place / "again/rows.jsonl").read_bytes() == rows.read_bytes()


def test_the_diff_lists_jsonl_aside(run, rows, story):
    rows.write_text(row("\n".join(story)) + row("Own.\n" + "\n".join(story)))
    done = run("check", rows.parent, "--diff")
    assert "# not shown, cleaned, JSONL: rows.jsonl\n" in done.text
