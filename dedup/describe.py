"""Why each cut was made: from units and pointers to bytes, lines, rules and witnesses.

Everything is told in corpus order and one document at a time, so that memory stays flat.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup import repeats
from dedup.corpus import Corpus
from dedup.engines import Engine, rows
from dedup.ledger import Progress
from dedup.model import Document, Removal, Witness
from dedup.passes import Passes, Piece
from dedup.text.cuts import Span, spans
from dedup.text.fingerprint import name_of_words
from dedup.text.lines import split_lines
from dedup.text.recurring import remembered
from dedup.text.words import find_words, word_spans

PLACES = pa.schema(
    [
        ("doc", pa.int64()),
        ("first", pa.int64()),  # numbers of words in the original
        ("last", pa.int64()),
        ("start", pa.int64()),  # bytes of the file
        ("stop", pa.int64()),
        ("first_line", pa.int64()),
        ("last_line", pa.int64()),
    ]
)
_BATCH = 8192

Row = dict[str, Any]
Wanted = TypeVar("Wanted", bound=tuple[int, ...])


@dataclass(frozen=True, slots=True)
class Described:
    """A document of which something is cut."""

    document: Document
    whole: bool
    removals: list[Removal]


def describe(corpus: Corpus, engine: Engine, passes: Passes, progress: Progress) -> Iterator[Described]:
    """All documents that lose something, in corpus order."""
    engine.keep("witnesses", repeats.sql("witness"))
    wanted = "SELECT DISTINCT src, src_first, src_last FROM witnesses ORDER BY src, src_first, src_last"
    sources = {row["src"] for row in rows(engine.read("SELECT DISTINCT src FROM witnesses"))}
    documents = progress(corpus.documents(sources), "locating witnesses", len(sources))
    engine.map("places", None, _places(documents, rows(engine.read(wanted))), PLACES)
    told = groupby(rows(engine.read(_REASONS)), key=lambda row: row["doc"])
    documents = iter(progress(corpus.documents(passes.pieces), "describing", len(passes.pieces)))
    by_doc: tuple[int, list[Row]] = (-1, [])
    for document in documents:
        while by_doc[0] < document.number:
            doc, group = next(told)
            by_doc = doc, list(group)
        if passes.cuts.get(document.number):
            yield _described(document, passes, by_doc[1], corpus)


_REASONS = """
SELECT doc, pass, block AS unit, rule, evidence, level, 0 AS weight, 0 AS witnessed, -1 AS src, false AS edge,
    0 AS start, 0 AS stop, 0 AS first_line, 0 AS last_line, 0 AS run_weight, 0 AS run_least
FROM struck
UNION ALL
SELECT w.doc, w.pass, w.unit, '', '', '', w.weight, w.witnessed, w.src, w.edge,
    p.start, p.stop, p.first_line, p.last_line, w.run_weight, w.run_least
FROM witnesses AS w
JOIN places AS p ON p.doc = w.src AND p.first = w.src_first AND p.last = w.src_last
ORDER BY doc
"""


def _places(documents: Iterable[Document], wanted: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    """Where the wanted stretches of words stand, as PLACES; both in corpus order."""
    by_doc = groupby(wanted, key=lambda row: row["src"])
    found: list[tuple[int, ...]] = []
    for document in documents:
        doc, group = next(by_doc)
        words = word_spans(document.text)
        lines = Lines(document.text)
        stretches = [(row["src_first"], row["src_last"]) for row in group]
        spans = [(int(words[a, 0]), int(words[b, 1])) for a, b in stretches]
        offsets = sorted({offset for span in spans for offset in span})
        byte = dict(zip(offsets, document.bytes_at(offsets), strict=True))
        for (first, last), (start, stop) in zip(stretches, spans, strict=True):
            found.append((doc, first, last, byte[start], byte[stop], lines.of(start), lines.of(stop - 1)))
        if len(found) >= _BATCH:
            yield _batch(found)
            found = []
    if found:
        yield _batch(found)


def _batch(found: list[tuple[int, ...]]) -> pa.RecordBatch:
    return pa.record_batch([pa.array(column, pa.int64()) for column in zip(*found, strict=True)], schema=PLACES)


def opened(
    corpus: Corpus, wanted: Iterable[Wanted]
) -> Iterator[tuple[Document, NDArray[np.int64], Lines, list[Wanted]]]:
    """The documents of some places, each a tuple that its document begins, with its word spans, lines and places."""
    by_doc = {doc: list(group) for doc, group in groupby(sorted(wanted), key=itemgetter(0))}
    for document in corpus.documents(set(by_doc)):
        yield document, word_spans(document.text), Lines(document.text), by_doc[document.number]


class Lines:
    """Line numbers of a text, from 1."""

    def __init__(self, text: str) -> None:
        self._starts = split_lines(text)[1]

    def of(self, offset: int) -> int:
        """The line that a character stands in."""
        return bisect_right(self._starts, offset)


def _described(document: Document, passes: Passes, reasons: list[Row], corpus: Corpus) -> Described:
    whole = document.number in passes.whole
    pieces = passes.pieces[document.number]
    by_unit = _completed(pieces, {(row["pass"], row["unit"]): row for row in reasons})
    stretches = list(_stretches(spans(passes.cuts[document.number]), pieces, by_unit))
    borders = sorted({offset for start, end, _ in stretches for offset in (start, end)})
    byte = dict(zip(borders, document.bytes_at(borders), strict=True))
    if whole:
        byte[0], byte[len(document.text)] = document.start, document.end
    path, row = corpus.locate(document.number)
    lines = Lines(document.text)
    removals = []
    for start, end, group in stretches:
        text = document.text[start:end]
        fingerprint, words = _named(text)
        content_end = start + len(text.rstrip()) or start
        rule, evidence, witness = _why(group, corpus)
        run = max(group, key=lambda row: row["run_weight"])  # runs of two passes may touch
        removals.append(
            Removal(
                file=document.file,
                path=path,
                row=row,
                start=byte[start],
                end=byte[end],
                content=b"",
                first_line=lines.of(start + len(text) - len(text.lstrip())),
                last_line=lines.of(max(content_end - 1, start)),
                kind="repeat" if witness else "boilerplate",
                rule=rule,
                evidence=evidence,
                fingerprint=fingerprint,
                words=words,
                witness=witness,
                level=None if witness else group[0]["level"],
                run_words=run["run_weight"] // 2 if witness else None,
                run_needed=run["run_least"] // 2 if witness else None,
            )
        )
    return Described(document, whole, removals)


@remembered
def _named(text: str) -> tuple[str, int]:
    """The fingerprint and the number of the words of a removed text."""
    words = find_words(text)
    return name_of_words(words, text), len(words)


def _stretches(
    cuts: Iterable[Span], pieces: list[Piece], reasons: dict[tuple[int, int], Row]
) -> Iterator[tuple[int, int, list[Row]]]:
    """The cuts, parted where the reason changes; white space goes with what stands before it."""
    at = 0
    for start, end in cuts:
        inside = []
        while at < len(pieces) and pieces[at].start < end:
            inside.append(pieces[at])
            at += 1
        told = [reasons[piece[2:]] for piece in inside]
        heads = [n for n, (one, two) in enumerate(pairwise(told), 1) if _parts(one, two)]
        for first, last in pairwise([0, *heads, len(inside)]):
            a = inside[first].start if first else start
            b = inside[last].start if last < len(inside) else end
            yield a, b, list({(row["pass"], row["unit"]): row for row in told[first:last]}.values())


def _completed(pieces: list[Piece], reasons: dict[tuple[int, int], Row]) -> dict[tuple[int, int], Row]:
    """The reasons of all units; lines of marks have none of their own and share that of the next unit of their pass."""
    complete = dict(reasons)
    units = sorted({piece[2:] for piece in pieces})
    for order in (units[::-1], units):
        for other, unit in pairwise(order):
            if unit not in complete and other in complete and unit[0] == other[0]:
                complete[unit] = complete[other]
    return complete


def _parts(one: Row, two: Row) -> bool:
    """Does a new removal start between two adjacent units? If the reason changes, or the source starts anew."""
    same = all(one[key] == two[key] for key in ("rule", "level", "src"))
    return not same or (two["start"] < one["start"])


def _why(group: list[Row], corpus: Corpus) -> tuple[str, str, Witness | None]:
    """Rule, evidence and witness of a stretch."""
    first = group[0]
    if first["src"] < 0:
        return first["rule"], "; ".join(dict.fromkeys(row["evidence"] for row in group)), None
    path, row = corpus.locate(first["src"])
    weight = sum(row["weight"] for row in group)
    witnessed = sum(row["witnessed"] for row in group)
    similarity = min(witnessed / weight, 1.0)
    witness = Witness(
        path=path,
        row=row,
        start=min(row["start"] for row in group),
        end=max(row["stop"] for row in group),
        first_line=min(row["first_line"] for row in group),
        last_line=max(row["last_line"] for row in group),
        similarity=similarity,
    )
    if all(row["edge"] for row in group):
        return "repeat/edge", "stands beside a repeat, as it stands beside the kept copy", witness
    rule = "repeat/exact" if witnessed >= weight else "repeat/near"
    return rule, f"{similarity:.1%} of its words stand at the kept place, in the same order", witness
