from __future__ import annotations

import pytest

from dedup.report.sentences import aligned_sentences

KEPT = (
    "The night ferry leaves the east quay at 9 and comes back at 11 sharp. Nobody has ever seen it full on a weekday. "
    "The harbour master sold 40 tickets for the crossing, and kept a list of the names."
)
REMOVED = KEPT.replace("comes back", "returns back").replace("full", "crowded").replace("names", "passengers")


def compared(removed: str, witness: str = KEPT, asked: tuple[int, int] | None = None, similarity: float = 0.7):
    return aligned_sentences(removed, (0, len(removed)), asked or (0, len(removed)), witness, similarity)


def test_each_sentence_with_what_differs_and_what_was_compared():
    first, second, third = compared(REMOVED)
    assert first.text == "The night ferry leaves the east quay at 9 and returns back at 11 sharp"
    assert (first.words, first.aligned, first.share) == (15, 14, 14 / 15)
    assert first.exchanged == [("returns", "comes")]
    assert first.facts == ["9", "11"]
    assert second.exchanged == [("crowded", "full")]
    assert second.facts == ["Nobody"]
    assert third.exchanged == [("passengers", "names")]
    assert third.facts == ["40"]


def test_words_that_are_only_spelled_in_another_way():
    [_, _, third] = compared(KEPT.replace("harbour", "harbor").replace("list", "roll"))
    assert third.exchanged == [("harbor", "harbour"), ("roll", "list")]
    assert (third.share, third.alike) == (14 / 16, 15 / 16)


def test_only_what_is_asked_about():
    at = REMOVED.index("ever seen")
    [second] = compared(REMOVED, asked=(at, at + 1))
    assert second.text.startswith("Nobody")


def test_only_what_was_removed():
    start = REMOVED.index("Nobody")
    found = aligned_sentences(REMOVED, (start, len(REMOVED)), (0, len(REMOVED)), KEPT, 0.7)
    assert [sentence.text.split()[0] for sentence in found] == ["Nobody", "The"]


def test_words_of_the_next_sentence_do_not_stand_for_what_is_missing():
    [_, second, _] = compared(KEPT.replace("weekday.", "weekday or Sunday."))
    assert second.exchanged == [("or Sunday", "")]
    [first, *_] = compared(f"Once a day {KEPT[0].lower()}{KEPT[1:]}")
    assert first.exchanged == [("Once a day", "")]


def test_below_the_similarity_it_is_no_repeat():
    assert len(compared(REMOVED, similarity=0.7)) == 3
    assert len(compared(REMOVED, similarity=0.99)) == 0
    assert len(compared(KEPT, similarity=1.0)) == 3


def test_a_sentence_that_was_pasted_twice_is_compared_with_the_kept_place():
    first = KEPT.split(". ")[0] + "."
    one, two = compared(f"{first} {first}")
    assert one.share == two.share == 1


def test_characters_without_spaces():
    kept = "夜の渡し船は東の岸壁を九時に出て、十一時に戻ってくる。"
    [sentence] = compared(kept.replace("戻って", "帰って"), kept)
    assert sentence.exchanged == [("帰", "戻")]
    assert sentence.share == pytest.approx(1 - 1 / sentence.words)


@pytest.mark.parametrize("witness", ["", "...", "Something else is written here, and nothing of that."])
def test_nothing_in_common(witness):
    assert compared(REMOVED, witness) == []
