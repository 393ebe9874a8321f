from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import entries_of

from dedup.errors import LedgerError, UsageError
from dedup.ledger import Ledger, LedgerWriter, RunInfo, find_cleaned, find_ledger
from dedup.model import FileRecord, Removal, Witness
from dedup.rebuild import restore, restore_in_place

INFO = RunInfo(
    "0.1.0",
    "raw",
    "tree",
    {"min_words": 25},
    documents=3,
    documents_dropped=1,
    problems=("odd\udcff: x",),
    notes=("a note",),
)


@pytest.fixture
def small(tmp_path, corpus_at, span):
    originals = {
        "a.txt": b"one\r\ntwo\r\nthree",
        "sub/b.txt": b"\xffall of it goes\n",
        "sub/c.bin": b"\0\1",
        "odd\n\udcff.txt": b"kept\n",
    }
    return corpus_at(
        tmp_path,
        originals,
        {"a.txt": [span(0, 5), span(7, 10)], "sub/b.txt": [span(0, 4), span(4, 16)]},
        dropped=["sub/b.txt"],
        carried={"sub/c.bin": "not text"},
        links={"link": "sub/nowhere"},
        modes={"a.txt": 0o755},
    )


def test_what_is_written_is_read(tmp_path):
    record = FileRecord(0, "odd\udcff", "text", "cleaned", "", 0o644, 10, "aa", "bb", 2, 1)
    link = FileRecord(1, "l", "link", "link", "target\udcfe", 0o777, 0, "", "", 0, 0)
    witness = Witness("w", 3, 1, 2, 4, 5, 0.875)
    place = (0, "odd\udcff", 7, 1, 3, b"\xff\n", 1, 2)
    removals = [
        Removal(*place, "repeat", "repeat/near", "9 of 10", "ab:3", 3, witness, None, 31, 25),
        Removal(*place, "boilerplate", "learned", "é", "ab:4", 4, None, "safe"),
    ]
    with LedgerWriter(tmp_path / "x") as writer:
        writer.add(record, iter(removals))
        writer.add(link, [])
        writer.close(INFO)
    ledger = Ledger.open(tmp_path / "x")
    assert ledger.info == INFO
    assert (ledger.file_count, ledger.removal_count) == (2, 2)
    assert entries_of(ledger) == [(record, removals), (link, [])]
    assert list(ledger.files()) == [record, link]


def test_evidence_that_utf8_cannot_hold_is_escaped(tmp_path):
    removal = Removal(0, "a", None, 0, 1, b"\xff", 1, 1, "boilerplate", "learned", "saw \udcff", "f", 1, None)
    with LedgerWriter(tmp_path / "x") as writer:
        writer.add(FileRecord(0, "a", "text", "dropped", "", 0, 1, "", "", 1, 0), [removal])
        writer.close(INFO)
    [(_, [read])] = entries_of(Ledger.open(tmp_path / "x"))
    assert read.evidence == "saw \\udcff"


def test_same_records_give_same_bytes(tmp_path, small):
    for name in "xy":
        with LedgerWriter(tmp_path / name) as writer:
            for record, removals in entries_of(small.ledger):
                writer.add(record, removals)
            writer.close(INFO)
    assert (tmp_path / "x").read_bytes() == (tmp_path / "y").read_bytes()


def test_many_removals_are_written_in_groups(tmp_path):
    removal = Removal(0, "a", None, 0, 1, b"x", 1, 1, "boilerplate", "learned", "", "f", 1, None)
    with LedgerWriter(tmp_path / "x") as writer:
        writer.add(FileRecord(0, "a", "text", "cleaned", "", 0, 1, "", "", 1, 0), [removal] * 20_000)
        writer.close(INFO)
    with pq.ParquetFile(tmp_path / "x") as file:
        assert file.metadata.num_row_groups == 3
    assert Ledger.open(tmp_path / "x").removal_count == 20_000


def test_a_ledger_that_was_not_closed_is_deleted(tmp_path):
    with pytest.raises(KeyboardInterrupt), LedgerWriter(tmp_path / "x"):
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def test_empty_corpus(tmp_path, corpus_at):
    corpus = corpus_at(tmp_path, {})
    assert not entries_of(corpus.ledger)
    restore(corpus.cleaned, tmp_path / "again", corpus.ledger)
    assert not list((tmp_path / "again").iterdir())


def test_missing_ledger(tmp_path):
    with pytest.raises(LedgerError, match="there is no ledger"):
        Ledger.open(tmp_path / "x")


def outcome(small, out):
    """Restore from a ledger that may be damaged: the message, or nothing if it went well."""
    try:
        restore(small.cleaned, out, Ledger.open(small.ledger.path))
    except LedgerError as error:
        return str(error)
    return ""


def test_every_damage_is_one_clear_line(tmp_path, small):
    whole = small.ledger.path.read_bytes()
    for at in range(0, len(whole), 37):
        small.ledger.path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        message = outcome(small, tmp_path / f"again{at}")
        assert "\n" not in message.replace("odd\n", "")
        assert (tmp_path / f"again{at}").exists() == (not message)


@pytest.mark.parametrize("size", [0, 3, 100, 2000])
def test_cut_off_ledger(small, size):
    small.ledger.path.write_bytes(small.ledger.path.read_bytes()[:size])
    with pytest.raises(LedgerError, match="damaged"):
        Ledger.open(small.ledger.path)


def test_other_parquet_and_other_version(tmp_path):
    pq.write_table(pa.table({"a": [1]}), tmp_path / "x")
    with pytest.raises(LedgerError, match="no ledger of dedup"):
        Ledger.open(tmp_path / "x")
    table = pa.table({"a": [1]}).replace_schema_metadata({"dedup": '{"schema_version": 99, "files": 0}'})
    pq.write_table(table, tmp_path / "x")
    with pytest.raises(LedgerError, match="version 99"):
        Ledger.open(tmp_path / "x")


def first_version(path):
    """Make a ledger what the first version would have written."""
    table = pq.read_table(path)
    run = json.loads(pq.read_metadata(path).metadata[b"dedup"]) | {"schema_version": 1}
    table = table.drop_columns(["level", "run_words", "run_needed"])
    pq.write_table(table.replace_schema_metadata({"dedup": json.dumps(run)}), path)


def test_a_ledger_of_the_first_version_is_read(tmp_path, small, files_of):
    before = entries_of(small.ledger)
    first_version(small.ledger.path)
    ledger = Ledger.open(small.ledger.path)
    assert entries_of(ledger) == before
    restore(small.cleaned, tmp_path / "again", ledger)
    assert files_of(tmp_path / "again") == files_of(small.raw)


def test_a_version_needs_its_columns(small):
    metadata = pq.read_metadata(small.ledger.path).metadata
    table = pq.read_table(small.ledger.path).drop_columns(["level"])
    pq.write_table(table.replace_schema_metadata({"dedup": metadata[b"dedup"]}), small.ledger.path)
    with pytest.raises(LedgerError, match="damaged"):
        Ledger.open(small.ledger.path)


def test_ledger_is_found(tmp_path, small, monkeypatch):
    expected = small.ledger.path
    assert find_ledger(small.cleaned) == expected
    assert find_ledger(tmp_path / "elsewhere", small.report) == expected
    assert find_ledger(tmp_path / "elsewhere", expected) == expected
    monkeypatch.chdir(small.cleaned)
    assert find_ledger(Path()) == expected
    assert find_cleaned(small.report) == find_cleaned(expected) == small.cleaned
    with pytest.raises(LedgerError, match=r"raw-report.*no ledger"):
        find_ledger(small.raw)
    with pytest.raises(UsageError, match="no cleaned corpus beside it"):
        find_cleaned(small.raw)


def test_restore_gives_everything_back(tmp_path, small, files_of):
    (small.cleaned / "new.txt").write_text("mine")
    done = restore(small.cleaned, tmp_path / "again", small.ledger)
    assert files_of(tmp_path / "again") == files_of(small.raw)
    assert (tmp_path / "again/link").readlink() == Path("sub/nowhere")
    assert stat.S_IMODE((tmp_path / "again/a.txt").stat().st_mode) == 0o755
    assert done.files == 5
    assert done.unknown == ("new.txt",)
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "cleaned", "cleaned-report", "again"}


def test_restore_of_a_single_file(tmp_path, corpus_at, span):
    corpus = corpus_at(tmp_path, {"a.txt": b"one\ntwo\n"}, {"a.txt": [span(0, 4)]}, shape="file", root="a.txt")
    restore(corpus.cleaned / "a.txt", tmp_path / "again.txt", corpus.ledger)
    assert (tmp_path / "again.txt").read_bytes() == b"one\ntwo\n"


@pytest.mark.parametrize("edit", ["longer", "shorter", "same size", "missing", "folder"])
@pytest.mark.parametrize("name", ["a.txt", "sub/c.bin", "odd\n\udcff.txt"])
def test_edited_files_are_named_and_nothing_is_left(tmp_path, small, edit, name):
    file = small.cleaned / name
    data = file.read_bytes()
    file.unlink()
    if edit == "folder":
        file.mkdir()
    elif edit != "missing":
        file.write_bytes({"longer": data + b"x", "shorter": data[:-1], "same size": b"?" + data[1:]}[edit])
    before = sorted(tmp_path.iterdir())
    with pytest.raises(LedgerError) as caught:
        restore(small.cleaned, tmp_path / "again", small.ledger)
    assert name.encode("utf-8", "surrogateescape") in os.fsencode(str(caught.value))
    assert sorted(tmp_path.iterdir()) == before


def test_restore_refuses_bad_places(tmp_path, small):
    with pytest.raises(UsageError, match="exists already"):
        restore(small.cleaned, small.raw, small.ledger)
    with pytest.raises(UsageError, match="does not exist"):
        restore(small.cleaned, tmp_path / "no/where", small.ledger)
    with pytest.raises(UsageError, match="inside"):
        restore(small.cleaned, small.cleaned / "again", small.ledger)
    with pytest.raises(UsageError, match="nothing of that name"):
        restore(tmp_path / "no", tmp_path / "again", small.ledger)


@pytest.mark.parametrize("path", ["../evil", "/tmp/evil", "a/../../evil", ""])
def test_a_ledger_cannot_lead_out_of_the_corpus(tmp_path, path, small):
    with LedgerWriter(small.ledger.path) as writer:
        writer.add(FileRecord(0, path, "text", "dropped", "", 0, 0, "", "", 0, 0), [])
        writer.close(INFO)
    with pytest.raises(LedgerError, match="outside the corpus"):
        restore(small.cleaned, tmp_path / "again", Ledger.open(small.ledger.path))


def test_restore_in_place(small, files_of):
    done = restore_in_place(small.cleaned, small.ledger)
    assert files_of(small.cleaned) == files_of(small.raw)
    assert done.files == 2


def test_restore_in_place_is_all_or_nothing(small, files_of):
    (small.cleaned / "sub/b.txt").write_text("new")
    before = files_of(small.cleaned)
    with pytest.raises(LedgerError, match=r"b\.txt.*exists again"):
        restore_in_place(small.cleaned, small.ledger)
    assert files_of(small.cleaned) == before
    (small.cleaned / "sub/b.txt").unlink()
    (small.cleaned / "a.txt").write_text("edited")
    before = files_of(small.cleaned)
    with pytest.raises(LedgerError, match=r"a\.txt.*edited"):
        restore_in_place(small.cleaned, small.ledger)
    assert files_of(small.cleaned) == before


def test_restore_in_place_leaves_alone_what_is_original(small, files_of):
    (small.cleaned / "a.txt").write_bytes((small.raw / "a.txt").read_bytes())
    done = restore_in_place(small.cleaned, small.ledger)
    assert files_of(small.cleaned) == files_of(small.raw)
    assert done.files == 1


def test_restore_in_place_follows_no_link_out(tmp_path, small):
    target = tmp_path / "outside"
    (small.cleaned / "sub").rename(target)
    (small.cleaned / "sub").symlink_to(target)
    with pytest.raises(LedgerError, match="leads out"):
        restore_in_place(small.cleaned, small.ledger)


@settings(max_examples=60, deadline=None)
@given(
    files=st.lists(st.tuples(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=8)), min_size=1, max_size=4)
)
def test_restore_is_byte_exact(files, corpus_at, span, files_of):
    originals, cuts = {}, {}
    for number, (data, marks) in enumerate(files):
        ends = sorted({min(mark, len(data)) for mark in marks})
        originals[f"{number}.txt"] = data
        cuts[f"{number}.txt"] = [span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    with TemporaryDirectory() as folder:
        corpus = corpus_at(Path(folder) / "c", originals, cuts)
        restore(corpus.cleaned, Path(folder) / "again", corpus.ledger)
        assert files_of(Path(folder) / "again") == originals
        restore_in_place(corpus.cleaned, corpus.ledger)
        assert files_of(corpus.cleaned) == originals
