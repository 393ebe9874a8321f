"""A corpus of pages given as lines, cleaned by the boilerplate rules alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa
import pytest

from dedup import boilerplate
from dedup.config import Config
from dedup.engines import empty, rows
from dedup.engines.duckdb import DuckDBEngine
from dedup.engines.workers import Workers
from dedup.text.texts import TEXTS

DOC = pa.schema([("doc", pa.int64())])
Pages = Mapping[str, str]
"""Name of a page, "source/page" -> its text."""


class Cleaned:
    """What rounds of the boilerplate rules make of some pages."""

    def __init__(
        self, engine: DuckDBEngine, pages: Pages, *, batch: int, reverse: bool, exempt: list[str], **options: object
    ):
        self._engine = engine
        self._names = list(pages)
        self._batch = batch
        self._reverse = reverse
        self.lines = {name: [line for line in text.splitlines() if line.strip()] for name, text in pages.items()}
        self.rules: dict[str, dict[str, str]] = {name: {} for name in pages}
        self.evidence: dict[str, str] = {}
        self.rounds = 0
        config = Config().with_options(**options)
        engine.map("exempt", lambda b: b, [_docs([self._names.index(name) for name in exempt])], DOC)
        for table, schema in boilerplate.TABLES.items():
            empty(engine, table, schema)
        docs = None
        while docs is None or docs:
            docs = self._round(config, docs)
        self.reported = {self._names[row["doc"]]: row["message"] for row in rows(engine.read("SELECT * FROM reported"))}

    def _round(self, config: Config, docs: list[int] | None) -> list[int]:
        self.rounds += 1
        if docs is not None:
            self._engine.map("fresh", lambda b: b, [_docs(docs)], DOC)
        numbers = range(len(self._names)) if docs is None else docs
        boilerplate.find(self._engine, self._texts(list(numbers)), docs, config, self.rounds)
        found: dict[int, list[int]] = {}
        for row in rows(self._engine.read("SELECT * FROM flagged ORDER BY doc, block DESC")):
            name = self._names[row["doc"]]
            line = self.lines[name].pop(row["block"])
            self.rules[name][line] = row["rule"]
            self.evidence[line] = row["evidence"]
            found.setdefault(row["doc"], []).append(row["block"])
        return sorted(found)

    def _texts(self, docs: list[int]) -> Iterator[pa.RecordBatch]:
        docs = docs[::-1] if self._reverse else docs
        for start in range(0, len(docs), self._batch):
            some = docs[start : start + self._batch]
            names = [self._names[doc] for doc in some]
            columns = {
                "doc": some,
                "source": [name.rpartition("/")[0] for name in names],
                "text": ["\n\n".join(self.lines[name]).encode() for name in names],
                "seams": [[] for _ in some],
                "skipped": [[] for _ in some],
            }
            yield pa.record_batch([pa.array(columns[f.name], f.type) for f in TEXTS], schema=TEXTS)


def _docs(docs: list[int]) -> pa.RecordBatch:
    return pa.record_batch([pa.array(docs, pa.int64())], schema=DOC)


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    """One for many tests, since every run begins with empty tables, and processes take long to start."""
    with Workers() as workers:
        made = DuckDBEngine(workers=workers)
        yield made
        made.close()


@pytest.fixture
def clean(engine: DuckDBEngine) -> Callable[..., Cleaned]:
    def run(
        pages: Pages, *, batch: int = 100, reverse: bool = False, exempt: list[str] | None = None, **options: object
    ) -> Cleaned:
        return Cleaned(engine, pages, batch=batch, reverse=reverse, exempt=exempt or [], **options)

    return run
