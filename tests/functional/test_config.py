"""``[tool.dedup]`` in pyproject.toml: settings, faults, and text that is kept for ever."""

from __future__ import annotations

import json

import pytest


def configure(place, *lines):
    (place / "pyproject.toml").write_text("\n".join(["[tool.dedup]", *lines, ""]))


def test_settings_are_read_and_options_win(run, raw, place, files_of):
    before = files_of(raw)
    configure(place, "min-words = 2000")
    assert run("check", raw).code == 0
    assert run("check", raw, "--min-words", "25").code == 1
    assert files_of(raw) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("min_word = 3", "did you mean 'min_words'?"),
        ("similarty = 0.9", "did you mean 'similarity'?"),
        ("zebra = 1", "known keys: min_words"),
        ("min_words = 'many'", "must be a whole number"),
        ("similarity = 2", "between 0.5 and 1"),
        ("only = 'ads'", "one of boilerplate, repeats"),
        ("keep = 'x'", "a list of strings"),
        ("keep = ['']", "keep holds an empty string"),
        ("broken", "cannot be read"),
    ],
)
def test_faults(run, raw, place, line, said):
    configure(place, line)
    done = run("clean", raw, "--out", "cleaned")
    assert done.code == 2
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert not (place / "cleaned").exists()


@pytest.mark.parametrize("option", [("--min-words", "2"), ("--similarity", "1.5"), ("--similarity", "nan")])
def test_options_out_of_range(run, raw, place, option):
    done = run("clean", raw, "--out", "cleaned", *option)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_keep_by_fingerprint(run, raw, cleaned, place, files_of):
    before = files_of(raw)
    report = (place / "cleaned-report/removals.jsonl").read_text().splitlines()
    fingerprints = sorted({json.loads(line)["fingerprint"] for line in report})
    configure(place, f"keep = {json.dumps(fingerprints)}")
    assert run("clean", raw, "--out", "kept").code == 0
    assert files_of(place / "kept") == before


def test_keep_what_explain_says(run, raw, cleaned, place, files_of):
    before = files_of(raw)
    said = run("explain", "cleaned-report", "b.txt:9").text
    configure(place, next(line.strip() for line in said.splitlines() if line.strip().startswith("keep = ")))
    run("clean", raw, "--out", "kept")
    assert files_of(place / "kept") == before


def test_keep_a_literal_line(run, raw, place, files_of, other):
    configure(place, f"keep = [{json.dumps(other[1].upper())}, 'Advertisement']")
    (raw / "a.txt").write_text("Advertisement\n\n" + (raw / "a.txt").read_text())
    run("clean", raw, "--out", "cleaned")
    kept = files_of(place / "cleaned")
    assert kept["a.txt"].startswith(b"Advertisement\n")
    assert kept["b.txt"].decode().count(other[1]) == 3
    assert kept["b.txt"].decode().count(other[0]) == 1


def test_no_table_no_settings(run, raw, place):
    (place / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert run("check", raw).code == 1


def write_phrases(place, text):
    (place / "phrases.toml").write_text(text)
    configure(place, "[tool.dedup.boilerplate]", "catalogue = 'phrases.toml'")


def test_phrases_of_ones_own(run, raw, place):
    write_phrases(place, "[footer.en]\nstrong = 'Brewed on the east quay by *'\nweak = 'Tide and tar'\n")
    (raw / "a.txt").write_text((raw / "a.txt").read_text() + "\nTide and tar\n\nBrewed on the east quay by two crews\n")
    (raw / "sub/clean.txt").write_text("Tide and tar\n\nA short note that nobody has ever written down before.\n")
    done = run("clean", raw, "--out", "cleaned", "--quiet")
    assert done == (0, b"", "")
    assert b"quay" not in (place / "cleaned/a.txt").read_bytes()
    assert b"Tide" not in (place / "cleaned/a.txt").read_bytes(), "weak, but in company"
    assert b"Tide" in (place / "cleaned/sub/clean.txt").read_bytes(), "weak, and alone"
    report = [json.loads(line) for line in (place / "cleaned-report/removals.jsonl").read_text().splitlines()]
    known = {row["rule"]: row["evidence"] for row in report if row["path"] == "a.txt"}
    assert "the phrase “Brewed on the east quay by *” of phrases.toml" in known["known/footer/en"]
    assert str(place) not in json.dumps(report)
    assert run("restore", "cleaned", "--out", "again").code == 0


def test_which_entry_knows_a_phrase(run, place):
    assert run("phrase", "LEAVE a reply!").text == (
        "“Leave a Reply” of the catalogue, comment [en], strong: goes wherever it stands\n"
    )
    assert run("phrase", "Share: Facebook | X").text.startswith("3 phrases of the catalogue in a row, among them")
    done = run("phrase", "Tide and tar")
    assert (done.code, done.text) == (1, "not known\n")
    write_phrases(place, "[footer.en]\nweak = 'Tide and tar'\n")
    done = run("phrase", "Tide and tar")
    assert (done.code, done.text) == (0, "“Tide and tar” of phrases.toml, footer [en], weak: goes only in company\n")
    done = run("phrase", "“Tide and tar”")
    assert (done.code, "but somebody quotes or says it" in done.text) == (1, True)


def test_a_faulty_file_of_phrases(run, raw, place):
    write_phrases(place, "[footer]\nstrong = 'x'\n")
    done = run("check", raw)
    assert done.code == 2
    assert "phrases.toml" in done.err
    assert len(done.err.splitlines()) == 1


def test_too_little_memory_is_said_and_writes_nothing(raw, run):
    result = run("clean", raw, "--out", "cleaned", "--memory", "1MB")
    assert result.code == 2
    assert "memory" in result.err.lower()
    assert "nothing was written" in result.err
    assert len(result.err.splitlines()) == 1
