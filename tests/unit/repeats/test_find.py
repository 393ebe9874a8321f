"""Repeats from texts to verdicts: runs, verse, edges, twins, facts, and the same tables whatever the machine."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pytest

from dedup.engines import duckdb, rows
from dedup.text import texts as texts_module
from dedup.text.segment import segment

Find = Callable[..., Any]

A = "The committee that was set up last spring to look into the matter of the northern bridge published its findings."
B = "Nobody in the whole office had read a single page of the reports before the accident happened in the early hours."
C = "A spokesman for the town said that repairs would begin as soon as the money for them had been found."
OTHER = "Quite different words about gardens, rivers and the weather stand here so that nothing is like anything else."


def removed(found: Any, *texts: str) -> dict[int, list[str]]:
    """The removed units by document."""
    result = {}
    for doc, cuts in found.changes.cuts.items():
        parts = segment(texts[doc])
        spans = list(zip(parts.unit_starts.tolist(), parts.unit_ends().tolist(), strict=True))
        assert [(cut.start, cut.end) for cut in cuts] == [spans[cut.unit] for cut in cuts]
        result[doc] = [texts[doc][cut.start : cut.end].strip() for cut in cuts]
    return result


@pytest.fixture
def gone(find: Find) -> Callable[..., dict[int, list[str]]]:
    def look(*texts: str, **settings: Any) -> dict[int, list[str]]:
        return removed(find(*texts, **settings), *texts)

    return look


Gone = Callable[..., dict[int, list[str]]]


def test_the_first_copy_stays(gone: Gone) -> None:
    text = f"{A} {B}"
    assert gone(text, f"{OTHER}\n\n{A} {B}", text) == {1: [A, B], 2: [A, B]}


def test_a_text_repeats_itself(gone: Gone) -> None:
    assert gone(f"{A} {B}\n\n{OTHER}\n\n{A} {B}") == {0: [A, B]}


def test_nothing_repeats(gone: Gone) -> None:
    assert gone(A, B, C, "", "***") == {}


@pytest.mark.parametrize(("least", "gone_words"), [(20, True), (21, False)])
def test_a_run_has_enough_words(gone: Gone, least: int, gone_words: bool) -> None:
    assert len(segment(A).words) == 20
    assert gone(f"{A} {B}", f"{OTHER}\n{A}", min_words=least) == ({1: [A]} if gone_words else {})


def test_units_of_a_run_count_together(gone: Gone) -> None:
    short = "Nobody had read them before. It was all in vain. The end was near for the old man. So they went on home."
    parts = [
        "Nobody had read them before.",
        "It was all in vain.",
        "The end was near for the old man.",
        "So they went on home.",
    ]
    assert gone(f"{short}\n{B}", f"{OTHER}\n{short}", min_words=23) == {1: parts}
    assert gone(f"{short}\n{B}", f"{OTHER}\n{short}", min_words=24) == {}


def test_a_kept_unit_parts_a_run_and_marks_do_not(gone: Gone) -> None:
    new = "This sentence is nowhere else."
    assert gone(f"{A}\n{B}\n{C}", f"{OTHER}\n{A}\n{new}\n{B}", min_words=25) == {}
    assert gone(f"{A}\n{B}\n{C}", f"{OTHER}\n{A}\n***\n{B}", min_words=25) == {1: [A, "***", B]}


def test_one_ordinary_word_changed(gone: Gone) -> None:
    changed = A.replace("matter", "question")
    assert gone(f"{A} {B}", f"{OTHER}\n{changed} {B}") == {1: [changed, B]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("in 1998 after", "in 1999 after"),
        ("was never", "was"),
        ("was", "was not"),
        ("3 men", "4 men"),
        ("cost 3.5 million", "cost 3.6 million"),
    ],
)
def test_a_changed_fact_keeps_the_sentence(gone: Gone, old: str, new: str) -> None:
    sentence = "It is said by all those who know about such things that the tower {} the great flood of the river."
    assert gone(f"{A} {sentence.format(old)} {B}", f"{OTHER}\n{A} {sentence.format(new)} {B}", min_words=20) == {
        1: [A, B]
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rose from 5 to 7 percent in the town", "rose from 7 to 5 percent in the town"),
        ("was built in the old town hall in May 1998", "was built in the old town hall in 2007"),
        ("was built in the town", "was built in 2007 in the town"),
    ],
)
def test_numbers_that_move(gone: Gone, old: str, new: str) -> None:
    sentence = "It is said by all those who know about such things that the great tower by the river {}."
    assert gone(f"{A} {sentence.format(old)} {B}", f"{OTHER}\n{A} {sentence.format(new)} {B}", min_words=20) == {
        1: [A, B]
    }


def test_a_form_letter_stays(gone: Gone) -> None:
    letter = "Dear {0}, we are glad to say that {0} has been chosen. We shall send {0} the prize as soon as we find it."
    assert gone(letter.format("Anna"), letter.format("Peter"), min_words=10) == {}


def test_spelling_variants_go(gone: Gone) -> None:
    text = (
        "The colour of the old theatre was the colour of wine, and nobody in the town knew any colour like it at all."
    )
    assert gone(f"{OTHER}\n\n{text}", text.replace("colour", "color"), min_words=15) == {
        1: [text.replace("colour", "color")]
    }


def test_a_sentence_without_a_witness_of_its_own_stays(gone: Gone) -> None:
    assert gone(A, f"{A} {OTHER}", min_words=20) == {1: [A]}
    assert gone(A + B, OTHER) == {}


VERSE = """\
Down by the river the willows are green
And nobody knows where the ferryman has been
The bells of the village are ringing at night
And all of the windows are golden and bright"""


def test_a_refrain_stays_in_its_song_but_not_in_another_text(gone: Gone) -> None:
    song = f"{VERSE}\n\n{OTHER}\n\n{VERSE}"
    assert gone(song, min_words=10) == {}
    assert gone(VERSE, f"{OTHER}\n\n{VERSE}", min_words=10) == {1: VERSE.split("\n")}


def test_a_long_song_twice_in_one_text_goes(gone: Gone) -> None:
    lines = [
        f"{a} {b} by the light of the {c}"
        for a in ("walking", "singing", "dancing")
        for b in ("alone", "together")
        for c in ("moon", "sun")
    ]
    song = "\n".join(lines)
    assert gone(f"{song}\n\n{OTHER}\n\n{song}") == {0: lines}


def test_a_date_line_a_bracket_and_a_heading_go_along(gone: Gone) -> None:
    head, date = "The northern bridge", "May 3, 2020"
    article = f"{head}\n{date}\n{A} {B}\n(Reuters)"
    assert gone(article, f"{OTHER}\n\n{article}\n\n{C}") == {1: [head, date, A, B, "(Reuters)"]}


def test_an_edge_must_equal_its_neighbour(gone: Gone) -> None:
    assert gone(f"One heading\n{A} {B}", f"{OTHER}\n\nAnother heading\n{A} {B}") == {1: [A, B]}
    assert gone(f"The heading\n1\n2\n3\n4\n{A} {B}", f"{OTHER}\n\nThe heading\n{A} {B}") == {1: [A, B]}


def test_a_heading_of_what_stays_is_no_edge(gone: Gone) -> None:
    assert gone(f"{A} {B}\n\nThe background\n\n{OTHER}", f"{A} {B}\n\nThe background\n\n{C}") == {1: [A, B]}
    two = f"{A} {B}\n\nThe background"
    assert gone(f"{two}\n\n{OTHER}", f"{C}\n\n{two}") == {1: [A, B, "The background"]}


def test_a_long_edge_stays(gone: Gone) -> None:
    edge = "one two three four five six seven eight nine ten eleven twelve thirteen"
    lead = f"{edge}\n{A} {B}"
    found = gone(lead, f"{OTHER}\n\n{lead}")
    assert found[1][-2:] == [A, B]


@pytest.mark.parametrize("text", [f"{A} {B}", f"{A}\n***\n(x)\n{B}\n"])
def test_a_twin_goes_as_a_whole(gone: Gone, text: str) -> None:
    found = gone(text, f"{OTHER}\n{C}", text.upper())
    assert found.keys() == {2}
    assert len(found[2]) == len(segment(text).unit_starts)


def test_short_twins_go_only_if_they_are_the_same_to_the_letter(gone: Gone) -> None:
    assert gone("A short note.", OTHER, "A short note.") == {2: ["A short note."]}
    assert gone("A short note.", OTHER, "A short note!") == {}


def test_kept_text_stays(gone: Gone) -> None:
    assert gone(f"{A} {B}", f"{OTHER}\n{A} {B}", keep=(A,), min_words=15) == {1: [B]}
    assert gone(f"{A} {B}", f"{A} {B}", keep=(A,), min_words=15) == {1: [B]}


def test_chinese(gone: Gone) -> None:
    text = "昨天晚上我们在老城的小酒馆里听见一位老人讲述他年轻时度过的漫长冬天。他说那时候雪下得很大没有人敢出门。"
    other = "今天早晨市政府宣布将在河边修建一座新的公园供居民休息。"
    found = gone(f"{other}{text}", text, min_words=20)
    assert "".join(found[1]) == text


def test_every_removed_unit_has_a_kept_witness(find: Find) -> None:
    found = find(f"{A} {B}", f"{A} {OTHER}", f"{A} {B} {C}", f"{C} {A}", min_words=15)
    gone = {
        (row["doc"], at)
        for row in rows(found.engine.read("SELECT * FROM removed"))
        for at in range(row["first"], row["last"] + 1)
    }
    assert gone
    for row in rows(found.engine.read("SELECT * FROM settled")):
        assert not {(row["src"], row["src_pos"] + n) for n in range(row["length"])} & gone


SENTENCES = [
    A,
    B,
    C,
    OTHER,
    "A short one.",
    "***",
    "May 3, 2020",
    "今天早晨市政府宣布将在河边修建一座新的公园供居民休息。",
]


def corpus(seed: int) -> list[str]:
    """Texts that share sentences, some with a word changed."""
    rng = random.Random(seed)
    pool = [*SENTENCES, *(" ".join(rng.choices(f"{A} {B} {C}".split(), k=rng.randint(5, 40))) + "." for _ in range(25))]
    made = []
    for _ in range(25):
        parts = rng.choices(pool, k=rng.randint(1, 12))
        for at in range(len(parts)):
            if rng.random() < 0.2:
                words = parts[at].split(" ")
                words[rng.randrange(len(words))] = rng.choice(["changed", "not", "7", "Bridge"])
                parts[at] = " ".join(words)
        made.append("".join(part + rng.choice([" ", "\n", "\n\n"]) for part in parts))
    return [*made, *rng.sample(made, 3), *(text * 2 for text in rng.sample(made, 3))]


TABLES = ("words", "keys", "sketches", "exact", "near", "needed", "verdicts", "removed")


def test_any_batch_size_and_number_of_threads_gives_the_same_tables(
    find: Find, engine: duckdb.DuckDBEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = corpus(1)
    found = find(*texts, min_words=10)
    expected = {table: found.table(table) for table in TABLES}
    assert all(expected.values())
    ends = endings(found)
    for threads, batch_rows, characters in ((1, 1, 1), (7, 3, 500), (2, 1 << 20, 1 << 30)):
        engine._connection.execute(f"SET threads = {threads}")
        monkeypatch.setattr(duckdb, "_BATCH_ROWS", batch_rows)
        monkeypatch.setattr(texts_module, "_BATCH_CHARACTERS", characters)
        monkeypatch.setattr(duckdb, "whole_groups", recut(duckdb.whole_groups, batch_rows))
        again = find(*texts, min_words=10)
        for table in TABLES:
            assert again.table(table) == expected[table], (table, threads)
        assert again.changes == found.changes
        assert endings(again) == ends, "word by word: how words make rows depends on batches"
        monkeypatch.undo()


def endings(found: Any) -> list[tuple[int, ...]]:
    """The words of ``settled``."""
    names = ("doc", "pass", "unit", "pos", "src", "src_pos")
    made = []
    for row in rows(found.engine.read("SELECT * FROM settled")):
        for n in range(row["length"]):
            made.append(tuple(row[name] + (n if "pos" in name else 0) for name in names))
    return sorted(made)


def recut(plain: Callable[..., Iterator[pa.RecordBatch]], size: int) -> Callable[..., Iterator[pa.RecordBatch]]:
    """DuckDB hands out whole vectors however few rows are asked for: cut them further."""

    def cut(batches: Iterator[pa.RecordBatch], by: tuple[str, ...]) -> Iterator[pa.RecordBatch]:
        parts = (b.slice(at, size) for b in batches for at in range(0, b.num_rows, size))
        return plain(parts, by)

    return cut


@pytest.mark.parametrize("seed", range(2, 6))
def test_what_is_removed_stands_in_what_is_kept(find: Find, seed: int) -> None:
    texts = corpus(seed)
    found = find(*texts, min_words=10)
    kept: dict[int, set[int]] = {}
    gone: dict[int, set[int]] = {}
    for row in rows(found.engine.read("SELECT * FROM removed")):
        gone.setdefault(row["doc"], set()).update(range(row["first"], row["last"] + 1))
    hashes = {}
    for row in rows(found.engine.read("SELECT doc, first, words, kinds FROM words")):
        for n, (word, kind) in enumerate(zip(row["words"], row["kinds"], strict=True)):
            if not kind & 8:
                hashes[row["doc"], row["first"] + n] = word
                if row["first"] + n not in gone.get(row["doc"], set()):
                    kept.setdefault(row["doc"], set()).add(row["first"] + n)
    witnessed: dict[tuple[int, int], int] = {}
    for row in rows(found.engine.read("SELECT * FROM settled")):
        for n in range(row["length"]):
            assert row["src_pos"] + n in kept[row["src"]]
            assert hashes[row["src"], row["src_pos"] + n] == hashes[row["doc"], row["pos"] + n]
            unit = row["doc"], row["unit"]
            witnessed[unit] = witnessed.get(unit, 0) + row["weight"]
    runs: dict[int, list[dict[str, Any]]] = {}
    for row in rows(found.engine.read("SELECT * FROM removed ORDER BY doc, unit")):
        assert witnessed.get((row["doc"], row["unit"]), 0) >= row["needed"]
        mine = runs.setdefault(row["doc"], [])
        if mine and mine[-1]["unit"] + 1 != row["unit"]:
            assert sum(r["matched"] for r in mine) >= min(r["least"] for r in mine)
            mine.clear()
        mine.append(row)
