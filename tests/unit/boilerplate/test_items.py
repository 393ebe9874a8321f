from __future__ import annotations

import pyarrow as pa
import pytest

from dedup.boilerplate.items import ITEMS, items, row_items


@pytest.mark.parametrize(
    "line", ["Home > Boats > Nets", "Home » Boats » Nets", "Home | Boats | Nets", "Home\tBoats\tNets"]
)
def test_separators_part_items(line):
    assert items(line) == items("nets · home · boats")
    assert len(items(line)) == 3


@pytest.mark.parametrize("line", ["", "Home", "Name:\tHarbour", "| Home | Boats |", "a>b", "nets|boats"])
def test_other_lines_have_none(line):
    assert items(line) == []


def test_marks_are_no_items():
    assert items("Home | - | Home") == items("Home | Home")


def test_one_row_for_each_item():
    columns = {"doc": [1, 1, 2], "block": [0, 1, 0], "items": pa.array([[5, 6], [], [7]], pa.list_(pa.int64()))}
    found = row_items(pa.record_batch(columns))
    assert found.schema == ITEMS
    assert found.to_pylist() == [
        {"doc": 1, "block": 0, "item": 5},
        {"doc": 1, "block": 0, "item": 6},
        {"doc": 2, "block": 0, "item": 7},
    ]
