from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import ConfigError
from dedup.text.fingerprint import fingerprints, mix, name, name_of_text, parse_keep, protected
from dedup.text.segment import segment
from dedup.text.words import find_words, hash64

M64 = (1 << 64) - 1
HASHES = st.lists(st.integers(-(1 << 63), (1 << 63) - 1), max_size=30)


def naive_mix(value: int) -> int:
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        value = (value ^ (value >> 33)) * factor & M64
    return value ^ (value >> 33)


def naive(hashes: list[int]) -> int:
    """The polynomial with big integers."""
    base = 0x9E3779B97F4A7C15
    value = naive_mix(sum((h & M64) * base**i for i, h in enumerate(hashes)) & M64)
    return value - (1 << 64) if value >> 63 else value


@given(HASHES, st.data())
def test_fingerprints_equal_the_polynomial(hashes: list[int], data: st.DataObject) -> None:
    place = st.integers(0, len(hashes))
    spans = [sorted(pair) for pair in data.draw(st.lists(st.tuples(place, place), max_size=8))]
    starts, ends = (np.array([span[side] for span in spans], np.int64) for side in (0, 1))
    got = fingerprints(np.array(hashes, np.int64), starts, ends)
    assert got.dtype == np.int64
    assert got.tolist() == [naive(hashes[a:b]) for a, b in spans]


@given(st.integers(0, M64))
def test_mix_is_the_finaliser_of_murmur(value: int) -> None:
    assert int(mix(np.array([value], np.uint64))[0]) == naive_mix(value)


def test_fixed_fingerprints() -> None:
    assert name_of_text("The quick brown fox") == "d6ae33749d0e42bf:4"
    assert name_of_text("* * *") == "451b7ce11da33850:0"


@pytest.mark.parametrize("same", ["THE QUICK, brown fox!", "the quick brown\nfox", "“Ｔhe” quick—brown _fo\u00adx_"])
def test_names_ignore_case_and_punctuation(same: str) -> None:
    assert name_of_text(same) == name_of_text("The quick brown fox")
    assert name_of_text("fox brown quick The") != name_of_text(same)


@given(st.text(min_size=1).filter(str.strip))
def test_names_round_trip_through_the_keep_list(text: str) -> None:
    written = name_of_text(text)
    digits, _, count = written.partition(":")
    assert int(count) == len(find_words(text))
    kept = parse_keep([written])
    assert kept == parse_keep([text])
    ((words, values),) = kept.items()
    assert name(next(iter(values)), words) == written
    assert len(digits) == 16


def test_keep_holds_fingerprints_and_literal_lines() -> None:
    kept = parse_keep(["ffffffffffffffff:3", "0000000000000001:3", "***", "All rights reserved"])
    assert kept[3] >= {-1, 1}
    assert kept[0] == {hash64("***")}
    assert set(kept) == {0, 3}


def test_a_name_of_other_shape_is_text() -> None:
    assert parse_keep(["FFFFFFFFFFFFFFFF:3"]) == parse_keep(["ffffffffffffffff 3"])


@pytest.mark.parametrize("entry", ["", "  \n"])
def test_an_empty_entry_is_refused(entry: str) -> None:
    with pytest.raises(ConfigError, match="empty"):
        parse_keep([entry])


def test_nothing_is_protected_by_an_empty_list() -> None:
    assert not protected(segment("One two three.").words, {}).any()


def test_protected_words() -> None:
    text = "Alpha beta gamma. All rights\n***\nreserved! Alpha beta.\n***\n---"
    words = segment(text).words
    kept = parse_keep(["all RIGHTS reserved", "---"])
    marked = protected(words, kept)
    found = [text[a:b] for a, b, m in zip(words.starts, words.ends, marked, strict=True) if m]
    assert found == ["All", "rights", "***", "reserved", "---"]


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), min_size=1, max_size=3))
def test_protected_finds_every_occurrence(text: list[str], kept: list[str]) -> None:
    expected = [False] * len(text)
    for at in range(len(text) - len(kept) + 1):
        if text[at : at + len(kept)] == kept:
            expected[at : at + len(kept)] = [True] * len(kept)
    got = protected(find_words(" ".join(text)), parse_keep([" ".join(kept)]))
    assert got.tolist() == expected
