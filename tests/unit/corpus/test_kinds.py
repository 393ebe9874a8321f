from __future__ import annotations

import pickle
import struct
import zlib

import pytest

from dedup.corpus.kinds import is_text, kind_by_bytes, kind_by_name

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0) + zlib.compress(bytes(99))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"plain\ttext\r\n",
        "Straße, 東京, русский".encode(),
        "Être à l'heure, déjà vu, garçon".encode("latin-1"),
        "\ufeffmarked".encode(),
        "wide".encode("utf-16"),
        b"\xfe\xff\x4e\x00",
        b"\x1b[1mbold\x1b[0m\f\v\b",
        b"some words with one NUL\0 in them",
        b"cut in a character: \xe6\x9d",
    ],
)
def test_text_is_text(head: bytes) -> None:
    assert is_text(head)
    assert kind_by_bytes(head) == ("text", "")


@pytest.mark.parametrize(
    "head",
    [
        PNG,
        b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\0>\0\x01",
        pickle.dumps([1, "two", {3: 4.0}]),
        "wide".encode("utf-32"),
        b"\0\0\xfe\xff\0\0\0a",
        "wide without a mark".encode("utf-16-le"),
        "서울은 한국의 수도이다".encode("utf-16-le"),
        "русский язык".encode("koi8-r"),
        zlib.compress(b"many different words in here"),
        bytes(50),
    ],
)
def test_other_bytes_are_not(head: bytes) -> None:
    assert not is_text(head)
    assert kind_by_bytes(head) == ("carried", "not text")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b.JSONL", ("jsonl", "")),
        ("rows.ndjson", ("jsonl", "")),
        ("page.Html", ("carried", "HTML is not cleaned yet")),
        ("rows.jsonl.gz", ("carried", "compressed data is not cleaned yet")),
        ("photo.jpeg", ("carried", "not text")),
        ("notes.txt", None),
        ("README", None),
        (".html", None),
        ("dir.html/page", None),
    ],
)
def test_the_suffix_decides_first(path: str, expected: tuple[str, str] | None) -> None:
    assert kind_by_name(path) == expected
