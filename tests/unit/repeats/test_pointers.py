from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.engines import Engine, empty, rows
from dedup.engines.duckdb import DuckDBEngine
from dedup.repeats import REMOVED, resolve, settle
from dedup.repeats.pointers import GONE, PLACE, POINTERS, gone_of_spans, pointers_of_verdicts
from dedup.repeats.stream import batch_of
from dedup.repeats.verdicts import VERDICTS

Word = tuple[int, int]


@dataclass
class Unit:
    """A removed unit of a random corpus."""

    doc: int
    number: int
    unit: int
    first: int
    last: int
    src: int
    pointers: dict[int, int] = field(default_factory=dict)
    weights: dict[int, int] = field(default_factory=dict)
    facts: dict[int, bool] = field(default_factory=dict)
    needed: int = 0
    least: int = 0

    @property
    def key(self) -> tuple[int, int, int]:
        return self.doc, self.number, self.unit

    @property
    def matched(self) -> int:
        return sum(self.weights.values())

    def row(self) -> tuple[object, ...]:
        """A row of VERDICTS."""
        ats = list(self.pointers)
        return (
            *(self.doc, self.unit, self.first, self.last, 2 * (self.last - self.first + 1), self.matched),
            *(self.needed, self.least, False, self.src, 0, 0, "", ats, list(self.pointers.values()), [1] * len(ats)),
            *([self.weights[at] for at in ats], [self.facts[at] for at in ats]),
        )


def random_units(rng: random.Random, docs: int, count: int) -> list[Unit]:
    """Removed units whose words point at earlier words, often at removed ones."""
    units = []
    share = rng.choice([0.3, 0.6, 0.95])
    for doc in range(docs):
        at, unit = 0, 0
        while at < count:
            last = min(at + rng.randint(0, 20), count - 1)
            src = rng.randint(0, doc)
            top = (at if src == doc else count) - (last - at + 1)
            if rng.random() < share and top >= 0:
                base = rng.randint(0, top)
                made = Unit(doc, rng.randint(1, 2), unit, at, last, src)
                for word in range(at, last + 1):
                    if rng.random() < 0.93:
                        made.pointers[word] = base + word - at
                        made.weights[word] = rng.choice([1, 2, 2])
                        made.facts[word] = rng.random() < 0.1
                made.needed = made.matched * 8 // 10
                made.least = rng.choice([0, 10, 40])
                if made.pointers:
                    units.append(made)
            at, unit = last + 1, unit + 1
    return units


def follow_all(units: list[Unit], struck: set[Word]) -> dict[tuple[int, int, int], dict[int, Word]]:
    """Where each word of each unit ends, word by word."""
    gone = struck | {(unit.doc, at) for unit in units for at in range(unit.first, unit.last + 1)}
    step = {(unit.doc, at): (unit.src, to) for unit in units for at, to in unit.pointers.items()}
    found = {}
    for unit in units:
        ends: dict[int, Word] = {}
        for at in unit.pointers:
            here: Word | None = (unit.doc, at)
            while here in gone:
                here = step.get(here)
            if here is not None:
                ends[at] = here
        found[unit.key] = ends
    return found


def resolve_all(units: list[Unit], struck: set[Word]) -> list[Unit]:
    """The units that stay removed: naive, until nothing changes."""
    while True:
        ends = follow_all(units, struck)
        standing = [unit for unit in units if is_witnessed(unit, ends[unit.key])]
        kept = [
            unit
            for run in runs_of(standing)
            if sum(u.matched for u in run) >= min(u.least for u in run)
            for unit in run
        ]
        if len(kept) == len(units):
            return kept
        units = kept


def is_witnessed(unit: Unit, ends: dict[int, Word]) -> bool:
    for doc in {doc for doc, _ in ends.values()}:
        there = [at for at, (src, _) in ends.items() if src == doc]
        if sum(unit.weights[at] for at in there) >= unit.needed and all(
            at in there for at in unit.pointers if unit.facts[at]
        ):
            return True
    return False


def runs_of(units: list[Unit]) -> Iterator[list[Unit]]:
    ordered = sorted(units, key=lambda u: (u.doc, u.number, u.unit))
    run: list[Unit] = []
    for unit in ordered:
        if run and (run[-1].doc, run[-1].number, run[-1].unit + 1) != unit.key:
            yield run
            run = []
        run.append(unit)
    if run:
        yield run


def make(engine: Engine, units: list[Unit], spans: list[tuple[int, int, int]], earlier: Sequence[Unit] = ()) -> None:
    """The tables that resolve starts from; of the `earlier` units an earlier look made ``settled`` and ``gone``."""
    if not earlier:
        empty(engine, "settled", POINTERS)
        empty(engine, "gone", GONE)
    both = [*earlier, *units]
    engine.map("candidates", None, [batch_of([(*unit.row()[:10], unit.number) for unit in both], REMOVED)], REMOVED)
    for table, pointing in (("pointers", both), ("new_pointers", units)):
        made = [pointers_of_verdicts(batch_of([unit.row()], VERDICTS), unit.number) for unit in pointing]
        engine.map(table, None, made, POINTERS)
    engine.keep("reached", "SELECT * FROM settled UNION ALL SELECT * FROM new_pointers")
    values = ", ".join(f"({doc}, {first}, {last})" for doc, first, last in spans)
    engine.keep("struck", f"SELECT * FROM (VALUES {values}) AS t(doc, first, last)")


def settled(engine: Engine) -> dict[tuple[int, int, int], dict[int, Word]]:
    """``settled``, word by word."""
    found: dict[tuple[int, int, int], dict[int, Word]] = {}
    for row in rows(engine.read("SELECT * FROM settled")):
        ends = found.setdefault((row["doc"], row["pass"], row["unit"]), {})
        assert row["place"] == row["pos"] // PLACE == (row["pos"] + row["length"] - 1) // PLACE
        assert row["src_place"] == row["src_pos"] // PLACE == (row["src_pos"] + row["length"] - 1) // PLACE
        for n in range(row["length"]):
            assert row["pos"] + n not in ends
            ends[row["pos"] + n] = (row["src"], row["src_pos"] + n)
    return found


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    made = DuckDBEngine()
    yield made
    made.close()


def corpus(seed: int) -> tuple[list[Unit], list[tuple[int, int, int]], set[Word]]:
    rng = random.Random(seed)
    units = random_units(rng, rng.randint(1, 8), rng.choice([30, 64, 200]))
    spans = [(rng.randint(0, 3), first, first + rng.randint(0, 30)) for first in rng.sample(range(150), 3)]
    mine = {(unit.doc, at) for unit in units for at in range(unit.first, unit.last + 1)}
    spans = [s for s in spans if not any((s[0], at) in mine for at in range(s[1], s[2] + 1))] or [(99, 0, 0)]
    return units, spans, {(doc, at) for doc, first, last in spans for at in range(first, last + 1)}


@pytest.mark.parametrize("seed", range(12))
def test_pointers_are_followed_to_kept_words(engine: DuckDBEngine, seed: int) -> None:
    units, spans, struck = corpus(seed)
    make(engine, units, spans)
    both = "SELECT doc, first, last FROM candidates UNION ALL SELECT doc, first, last FROM struck"
    engine.map("gone", gone_of_spans, both, GONE)
    settle(engine)
    assert settled(engine) == {key: ends for key, ends in follow_all(units, struck).items() if ends}


@pytest.mark.parametrize("seed", range(100, 112))
def test_resolve_restores_what_has_no_witness(engine: DuckDBEngine, seed: int) -> None:
    units, spans, struck = corpus(seed)
    make(engine, units, spans)
    resolve(engine)
    kept = resolve_all(units, struck)
    got = [(row["doc"], row["pass"], row["unit"]) for row in rows(engine.read("SELECT * FROM removed"))]
    assert sorted(got) == sorted(unit.key for unit in kept)
    gone = struck | {(unit.doc, at) for unit in kept for at in range(unit.first, unit.last + 1)}
    ends = settled(engine)
    assert ends == {key: found for key, found in follow_all(kept, struck).items() if found}
    assert not {end for unit in ends.values() for end in unit.values()} & gone


@pytest.mark.parametrize("seed", range(200, 230))
def test_a_later_look_goes_on_from_what_is_settled(engine: DuckDBEngine, seed: int) -> None:
    units, spans, struck = corpus(seed)
    first, second = ([unit for unit in units if unit.number == number] for number in (1, 2))
    make(engine, first, [(99, 0, 0)])
    resolve(engine)
    kept = resolve_all(first, set())
    make(engine, second, spans, kept)
    resolve(engine)
    stay = resolve_all([*kept, *second], struck)
    got = [(row["doc"], row["pass"], row["unit"]) for row in rows(engine.read("SELECT * FROM removed"))]
    assert sorted(got) == sorted(unit.key for unit in stay)
    assert settled(engine) == {key: found for key, found in follow_all(stay, struck).items() if found}


def chain_units(length: int) -> list[Unit]:
    """Each document repeats the one before."""
    units = []
    for doc in range(1, length + 1):
        unit = Unit(doc, 1, 0, 0, 9, doc - 1)
        unit.pointers = {at: at for at in range(10)}
        unit.weights = dict.fromkeys(range(10), 2)
        unit.facts = dict.fromkeys(range(10), False)
        unit.needed = 16
        units.append(unit)
    return units


def test_a_long_chain_takes_few_rounds(engine: DuckDBEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    units = chain_units(200)
    make(engine, units, [(999, 0, 0)])
    rounds: list[str] = []
    plain = engine.map

    def counting(table: str, *args: Any, **named: Any) -> None:
        rounds.append(table)
        plain(table, *args, **named)

    monkeypatch.setattr(engine, "map", counting)
    resolve(engine)
    assert rounds.count("followed") <= 9
    assert set(settled(engine)) == {unit.key for unit in units}
    assert all(end == (0, at) for ends in settled(engine).values() for at, end in ends.items())


def test_a_chain_whose_first_copy_was_struck_comes_back(engine: DuckDBEngine) -> None:
    units = chain_units(3)
    make(engine, units, [(0, 0, 9)])
    resolve(engine)
    assert {row["doc"] for row in rows(engine.read("SELECT doc FROM removed"))} == set()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 300), st.integers(-1, 200)), max_size=8))
def test_gone_spans_are_cut_at_places(spans: list[tuple[int, int, int]]) -> None:
    columns = [[doc for doc, _, _ in spans], [first for _, first, _ in spans], [a + b for _, a, b in spans]]
    batch = pa.record_batch([pa.array(c, pa.int64()) for c in columns], names=["doc", "first", "last"])
    made = gone_of_spans(batch)
    assert made.schema == GONE
    words = []
    for row in made.to_pylist():
        end = row["pos"] + row["length"] - 1
        assert row["place"] == row["pos"] // PLACE == end // PLACE
        words += [(row["doc"], at) for at in range(row["pos"], end + 1)]
    assert words == [(doc, at) for doc, first, length in spans for at in range(first, first + length + 1)]


def test_pointers_of_verdicts_are_cut_at_places() -> None:
    stretches = [[60, 63, 70, 71], [10, 63, 0, 10], [2, 3, 1, 60], [2, 2, 2, 1], [False, False, True, False]]
    row = (3, 7, 60, 130, 142, 131, 100, 50, False, 1, 0, 0, "", *stretches)
    made = pointers_of_verdicts(batch_of([row], VERDICTS), 4).to_pylist()
    assert [(r["pos"], r["src_pos"], r["length"], r["weight"], r["fact"]) for r in made] == [
        (60, 10, 2, 2, False),
        (63, 63, 1, 2, False),
        (64, 64, 2, 2, False),
        (70, 0, 1, 2, True),
        (71, 10, 54, 1, False),
        (125, 64, 3, 1, False),
        (128, 67, 3, 1, False),
    ]
    assert {(r["doc"], r["pass"], r["unit"], r["src"]) for r in made} == {(3, 4, 7, 1)}
    assert [(r["place"], r["src_place"]) for r in made] == [(0, 0), (0, 0), (1, 1), (1, 0), (1, 0), (1, 1), (2, 1)]
