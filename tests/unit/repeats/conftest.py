"""Helpers of the tests of repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pytest

from dedup import boilerplate, repeats
from dedup.config import Config
from dedup.engines import empty, rows
from dedup.engines.duckdb import DuckDBEngine
from dedup.engines.workers import Workers
from dedup.model import Document
from dedup.repeats.story import Stories, Story
from dedup.repeats.stream import Stream, stream, words_of_texts
from dedup.text.texts import batches

DOC = pa.schema([("doc", pa.int64())])
STRUCK = pa.schema([(name, pa.int64()) for name in ("doc", "first", "last")])
"""What repeats know of boilerplate."""


def document(number: int, text: str) -> Document:
    def bytes_at(offsets: Sequence[int]) -> list[int]:
        return list(offsets)

    return Document(number, number, None, "folder .", 0, len(text), text, bytes_at)


def words_table(texts: Sequence[str], kept: dict[int, set[int]] | None = None) -> pa.RecordBatch:
    """WORDS of some texts, none cut."""
    (batch,) = batches([document(n, text) for n, text in enumerate(texts)], {})
    return words_of_texts(batch, kept or {})


def stream_of(texts: Sequence[str]) -> Stream:
    return stream(words_table(texts))


def story_of_texts(*texts: str) -> Story:
    """The last text behind the others."""
    words = words_table(texts)
    doc = pa.array([len(texts) - 1] * words.num_rows, pa.int64())
    batch = words.set_column(0, "doc", doc).append_column("src", words.column("doc"))
    (story,) = Stories(batch)
    return story


class Found:
    """The tables after one look at some texts."""

    def __init__(self, engine: DuckDBEngine, texts: Sequence[str], config: Config) -> None:
        self.engine = engine
        for table, schema in (("exempt", DOC), *boilerplate.TABLES.items(), *repeats.TABLES.items()):
            empty(engine, table, schema)
        documents = [document(n, text) for n, text in enumerate(texts)]
        self.changes = repeats.find(engine, batches(documents, {}), None, config, 1)

    def table(self, name: str) -> list[tuple[Any, ...]]:
        """All rows, in a fixed order."""
        return sorted(tuple(map(str, row.values())) for row in rows(self.engine.read(f"SELECT * FROM {name}")))


@pytest.fixture
def engine() -> Iterator[DuckDBEngine]:
    with Workers() as workers:
        made = DuckDBEngine(workers=workers)
        yield made
        made.close()


@pytest.fixture
def find(engine: DuckDBEngine) -> Callable[..., Found]:
    def look(*texts: str, **settings: Any) -> Found:
        return Found(engine, texts, Config(**settings))

    return look


@pytest.fixture(scope="session")
def words_batch() -> Callable[..., pa.RecordBatch]:
    return words_table


@pytest.fixture(scope="session")
def words_stream() -> Callable[[Sequence[str]], Stream]:
    return stream_of


@pytest.fixture(scope="session")
def story_of() -> Callable[..., Story]:
    return story_of_texts
