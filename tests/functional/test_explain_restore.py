"""``dedup explain`` and ``dedup restore``."""

from __future__ import annotations

import json
import random
import re

import pytest

QUIET = (
    "The harbour was quiet all through the winter, as it always is once the last of the visitors has gone home and the "
    "kiosk has put up its shutters; only the gulls still come every morning to see whether somebody left them bread."
)
OPTION = re.compile(r"^(?:or run with:| +or:) (--\S+(?: [\w.]+)?) \(", re.MULTILINE)


@pytest.fixture
def cleaned(run, raw, place, once, story, page_of):
    def cleaning():
        changed = [paragraph.replace("stopped", "ceased").replace("pinned", "nailed") for paragraph in story]
        (raw / "near.txt").write_text(page_of(["Something of its own stands here.", *changed]))
        assert run("clean", raw, "--out", "cleaned", "--quiet").code == 0

    once(place, cleaning)
    return place / "cleaned"


def test_explain_a_removed_line(run, cleaned):
    done = run("explain", "cleaned-report", "b.txt:9")
    assert done.code == 0
    assert done.text.startswith("b.txt:9 was removed.\n  | Growing tomatoes")
    assert "kept at:     b.txt:3-7, 100 % alike\n" in done.text
    assert 'keep = ["' in done.text


def test_explain_shows_the_changed_words(run, cleaned):
    done = run("explain", "cleaned-report", "raw/near.txt:5")
    assert "kept at:     a.txt:3-9" in done.text
    assert "[-nailed-] {+pinned+}" in done.text
    assert "  changed:   nailed -> pinned\n" in done.text
    assert "sentence:    28 of 29 words stand there, in order (96.5 %, 80 % are needed)\n" in done.text
    assert "or run with: --similarity 0.97 (96.5 % of the sentence stand at the kept place)\n" in done.text


def test_every_option_that_is_named_keeps_the_line(run, cleaned, raw, place, other, page_of):
    menu = "Home\nNews\nContact\nAbout us\nArchive\nLog in\n\n"
    (raw / "menu.txt").write_text(menu + page_of([QUIET]))
    (raw / "whole.txt").write_text(page_of(other))
    run("clean", raw, "--out", "cleaned", "--overwrite", "--quiet")
    reports = {}
    for line in (place / "cleaned-report/removals.jsonl").read_text().splitlines():
        removal = json.loads(line)
        where = f"{removal['path']}:{removal['lines'][0]}"
        for option in OPTION.findall(run("explain", "cleaned-report", where).text):
            if option not in reports:
                reports[option] = f"{len(reports)}-report"
                run("clean", raw, "--out", f"{len(reports) - 1}", "--quiet", *option.split())
            kept = run("explain", reports[option], where).text.splitlines()[0]
            sentence = option.startswith("--similarity")
            assert kept.endswith(" was kept.") or (sentence and kept.endswith(" in part.")), (where, option)
    assert {option.split()[0] for option in reports} == {"--similarity", "--min-words", "--level", "--keep-files"}


def test_explain_is_short_for_long_removals(run, raw, place):
    letters = random.Random(1)
    words = ["".join(letters.choices("aeiourstlnmd", k=6)) for _ in range(50 * 12)]
    lines = [" ".join(words[n : n + 12]).capitalize() + "." for n in range(0, len(words), 12)]
    (raw / "long.txt").write_text("\n".join([*lines, "Between the two copies stands this.", *lines]) + "\n")
    run("clean", raw, "--out", "cleaned", "--quiet")
    done = run("explain", "cleaned-report", f"long.txt:{len(lines) + 30}")
    assert "was removed" in done.text
    assert f"removed:     lines {len(lines) + 2}-{2 * len(lines) + 1}" in done.text
    assert len(done.text.splitlines()) < 25


def test_explain_a_kept_line(run, cleaned):
    assert run("explain", "cleaned-report", "b.txt:3").text.startswith("b.txt:3 was kept.")


@pytest.mark.parametrize("where", ["b.txt", "b.txt:99", "c.txt:1", "b.txt:0", "picture.png:1", "b.txt:1:1"])
def test_explain_what_does_not_exist(run, cleaned, where):
    done = run("explain", "cleaned-report", where)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_explain_without_a_report(run, place):
    done = run("explain", "nowhere-report", "a.txt:1")
    assert done.code == 2
    assert "nowhere-report" in done.err


def test_restore(run, cleaned, raw, place, files_of):
    done = run("restore", "cleaned", "--out", "again")
    assert done.code == 0
    assert "restored 5 files" in done.err
    assert done.out == b""
    assert files_of(place / "again") == files_of(raw)


def test_restore_over_something_is_refused(run, cleaned, place, files_of):
    before = files_of(place / "raw")
    done = run("restore", "cleaned", "--out", "raw")
    assert done.code == 2
    assert "exists already" in done.err
    assert files_of(place / "raw") == before


def test_restore_options_that_exclude_each_other(run, cleaned):
    assert run("restore", "cleaned").code == 2
    assert run("restore", "cleaned", "--last-fix", "--out", "x").code == 2
    assert run("restore", "cleaned", "--last-fix").code == 2, "no git work tree"


def test_quiet(run, cleaned):
    assert run("restore", "cleaned", "--out", "again", "-q") == (0, b"", "")


def test_everything_is_a_function_too(raw, place, files_of):
    import dedup

    with dedup.clean(raw, place / "cleaned", dedup.Config(only="repeats")) as result:
        removals = list(result.removals())
    assert {removal.path for removal in removals} == {"b.txt"}
    found = dedup.find(raw)
    assert found.count == len(removals)
    assert "was removed" in dedup.explain(place / "cleaned-report", "b.txt:9")
    assert dedup.restore(place / "cleaned", place / "again").files == 4
    assert files_of(place / "again") == files_of(raw)
    with pytest.raises(dedup.UsageError):
        dedup.fix(raw, found)
