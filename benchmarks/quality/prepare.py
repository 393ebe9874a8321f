"""Builds the benchmark's sets into a folder; what must be fetched is fetched once, into the same folder.

``python benchmarks/quality/prepare.py DIR``

Each set has an open and a final half, which differ in their seeds. The final half is for one run at the end;
``final.sha256`` says what it was when it was committed, before it was ever scored.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
from pathlib import Path

import html_peers
import pages
import repeats
import sites
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


def changed(folder: Path, cache: Path) -> list[str]:
    """Final sets that are not as committed."""
    built = hashes(folder)
    committed = COMMITTED.read_text(encoding="utf-8") + sites.COMMITTED.read_text(encoding="utf-8")
    if (folder / "sites").is_dir():
        built += sites.hashes(folder / "sites", cache)
    return sorted(set(built) - set(committed.splitlines()))


def main() -> None:
    """Build both halves and compare the final one with what it was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    cache = folder / "cache"
    phrases, missing = widgets(cache)
    for package in missing:
        print(f"could not be fetched, so its phrases are missing and the sets are not the published ones: {package}")
    for half in ("open", "final"):
        build(folder, half, phrases[half])
    sites.fetch(cache)
    sites.build(cache, folder)
    try:
        html_peers.install(cache)
    except subprocess.CalledProcessError as error:
        print(f"the cleaners that read HTML could not be installed: {error}")
    for line in changed(folder / "final", cache):
        print(f"not as committed (another Python has another manual, another package other pages): {line}")
    for half in ("open", "final"):
        print(half, *sorted(path.name for path in (folder / half).iterdir()))


if __name__ == "__main__":
    main()
