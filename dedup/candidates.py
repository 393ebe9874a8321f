"""``candidates.jsonl``, for developers: what was proposed as a repeat, what was not believed, and why.

One object for each document and look at repeats, with ``pass``, ``path`` and ``row``. ``proposed`` are the earlier
documents, with the number of ``equal`` keys (sentences, blocks, winnowed runs), the best ``estimate`` of MinHash, and
whether they were ``compared``. ``units`` are the sentences that were aligned with one: ``line``, ``words``, ``source``,
how many words are ``matched`` and ``needed`` (those of the run, if that was too short), and ``fault``, why it stayed
(nothing if it went).
"""

from __future__ import annotations

from collections.abc import Mapping
from io import TextIOBase
from itertools import groupby
from typing import Any

from dedup import repeats
from dedup.corpus import Corpus
from dedup.describe import opened
from dedup.engines import Engine, rows
from dedup.report.visible import dumps
from dedup.text.minhash import PERMUTATIONS

FILE_NAME = "candidates.jsonl"
LOST = "no kept text carries it"

Row = dict[str, Any]
Place = tuple[int, int]
"""A document, and a word of its original."""


class Candidates:
    """Writes the file, look by look; what the pipeline calls after each of its looks."""

    def __init__(self, corpus: Corpus, out: TextIOBase) -> None:
        self._corpus, self._out = corpus, out

    def __call__(self, half: str, number: int, engine: Engine) -> None:
        """Write down one look at repeats, of which the engine still holds the tables."""
        if half != "repeats":
            return
        proposed = _by_doc(engine.read(repeats.sql("proposed")))
        tried = _by_doc(engine.read(repeats.sql("tried")))
        went = f"SELECT doc, unit FROM removed WHERE pass = {number}"
        gone = {(row["doc"], row["unit"]) for row in rows(engine.read(went))}
        lines = self._lines({place for mine in tried.values() for row in mine for place in _places(row)})
        for doc in sorted(proposed.keys() | tried.keys()):
            one = {
                "pass": number,
                **self._name(doc),
                "proposed": [self._proposed(row) for row in proposed.get(doc, ())],
                "units": [self._unit(row, lines, (doc, row["unit"]) in gone) for row in tried.get(doc, ())],
            }
            self._out.write(dumps(one) + "\n")

    def _name(self, doc: int) -> Row:
        path, row = self._corpus.locate(doc)
        return {"path": path, "row": row}

    def _proposed(self, row: Row) -> Row:
        return {
            **self._name(row["src"]),
            "equal": row["equal"],
            "estimate": row["shared"] / PERMUTATIONS,
            "whole": bool(row["twin"]),
            "compared": bool(row["compared"]),
        }

    def _unit(self, row: Row, lines: Mapping[Place, int], gone: bool) -> Row:
        own, source = _places(row)
        return {
            "line": lines[own],
            "words": row["weight"] / 2,
            "matched": row["matched"] / 2,
            "needed": row["needed"] / 2,
            "source": {**self._name(row["src"]), "line": lines[source]},
            "fault": "" if gone else row["fault"] or LOST,
        }

    def _lines(self, wanted: set[Place]) -> dict[Place, int]:
        """The line of each of some words."""
        found: dict[Place, int] = {}
        for _, words, lines, places in opened(self._corpus, wanted):
            found |= {(doc, word): lines.of(int(words[word, 0])) for doc, word in places}
        return found


def _places(row: Row) -> tuple[Place, Place]:
    """The first word of a unit, and the first word it repeats."""
    return (row["doc"], row["first"]), (row["src"], row["srcs"][0])


def _by_doc(batches: Any) -> dict[int, list[Row]]:
    return {doc: list(group) for doc, group in groupby(rows(batches), key=lambda row: row["doc"])}
