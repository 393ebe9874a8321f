from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config
from dedup.corpus import plain
from dedup.corpus.record import Record, Seal, SealedFile, byte_offsets
from dedup.model import File

UTF8 = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=40).map(str.encode),
    st.lists(st.sampled_from([b"\xe9", "é".encode(), b"\r\n", "😀".encode(), b"\xed\xa0\x80", b"\0", b"a"])).map(
        b"".join
    ),
)
UTF16 = st.tuples(st.sampled_from([b"\xff\xfe", b"\xfe\xff"]), st.binary(max_size=40)).map(b"".join)
MARKED = UTF8.map(b"\xef\xbb\xbf".__add__)


class InMemory(SealedFile):
    """Stands for a file that holds `content`."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self) -> bytes:
        return self.content


def record_of(content: bytes) -> Record:
    (record,) = plain.read(File(0, "a.txt", "text"), InMemory(content), Config(), [])
    return record


def encoding_of(content: bytes) -> tuple[str, str]:
    if content.startswith(b"\xff\xfe"):
        return "utf-16-le", "surrogatepass"
    if content.startswith(b"\xfe\xff"):
        return "utf-16-be", "surrogatepass"
    return "utf-8", "surrogateescape"


@given(st.one_of(UTF8, UTF16, MARKED), st.data())
def test_cutting_characters_cuts_their_bytes(content: bytes, data: st.DataObject) -> None:
    record = record_of(content)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(record.text)), max_size=6)))
    places = record.bytes_at(cuts)
    assert places == sorted(places)
    for start, end, first, last in zip(cuts, cuts[1:], places, places[1:], strict=False):
        assert content[first:last] == record.text[start:end].encode(*encoding_of(content))
    whole = record.bytes_at([0, len(record.text)])
    assert content[whole[0] : whole[1]] == record.text.encode(*encoding_of(content))
    assert (record.row, record.start, record.end, record.source) == (None, 0, len(content), None)


@pytest.mark.parametrize(
    ("content", "text", "span"),
    [
        (b"", "", [0, 0]),
        (b"\xef\xbb\xbf", "", [3, 3]),
        (b"\xef\xbb\xbfa\r\nb\r", "a\r\nb\r", [3, 8]),
        (b"\xff\xfea\0\n\0x", "a\n", [2, 6]),
        (b"\xfe\xff\0a\xd8\x3d\xde\0\xd8\x3d", "a\U0001f600\ud83d", [2, 10]),
        (b"caf\xe9\0", "caf\udce9\0", [0, 5]),
    ],
)
def test_marks_and_odd_bytes_stay_outside(content: bytes, text: str, span: list[int]) -> None:
    record = record_of(content)
    assert record.text == text
    assert record.bytes_at([0, len(text)]) == span


@pytest.mark.parametrize("offsets", [[2, 1], [4], [-1]])
@pytest.mark.parametrize("text", ["abc", "äbc"])
def test_offsets_that_do_not_ascend(text: str, offsets: list[int]) -> None:
    with pytest.raises(ValueError, match="does not ascend"):
        byte_offsets(text, 0, "utf-8", "surrogateescape", offsets)


@pytest.mark.parametrize("digested", [True, False])
def test_every_way_of_reading_gives_one_seal(tmp_path: Path, digested: bool) -> None:
    content = b"one\ntwo\r\nthree" * 100_000
    (tmp_path / "a").write_bytes(content)
    told: list[Seal] = []
    file = SealedFile(tmp_path / "a", told.append, digested=digested)
    assert file.read() == content
    assert b"".join(file.lines()) == content
    file.skim()
    digest = hashlib.sha256(content).hexdigest() if digested else ""
    assert told == [Seal(len(content), zlib.crc32(content), digest)] * 3
