"""The parts that the pages of the HTML report are made of."""

from __future__ import annotations

import json

import pytest

from dedup.config import Config
from dedup.corpus.jsonl import literal_span
from dedup.model import FileRecord, Witness
from dedup.report.html import advice, charts
from dedup.report.html.classes import class_of, class_words, in_order
from dedup.report.html.document import folded_pieces
from dedup.report.html.kept import KeptTexts
from dedup.report.html.lines import Line, Numbering, Room, folded
from dedup.report.html.survey import Survey
from dedup.report.html.texts import texts
from dedup.report.words import Piece


def record(size=100, action="cleaned"):
    return FileRecord(0, "a", "text", action, "", 0o644, size, "", "", 1, 1)


@pytest.mark.parametrize(
    ("data", "start", "end", "row", "expected"),
    [
        (b"Kept. Gone words. Kept.\n", 6, 18, None, "repeat/part"),
        (b"Kept.\nGone words.\nKept.\n", 6, 18, None, "repeat/exact"),
        (b"Kept.\n\nGone words.", 5, 18, None, "repeat/exact"),
        (b"Gone words. Kept.\n", 0, 12, None, "repeat/exact"),
        (b'{"text": "Kept. Gone. Kept."}', 16, 22, 1, "repeat/part"),
        (b'{"text": "Kept.\\nGone."}', 15, 22, 1, "repeat/exact"),
    ],
)
def test_a_copy_is_part_of_a_paragraph_if_its_line_goes_on_at_both_sides(data, start, end, row, expected, span):
    cut = span(start, end, "repeat/exact", "", Witness("a", row, 0, 1, 1, 1, 1.0), row=row, lines=(1, 1))
    assert class_of(record(len(data)), None, cut.removal(0, "a", data)) == expected


def test_a_copy_beside_another_removal_is_no_part(span):
    data = b"Kept. Gone words. Kept.\n"
    kept = Witness("a", None, 0, 1, 1, 1, 1.0)
    before = span(0, 6).removal(0, "a", data)
    assert class_of(record(), before, span(6, 18, "repeat/near", "", kept).removal(0, "a", data)) == "repeat/near"


def test_a_comparison_folds_what_does_not_differ():
    same = "".join(f"line {number}\n" for number in range(30))
    pieces = [Piece("removed", "a\nb "), Piece("witness", "c\nd\n "), Piece("both", same), Piece("removed", "end")]
    parts = folded_pieces(pieces, 7)
    assert [part.folded for part in parts] == [0, 22, 0]
    assert [part.line for part in parts] == [7, 8 + 4, 8 + 4 + 22]
    whole = "".join(piece.text for part in parts for piece in part.pieces)
    assert whole.count("line") == 30
    assert [piece.text for piece in parts[-1].pieces][-1] == "end"


def test_classes_have_words_and_an_order():
    names = ["context/tail", "learned", "known/cookie", "repeat/near", "known/ad", "repeat/exact"]
    assert [class_words(name) for name in in_order(names)] == [
        "exact copy",
        "near copy",
        "known: ad label",
        "known: cookie notice",
        "learned boilerplate",
        "around boilerplate: page tail",
    ]


def test_lines_are_numbered_across_cuts():
    numbering = Numbering()
    assert numbering.take("one\ntw") == [Line(1, "one", True), Line(2, "tw", True)]
    assert numbering.take("o\n\n") == [Line(2, "o", False), Line(3, "", True)]
    assert numbering.take("four") == [Line(4, "four", True)]
    assert numbering.take("\r\nfive") == [Line(5, "five", True)]


def test_a_stretch_folds_only_if_that_spares_something():
    lines = [Line(number, "", True) for number in range(10)]
    assert folded(lines[:9], 3, 3).folded == []
    stretch = folded(lines, 3, 3)
    assert [len(part) for part in (stretch.head, stretch.folded, stretch.tail)] == [3, 4, 3]


def test_room_counts_what_is_written_and_leaves_no_holes():
    room = Room(300)
    lines = [Line(1, "<" * 20, True), Line(2, "<" * 30, True), Line(3, "x", True)]
    assert room.lines(lines) == lines[:1]
    assert room.unshown == 2


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.txt", "a.txt:1"),
        ("it's a.txt", "'it'\"'\"'s a.txt:1'"),
        ("漢.txt", "'漢.txt:1'"),
        ("a\nb\\'.txt", "$'a\\x0ab\\\\\\'.txt:1'"),
        ("\u202e\udcff", "$'\\xe2\\x80\\xae\\xff:1'"),
    ],
)
def test_commands_can_be_pasted_into_a_shell(path, expected, span):
    removal = span(0, 1).removal(0, path, b"x")
    assert advice.explain_command(removal) == f"dedup explain . {expected}"


def test_options_that_would_keep_a_removal(span):
    kept = Witness("a", None, 0, 1, 1, 1, 0.874)
    near = span(0, 1, "repeat/near", "", kept, run=(99, 25)).removal(0, "a", b"x")
    assert advice.options(record(action="dropped"), near, 0.8) == [
        "--similarity 0.88",
        "--min-words 100",
        "--keep-files",
    ]
    related = span(0, 1, "known/related/en", level="aggressive").removal(0, "a", b"x")
    assert advice.options(record(), related, 0.8) == ["--level default"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_kept_places_are_read_in_whole_sentences(tmp_path, encoding, corpus_at):
    text = "First one. Second “öne” is here! Third."
    data = text.encode(encoding)
    corpus = corpus_at(tmp_path, {"a": data})
    head = len(text[: text.index("öne")].encode(encoding))
    tail = len(text[: text.index(" here")].encode(encoding))
    kept = Witness("a", None, head, tail, 1, 1, 1.0)
    assert KeptTexts(corpus.ledger, corpus.cleaned).read(kept, head, tail) == "Second “öne” is here!"


def test_kept_places_in_rows_end_with_their_literal(tmp_path, corpus_at):
    data = json.dumps({"id": "before", "text": 'Said "a".\nSecond one is here', "x": "behind"}).encode() + b"\n"
    corpus = corpus_at(tmp_path, {"a.jsonl": data})
    start, end = data.index(b"one"), data.index(b" here")
    kept = Witness("a.jsonl", 1, start, end, 2, 2, 1.0)
    assert KeptTexts(corpus.ledger, corpus.cleaned).read(kept, start, end) == "Second one is here"


def test_the_literal_of_a_row_is_found():
    line = '\ufeff{"a": 1, "text": "x\\u00e9", "b": "y"}\n'.encode()
    first, last = literal_span(line, Config())
    assert line[first:last] == b"x\\u00e9"
    assert literal_span(b"no json", Config()) is None


def test_only_wanted_documents_are_put_together(shown):
    found = list(texts(shown.ledger, shown.cleaned, iter([(0, 0), (3, 2)])))
    assert [(text.file.path, text.row, len(text.removals)) for text in found] == [
        ("a.txt", None, 2),
        ("rows.jsonl", 2, 1),
    ]
    assert found[0].data == shown.originals["a.txt"]
    assert found[1].between(found[1].base, found[1].end) == "gone \u202e"
    assert [text.whole for text in found] == [False, True]


def test_what_is_not_nothing_is_seen():
    chart = charts.columns([0, 1, 100_000], ["a", "b", "c"], "left", "right", "about")
    assert [bar.title for bar in chart.bars] == ["b", "c"]
    assert chart.bars[0].height > 1
    assert chart.most == 100_000


def test_overlapping_kept_places_are_one_passage(tmp_path, corpus_at, span):
    data = b"abcdefghij\n"
    places = [(0, 4), (3, 6), (6, 9)]
    cuts = {
        f"{number}": [span(0, 5, "repeat/near", "", Witness("a", None, *place, 1, 1, 0.9))]
        for number, place in enumerate(places)
    }
    corpus = corpus_at(tmp_path, {**dict.fromkeys(cuts, data), "a": data}, cuts)
    with Survey(corpus.ledger) as survey:
        survey.fill(lambda items, what, total=None: items)
        survey.prepare(groups=9, documents=9, keepers=9, borderline=9, similarity=0.8)
        groups = list(survey.ask("SELECT places, kept_start, kept_stop FROM groups ORDER BY number"))
        assert [tuple(group.values()) for group in groups] == [(2, 0, 6), (1, 6, 9)]
