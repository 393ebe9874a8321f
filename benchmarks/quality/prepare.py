"""Builds the benchmark's sets into a folder; what must be fetched is fetched once, into the same folder.

``python benchmarks/quality/prepare.py DIR``

Each set has an open and a final half, which differ in their seeds. The final half is for one run at the end;
``final.sha256`` says what it was when it was committed, before it was ever scored.
"""

from __future__ import annotations

import argparse
import platform
from pathlib import Path

import pages
import repeats
from labels import digest, write_set
from packages import Widgets, widgets

SETS = 6
"""Sets of each group and half."""
COMMITTED = Path(__file__).with_name("final.sha256")


def build(folder: Path, half: str, phrases: Widgets) -> None:
    """Build the sets of one half in which the text is ours, and the truth known by construction."""
    for number in range(1, SETS + 1):
        write_set(folder / half / f"repeats-{number}", repeats.build(f"{half}-{number}"))
        write_set(folder / half / f"boilerplate-{number}", pages.build(f"{half}-{number}", phrases))


def hashes(folder: Path) -> list[str]:
    """A line for each set: its hash, its name, and the Python whose manual gave base text."""
    groups = sorted([*folder.glob("repeats-*"), *folder.glob("boilerplate-*")])
    return [f"{digest(path)}  {path.name}  Python {platform.python_version()}" for path in groups]


def main() -> None:
    """Build both halves and compare the final one with what it was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    phrases, missing = widgets(folder / "cache")
    for package in missing:
        print(f"could not be fetched, so its phrases are missing and the sets are not the published ones: {package}")
    for half in ("open", "final"):
        build(folder, half, phrases[half])
    built = hashes(folder / "final")
    committed = COMMITTED.read_text(encoding="utf-8").splitlines()
    for line in sorted(set(built) - set(committed)):
        print(f"not the committed set (another Python has another manual): {line}")
    print(f"{2 * len(built)} sets in {folder}, {len(set(built) & set(committed))} final ones as committed")


if __name__ == "__main__":
    main()
