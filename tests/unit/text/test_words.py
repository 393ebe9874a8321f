from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text.words import (
    DIGIT,
    FACT,
    FULL,
    NEGATION,
    SYMBOL,
    _marks,
    facts,
    find_words,
    hash64,
    negations,
    normalise,
    pack_letters,
    weights,
    word_spans,
)


def words_of(text: str) -> list[str]:
    words = find_words(text)
    return [normalise(text[a:b]) for a, b in zip(words.starts, words.ends, strict=True)]


def hashes_of(text: str) -> list[int]:
    return find_words(text).hashes.tolist()


SAMPLES = {
    "The Quick—brown “fox” (42) don't": ["the", "quick", "brown", "fox", "42", "don", "t"],
    "Straße STRASSE ẞ": ["strasse", "strasse", "ss"],
    "İstanbul ISTANBUL ısı": ["istanbul", "istanbul", "isi"],
    "ΟΔΟΣ οδός οδος ᾳ Αι": ["οδοσ", "οδοσ", "οδοσ", "αι", "αι"],
    "cafe\u0301 café CAFÉ": ["cafe"] * 3,
    "ﬁrst o\ufb03ce Ｆｕｌｌ１２ x²": ["first", "office", "full12", "x2"],
    "zero\u200bwidth so\u00adft \ufeffbom": ["zerowidth", "soft", "bom"],
    "می\u200cخواهم كِتَاب": ["میخواهم", "كتاب"],
    "한국어 \u1112\u1161\u11ab 한": ["한국어", "한", "한"],
    "ｶﾞｷﾞ ガ カ\u3099": ["ガ", "ギ", "ガ", "ガ"],
    "東京タワー。ABCの本": ["東", "京", "タ", "ワ", "ー", "abc", "の", "本"],
    "葛\U000e0100城 𠮷野": ["葛", "城", "𠮷", "野"],
    "ไม่มี": ["ไ", "ม่", "มี"],
    "हिन्दी में 3": ["हिन्दी", "में", "3"],
    "မြန်မာ၊ ။": ["မြ", "န်", "မာ"],
    "ខ្មែរ។ ៛": ["ខ្", "មែ", "រ"],
    "ジョン・スミス ｼﾞｮﾝ･ｽﾐｽ": [*"ジョンスミス", *"ジョンスミス"],
    "a\ud800b \udcff": ["a", "b"],
    "— … *** 🎉 ‘’ _ ™": [],
    "\u115f \u1160 \u3164 \uffa0 \u17b4 \u200d": [],
    "under_score e-mail 1,000.50": ["under", "score", "e", "mail", "1", "000", "50"],
    "żółć Żólc ZOLC Ёлка елка": ["zolc", "zolc", "zolc", "елка", "елка"],
    "a&nbsp;b &amp; c &#8217; &#x2019; R&D; AT&T": ["a", "b", "c", "r", "d", "at", "t"],
    "٣٤ ३४ 34": ["34", "34", "34"],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), SAMPLES.items(), ids=range(len(SAMPLES)))
def test_words_of_many_scripts(text: str, expected: list[str]) -> None:
    assert words_of(text) == expected


GOLDEN = {
    "": -5426141060434712860,
    "word": -7669973388465560502,
    "straße": -8550434731599635614,
    "東": -3536463146659735302,
    "\ud800": 7497787021708494914,
}


def test_hashes_are_the_same_on_every_machine() -> None:
    assert {text: hash64(text) for text in GOLDEN} == GOLDEN


BASES = [*"aAzZ09éÉßẞİıiIςΣσΐŉǰſçÅΆ", *"가각힣ᄀㄱㅏﾡ", *"東漢﨑ガかｶーゝ々", "ｶﾞ", "ﾊﾟ", *"กไลາ", *"कআاאכـﻙﻼ"]
MARKS = [
    *"\u0301\u0307\u0308\u0323\u0328\u3099\u309a\u0e48\u0e34\u0eb4\u093f\u093c\u094d\u09be\u05c1\u05b0\u0650",
    *"\u1161\u11a8\u1160\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f\u034f",
]
BREAKS = [*" \t\n.,-–—'’\"()!?。、・･*#@…"]
LETTER = st.builds("{}{}".format, st.sampled_from(BASES), st.lists(st.sampled_from(MARKS), max_size=3).map("".join))
LANGUAGES = st.lists(st.one_of(LETTER, LETTER, st.sampled_from(BREAKS))).map("".join)
TEXTS = st.one_of(st.text(), LANGUAGES)


@given(TEXTS)
def test_normalise_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(TEXTS)
def test_spans_are_ordered_disjoint_and_not_empty(text: str) -> None:
    words = find_words(text)
    at = 0
    for start, end in zip(words.starts.tolist(), words.ends.tolist(), strict=True):
        assert at <= start < end
        at = end
    assert at <= len(text)
    assert word_spans(text).tolist() == [[*span] for span in zip(words.starts, words.ends, strict=True)]
    assert all(words_of(text)), "no word is empty once normalised"


@given(LANGUAGES)
def test_words_do_not_depend_on_the_unicode_form(text: str) -> None:
    expected = hashes_of(text)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert hashes_of(unicodedata.normalize(form, text)) == expected


@given(LANGUAGES)
def test_words_do_not_depend_on_case(text: str) -> None:
    assert hashes_of(text.casefold()) == hashes_of(text)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_character_has_the_same_words_when_composed_or_not(form: str) -> None:
    changed = [c for c in map(chr, range(0x110000)) if unicodedata.normalize(form, c) != c]
    text = " ".join(changed)
    assert hashes_of(text) == hashes_of(unicodedata.normalize(form, text))


@given(TEXTS)
def test_words_of_joined_texts_are_those_of_the_parts(text: str) -> None:
    assert hashes_of(f"{text}\n{text}") == 2 * hashes_of(text)


def test_notes_about_words() -> None:
    words = find_words("He is not 4ever 第 不 ３")
    assert [kind & NEGATION > 0 for kind in words.kinds] == [False, False, True, False, False, True, False]
    assert [kind & DIGIT > 0 for kind in words.kinds] == [False, False, False, True, False, False, True]
    assert [kind & FULL > 0 for kind in words.kinds] == [True, True, True, True, False, False, True]
    assert weights(words.kinds).tolist() == [2, 2, 2, 2, 1, 1, 2]
    assert weights(words.kinds | SYMBOL).tolist() == [0] * 7


def test_every_listed_word_is_found() -> None:
    for listed, kind in ((negations(), NEGATION), (facts(), FACT)):
        assert listed
        for word in listed:
            assert find_words(word).kinds[0] & kind, word
            assert len(find_words(word)) == 1 or not find_words(word).kinds[0] & FULL, word


def test_a_string_of_characters_negates_where_it_begins() -> None:
    words = find_words("ร้านนี้ไม่มีหนังสือ")
    assert [n for n, kind in enumerate(words.kinds.tolist()) if kind & NEGATION] == [4]
    assert not (find_words("ไ").kinds & NEGATION).any()
    assert (find_words("本がない").kinds & NEGATION > 0).tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("text", "found"), [("Henry IV", [False, True]), ("V. I. X", [True, False, True]), ("MIX DID iv", [False] * 3)]
)
def test_roman_numerals_are_facts(text: str, found: list[bool]) -> None:
    assert (find_words(text).kinds & FACT > 0).tolist() == found


@given(st.text(min_size=1))
def test_packed_letters_fit_in_a_signed_integer_and_equal_words_agree(text: str) -> None:
    packed = pack_letters(normalise(text))
    assert 0 <= packed < 1 << 60
    assert packed == pack_letters(normalise(text))


def test_packed_letters_hold_both_ends_of_a_long_word() -> None:
    assert pack_letters("internationalisation") == pack_letters("internxxxxxxxsation")
    assert pack_letters("colour") != pack_letters("color")


def test_a_long_word_takes_no_time() -> None:
    text = "a1é" * 100_000 + "!" + "\u0301" * 100_000
    assert len(find_words(text)) == 1


def test_the_class_of_marks_holds_every_mark_of_plane_0():
    marks = re.compile(f"[{_marks()}]")
    for code in range(0x300, 0x10000):
        assert bool(marks.match(chr(code))) == (unicodedata.category(chr(code))[0] == "M")
