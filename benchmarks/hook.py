"""What a person waits for at each commit: ``dedup check`` on a few small files, in turn with one import."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from corpus import documents, write_files
from measure import measure

COUNTS = (4, 100, 1000)
ROUNDS = 5


def hook(workdir: Path) -> None:
    """The shortest wall time of some rounds each."""
    commands: dict[str, list[str | Path]] = {"`import datasketch`": [sys.executable, "-c", "import datasketch"]}
    for count in COUNTS:
        folder = workdir / "run" / f"{count}-files"
        write_files(islice(documents(), count), folder)
        commands[f"`dedup check`, {count:,} files"] = [sys.executable, "-m", "dedup", "check", folder]
    costs = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            costs[name].append(measure(command, accepted=(0, 1))[0])
    wall = {name: min(cost.wall for cost in each) for name, each in costs.items()}
    print("\n### The hook\n\n| command | wall s | CPU s | wall / import |\n|---|---|---|---|")
    base = next(iter(wall.values()))
    for name, each in costs.items():
        print(f"| {name} | {wall[name]:.2f} | {min(cost.cpu for cost in each):.2f} | {wall[name] / base:.2f} |")
