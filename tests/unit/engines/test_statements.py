"""Every SQL statement stays in the subset that DuckDB and Spark share.

The statements are collected by running the algorithm on a few texts with an engine that notes what it is given,
and from the ``.sql`` files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

from dedup import pipeline, spared
from dedup.candidates import Candidates
from dedup.config import Config
from dedup.corpus import Corpus
from dedup.describe import describe
from dedup.engines.duckdb import DuckDBEngine
from dedup.ledger import silent
from dedup.passes import Passes

PACKAGE = Path(str(files("dedup")))
FILES = sorted(PACKAGE.rglob("*.sql"))

LINE = "Subscribe to our newsletter and never miss a story"
TEXT = "\n\n".join(
    [
        "The committee that was set up last spring has published its findings on the northern bridge of the town.",
        "Nobody in the whole office had read a single page of the reports before the accident on the second of May.",
        "A spokesman for the town said that repairs would begin as soon as the money had been found somewhere.",
    ]
)

TYPES = {exp.DataType.Type.BIGINT, exp.DataType.Type.INT, exp.DataType.Type.TEXT}

SPARK_RESERVED = set(
    re.findall(
        r"\w+",
        """
        all and anti any array as authorization both case cast check collate column constraint create cross
        current_date current_time current_timestamp current_user distinct else end escape except execute
        exists false fetch filter for foreign from full function grant group having in inner intersect into is
        join lateral leading left like local minus natural not null of offset on only or order outer overlaps
        primary references rename right select semi session_user some sql table tablesample then time to
        trailing union unique unknown user using values when where window with
        """,
    )
)
"""In ANSI mode, and what cannot be a table's alias."""


class NotingEngine(DuckDBEngine):
    """An engine that remembers statements and the columns of tables."""

    def __init__(self, statements: list[str], columns: set[str]) -> None:
        super().__init__()
        self._statements, self._columns = statements, columns

    def keep(self, table: str, statement: str) -> None:
        self._statements.append(statement)
        self._columns.add(table)
        super().keep(table, statement)

    def map(
        self, table: str, kernel: Any, source: Any, schema: pa.Schema, by: Sequence[str] = (), docs: Any = None
    ) -> None:
        if isinstance(source, str):
            self._statements.append(source)
        self._columns.update([table, *schema.names])
        super().map(table, kernel, source, schema, by, docs)

    def read(self, statement: str) -> Iterator[pa.RecordBatch]:
        self._statements.append(statement)
        return super().read(statement)


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], set[str]]:
    root = tmp_path_factory.mktemp("raw")
    for n in range(8):
        (root / f"page{n}.txt").write_text(f"{LINE}\n{TEXT if n % 2 else TEXT.upper()}\n\nPage {n}\n{LINE}\n")
    statements: list[str] = []
    names: set[str] = set()
    for config in (Config(), Config(keep_files=True, only="repeats")):
        engine = NotingEngine(statements, names)
        try:
            corpus = Corpus.open(root, config)
            watch = Candidates(corpus, StringIO())
            passes: Passes = pipeline.find(corpus, engine, config, watch=watch)
            assert list(describe(corpus, engine, passes, silent))
            spared.find(corpus, engine, config)
        finally:
            engine.close()
    return list(dict.fromkeys(statements)), names


def filled(path: Path) -> str:
    """A statement with some name or number for each of its placeholders."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{(\w+)\}", lambda match: "masked" if match[1] == "key" else "8", text)


def check(statement: str) -> None:
    for dialect in ("duckdb", "spark"):
        (tree,) = sqlglot.parse(statement, read=dialect)
        assert isinstance(tree, exp.Query), dialect
        for node in tree.walk():
            assert not isinstance(node, exp.Command), dialect
            assert not isinstance(node, (exp.Unnest, exp.Explode, exp.List, exp.Array, exp.Struct, exp.Lambda)), (
                node.sql()
            )
            assert not isinstance(node, exp.Anonymous), f"a function that only one engine may know: {node.sql()}"
            if isinstance(node, exp.DataType):
                assert node.this in TYPES, node.sql()
            if isinstance(node, exp.Star) and isinstance(node.parent, exp.Select):
                assert not {"except_", "replace"} & {name for name, value in node.args.items() if value}, node.sql()
                assert not node.args.get("replace"), node.sql()
            if isinstance(node, exp.Div):
                raise AssertionError(f"engines divide integers differently: {node.sql()}")
    assert not re.search(
        r"\bunnest\b|\blist_|\barray_|\bu(?:big|small|tiny|huge)?int(?:eger)?\b|\bhash\(", statement, re.I
    )


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PACKAGE)) for path in FILES])
def test_files(path: Path) -> None:
    check(filled(path))


def test_statements_in_python(noted: tuple[list[str], set[str]]) -> None:
    statements, _ = noted
    assert len(statements) > len(FILES)
    for statement in statements:
        check(statement)


def test_no_placeholder_is_left(noted: tuple[list[str], set[str]]) -> None:
    assert not [statement for statement in noted[0] if re.search(r"[{}]", statement)]


def test_every_file_is_used(noted: tuple[list[str], set[str]]) -> None:
    def plain(text: str) -> str:
        return re.sub(r"\s+", " ", re.sub(r"\b(?:\d+|masked|exact)\b", "8", text)).strip()

    used = {plain(statement) for statement in noted[0]}
    rare = {"lost.sql", "affected.sql"}
    assert {path.name for path in FILES if plain(filled(path)) not in used} <= rare


def names_of(statement: str) -> set[str]:
    """What a statement names: columns, tables and their aliases."""
    tree = sqlglot.parse_one(statement, read="duckdb")
    return {node.name.lower() for node in tree.walk() if isinstance(node, exp.Identifier)}


def test_no_name_is_a_reserved_word(noted: tuple[list[str], set[str]]) -> None:
    statements, names = noted
    query = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
    reserved = {row[0] for row in duckdb.sql(query).fetchall()} | SPARK_RESERVED
    assert {"select", "lateral"} <= reserved
    for statement in [*statements, *map(filled, FILES)]:
        names = names | names_of(statement)
    assert len(names) > 50
    assert not names & reserved
