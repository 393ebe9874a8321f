"""``dedup clean``: the output mirrors the input, the report lies beside it, the original can be had back."""

from __future__ import annotations

import json
import stat

import pytest

REPORT = {"ledger.parquet", "changes.diff", "removals.jsonl", "summary.json", "summary.md", "index.html", "pages"}


def test_a_folder(run, raw, place, files_of, story, other, page_of):
    before = files_of(raw)
    done = run("clean", raw, "--out", "cleaned")
    assert (done.code, done.err) == (0, "")
    assert "b.txt" in done.text
    assert "pasted 3 times" in done.text
    assert "1 of 4 files changed" in done.text
    assert done.text.endswith("report: " + str(place / "cleaned-report") + "\n")
    after = files_of(place / "cleaned")
    assert after == before | {"b.txt": page_of(other, "Tomatoes").encode()}
    assert {path.name for path in (place / "cleaned-report").iterdir()} == REPORT
    assert files_of(raw) == before


def test_nothing_but_output_and_report_is_left(cleaned, place):
    assert {path.name for path in place.iterdir()} == {"raw", "cleaned", "cleaned-report"}


def test_the_same_bytes_twice(run, raw, place, files_of):
    run("clean", raw, "--out", "one/cleaned")
    run("clean", raw, "--out", "two/cleaned")
    assert files_of(place / "one") == files_of(place / "two")


def test_cleaning_the_cleaned_removes_nothing(run, cleaned, place, files_of):
    done = run("clean", "cleaned", "--out", "again")
    assert "nothing removed from 4 files" in done.text
    assert files_of(place / "again") == files_of(place / "cleaned")


def test_report_elsewhere(run, raw, place):
    assert run("clean", raw, "--out", "cleaned", "--report", "reports/of today").code == 0
    assert {path.name for path in (place / "reports/of today").iterdir()} == REPORT
    assert not (place / "cleaned-report").exists()
    assert run("restore", "cleaned", "--out", "again", "--report", "reports/of today").code == 0


def test_dry_run_says_the_same_and_writes_nothing(run, raw, place):
    done = run("clean", raw, "--dry-run")
    assert done.code == 0
    assert "pasted 3 times" in done.text
    assert "this was a dry run" in done.text
    assert {path.name for path in place.iterdir()} == {"raw"}


def test_quiet(run, raw):
    done = run("clean", raw, "--out", "cleaned", "--quiet")
    assert done == (0, b"", "")


@pytest.mark.parametrize("options", [["--out", "cleaned"], ["--dry-run"]])
def test_profile(run, raw, files_of, options):
    done = run("clean", raw, *options, "--profile", "--quiet")
    assert not done.out
    head, *rows = done.err.splitlines()
    assert head.split() == ["step", "wall", "s", "CPU", "s", "MB/s", "items", "peak", "MB"]
    steps = [row.split("  ")[0] for row in rows]
    assert steps[:4] == ["starting", "pass 1: boilerplate", "pass 2: repeats", "pass 2: cutting"]
    assert {"describing", "writing"} <= set(", ".join(steps).split(", "))
    assert ("writing pages of documents" in steps) == (options != ["--dry-run"])
    assert steps[-1] == "in all"
    walls = [float(row[len(max(steps, key=len)) :].split()[0]) for row in rows]
    assert walls[-1] == pytest.approx(sum(walls[:-1]), abs=0.2)


def test_profile_of_standard_input(run, raw):
    plain = run("clean", "-", "--out", "-", stdin=(raw / "b.txt").read_bytes())
    done = run("clean", "-", "--out", "-", "--profile", stdin=(raw / "b.txt").read_bytes())
    assert done.out == plain.out
    assert "in all" in done.err


def test_overwrite_replaces_what_an_earlier_run_wrote(run, raw, cleaned, place, files_of):
    (raw / "b.txt").write_text("Short now.\n")
    refused = run("clean", raw, "--out", "cleaned")
    assert refused.code == 2
    assert "--overwrite" in refused.err
    assert run("clean", raw, "--out", "cleaned", "--overwrite").code == 0
    assert files_of(place / "cleaned")["b.txt"] == b"Short now.\n"


def test_one_file(run, raw, place, other, page_of):
    done = run("clean", raw / "b.txt", "--out", "b-cleaned.txt")
    assert done.code == 0
    assert (place / "b-cleaned.txt").read_text() == page_of(other, "Tomatoes")
    assert run("restore", "b-cleaned.txt", "--out", "b-again.txt").code == 0
    assert (place / "b-again.txt").read_bytes() == (raw / "b.txt").read_bytes()


def test_standard_input_to_standard_output(run, raw, other, page_of):
    done = run("clean", "-", "--out", "-", stdin=(raw / "b.txt").read_bytes())
    assert done == (0, page_of(other, "Tomatoes").encode(), "")


def test_standard_input_to_a_file(shell, raw, place, other, page_of):
    done = shell("clean", "-", "--out", "new.txt", stdin=(raw / "b.txt").read_bytes())
    assert done.code == 0
    assert (place / "new.txt").read_text() == page_of(other, "Tomatoes")
    assert {path.name for path in (place / "new.txt-report").iterdir()} == REPORT


def test_a_folder_to_standard_output_is_refused(run, raw, place):
    done = run("clean", raw, "--out", "-")
    assert done.code == 2
    assert "standard output takes one file" in done.err
    assert done.out == b""


def test_a_document_that_repeats_another_goes(run, raw, place, files_of):
    (raw / "c.txt").write_bytes((raw / "a.txt").read_bytes())
    done = run("clean", raw, "--out", "cleaned")
    assert "gone" in done.text
    assert "c.txt" not in files_of(place / "cleaned")


def test_keep_files(run, raw, place, files_of):
    (raw / "c.txt").write_bytes((raw / "a.txt").read_bytes())
    run("clean", raw, "--out", "cleaned", "--keep-files")
    assert files_of(place / "cleaned")["c.txt"] == (raw / "a.txt").read_bytes()


def test_only(run, raw, place, files_of, story, page_of):
    text = "Advertisement\n\n" + page_of(story) + "\n" + page_of(story)
    (raw / "a.txt").write_text(text)
    run("clean", raw, "--out", "one", "--only", "repeats")
    run("clean", raw, "--out", "two", "--only", "boilerplate")
    assert files_of(place / "one")["a.txt"].decode() == "Advertisement\n\n" + page_of(story)
    assert files_of(place / "two")["a.txt"].decode() == page_of(story) + "\n" + page_of(story)


def test_level(run, raw, place, files_of, story, page_of):
    related = ["Related posts", "A bell for the landing", "Fog on the river again", "Who painted the gate?"]
    (raw / "a.txt").write_text(page_of([*story, *related]))
    for level in ("safe", "default", "aggressive"):
        assert run("clean", raw, "--out", level, "--level", level).code == 0
    sizes = [len(files_of(place / level)["a.txt"]) for level in ("safe", "default", "aggressive")]
    assert sizes == sorted(sizes, reverse=True)
    assert files_of(place / "aggressive")["a.txt"].decode() == page_of(story)


def test_min_words_and_similarity(run, raw, place, files_of, story):
    sentence = "Most people took the bridge and never looked down at the water."
    (raw / "c.txt").write_text(f"Something quite new is said here by somebody.\n\n{sentence}\n\nAnd here is the end.\n")
    run("clean", raw, "--out", "one")
    run("clean", raw, "--out", "two", "--min-words", "8")
    assert sentence in files_of(place / "one")["c.txt"].decode()
    assert sentence not in files_of(place / "two")["c.txt"].decode()
    changed = story[2].replace("founded", "formed").replace("quarrel", "argue")
    (raw / "c.txt").write_text(f"Something quite new is said here by somebody.\n\n{changed}\n")
    run("clean", raw, "--out", "three")
    run("clean", raw, "--out", "four", "--similarity", "1")
    assert changed not in files_of(place / "three")["c.txt"].decode()
    assert changed in files_of(place / "four")["c.txt"].decode()


def test_include_and_exclude(run, raw, place, files_of):
    before = files_of(raw)
    run("clean", raw, "--out", "one", "--exclude", "b.*")
    run("clean", raw, "--out", "two", "--include", "sub/", "--include", "a.txt")
    run("clean", raw, "--out", "three", "--include", "*.txt", "--exclude", "sub")
    assert files_of(place / "one") == files_of(place / "two") == before
    assert files_of(place / "three")["b.txt"] != before["b.txt"]


def test_modes_are_kept(run, raw, place):
    for name, mode in (("a.txt", 0o600), ("b.txt", 0o755), ("picture.png", 0o444)):
        (raw / name).chmod(mode)
    run("clean", raw, "--out", "cleaned")
    modes = [stat.S_IMODE((place / "cleaned" / name).stat().st_mode) for name in ("a.txt", "b.txt", "picture.png")]
    assert modes == [0o600, 0o755, 0o444]
    run("restore", "cleaned", "--out", "again")
    modes = [stat.S_IMODE((place / "again" / name).stat().st_mode) for name in ("a.txt", "b.txt", "picture.png")]
    assert modes == [0o600, 0o755, 0o444]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_bom_and_a_missing_last_break_are_kept(run, raw, place, other, end):
    text = "\ufeff" + "Tomatoes\n\n" + "\n\n".join(other * 2)
    (raw / "b.txt").write_bytes(text.replace("\n", end).encode())
    run("clean", raw, "--out", "cleaned")
    kept = "\ufeff" + "Tomatoes\n\n" + "\n\n".join(other)
    assert (place / "cleaned/b.txt").read_bytes().decode().rstrip() == kept.replace("\n", end)


def test_utf_16(run, raw, place, files_of, story, page_of):
    (raw / "wide.txt").write_bytes(page_of(story * 2).encode("utf-16"))
    before = files_of(raw)
    run("clean", raw, "--out", "cleaned")
    assert "wide.txt" not in files_of(place / "cleaned")
    (raw / "a.txt").unlink()
    run("clean", raw, "--out", "cleaned", "--overwrite")
    assert files_of(place / "cleaned")["wide.txt"].decode("utf-16") == page_of(story)
    run("restore", "cleaned", "--out", "again")
    assert files_of(place / "again")["wide.txt"] == before["wide.txt"]


def test_git_folders_and_links(run, raw, place):
    (raw / ".git").mkdir()
    (raw / ".git" / "config").write_text("secret\n")
    (raw / "link").symlink_to("a.txt")
    run("clean", raw, "--out", "cleaned")
    assert not (place / "cleaned/.git").exists()
    assert str((place / "cleaned/link").readlink()) == "a.txt"
    run("restore", "cleaned", "--out", "again")
    assert str((place / "again/link").readlink()) == "a.txt"


def test_the_summary_adds_up(cleaned, place, files_of):
    summary = json.loads((place / "cleaned-report/summary.json").read_text())
    size = [sum(map(len, files_of(place / name).values())) for name in ("raw", "cleaned")]
    assert summary["totals"]["bytes"] == {"before": size[0], "after": size[1], "removed": size[0] - size[1]}
    removals = [json.loads(line) for line in (place / "cleaned-report/removals.jsonl").read_text().splitlines()]
    assert len(removals) == summary["totals"]["removals"]
    assert all(removal["witness"]["path"] == "b.txt" for removal in removals)


def test_the_diff_applies_and_is_undone(raw, cleaned, place, files_of, git_in):
    diff = place / "cleaned-report/changes.diff"
    assert "# not shown, copied unchanged: picture.png" in diff.read_text()
    before = files_of(raw)
    git_in(raw, "apply", str(diff))
    assert files_of(raw) == files_of(place / "cleaned")
    git_in(raw, "apply", "-R", str(diff))
    assert files_of(raw) == before


def test_no_output_named(run, raw):
    done = run("clean", raw)
    assert done.code == 2
    assert "--out" in done.err


def test_the_order_of_the_corpus_is_natural(run, raw, place, files_of, story, page_of):
    for name in ("10.txt", "2.txt"):
        (raw / name).write_text(page_of(story, f"Copy in {name}"))
    (raw / "a.txt").unlink()
    run("clean", raw, "--out", "cleaned")
    assert story[0] in files_of(place / "cleaned")["2.txt"].decode()
    assert files_of(place / "cleaned")["10.txt"] == b"Copy in 10.txt\n"
