from importlib.resources import files

import pytest
import sqlglot

STATEMENTS = sorted(f.name for f in files("dedup.boilerplate").iterdir() if f.name.endswith(".sql"))
VALUES = {"{lines}": "12", "{percent}": "15", "{least}": "3", "{key}": "masked"}


def test_there_are_statements():
    assert "counted.sql" in STATEMENTS


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
@pytest.mark.parametrize("name", STATEMENTS)
def test_both_engines_can_read_it(name, dialect):
    text = files("dedup.boilerplate").joinpath(name).read_text(encoding="utf-8")
    for placeholder, value in VALUES.items():
        text = text.replace(placeholder, value)
    assert "{" not in text
    (parsed,) = sqlglot.parse(text, read=dialect)
    assert parsed.find(sqlglot.exp.Select)
    assert not list(parsed.find_all(sqlglot.exp.Unnest, sqlglot.exp.Explode))
