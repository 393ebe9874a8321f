"""What the sketching scripts share: the shingles, and a clock."""

from __future__ import annotations

import hashlib
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ROUNDS = 3
Made = TypeVar("Made")


def shingles(folder: Path) -> tuple[array[int], array[int]]:
    """32-bit hashes of all paragraphs, and where each paragraph's begin (and the last one's end)."""
    hashes, offsets = array("I"), array("Q")
    hashes.frombytes((folder / "hashes").read_bytes())
    offsets.frombytes((folder / "offsets").read_bytes())
    return hashes, offsets


def strings(folder: Path) -> list[list[str]]:
    """The shingles themselves."""
    paragraphs = (line.split() for line in (folder / "paragraphs").read_text(encoding="utf-8").split("\n"))
    return [[" ".join(words[i : i + 3]) for i in range(len(words) - 2)] for words in paragraphs]


def report(name: str, sketch: Callable[[], Made], values: Callable[[Made], bytes]) -> None:
    """Print the name, the CPU seconds of the best round, and a digest of the values as 32-bit numbers."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        made = sketch()
        seconds.append(time.process_time() - start)
    print(name, min(seconds), hashlib.sha256(values(made)).hexdigest()[:16], sep="\t")
