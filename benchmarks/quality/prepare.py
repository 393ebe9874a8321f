"""Builds the benchmark's sets into a folder; what must be fetched is fetched once, into the same folder.

``python benchmarks/quality/prepare.py DIR``
"""

from __future__ import annotations

import argparse
from pathlib import Path

import repeats
from labels import digest, write_set

SETS = 6
"""Sets of each group and half."""


def build(folder: Path, half: str) -> None:
    """Build one half."""
    for number in range(1, SETS + 1):
        write_set(folder / half / f"repeats-{number}", repeats.build(f"{half}-{number}"))


def main() -> None:
    """Build both halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for half in ("open", "final"):
        build(folder, half)
        print(half, digest(folder / half))


if __name__ == "__main__":
    main()
