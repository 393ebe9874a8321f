from __future__ import annotations

import json

from dedup.engines.workers import Workers
from dedup.ledger import silent
from dedup.report import FORMATS, removals, summary, write_all


def test_removals_has_one_object_each_in_order(shown):
    removals.write(shown.ledger, shown.cleaned, shown.report)
    text = (shown.report / "removals.jsonl").read_text(encoding="utf-8")
    objects = [json.loads(line) for line in text.splitlines()]
    assert [each["path"] for each in objects] == [
        *("a.txt", "a.txt", "b.txt", "b.txt"),
        *("rows.jsonl", "rows.jsonl", "sub/gone.txt"),
    ]
    assert objects[2] | {"fingerprint": ""} == {
        "path": "b.txt",
        "row": None,
        "lines": [1, 1],
        "bytes": [0, 14],
        "kind": "boilerplate",
        "rule": "known/ad/en",
        "evidence": "catalogue: advertisement",
        "fingerprint": "",
        "words": 1,
        "text": "Advertisement\n",
        "witness": None,
        "level": "safe",
        "run": None,
    }
    assert objects[3]["witness"] == {
        "path": "a.txt",
        "row": None,
        "lines": [2, 2],
        "bytes": [5, 95],
        "similarity": 0.944,
    }
    assert objects[3]["run"] == {"words": 17, "needed": 5}
    assert objects[4]["text"] == "\\nShare this \\u00e9"


def test_odd_text_stays_one_line_and_reads_back(tmp_path, corpus_at, span):
    odd = "é\u2028\u0085\x1b漢".encode() + b"\xff\n"
    wide = b"\xff\xfe" + "wide\n".encode("utf-16-le")
    corpus = corpus_at(
        tmp_path,
        {"o": odd, "w": wide, "v": wide},
        {"o": [span(0, len(odd))], "w": [span(2, 6)], "v": [span(0, 4)]},
    )
    removals.write(corpus.ledger, corpus.cleaned, corpus.report)
    text = (corpus.report / "removals.jsonl").read_text(encoding="utf-8")
    first, second, third = (json.loads(line) for line in text.splitlines())
    assert first["text"].encode("utf-8", "surrogateescape") == odd
    assert "é" in text
    assert "漢" in text
    assert second["text"] == "wi"
    assert third["text"].endswith("w")


def test_summary(shown):
    summary.write(shown.ledger, shown.cleaned, shown.report)
    read = json.loads((shown.report / "summary.json").read_text(encoding="utf-8"))
    assert read == summary.summarise(shown.ledger)
    assert read["schema_version"] == 1
    totals = read["totals"]
    assert totals["files"] == {"all": 6, "carried": 1, "cleaned": 3, "dropped": 1, "unchanged": 1}
    assert totals["removals"] == 7
    assert totals["documents_dropped"] == 2
    size = sum(map(len, shown.originals.values()))
    after = sum(path.stat().st_size for path in shown.cleaned.rglob("*") if path.is_file())
    assert totals["bytes"] == {"before": size, "after": after, "removed": size - after}
    assert read["by_rule"]["known/ad"] == {"removals": 1, "words": 1, "bytes": 14}
    assert set(read["by_kind"]) == {"boilerplate", "repeat"}
    assert read["carried"] == [{"path": "p.pdf", "kind": "carried", "note": "PDF"}]
    assert read["problems"] == ["bad.txt: cannot be read"]
    assert [(file["path"], file["why"]) for file in read["files"]] == [
        ("a.txt", "pasted 3 times"),
        ("b.txt", "repeats a.txt, 1 ad"),
        ("rows.jsonl", "share bar, furniture of 4 pages"),
        ("sub/gone.txt", "cookie notice"),
    ]


def test_write_all_writes_every_format_the_same_twice(tmp_path, shown, files_of):
    for name in "xy":
        write_all(shown.ledger, shown.cleaned, tmp_path / name, Workers(1), silent)
    assert files_of(tmp_path / "x") == files_of(tmp_path / "y")
    names = {name for name in files_of(tmp_path / "x") if not name.startswith("pages/")}
    assert names == {"removals.jsonl", "summary.json", "summary.md", "changes.diff", "index.html"}
    assert len(FORMATS) == 4
