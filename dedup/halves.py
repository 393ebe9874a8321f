"""Adapter until the half stands on its own."""

from __future__ import annotations
import pyarrow as pa
from dedup.changes import Changes
from dedup.engines import rows

STRUCK = pa.schema(
    [
        ("doc", pa.int64()),
        ("block", pa.int64()),
        ("first", pa.int64()),
        ("last", pa.int64()),
        ("rule", pa.string()),
        ("evidence", pa.string()),
        ("pass", pa.int32()),
    ]
)
REPORTED = pa.schema([("doc", pa.int64()), ("message", pa.string())])
TABLES = {"struck": STRUCK, "reported": REPORTED}


def find(engine, texts, docs, config, number):
    from dedup import boilerplate

    boilerplate.find(engine, texts, docs, config, number)
    engine.keep("struck_before", "SELECT * FROM struck")
    engine.keep(
        "struck",
        f"SELECT * FROM struck_before UNION ALL SELECT doc, block, first, last, rule, evidence, CAST({number} AS INT) AS pass FROM flagged",
    )
    changes = Changes()
    for row in rows(engine.read("SELECT doc, block FROM flagged ORDER BY doc, block")):
        changes.units.setdefault(row["doc"], []).append(row["block"])
    return changes
