"""What the peers' scripts share: JSONL in, the kept rows out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

AT_A_TIME = 1000


def batches(folder: Path) -> Iterator[list[tuple[bytes, list[str]]]]:
    """Lines of all files, each with its shingles."""
    batch = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as lines:
            for line in lines:
                batch.append((line, shingles(json.loads(line)["text"])))
                if len(batch) == AT_A_TIME:
                    yield batch
                    batch = []
    yield batch


def shingles(text: str) -> list[str]:
    """Three words each, as in rensa's own benchmark."""
    words = text.lower().split()
    return [" ".join(words[i : i + 3]) for i in range(max(len(words) - 2, 1))]
