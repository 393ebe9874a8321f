"""What the promise "answered as said, never a traceback" covers: a test for each line of it.

Exit 2, one clear line, nothing written; exit 2 at the end, the rest done; simply handled; no half corpus.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

as_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")


def refused(done, *said):
    """The run ended with 2 and one clear line on standard error."""
    assert done.code == 2
    assert done.out == b""
    lines = done.err.splitlines()
    assert len(lines) == 1, done.err
    assert all(part in lines[0] for part in said), lines[0]


# Exit 2, one clear line, nothing written


@pytest.mark.parametrize("command", [["clean", "--out", "cleaned"], ["check"]])
def test_a_missing_path(run, place, command):
    refused(run(*command, "nowhere"), "nowhere", "No such file")
    assert not any(place.iterdir())


def test_restore_of_a_missing_path(run, place):
    refused(run("restore", "nowhere", "--out", "again"), "nowhere")


@pytest.mark.parametrize("out", ["raw", "raw/cleaned", ".", "raw/../raw", "link", "raw/sub/../x"])
def test_output_inside_the_input_or_around_it(run, raw, place, files_of, out):
    (place / "link").symlink_to("raw")
    before = files_of(place)
    refused(run("clean", raw, "--out", out), out.rpartition("/")[2])
    assert files_of(place) == before


def test_report_inside_the_input(run, raw, place, files_of):
    before = files_of(place)
    refused(run("clean", raw, "--out", "cleaned", "--report", "raw/report"), "raw/report")
    assert files_of(place) == before


@pytest.mark.parametrize("overwrite", [[], ["--overwrite"]])
def test_output_that_is_not_ours(run, raw, place, files_of, overwrite):
    (place / "cleaned").mkdir()
    (place / "cleaned/mine.txt").write_text("mine")
    before = files_of(place)
    refused(run("clean", raw, "--out", "cleaned", *overwrite), "cleaned")
    assert files_of(place) == before


def test_output_with_something_added_is_not_ours_any_more(run, raw, cleaned, place, files_of):
    (place / "cleaned/mine.txt").write_text("mine")
    before = files_of(place)
    refused(run("clean", raw, "--out", "cleaned", "--overwrite"), "cleaned", "not written by an earlier run")
    assert files_of(place) == before


def test_a_report_with_something_added_is_not_ours_any_more(run, raw, cleaned, place, files_of):
    (place / "cleaned-report/notes.txt").write_text("mine")
    before = files_of(place)
    refused(run("clean", raw, "--out", "cleaned", "--overwrite"), "cleaned-report")
    assert files_of(place) == before


def test_a_file_where_a_folder_goes(run, raw, place):
    (place / "cleaned").write_text("mine")
    refused(run("clean", raw, "--out", "cleaned", "--overwrite"), "cleaned")
    refused(run("clean", raw, "--out", "cleaned/deeper"), "cleaned")
    assert (place / "cleaned").read_text() == "mine"


def test_an_unknown_option(run, raw):
    refused(run("clean", raw, "--kep-files"), "--kep-files", "--keep-files")


def test_an_unknown_key(run, raw, place):
    (place / "pyproject.toml").write_text("[tool.dedup]\nkeep-file = true\n")
    refused(run("clean", raw, "--out", "cleaned"), "keep-file", "did you mean 'keep_files'")
    assert not (place / "cleaned").exists()


def test_restore_of_an_edited_file(run, cleaned, place):
    with (cleaned / "b.txt").open("a") as file:
        file.write("edited")
    refused(run("restore", "cleaned", "--out", "again"), "b.txt", "edited")
    assert not (place / "again").exists()


def test_restore_of_a_file_that_is_gone(run, cleaned, place):
    (cleaned / "a.txt").unlink()
    refused(run("restore", "cleaned", "--out", "again"), "a.txt", "missing")
    assert not (place / "again").exists()


def test_restore_without_a_ledger(run, cleaned, place):
    (place / "cleaned-report").rename(place / "elsewhere")
    refused(run("restore", "cleaned", "--out", "again"), "ledger")
    refused(run("restore", "cleaned", "--out", "again", "--report", "nowhere"), "nowhere")
    assert run("restore", "cleaned", "--out", "again", "--report", "elsewhere").code == 0


@pytest.mark.parametrize("damage", ["empty", "cut", "garbled", "text", "every"])
def test_restore_with_a_damaged_ledger(run, cleaned, place, damage, raw, files_of):
    ledger = place / "cleaned-report/ledger.parquet"
    data = ledger.read_bytes()
    broken = {
        "empty": [b""],
        "cut": [data[:-20]],
        "text": [b"no Parquet at all"],
        "garbled": [data[: len(data) // 2] + b"\0" * 40 + data[len(data) // 2 + 40 :]],
        "every": [data[:n] + bytes([data[n] ^ 0x55]) + data[n + 1 :] for n in range(3, len(data), len(data) // 60)],
    }
    for content in broken[damage]:
        ledger.write_bytes(content)
        done = run("restore", "cleaned", "--out", "again", "--quiet")
        if done.code == 0:  # a byte that carries no meaning
            assert files_of(place / "again") == files_of(raw)
            for path in sorted((place / "again").rglob("*"), reverse=True):
                path.unlink() if path.is_file() else path.rmdir()
            (place / "again").rmdir()
        else:
            refused(done)
        assert not (place / "again").exists()


# Exit 2 at the end, the rest done


@as_root
@pytest.mark.parametrize("name", ["a.txt", "sub"])
def test_an_unreadable_file_or_folder(run, raw, place, files_of, name):
    (raw / name).chmod(0)
    try:
        done = run("clean", raw, "--out", "cleaned")
    finally:
        (raw / name).chmod(0o755)
    assert done.code == 2
    assert done.err == f"dedup: {name}: cannot be read: Permission denied\n"
    assert b"Growing" in files_of(place / "cleaned")["b.txt"]
    assert "1 problem, see the report" in done.text


def test_a_file_that_cannot_be_opened(run, raw, place, files_of, monkeypatch):
    """As above, also for root."""
    opened = os.open

    def refusing(path, *rest, **named):
        if os.fspath(path).endswith("a.txt"):
            raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
        return opened(path, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)
    done = run("clean", raw, "--out", "cleaned")
    assert done.code == 2
    assert done.err == "dedup: a.txt: cannot be read: Permission denied\n"
    assert set(files_of(place / "cleaned")) == {"b.txt", "picture.png", "sub/clean.txt"}
    summary = json.loads((place / "cleaned-report/summary.json").read_text())
    assert summary["problems"] == ["a.txt: cannot be read: Permission denied"]


def test_bad_lines_of_jsonl(run, raw, place, files_of):
    bad = ['{"text": "open', '{"tex": "no field"}', '{"text": 5}', "[1]", '{"text": "a"} x', "\0", "[" * 9999]
    rows = [row for number, line in enumerate(bad) for row in (f'{{"text": "fine {number}"}}', line)]
    (raw / "rows.jsonl").write_text("\n".join(rows))
    done = run("clean", raw, "--out", "cleaned")
    assert done.code == 2
    lines = [line for line in done.err.splitlines() if "rows.jsonl:" in line]
    assert [line.split(":")[2] for line in lines] == [str(2 * n + 2) for n in range(len(bad))]
    assert files_of(place / "cleaned")["rows.jsonl"] == files_of(raw)["rows.jsonl"]
    assert run("check", raw).code == 2
    assert b"Growing" in files_of(place / "cleaned")["b.txt"]


# Simply handled


def test_an_empty_corpus(run, place):
    (place / "raw").mkdir()
    done = run("clean", "raw", "--out", "cleaned")
    assert done.code == 0
    assert "nothing removed from 0 files" in done.text
    assert run("check", "raw").code == 0
    assert run("restore", "cleaned", "--out", "again").code == 0
    assert not any((place / "again").iterdir())


def test_hardly_any_content(run, raw, place, files_of):
    contents = [b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b" \t\r\n\n", b"...\n", b"\0", b"\xff"]
    for number, content in enumerate(contents):
        for name in ("1.txt", "2.txt", "3.jsonl"):
            (raw / f"{number}-{name}").write_bytes(content)
    assert run("clean", raw, "--out", "cleaned").code in (0, 2)
    for number, content in enumerate(contents):
        assert files_of(place / "cleaned")[f"{number}-1.txt"] == content
        assert run("clean", "-", "--out", "-", stdin=content).out == content
    assert run("restore", "cleaned", "--out", "again").code == 0
    assert files_of(place / "again") == files_of(raw)


def test_a_very_long_line(run, raw, place, story):
    """Two hundred megabytes are tried by hand; here a good quarter of one."""
    words = (f"word{n * 2654435761 % 99991}" for n in range(30_000))
    (raw / "long.txt").write_text(" ".join(words) + " " + " ".join(story))
    assert run("clean", raw, "--out", "cleaned", "--quiet").code == 0
    assert run("restore", "cleaned", "--out", "again", "--quiet").code == 0
    assert (place / "again/long.txt").read_bytes() == (raw / "long.txt").read_bytes()


def test_very_many_identical_lines(run, raw, place):
    """A million is tried by hand; here some thousand, long and short ones."""
    (raw / "many.txt").write_text("The same line again and again, as some broken scrapers write it.\n" * 1000)
    (raw / "short.txt").write_text("Again\n" * 1000)
    assert run("clean", raw, "--out", "cleaned", "--quiet").code == 0
    assert (place / "cleaned/many.txt").read_text().count("The same line") < 10
    assert run("restore", "cleaned", "--out", "again", "--quiet").code == 0
    assert (place / "again/many.txt").read_bytes() == (raw / "many.txt").read_bytes()


def test_nul_bytes_and_invalid_utf_8(run, raw, place, files_of, story):
    text = "\n\n".join(story).encode()
    odd = b"caf\xe9 \xff\xfe and \xed\xa0\x80 and a NUL: \0 in the text\n\n"
    (raw / "odd.txt").write_bytes(odd + text + b"\n\n" + odd + text + b"\xc3")
    assert run("clean", raw, "--out", "cleaned").code == 0
    assert files_of(place / "cleaned")["odd.txt"].startswith(odd)
    assert len(files_of(place / "cleaned")["odd.txt"]) < len(text)
    assert run("restore", "cleaned", "--out", "again").code == 0
    assert files_of(place / "again") == files_of(raw)


def test_what_is_not_text_is_carried_over_and_listed(run, raw, place, files_of):
    kinds = {"a.html": b"<p>x</p>", "a.csv": b"x,y\n", "a.txt.gz": b"\x1f\x8b\0", "noise": bytes(range(256)) * 9}
    for name, content in kinds.items():
        (raw / name).write_bytes(content)
    done = run("clean", raw, "--out", "cleaned")
    assert done.code == 0
    assert "5 files copied unchanged" in done.text
    assert files_of(place / "cleaned").items() >= kinds.items()
    carried = json.loads((place / "cleaned-report/summary.json").read_text())["carried"]
    assert {entry["path"] for entry in carried} == {*kinds, "picture.png"}


def test_a_fifo_and_a_socket(run, raw, place, files_of):
    os.mkfifo(raw / "fifo")
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(raw)  # the name of a socket must be short
        made.bind("socket")
        os.chdir(place)
        done = run("clean", raw, "--out", "cleaned")
    assert done.code == 0
    assert set(files_of(place / "cleaned")) == {"a.txt", "b.txt", "picture.png", "sub/clean.txt"}
    carried = json.loads((place / "cleaned-report/summary.json").read_text())["carried"]
    notes = {entry["path"]: entry["note"] for entry in carried}
    assert (notes["fifo"], notes["socket"]) == ("a FIFO", "a socket")
    assert run("check", raw).code == 1


def test_a_fifo_named_itself(run, place):
    os.mkfifo(place / "fifo")
    done = run("check", place / "fifo")
    assert done.code in (0, 2)
    assert "Traceback" not in done.err


def test_a_symlink_loop(run, raw, place):
    (raw / "sub/up").symlink_to("..")
    (raw / "self").symlink_to("self")
    (raw / "broken").symlink_to("nowhere")
    assert run("clean", raw, "--out", "cleaned").code == 0
    assert str((place / "cleaned/sub/up").readlink()) == ".."
    assert str((place / "cleaned/self").readlink()) == "self"
    assert run("restore", "cleaned", "--out", "again").code == 0
    assert str((place / "again/broken").readlink()) == "nowhere"
    refused(run("clean", raw / "self", "--out", "x"), "self")


def test_odd_names(run, raw, place, files_of, story):
    names = [
        b"two\nlines.txt",
        b"'single' \"double\".txt",
        b"\xff\xfe.txt",
        b" lead",
        b"-n",
        b"a:1",
        b"\x1b[31m",
        b"\\",
        b"%s{}",
    ]
    text = "\n\n".join(story).encode() + b"\n"
    for number, name in enumerate(names):
        (raw / os.fsdecode(name)).write_bytes(b"Number %d of them\n\n" % number + text)
    done = run("clean", raw, "--out", "cleaned")
    assert done.code == 0
    assert "\x1b" not in done.text
    for number, name in enumerate(names):
        cleaned = (place / "cleaned" / os.fsdecode(name)).read_bytes()
        assert cleaned.startswith(b"Number %d of them\n" % number)
    assert run("restore", "cleaned", "--out", "again").code == 0
    assert files_of(place / "again") == files_of(raw)
    found = run("check", raw)
    assert found.code == 1
    assert all(": repeats " in line for line in found.text.splitlines())
    assert run("check", raw / os.fsdecode(names[2])).code == 0


def test_odd_names_in_a_diff_and_a_fix(run, repository, files_of, git_in, place, story):
    for name in ("two\nlines.txt", "'single' \"double\" ü.txt", "-n", "a b.txt"):
        (repository / name).write_text("Of its own: " + name.replace("\n", "") + "\n\n" + "\n\n".join(story) + "\n")
    before = files_of(repository)
    (place / "patch").write_bytes(run("check", repository, "--diff").out)
    assert run("check", repository, "--fix").code == 0
    fixed = files_of(repository)
    assert run("restore", "--last-fix", repository).code == 0
    assert files_of(repository) == before
    git_in(repository, "apply", str(place / "patch"))
    assert files_of(repository) == fixed


# No half corpus, the input whole, the next run works


def whole(place, raw, files_of, before):
    """Nothing was written, and nothing temporary is left."""
    assert files_of(raw) == before
    assert {path.name for path in place.iterdir()} == {"raw"}


def test_a_full_disk(run, raw, place, files_of, monkeypatch):
    from dedup import write

    before = files_of(raw)
    copied = write.copy_without

    def full(source, target, *rest):
        if source.name == "picture.png":
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        return copied(source, target, *rest)

    monkeypatch.setattr(write, "copy_without", full)
    refused(run("clean", raw, "--out", "cleaned"), "No space left on device", "nothing was written")
    whole(place, raw, files_of, before)
    monkeypatch.undo()
    os.chdir(place)
    assert run("clean", raw, "--out", "cleaned").code == 0


@pytest.mark.parametrize("place_of_fault", ["tables", "rows", "ledger", "report", "fix"])
def test_a_disk_that_is_full_elsewhere(run, repository, place, files_of, monkeypatch, place_of_fault):
    import duckdb

    from dedup import api
    from dedup.engines import duckdb as engine
    from dedup.ledger import LedgerWriter

    def full(*_arguments, **_named):
        raise OSError(errno.ENOSPC, "No space left on device")

    class Full:
        def execute(self, statement):
            if "CREATE" in statement:
                raise duckdb.IOException("IO Error: Could not write file: No space left on device\nand more")

        def register(self, *_):
            pass

        def close(self):
            pass

    targets = {
        "tables": (duckdb, "connect", lambda *_, **__: Full()),
        "rows": (engine, "put", full),
        "ledger": (LedgerWriter, "add", full),
        "report": (api, "write_report", full),
        "fix": (api, "rewrite", full),
    }
    monkeypatch.setattr(*targets[place_of_fault])
    before = files_of(repository)
    command = (
        ["check", repository, "--fix", "-q"] if place_of_fault == "fix" else ["clean", repository, "--out", "c", "-q"]
    )
    refused(run(*command), "No space left on device")
    whole(place, repository, files_of, before)


def test_a_file_that_changes_meanwhile(run, raw, place, files_of, monkeypatch):
    from dedup import pipeline

    finding = pipeline.find

    def and_a_change(*arguments):
        found = finding(*arguments)
        (raw / "a.txt").write_text("New words.\n")
        return found

    monkeypatch.setattr(pipeline, "find", and_a_change)
    refused(run("clean", raw, "--out", "cleaned"), "a.txt", "changed while", "nothing was written")
    assert {path.name for path in place.iterdir()} == {"raw"}
    monkeypatch.setattr(pipeline, "find", finding)
    assert run("clean", raw, "--out", "cleaned").code == 0


def test_a_file_that_goes_meanwhile(run, raw, place, monkeypatch):
    from dedup import pipeline

    finding = pipeline.find

    def and_gone(*arguments):
        found = finding(*arguments)
        (raw / "picture.png").unlink()
        return found

    monkeypatch.setattr(pipeline, "find", and_gone)
    refused(run("clean", raw, "--out", "cleaned"), "picture.png")
    assert {path.name for path in place.iterdir()} == {"raw"}


def test_a_file_that_changes_before_it_is_fixed(run, repository, files_of, monkeypatch):
    from dedup import api

    fixing = api.fix

    def after_a_change(source, found):
        (repository / "b.txt").write_text("New words.\n")
        return fixing(source, found)

    monkeypatch.setattr(api, "fix", after_a_change)
    refused(run("check", repository, "--fix", "-q"), "b.txt", "changed")
    assert files_of(repository)["b.txt"] == b"New words.\n"


@pytest.mark.parametrize("step", ["describe", "write", "run_info", "find"])
def test_an_interrupt_anywhere(run, raw, place, files_of, monkeypatch, step):
    from dedup import pipeline

    def interrupted(*_arguments):
        raise KeyboardInterrupt

    before = files_of(raw)
    monkeypatch.setattr(pipeline, step, interrupted)
    done = run("clean", raw, "--out", "deep/er/cleaned")
    assert (done.code, done.out) == (130, b"")
    assert done.err.strip() == "dedup: interrupted; nothing was left half written"
    whole(place, raw, files_of, before)


@pytest.mark.parametrize(("sent", "delays"), [(signal.SIGINT, (0, 0.2, 0.5)), (signal.SIGTERM, (0.2,))])
def test_an_interrupted_run_leaves_nothing(place, files_of, story, sent, delays):
    """A real signal to a real process, at several moments; then the next run works."""
    raw = place / "raw"
    raw.mkdir()
    for number in range(100):
        (raw / f"{number}.txt").write_text(f"Number {number} stands here alone.\n\n" + "\n\n".join(story) + "\n")
    before = files_of(raw)
    command = [sys.executable, "-m", "dedup", "clean", "raw", "--out", "cleaned"]
    codes = []
    signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background, ^C is ignored
    for delay in delays:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            while process.poll() is None and not any(place.glob(".dedup-partial-*")):  # it has begun to write
                time.sleep(0.01)
            time.sleep(delay)
            process.send_signal(sent)
            _, err = process.communicate(timeout=60)
        assert b"Traceback" not in err, err.decode()
        codes.append(process.returncode)
        if process.returncode == 0:  # too late
            break
        # Python itself turns 130 into a death by the signal, if that came while it compiled some string.
        assert process.returncode in (130, -signal.SIGINT), err.decode()
        whole(place, raw, files_of, before)
    assert codes[0] != 0
    done = subprocess.run([*command, "--overwrite"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert Path("cleaned/99.txt").read_text().startswith("Number 99 stands here alone.")
