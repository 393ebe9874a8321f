from __future__ import annotations

import json
from pathlib import Path

import pytest

from dedup import clean, write
from dedup.ledger import FILE_NAME

STORY = (
    "The harbour master counted the boats again, and again there was one too many. Nobody on the quay would say whose "
    "it was, so he wrote it down as a guest, and charged it nothing for the night."
)


def ledger(raw: Path, out: Path) -> bytes:
    with clean(raw, out) as result:
        assert len(list(result.removals())) == 8
        assert result.report
        return (result.report / FILE_NAME).read_bytes()


def test_removals_that_wait_on_disk_are_those_that_wait_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    texts = (
        f"Note {number} of the harbour.\n\n{STORY}\n\nIt was signed with the {number}th stamp." for number in range(9)
    )
    (raw / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    held = ledger(raw, tmp_path / "held")
    monkeypatch.setattr(write, "_HELD", 3)
    assert ledger(raw, tmp_path / "spilled") == held
