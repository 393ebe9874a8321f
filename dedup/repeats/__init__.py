"""Finding repeats: keys, first, vote, judge, resolve.

Kernels (pure functions over batches) find keys and judge documents; statements bring together what belongs
together. No step goes document by document: the order of the corpus is only a number.

Tables: ``words`` and from it ``keys`` and ``sketches`` hold every document as it stands in this pass; ``struck`` the
words that boilerplate rules removed, in any pass; ``removed`` the units that repeats removed, in any pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import pyarrow as pa

from dedup.changes import Changes, cuts_of
from dedup.config import Config
from dedup.engines import Engine, count, empty, rows, statement
from dedup.repeats.judge import Thresholds, judge
from dedup.repeats.keys import KEYS, keys_of_words
from dedup.repeats.pointers import FOLLOWED, GONE, POINTERS, follow, gone_of_spans, pointers_of_verdicts
from dedup.repeats.sketch import BAND_KEYS, PAIRS, SKETCHES, bands_of_sketches, estimate, sketches_of_words
from dedup.repeats.stream import WORDS, words_of_texts
from dedup.repeats.verdicts import VERDICTS
from dedup.repeats.windows import NEEDED, chunks_of_windows
from dedup.text.fingerprint import parse_keep

BEST = 8
"""Near candidates of a block that vote."""
REMOVED = pa.schema([*list(VERDICTS)[: VERDICTS.get_field_index("begin_char")], ("pass", pa.int32())])
TABLES = {"removed": REMOVED, "pointers": POINTERS, "settled": POINTERS, "gone": GONE}
"""What lasts from pass to pass: removed units, what their words point at, where that is kept, and what is gone."""


def find(
    engine: Engine, texts: Iterable[pa.RecordBatch], docs: Sequence[int] | None, config: Config, number: int
) -> Changes:
    """One look at the corpus: units that repeat earlier text, and removed ones that lost their witness.

    `texts` are the documents that changed since the last look, `docs` their numbers (None: all of them, for the
    first time).
    """
    read_words(engine, texts, docs, config)
    if docs is not None:
        engine.keep("needed_before", "SELECT * FROM needed")
    candidates(engine)
    judge_affected(engine, config, first=docs is None)
    engine.keep("before", "SELECT doc, pass, unit FROM removed")
    add_candidates(engine, number)
    resolve(engine)
    changes = Changes(cuts_of(rows(engine.read(sql("cuts", number=number)))))
    for row in rows(engine.read("SELECT * FROM before EXCEPT SELECT doc, pass, unit FROM removed")):
        changes.restored.setdefault(row["doc"], set()).add((row["pass"], row["unit"]))
    return changes


def sql(name: str, **values: int) -> str:
    """A statement of this package."""
    return statement(__name__, name, **values)


def thresholds(config: Config) -> Thresholds:
    """The user's two knobs, in half-words."""
    return Thresholds(config.similarity, 2 * config.min_words)


def read_words(engine: Engine, texts: Iterable[pa.RecordBatch], docs: Sequence[int] | None, config: Config) -> None:
    """Step 1, keys: the words of the documents, and the keys under which equal or similar text meets."""
    kernel = partial(words_of_texts, kept=parse_keep(config.keep))
    engine.map("words", kernel, texts, WORDS, docs=docs)
    columns = ", ".join(name for name in WORDS.names if name not in ("begin_chars", "end_chars"))
    fresh = f"SELECT {columns} FROM words ORDER BY doc, place"
    if docs is not None:
        fresh = fresh.replace("ORDER", "WHERE doc IN (SELECT doc FROM fresh) ORDER")
    engine.map("keys", keys_of_words, fresh, KEYS, by=("doc",), docs=docs)
    engine.map("sketches", sketches_of_words, fresh, SKETCHES, by=("doc",), docs=docs)


def candidates(engine: Engine) -> None:
    """Steps 2 and 3, first and vote: which windows of which earlier documents each document is compared with."""
    engine.keep("exact", sql("exact"))
    engine.map("band_keys", bands_of_sketches, "SELECT * FROM sketches", BAND_KEYS)
    engine.keep("met", sql("met"))
    engine.drop("band_keys")
    engine.map("near", estimate, sql("near"), PAIRS)
    engine.drop("met")
    engine.map("needed", chunks_of_windows, sql("vote", best=BEST), NEEDED, by=("doc",))


def judge_affected(engine: Engine, config: Config, *, first: bool) -> None:
    """Step 4, judge: the verdicts on every document. One whose story is the same as before keeps its verdicts."""
    engine.keep("affected", "SELECT DISTINCT doc FROM words" if first else sql("affected"))
    docs = None if first else [row["doc"] for row in rows(engine.read("SELECT doc FROM affected ORDER BY doc"))]
    kernel = partial(judge, thresholds=thresholds(config))
    engine.map("verdicts", kernel, sql("stories"), VERDICTS, by=("doc",), docs=docs)


def add_candidates(engine: Engine, number: int) -> None:
    """Make ``candidates``, with their ``pointers``: all that earlier passes removed, and this pass's verdicts.

    ``reached`` are the pointers as far as earlier passes have followed them.
    """
    engine.keep("candidates", sql("candidates", number=number))
    allowed = "SELECT * FROM verdicts WHERE fault = '' AND doc NOT IN (SELECT doc FROM exempt)"
    engine.map("new_pointers", partial(pointers_of_verdicts, number=number), allowed, POINTERS)
    engine.keep("pointers", "SELECT * FROM pointers UNION ALL SELECT * FROM new_pointers")
    engine.keep("reached", "SELECT * FROM settled UNION ALL SELECT * FROM new_pointers")
    engine.drop("new_pointers")


def resolve(engine: Engine) -> None:
    """Step 5, resolve: ``candidates`` that end on kept words become ``removed``, where they end ``settled``.

    Restoring a unit only adds kept words, so this ends. What was followed over words that were gone must stop at them
    when they are back: then all pointers are followed anew.
    """
    engine.keep("removed", "SELECT * FROM candidates")
    engine.keep("gone_before", "SELECT * FROM gone")
    back = "SELECT * FROM gone_before EXCEPT SELECT * FROM gone"
    while True:
        spans = "SELECT doc, first, last FROM removed UNION ALL SELECT doc, first, last FROM struck"
        engine.map("gone", gone_of_spans, spans, GONE)
        if any(rows(engine.read(f"{back} LIMIT 1"))):
            engine.keep("reached", "SELECT * FROM pointers")
        settle(engine)
        engine.keep("supported", sql("supported"))
        if count(engine, "supported") == count(engine, "removed"):
            engine.drop("reached", "gone_before")
            return
        for table in ("removed", "pointers", "reached"):
            engine.keep(
                table,
                f"SELECT {table}.* FROM {table} JOIN supported ON supported.doc = {table}.doc "
                f"AND supported.pass = {table}.pass AND supported.unit = {table}.unit",
            )


def settle(engine: Engine) -> None:
    """Follow what is ``reached`` to words that are kept: ``settled``."""
    to_gone = "(EXISTS (SELECT 1 FROM gone WHERE gone.doc = src AND gone.place = src_place))"
    names = ", ".join(POINTERS.names)
    engine.keep("moving", f"SELECT {names} FROM reached WHERE {to_gone}")
    engine.keep("resting", f"SELECT {names} FROM reached WHERE NOT {to_gone}")
    empty(engine, "arrived", POINTERS)
    while count(engine, "moving"):
        engine.map("followed", follow, sql("moving"), FOLLOWED, by=("meeting_doc", "meeting_place"))
        there = f"SELECT {names} FROM followed WHERE NOT (moved AND {to_gone})"
        engine.keep("arrived", f"SELECT * FROM arrived UNION ALL {there}")
        engine.keep("moving", f"SELECT {names} FROM followed WHERE moved AND {to_gone}")
        engine.drop("followed")
    engine.keep("settled", "SELECT * FROM resting UNION ALL SELECT * FROM arrived")
    engine.drop("resting", "arrived")
