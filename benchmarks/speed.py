"""Measures dedup beside its peers and prints Markdown tables: ``python benchmarks/speed.py WORKDIR``.

Everything runs in turn on text that is generated anew. Peers get virtual environments of their own, which stay in
WORKDIR for the next run; one that will not install or run is reported with its error. Linux only: costs of processes
are read as it gives them.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import growth
from environments import versions
from hook import hook
from side_by_side import files, peers
from sketching import sketching

PARTS = {
    "peers": lambda given: peers(given.workdir, given.megabytes, given.rounds),
    "files": lambda given: files(given.workdir, given.megabytes, given.rounds),
    "sketching": lambda given: sketching(given.workdir, min(given.megabytes, 20)),
    "hook": lambda given: hook(given.workdir),
    "growth": lambda given: growth.ordinary(given.workdir, given.sizes),
    "tight": lambda given: growth.tight(given.workdir, given.sizes),
    "shapes": lambda given: growth.shapes(given.workdir, given.shape_sizes),
}
OURS = ("dedup", "datasketch", "duckdb", "numpy", "pyarrow")


def arguments() -> argparse.Namespace:
    """Of the command line."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").split("\n")[0],
        epilog="By default, all parts need about ten minutes on two cores, and three more to install the peers once. "
        "The time of each part is proportional to its sizes.",
    )
    parser.add_argument("workdir", type=Path, help="folder for environments (1.9 GB) and, while it runs, text")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of: {', '.join(PARTS)} (default: all)")
    parser.add_argument("--megabytes", type=float, default=20, help="for peers and files (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=1, help="of peers and files; the best counts (default: 1)")
    parser.add_argument("--sizes", type=_sizes, default="10,40,160", help="MB for growth (default: %(default)s)")
    parser.add_argument("--shape-sizes", type=_sizes, default="4,16", help="MB for shapes (default: %(default)s)")
    given = parser.parse_args()
    for part in given.parts:
        if part not in PARTS:
            parser.error(f"no part {part!r}; there are {', '.join(PARTS)}")
    return given


def _sizes(text: str) -> list[float]:
    """Two or more, rising: growth is read from the last two."""
    sizes = sorted(map(float, text.split(",")))
    if len(sizes) < 2:
        raise argparse.ArgumentTypeError("needs two sizes or more")
    return sizes


def machine() -> str:
    """On what it ran."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    """Run the parts and print their tables."""
    given = arguments()
    scratch = given.workdir / "run"
    shutil.rmtree(scratch, ignore_errors=True)
    print(f"{date.today()}, {machine()}")
    try:
        for part in given.parts or PARTS:
            scratch.mkdir(parents=True)
            PARTS[part](given)
            shutil.rmtree(scratch)
            sys.stdout.flush()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print("\nWith", ", ".join([*(f"{name} {version(name)}" for name in OURS), *versions(given.workdir)]))


if __name__ == "__main__":
    main()
