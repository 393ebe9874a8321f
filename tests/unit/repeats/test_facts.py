from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.repeats.chain import common
from dedup.repeats.facts import Gap, alike, differ, edit_distance, gaps, is_edit, is_renamed, slots, spelled_alike
from dedup.repeats.seeds import Fragment
from dedup.text.words import UNIT, find_words, pack_letters


def gap_of(mine: str, theirs: str) -> tuple[Gap, list[int], list[int], list[int]]:
    """A gap whose two sides hold these words."""
    words = find_words(f"{theirs} {mine}")
    border = len(find_words(theirs))
    gap = Gap(border, len(words), 0, border)
    return gap, words.hashes.tolist(), words.letters.tolist(), words.kinds.tolist()


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("in 1999", "in 1998", True),
        ("5", "7 percent", True),
        ("５", "6", True),
        ("٣", "4", True),
        ("a 5th time", "a 6th time", True),
        ("red", "blue", False),
        ("is", "is not", True),
        ("is not", "is", True),
        ("never", "not", True),
        ("not", "not", False),
        ("cannot", "can", True),
        ("isn’t", "is", True),
        ("don't", "do", True),
        ("kein Hund", "ein Hund", True),
        ("nicht", "sehr", True),
        ("ne mange pas", "mange", True),
        ("nunca", "siempre", True),
        ("mai", "sempre", True),
        ("não", "sim", True),
        ("geen", "een", True),
        ("inte", "alltid", True),
        ("nie", "zawsze", True),
        ("не", "да", True),
        ("değil", "var", True),
        ("不", "很", True),
        ("没", "有", True),
        ("NOT", "now", True),
        ("", "not", True),
        ("", "red", False),
        ("Tuesday", "Friday", True),
        ("im Mai", "im Juni", True),
        ("two", "six", True),
        ("Henry IV", "Henry III", True),
        ("miles", "kilometres", True),
        ("metres", "meters", False),
        ("litre", "metre", True),
        ("can't", "cannot", False),
        ("do not", "don’t", False),
        ("n'est pas", "ne est pas", False),
        ("two", "some", False),
        ("possible", "impossible", True),
        ("dishonest", "honest", True),
        ("side", "inside", True),
        ("der", "under", False),
        ("May", "may", False),
        ("ไม่มี", "มี", True),
        ("ません", "ます", True),
    ],
)
def test_numbers_and_negations(mine: str, theirs: str, expected: bool) -> None:
    assert differ(*gap_of(mine, theirs)) is expected


def test_a_gap_may_reach_past_the_end_of_the_words() -> None:
    gap, hashes, letters, kinds = gap_of("blue", "red")
    assert not differ(gap._replace(source_end=len(kinds) + 5, source=len(kinds)), hashes, letters, kinds)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("house", "building", True),
        ("Anna", "she", False),
        ("she", "Anna", False),
        ("5", "five", False),
        ("not", "now", False),
        ("big house", "house", False),
        ("", "house", False),
    ],
)
def test_one_ordinary_word_is_an_edit(mine: str, theirs: str, expected: bool) -> None:
    gap, _, _, kinds = gap_of(mine, theirs)
    assert is_edit(gap, kinds) is expected


ALIGNED = [Fragment(10, 0, 3), Fragment(15, 4, 2), Fragment(20, 9, 5)]


@pytest.mark.parametrize(
    ("first", "end", "expected"),
    [
        (10, 17, [Gap(13, 15, 3, 4)]),
        (10, 25, [Gap(13, 15, 3, 4), Gap(17, 20, 6, 9)]),
        (8, 13, [Gap(8, 10, 0, 0)]),
        (12, 19, [Gap(13, 15, 3, 4), Gap(17, 19, 6, 8)]),
        (14, 17, [Gap(14, 15, 3, 4)]),
        (21, 27, [Gap(25, 27, 14, 16)]),
        (21, 25, []),
        (30, 40, []),
    ],
)
def test_gaps_of_a_unit(first: int, end: int, expected: list[Gap]) -> None:
    assert list(gaps(ALIGNED, first, end, [0] * 100)) == expected


def test_a_gap_at_an_end_stays_in_the_source_unit() -> None:
    kinds = [0] * 100
    for word in (0, 14, 10, 26):
        kinds[word] = UNIT
    assert list(gaps(ALIGNED, 8, 13, kinds)) == [Gap(8, 10, 0, 0)]
    assert list(gaps([Fragment(20, 12, 2)], 17, 26, kinds)) == [Gap(17, 20, 10, 12), Gap(22, 26, 14, 14)]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=5),
    st.integers(40, 70),
    st.integers(1, 30),
)
def test_gaps_are_the_words_of_the_unit_that_are_not_aligned(
    steps: list[tuple[int, int, int]], first: int, length: int
) -> None:
    filled, at, source = [], 45, 10
    for mine, theirs, size in steps:
        at, source = at + mine, source + theirs
        filled.append(Fragment(at, source, size))
        at, source = at + size, source + size
    end = first + length
    aligned = {f.at + n for f in filled for n in range(f.length)}
    found = list(gaps(filled, first, end, [0] * 200))
    if aligned & set(range(first, end)):
        words = [word for gap in found for word in range(gap.at, gap.end)]
        assert words == [word for word in range(first, end) if word not in aligned]
    assert all(gap.at <= gap.end and gap.source <= gap.source_end for gap in found)
    assert all(a.end <= b.at and a.source_end <= b.source for a, b in pairwise(found))


def slots_of(mine: str, theirs: str) -> list[str]:
    """The words of `mine` that fill slots of `theirs`."""
    words = find_words(f"{theirs} {mine}")
    border = len(find_words(theirs))
    hashes = np.ascontiguousarray(words.hashes).data
    filled = common(hashes, border, len(hashes), 0, border)
    found = slots(filled, hashes, words.letters.tolist(), words.kinds.tolist(), names=True)
    return [f"{theirs} {mine}"[words.starts[n] : words.ends[n]] for n in sorted(found)]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("a cat b c cat d", "a dog b c dog d", ["cat", "cat"]),
        ("a cat b c cow d", "a dog b c dog d", []),
        ("a cat b c Cat d", "a dog b c DOG d", ["cat", "Cat"]),
        ("a colour b c colour d", "a color b c color d", []),
        ("a 12345 b c 12345 d", "a 12346 b c 12346 d", ["12345", "12345"]),
        ("a red cat b red cat d", "a big dog b big dog d", ["red", "cat", "red", "cat"]),
        ("a v w x y z b v w x y z c", "a l m n o p b l m n o p c", []),
        ("same words here", "same words here", []),
        ("a kettle b the kettle d", "a big pot b the big pot d", ["kettle", "kettle"]),
        ("a kettle b the pan d", "a big pot b the big pot d", []),
        ("a narne b c narne d", "a name b c name d", []),
        ("a Councilor b c Councilor d", "a Councillor b c Councillor d", []),
        ("a Marie b c Marie d", "a Maria b c Maria d", ["Marie", "Marie"]),
        ("a Horáková b c Horáková d", "a Nováková b c Nováková d", ["Horáková", "Horáková"]),
    ],
)
def test_slots(mine: str, theirs: str, expected: list[str]) -> None:
    assert slots_of(mine, theirs) == expected


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("colour", "color", True),
        ("organise", "organize", True),
        ("Theater", "theatre", True),
        ("daß", "dass", True),
        ("café", "cafe", True),
        ("cat", "cats", False),
        ("north", "south", False),
        ("march", "april", False),
        ("1998", "1999", False),
        ("word", "sword", True),
        ("aaaaaa", "aabbaa", True),
        ("aaaaaa", "abbbaa", False),
        ("Paris", "London", False),
        ("name", "narne", True),
        ("will", "vvill", True),
        ("daily", "claily", True),
    ],
)
def test_spelling_variants(one: str, two: str, alike: bool) -> None:
    words = find_words(f"{one} {two}")
    letters, kinds = words.letters.tolist(), words.kinds.tolist()
    assert spelled_alike(*letters, kinds[0] | kinds[1]) is alike
    assert spelled_alike(*reversed(letters), kinds[0] | kinds[1]) is alike


@pytest.mark.parametrize(
    ("mine", "theirs", "names", "expected"),
    [
        ("Anna", "Peter", True, True),
        ("Haus", "Gebäude", False, False),
        ("Kirsten Dale", "Desmond Farrow", False, True),
        ("Kirsten Dale", "Farrow", True, True),
        ("Kirsten Dale", "Farrow", False, False),
        ("Horáková", "Nováková", True, True),
        ("Sara", "Sarah", True, False),
        ("Johnson", "Jonson", True, False),
        ("Anna", "she", True, False),
        ("house", "Peter", True, False),
        ("Anna", "", True, False),
        ("One Two Three Four", "Five", True, False),
    ],
)
def test_another_name(mine: str, theirs: str, names: bool, expected: bool) -> None:
    words = find_words(f"{theirs} {mine}")
    border = len(find_words(theirs))
    same = Gap(border, border, 0, 0)
    differences = [same, Gap(border, len(words), 0, border)]
    letters, kinds = words.letters.tolist(), words.kinds.tolist()
    assert is_renamed(differences, letters, kinds, names=names) is expected
    assert not is_renamed([same], letters, kinds, names=names)


def test_a_rewritten_sentence_is_not_about_somebody_else() -> None:
    words = find_words("Anna red Peter blue Carl")
    letters, kinds = words.letters.tolist(), words.kinds.tolist()
    assert not is_renamed([Gap(2, 3, 0, 1), Gap(3, 4, 1, 2)], letters, kinds, names=True)
    assert not is_renamed([Gap(2, 3, 4, 5)] * 3, letters, kinds, names=True)
    assert is_renamed([Gap(2, 3, 4, 5)] * 2, letters, kinds, names=True)


def test_words_that_are_spelled_alike() -> None:
    words = find_words("the colour was grey the color were gray")
    letters, kinds = words.letters.tolist(), words.kinds.tolist()
    assert alike(Gap(4, 8, 0, 4), letters, kinds) == [Fragment(5, 1, 1), Fragment(7, 3, 1)]
    assert alike(Gap(4, 7, 0, 4), letters, kinds) == []
    assert alike(Gap(4, 8, 6, 10), letters, kinds) == []


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_edit_distance(a: str, b: str) -> None:
    def naive(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        return min(naive(a[1:], b) + 1, naive(a, b[1:]) + 1, naive(a[1:], b[1:]) + (a[0] != b[0]))

    assert edit_distance([*map(ord, a)], [*map(ord, b)]) == naive(a, b)


@given(st.text("abcdefghij", min_size=4, max_size=30))
def test_a_word_is_spelled_like_itself(word: str) -> None:
    assert spelled_alike(pack_letters(word), pack_letters(word), 0)
