from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from dedup.report import html, page

HOSTILE = (
    b"<script>alert(1)</script> </style><style>*{} {{ 7*7 }} {% raw %} <img src=x onerror=alert(1)> "
    b"\"'> javascript:alert(1) \x00\x1b[31m \xe2\x80\xae evil \xff <!-- --> ]]> &amp;\n"
)


class Elements(HTMLParser):
    """Every tag with its attributes, and all text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.open = [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def written(corpus):
    html.write(corpus.ledger, corpus.cleaned, corpus.report)
    return (corpus.report / "index.html").read_text(encoding="utf-8")


def test_shows_what_was_removed_and_why(shown):
    parsed = Elements(written(shown))
    assert not parsed.open
    text = re.sub(r"\s+", " ", parsed.text)
    assert "pasted 3 times" in text
    assert "bad.txt: cannot be read" in text
    assert "wide.txt: kept" in text
    assert "[-swift-] {+quick+} brown fox" in text
    assert "a.txt:2, 94.4 % alike" in text
    assert "catalogue: advertisement Levelsafe and above" in text
    assert "Share this é" in text
    assert "gone as a whole" in text


def test_links_resolve_and_nothing_is_loaded(shown):
    parsed = Elements(written(shown))
    ids = {attrs["id"] for _, attrs in parsed.tags if "id" in attrs}
    links = {attrs["href"] for tag, attrs in parsed.tags if tag == "a"}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert {link for link in links if link[0] != "#"} <= {"removals.jsonl", "changes.diff", "summary.json"}
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in parsed.tags}
    assert not any("src" in attrs or "style" in attrs for _, attrs in parsed.tags)


def test_hostile_text_is_only_text(tmp_path, corpus_at, span, witness_of):
    name = '<b>"x"\n{{ 1 }}</b>\udcff.txt'
    data = HOSTILE * 3
    near = data.replace(b"evil", b"good", 1)
    witness = witness_of("~w", near, near[: len(HOSTILE)], 0.9)
    cuts = [
        span(0, len(HOSTILE), "known/<i>/<u>", "<script>x</script>"),
        span(len(HOSTILE), 2 * len(HOSTILE), "repeat/near", "</dd>", witness),
    ]
    corpus = corpus_at(
        tmp_path,
        {name: data, "~w": near},
        {name: cuts},
        root="<r>",
        problems=("<p>\x1b",),
        notes=("\u202e<n>",),
    )
    text = written(corpus)
    parsed = Elements(text)
    allowed = (
        "html head meta title style body header h1 bdi p main dl div dt dd section h2 ul li "
        "table thead tr th tbody td a h3 article h4 span code del ins footer"
    )
    assert {tag for tag, _ in parsed.tags} <= set(allowed.split())
    assert not any(key.startswith("on") for _, attrs in parsed.tags for key in attrs)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", text)
    assert "<script>alert(1)</script>" in parsed.text
    assert "{{ 7*7 }}" in parsed.text
    assert "\\x00\\x1b[31m" in parsed.text
    assert "\\u202e" in parsed.text
    assert "\\xff" in parsed.text


def test_bounds_hold_and_are_said(tmp_path, corpus_at, span, monkeypatch):
    monkeypatch.setattr(page, "MAX_FILES", 3)
    monkeypatch.setattr(page, "MAX_REMOVALS", 5)
    monkeypatch.setattr(page, "MAX_REMOVALS_OF_FILE", 2)
    files = {f"{number}": b"x\n" * 4 for number in range(4)}
    corpus = corpus_at(tmp_path, files, {name: [span(0, 2), span(2, 4), span(4, 6)] for name in files})
    text = written(corpus)
    assert text.count("<article>") == 5
    assert "The first 3 of 4 changed files" in text
    assert "5 of 12 removals are shown here" in text
    assert "(2 of 3 removals shown)" in text


@pytest.mark.parametrize("unit", ["x", "漢", "\U0001f600"])
def test_long_texts_are_cut(tmp_path, unit, corpus_at, span):
    data = unit.encode() * 100_000
    text = written(corpus_at(tmp_path, {"a": data}, {"a": [span(0, len(data))]}))
    assert text.count(unit) == page.MAX_TEXT + text.replace(unit * 10, "").count(unit)
    assert f"the removed text has {len(data):,} bytes" in text


def test_nothing_removed(tmp_path, corpus_at):
    assert "Nothing was removed." in written(corpus_at(tmp_path, {"a": b"x\n"}))
