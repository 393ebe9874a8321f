from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dedup.engines import workers
from dedup.engines.workers import Workers
from dedup.report import html
from dedup.report.html import document, lists, pages, tables

HOSTILE = (
    b"<script>alert(1)</script> </style><style>*{} {{ 7*7 }} {% raw %} <img src=x onerror=alert(1)> "
    b"\"'> javascript:alert(1) \x00\x1b[31m \xe2\x80\xae evil \xff <!-- --> ]]> &amp;\n"
)
VOID = ("meta", "link", "br", "img", "line", "rect")


class Elements(HTMLParser):
    """Every tag with its attributes, and all text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.open = [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID or (tag == "rect" and not self.get_starttag_text().endswith("/>")):
            self.open.append(tag)
        self.text += " " if tag in ("td", "th", "dt", "dd") else ""

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    @property
    def plain(self):
        return re.sub(r"\s+", " ", self.text)

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


@dataclass(frozen=True)
class Written:
    """A report that was written: its pages by name."""

    folder: Path
    sources: dict[str, str]
    pages: dict[str, Elements]

    def __getitem__(self, name):
        return self.pages[name]


def written(corpus):
    html.write(corpus.ledger, corpus.cleaned, corpus.report, Workers(1))
    files = [corpus.report / "index.html", *sorted((corpus.report / "pages").glob("*.html"))]
    sources = {file.name: file.read_text(encoding="utf-8") for file in files}
    return Written(corpus.report, sources, {name: Elements(text) for name, text in sources.items()})


def test_index_says_how_much_went_and_why(shown):
    text = written(shown)["index.html"].plain
    assert "bad.txt: cannot be read" in text
    assert "wide.txt: kept" in text
    assert "in 5 documents of 6" in text
    assert "exact copy 2 1 38" in text
    assert "known: ad label 1 1 1" in text
    assert "sub lost 100 % of its bytes" in text
    size = sum(len(data) for name, data in shown.originals.items() if name != "p.pdf")
    assert f"Bytes {size} → " in text, "what is only copied does not count"


def test_documents_show_what_was_removed_in_place(shown):
    report = written(shown)
    pages = [page for name, page in report.pages.items() if re.fullmatch(r"d\d+\.html", name)]
    assert len(pages) == 5
    a, b, first, second, gone = (page.plain for page in pages)
    assert "pasted 3 times" in a
    assert "Kept from here on; repeated at 3 places in 2 documents" in a
    assert "[-swift-] {+quick+} brown fox" in b
    assert "94.4 % alike; kept at a.txt:2" in b
    assert "17 words stand there one behind the other, 5 are needed" in b
    assert "catalogue: advertisement Level safe and above" in b
    assert "Share this é" in first
    assert "gone \\u202e" in second
    assert "Gone as a whole" in gone


def test_what_to_do_next(shown):
    text = written(shown)["d2.html"].plain
    assert "dedup explain . b.txt:1 " in text
    assert 'keep = ["0000000000000000:1"]' in text
    assert "0000000000000000:1 b.txt as a line" in text
    assert "--similarity 0.95 or --min-words 18" in text


def test_a_repeated_text_is_one_line_with_all_its_places(shown):
    report = written(shown)
    assert report["groups.html"].plain.count("The quick brown fox") == 1
    text = report["g1.html"].plain
    assert "Removed at 3 places" in text
    assert text.index("a.txt:2 kept") < text.index("a.txt:4 removed") < text.index("b.txt:3 removed")


def test_every_link_and_anchor_resolves(shown):
    report = written(shown)
    for name, page in report.pages.items():
        assert not page.open, name
        assert len(set(page.ids)) == len(page.ids), name
        base = report.folder if name == "index.html" else report.folder / "pages"
        for tag, attrs in page.tags:
            target = attrs.get("href") or attrs.get("src")
            if not target:
                assert tag != "a", name
                continue
            path, _, anchor = target.partition("#")
            place = (base / path).resolve() if path else base / name
            assert place.name in ("removals.jsonl", "summary.json", "changes.diff") or place.is_file(), target
            if anchor and not anchor.startswith("q="):
                assert anchor in report[place.name].ids, (name, target)


def test_nothing_is_loaded_from_elsewhere(shown):
    for name, page in written(shown).pages.items():
        assert {attrs["href"] for tag, attrs in page.tags if tag == "link"} <= {"style.css", "pages/style.css"}
        assert {attrs["src"] for tag, attrs in page.tags if "src" in attrs} <= {"report.js", "pages/report.js"}, name
        assert not any("style" in attrs for _, attrs in page.tags), name
        policies = [attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv")]
        assert policies == [
            "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
        ]


def test_the_same_ledger_gives_the_same_bytes(tmp_path, shown, files_of):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        html.write(shown.ledger, shown.cleaned, tmp_path / name, Workers(1))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_any_number_of_processes_writes_the_same_bytes(tmp_path, shown, files_of, monkeypatch):
    monkeypatch.setattr(pages, "_BATCH", 1)
    monkeypatch.setattr(pages, "_MANY", 2)
    monkeypatch.setattr(workers, "_WORTH", 2)
    for count in (1, 2):
        folder = tmp_path / str(count)
        folder.mkdir()
        with Workers(count) as some:
            html.write(shown.ledger, shown.cleaned, folder, some)
            assert (some._pool is not None) == (count > 1)
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def test_few_pages_start_no_process(tmp_path, shown):
    with Workers(2) as some:
        html.write(shown.ledger, shown.cleaned, tmp_path, some)
        assert some._pool is None


def test_hostile_text_is_only_text(tmp_path, corpus_at, span, witness_of):
    name = '<b>"x"\n{{ 1 }}<\\b>\udcff.txt'
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
    report = written(corpus)
    plain = written_tags(report)
    assert not {"b", "i", "u", "img", "style", "n", "r"} & plain
    for file, page in report.pages.items():
        assert not page.open, file
        assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs), file
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", report.sources[file]), file
        assert sum(tag == "script" for tag, _ in page.tags) == 1, file
    text = report["d1.html"].text
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text
    assert "\\x00\\x1b[31m" in text
    assert "\\u202e" in text
    assert "\\xff" in text
    assert "dedup explain . $'<b>\"x\"\\x0a{{ 1 }}<\\\\b>\\xff.txt:1'" in text


def written_tags(report):
    return {tag for page in report.pages.values() for tag, _ in page.tags}


def test_bounds_hold_and_are_said(tmp_path, corpus_at, span, monkeypatch):
    monkeypatch.setattr(html, "MAX_DOCUMENTS", 3)
    monkeypatch.setattr(html, "MAX_GROUPS", 2)
    monkeypatch.setattr(document, "MAX_REMOVALS", 2)
    monkeypatch.setattr(tables, "MAX_PLACES", 3)
    files = {f"{number}": b"x\n" * 4 for number in range(4)}
    corpus = corpus_at(tmp_path, files, {name: [span(0, 2), span(2, 4), span(4, 6)] for name in files})
    report = written(corpus)
    assert len([name for name in report.pages if name.startswith("d") and name != "documents.html"]) == 3
    assert "The 3 largest of 4" in report["documents.html"].plain
    assert "The 2 largest of 3" in report["groups.html"].plain
    assert "the first 3 of 4 places" in report["g1.html"].plain
    assert "1 more removal" in report["d1.html"].plain
    assert report.sources["d1.html"].count("<section") == 2


def test_long_lists_have_several_pages_and_their_rows_as_a_script(tmp_path, corpus_at, span, monkeypatch):
    monkeypatch.setattr(lists, "PER_PAGE", 3)
    files = {f"{number}.txt": b"x\n" * (number + 2) for number in range(7)}
    corpus = corpus_at(tmp_path, files, {name: [span(0, 2 * number)] for number, name in enumerate(files, 1)})
    report = written(corpus)
    names = [re.findall(r"\d\.txt", report[f"documents{n}.html"].text) for n in ("", "-2", "-3")]
    assert names == [["6.txt", "5.txt", "4.txt"], ["3.txt", "2.txt", "1.txt"], ["0.txt"]]
    data = (report.folder / "pages" / "documents-data.js").read_text(encoding="utf-8")
    assert data.startswith('self.dedupRows = [[["6.txt", "d7.html"], "furniture of 12 pages", 1, 7, 8, 1], ')


@pytest.mark.parametrize("unit", ["x", "漢", "\U0001f600", "<"])
def test_long_lines_are_cut(tmp_path, unit, corpus_at, span):
    data = unit.encode() * 100_000
    report = written(corpus_at(tmp_path, {"a": data}, {"a": [span(0, len(data))]}))
    assert report["d1.html"].text.count(unit) < 11_000
    assert "more characters]" in report["d1.html"].text
    assert all(len(source.encode()) < 2_000_000 for source in report.sources.values())


def test_a_page_has_a_bound_in_all(tmp_path, corpus_at, span):
    data = b"<&'\"\n" * 200_000
    report = written(corpus_at(tmp_path, {"a": data}, {"a": [span(500_000, 500_005)]}))
    assert len(report.sources["d1.html"].encode()) < 2_000_000
    assert "Not shown, since this page is bounded" in report["d1.html"].plain


def test_only_documents_that_lost_something_or_are_repeated_have_a_page(shown):
    report = written(shown)
    names = [re.search(r"<h1>.*?>(.*?)</bdi>", report.sources[f"d{n}.html"])[1] for n in range(1, 6)]
    assert names == ["a.txt", "b.txt", "rows.jsonl:1", "rows.jsonl:2", "sub/gone.txt"]


def test_unchanged_stretches_fold(tmp_path, corpus_at, span):
    data = b"".join(b"line %d\n" % number for number in range(1, 101))
    at = data.index(b"line 50")
    report = written(corpus_at(tmp_path, {"a": data}, {"a": [span(at, at + 8)]}))
    assert "46 lines that stayed" in report["d1.html"].plain
    assert "48 lines that stayed" not in report["d1.html"].plain
    assert {f"L{number}" for number in range(1, 101)} <= set(report["d1.html"].ids)


def test_utf_16_and_a_cut_inside_of_a_line(tmp_path, corpus_at, span):
    data = "One. Two drei. Three.\nÄ漢\n".encode("utf-16")
    start, end = 2 + 2 * 5, 2 + 2 * 15
    report = written(corpus_at(tmp_path, {"a": data}, {"a": [span(start, end)]}))
    page = report["d1.html"]
    assert "One. Line 1 removed" in page.plain
    assert re.search(r"Two drei\. Why exactly.*Three\. Ä漢", page.plain)
    assert page.ids.count("L1") == 1


def test_nothing_removed(tmp_path, corpus_at):
    report = written(corpus_at(tmp_path, {"a": b"x\n"}))
    assert "Nothing was removed." in report["index.html"].plain
    assert "There are none." in report["documents.html"].plain
