"""The embedded engine's errors."""

from __future__ import annotations

import duckdb
import pytest

from dedup.engines.duckdb import DuckDBEngine


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (RuntimeError("Query interrupted"), KeyboardInterrupt),
        (duckdb.InvalidInputException("counting rows failed: KeyboardInterrupt: "), KeyboardInterrupt),
        (RuntimeError("something else"), RuntimeError),
        (duckdb.BinderException("no such column"), duckdb.BinderException),
        (duckdb.OutOfMemoryException("failed to pin"), OSError),
        (duckdb.IOException("No space left on device\nand more"), OSError),
    ],
)
def test_errors_are_the_usual_ones(monkeypatch, raised, expected):
    engine = DuckDBEngine()

    class Failing:
        def execute(self, _statement):
            raise raised

        def close(self):
            pass

    monkeypatch.setattr(engine, "_connection", Failing())
    with pytest.raises(expected):
        engine.keep("one", "SELECT 1")
    engine.close()
