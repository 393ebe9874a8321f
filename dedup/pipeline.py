"""The algorithm, once, top to bottom: read this first.

A corpus is cleaned in passes over the text as it stands. A pass applies the boilerplate rules; when they find
nothing more, it looks for repeats. When neither finds anything, the corpus is clean, and cleaning it again would
find nothing, since a pass knows nothing but the text as it stands.

    corpus -> texts -> boilerplate.find | repeats.find -> passes (what is cut) -> describe (why) -> output and ledger
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from dedup import boilerplate, repeats, spared
from dedup.changes import Changes
from dedup.config import Config
from dedup.corpus import Corpus
from dedup.describe import describe
from dedup.engines import Engine, empty
from dedup.engines.duckdb import DuckDBEngine
from dedup.engines.workers import Workers
from dedup.ledger import LedgerWriter, Progress, RunInfo, silent
from dedup.passes import Passes
from dedup.text.texts import batches
from dedup.write import run_info, write

DOC = pa.schema([("doc", pa.int64())])


class Half(NamedTuple):
    """One half of the finding."""

    name: str
    find: Callable[[Engine, Iterable[pa.RecordBatch], Sequence[int] | None, Config, int], Changes]


HALVES = (Half("boilerplate", boilerplate.find), Half("repeats", repeats.find))


Watch = Callable[[str, int, Engine], None]
"""Is told of every look, by the name of the half and the number of the pass, while the engine holds its tables."""


def clean(
    corpus: Corpus,
    out: Path | None,
    ledger: Path,
    config: Config,
    workers: Workers,
    progress: Progress = silent,
    watch: Watch | None = None,
) -> RunInfo:
    """Write the cleaned corpus to `out`, if there is one, and what was removed, and why, to `ledger`.

    Raises InputChanged if a file of the corpus is not what it was when it was first read.
    """
    engine = DuckDBEngine(config.memory, config.threads, workers)
    try:
        passes = find(corpus, engine, config, progress, watch)
        described = describe(corpus, engine, passes, progress)
        with LedgerWriter(ledger) as writer:
            write(corpus, described, out, writer, progress)
            info = run_info(corpus, engine, passes, config, spared.find(corpus, engine, config))
            writer.close(info)
        return info
    finally:
        engine.close()


def find(
    corpus: Corpus, engine: Engine, config: Config, progress: Progress = silent, watch: Watch | None = None
) -> Passes:
    """All passes: what is cut from which document. Why is left in the engine's tables.

    ``struck`` has the blocks that boilerplate rules removed, ``removed`` the units that repeats removed, ``settled``
    where their words are kept, and ``reported`` what a guard kept.
    """
    passes = Passes(keep_files=config.keep_files)
    for table, schema in (("exempt", DOC), *boilerplate.TABLES.items(), *repeats.TABLES.items()):
        empty(engine, table, schema)
    halves = [half for half in HALVES if config.only in (None, half.name)]
    stale: dict[str, set[int] | None] = {half.name: None for half in halves}
    number = 0
    changed = True
    while changed:
        for half in halves:
            number += 1
            found = look(half, corpus, engine, passes, stale[half.name], config, number, progress)
            if watch is not None:
                watch(half.name, number, engine)
            cut = apply(found, corpus, engine, passes, number, progress)
            stale[half.name] = set()
            stale = {name: None if docs is None else docs | cut for name, docs in stale.items()}
            changed = bool(cut)
            if changed:
                break
    return passes


def look(
    half: Half,
    corpus: Corpus,
    engine: Engine,
    passes: Passes,
    stale: set[int] | None,
    config: Config,
    number: int,
    progress: Progress,
) -> Changes:
    """Let one half look at the text as it stands; `stale` are the documents that changed since it last did."""
    docs = None if stale is None else sorted(stale)
    if docs is not None:
        fresh = pa.record_batch([pa.array(docs, pa.int64())], schema=DOC)
        engine.map("fresh", None, [fresh], DOC)
    documents = progress(corpus.documents(stale), f"pass {number}: {half.name}", None if docs is None else len(docs))
    return half.find(engine, batches(documents, passes.cuts), docs, config, number)


def apply(
    found: Changes,
    corpus: Corpus,
    engine: Engine,
    passes: Passes,
    number: int,
    progress: Progress,
) -> set[int]:
    """Cut what was found and put back what lost its witness; the documents that changed."""
    changed = found.documents()
    exempt = set(passes.exempt)
    documents = progress(corpus.documents(set(changed)), f"pass {number}: cutting", len(changed)) if changed else ()
    for document in documents:
        doc = document.number
        if doc in found.cuts and not passes.add(document, found.cuts[doc], number):
            changed.discard(doc)
        if doc in found.restored:  # last, since units are numbered in the text as it stands
            passes.put_back(document, found.restored[doc])
            changed.add(doc)
    if passes.exempt > exempt:
        batch = pa.record_batch([pa.array(sorted(passes.exempt), pa.int64())], schema=DOC)
        engine.map("exempt", None, [batch], DOC)
        for table in ("struck", "removed", "pointers"):
            kept = f"SELECT * FROM {table} WHERE NOT (pass = {number} AND doc IN (SELECT doc FROM exempt))"
            engine.keep(table, kept)
    return changed
