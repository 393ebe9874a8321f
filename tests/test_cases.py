"""Runs the stories in ``tests/cases/``: what goes and what stays, marked in the text itself. See the README there."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import promises
import pytest

from dedup.api import clean
from dedup.config import from_table
from dedup.model import Removal

CASES = sorted(Path(__file__).with_name("cases").glob("*.case"))
REASONS = {
    "repeat": {"repeat"},
    "known": {"known"},
    "learned": {"learned"},
    "context": {"context"},
    "boilerplate": {"known", "learned", "context"},
    "any": {"repeat", "known", "learned", "context"},
}
_NAME = re.compile(r"=== (\S.*)")
_LINE = re.compile(r"-([a-z]+)\| ?(.*)")
_PART = re.compile(r"⟦([a-z]+)\|(.*?)⟧")
_SETTING = re.compile(r"([a-z_-]+): (.*)")


@dataclass
class Document:
    """One document of a story: its text, and for every character why it should go (None: it stays)."""

    name: str
    text: str = ""
    labels: list[str | None] = field(default_factory=list)

    def add(self, text: str, label: str | None) -> None:
        assert label is None or label in REASONS, f"unknown reason {label!r}; known: {', '.join(REASONS)}"
        self.text += text
        self.labels += [label] * len(text)


@dataclass
class Case:
    """One story."""

    title: str
    settings: dict[str, str]
    documents: list[Document]


def parse(content: str) -> Case:
    """Read a case; AssertionError says what is wrong with it."""
    title, *lines = content.removesuffix("\n").split("\n")
    settings: dict[str, str] = {}
    documents: list[Document] = []
    for line in lines:
        if named := _NAME.fullmatch(line):
            documents.append(Document(named[1]))
        elif documents:
            parse_line(documents[-1], line)
        elif line.strip():
            setting = _SETTING.fullmatch(line)
            assert setting, f"before the first document stand settings like `only: repeats`, not {line!r}"
            settings[setting[1]] = setting[2]
    assert documents, "no document; one starts with a line like `=== a.txt`"
    for document in documents:
        document.text = document.text.rstrip("\n") + "\n"  # blank lines between documents are for the reader
    return Case(title, settings, documents)


def parse_line(document: Document, line: str) -> None:
    """Add one line of a case, without its marks."""
    if whole := _LINE.fullmatch(line):
        document.add(whole[2], whole[1])
    else:
        line = line.removeprefix("\\")
        at = 0
        for part in _PART.finditer(line):
            document.add(line[at : part.start()], None)
            document.add(part[2], part[1])
            at = part.end()
        document.add(line[at:], None)
    document.add("\n", None)


def encoded(document: Document) -> tuple[bytes, list[int]]:
    """The bytes of a document, and where each of its characters begins."""
    at = [0]
    if not document.name.endswith(".jsonl"):
        for character in document.text:
            at.append(at[-1] + len(character.encode()))
        return document.text.encode(), at
    data = b""
    at = []
    for row in document.text.splitlines():
        start = len(data) + len(b'{"text": "')
        for character in row:
            at.append(start)
            start += len(literal(character).encode())
        at.append(start)
        data += b'{"text": "%s"}\n' % literal(row).encode()
    return data, [*at, len(data)]


def write(case: Case, raw: Path) -> None:
    for document in case.documents:
        place = raw / document.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(encoded(document)[0])


def literal(text: str) -> str:
    return json.dumps(text.replace("¶", "\n"), ensure_ascii=False)[1:-1]


def class_of(removal: Removal) -> str:
    return "repeat" if removal.kind == "repeat" else removal.rule.partition("/")[0]


def decided(document: Document, removals: list[Removal]) -> list[str | None]:
    """For every character why it went; where the case allows several reasons and it was one of them, that word."""
    _, starts = encoded(document)
    labels: list[str | None] = [None] * len(document.text)
    for removal in removals:
        for number, start in enumerate(starts[: len(labels)]):
            if removal.start <= start < removal.end:
                wanted, found = document.labels[number], class_of(removal)
                labels[number] = wanted if wanted and found in REASONS[wanted] else found
    return labels


def shown(document: Document, labels: list[str | None]) -> list[str]:
    """The document with marks, one way only: what is not seen (white space) is not marked."""
    lines = [f"=== {document.name}"]
    at = 0
    for line in document.text.split("\n")[:-1]:
        pairs = list(zip(line, labels[at : at + len(line)], strict=True))
        at += len(line) + 1
        seen = {label for character, label in pairs if not character.isspace()}
        if len(seen) < 2:
            label = seen.pop() if seen else None
            lines.append(f"-{label}| {line}" if label else line)
            continue
        filled: list[tuple[str, str | None]] = []
        for character, label in pairs:  # white space goes with what stands before it
            filled.append((character, filled[-1][1] if character.isspace() and filled else label))
        groups = [(label, "".join(c for c, _ in group)) for label, group in groupby(filled, key=lambda pair: pair[1])]
        lines.append("".join(f"⟦{label}|{text.rstrip()}⟧ " if label else text for label, text in groups).rstrip())
    return lines


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_case(path: Path, tmp_path: Path) -> None:
    case = parse(path.read_text(encoding="utf-8"))
    expected_to_fail = case.settings.pop("expect-fail", "")
    values = {key: json.loads(value) if value[:1].isdigit() or value in ("true", "false") else value
              for key, value in case.settings.items()}  # fmt: skip
    config = from_table(values, path.name)
    write(case, tmp_path / "raw")
    run = promises.cleaned(tmp_path / "raw", tmp_path, config)
    promises.check(run, config.similarity)
    removals = list(run.removals())
    expected, found = [], []
    for document in case.documents:
        mine = [removal for removal in removals if removal.path == document.name]
        expected += shown(document, document.labels)
        found += shown(document, decided(document, mine))
    difference = "\n".join(difflib.unified_diff(expected, found, "as the case says", "as dedup did", lineterm="", n=2))
    if expected_to_fail:
        assert difference, f"{path.name} does what the case says by now: take `expect-fail` out of its head"
        pytest.xfail(expected_to_fail)
    assert not difference, f"{case.title}\n{difference}"


def test_all_stories_as_one_corpus_keep_the_promises_and_have_a_report(tmp_path: Path) -> None:
    for path in CASES:
        write(parse(path.read_text(encoding="utf-8")), tmp_path / "raw" / path.stem)
    with clean(tmp_path / "raw", tmp_path / "cleaned") as result:
        assert result.report is not None
        pages = list((result.report / "pages").glob("d*.html"))
    run = promises.Run(tmp_path / "raw", tmp_path / "cleaned", result.ledger.path)
    promises.check(run)
    promises.lossless(run, tmp_path / "again")
    assert len(pages) > len(CASES)


def test_there_are_cases() -> None:
    assert len(CASES) >= 40


def test_marks() -> None:
    case = parse("Title\nonly: repeats\n\n=== a.txt\nKept ⟦repeat|gone.⟧ Kept.\n-known| Ad\n\\-known| kept\n\n=== b\n")
    assert (case.title, case.settings) == ("Title", {"only": "repeats"})
    assert case.documents[0].text == "Kept gone. Kept.\nAd\n-known| kept\n"
    labels = case.documents[0].labels
    assert shown(case.documents[0], labels)[1:] == ["Kept ⟦repeat|gone.⟧ Kept.", "-known| Ad", "-known| kept"]
    with pytest.raises(AssertionError, match="unknown reason"):
        parse("Title\n=== a\n-because| x\n")
