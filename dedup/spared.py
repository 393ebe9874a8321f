"""What was nearly removed, and what spoke against it: so that a reader can judge the settings.

Of every reason for which text stayed, a few dozen places are told, those that came closest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dedup import boilerplate, repeats
from dedup.config import Config
from dedup.corpus import Corpus
from dedup.describe import opened
from dedup.engines import Engine, rows
from dedup.model import Document, Spared
from dedup.repeats.judge import SHORT_RUN
from dedup.repeats.matches import TOO_LITTLE

MOST = 50
"""Units or blocks of one fault or rule."""
NEAR_PERCENT, NEAR_WEIGHT = 75, 24
"""Percent of what it needs that a unit must match, and its half-words, to be told of."""
MAX_TEXT = 400
"""Characters of the text that is told."""

Row = dict[str, Any]


class Stretch(NamedTuple):
    """Some words of an original document; numbers of the first and last."""

    doc: int
    first: int
    last: int


class Place(NamedTuple):
    """Where a stretch stands."""

    path: str
    row: int | None
    first_line: int
    last_line: int
    text: str


def find(corpus: Corpus, engine: Engine, config: Config) -> tuple[Spared, ...]:
    """What came closest to going, in corpus order. Call it when the passes are done."""
    found: list[Row] = []
    if config.only != "boilerplate":
        close = repeats.sql("spared", most=MOST, percent=NEAR_PERCENT, least=NEAR_WEIGHT)
        found += _joined(_repeat(row) for row in rows(engine.read(close)))
    if config.only != "repeats":
        found += _joined(_boilerplate(row) for row in rows(engine.read(boilerplate.sql("spared", most=MOST))))
    stretches = {stretch for row in found for stretch in (row["own"], row["source"]) if stretch}
    places = dict(_places(corpus, stretches))
    found.sort(key=lambda row: row["own"])
    return tuple(_spared(row, places, config) for row in found)


def _repeat(row: Row) -> Row:
    own = Stretch(row["doc"], row["first"], row["last"])
    source = Stretch(row["src"], row["srcs"][0], row["srcs"][-1] + row["lengths"][-1] - 1)
    return {**row, "own": own, "source": source, "number": row["unit"], "rule": "repeat"}


def _boilerplate(row: Row) -> Row:
    own = Stretch(row["doc"], row["first"], row["last"])
    return {**row, "own": own, "source": None, "number": row["block"], "fault": row["evidence"], "src": -1}


def _joined(found: Iterable[Row]) -> Iterator[Row]:
    """Adjacent units that stayed for the same reason as one."""
    last: Row | None = None
    for row in found:
        alike = last and all(row[key] == last[key] for key in ("doc", "src", "rule"))
        if last and alike and row["fault"] == last["fault"] == SHORT_RUN and row["number"] == last["number"] + 1:
            last["own"] = last["own"]._replace(last=row["own"].last)
            ends = last["source"], row["source"]
            last["source"] = ends[0]._replace(first=min(e.first for e in ends), last=max(e.last for e in ends))
            last["number"] = row["number"]
            continue
        if last:
            yield last
        last = row
    if last:
        yield last


def _places(corpus: Corpus, stretches: set[Stretch]) -> Iterator[tuple[Stretch, Place]]:
    for document, words, lines, inside in opened(corpus, stretches):
        for stretch in inside:
            start, end = int(words[stretch.first, 0]), int(words[max(stretch.first, stretch.last), 1])
            text = _excerpt(document, start, end)
            yield stretch, Place(*corpus.locate(document.number), lines.of(start), lines.of(end - 1), text)


def _excerpt(document: Document, start: int, end: int) -> str:
    return document.text[start : min(end, start + MAX_TEXT)] + ("…" if end - start > MAX_TEXT else "")


def _spared(row: Row, places: dict[Stretch, Place], config: Config) -> Spared:
    place = places[row["own"]]
    there = places[row["source"]] if row["source"] else None
    return Spared(
        path=place.path,
        row=place.row,
        first_line=place.first_line,
        last_line=place.last_line,
        text=place.text,
        rule=row["rule"],
        reason=_reason(row, config),
        nearness=min(row["matched"] / row["needed"], 1.0) if there else 1.0,
        level=row.get("level"),
        other_path=there.path if there else None,
        other_row=there.row if there else None,
        other_first_line=there.first_line if there else None,
        other_last_line=there.last_line if there else None,
    )


def _reason(row: Row, config: Config) -> str:
    if row["fault"] == SHORT_RUN:
        return f"{row['matched'] // 2} words stand there one behind the other, {row['needed'] // 2} are needed"
    if row["fault"] == TOO_LITTLE:
        share = row["matched"] / row["weight"]
        return f"{share:.1%} of its words stand there, in order; {config.similarity:.1%} are needed"
    return str(row["fault"])
