"""How CPU time and memory grow with the text, on ordinary text and on shapes that are hard to clean."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from cleaners import CLEANERS, WHOLE, Cleaner
from corpus import write_jsonl
from measure import Cost, Failed, exponent, figure
from shapes import SHAPES
from side_by_side import run

DEDUP = next(cleaner for cleaner in CLEANERS if cleaner.name == WHOLE)
TIGHT, LEAST = 5, 100
"""How many times larger than the memory for tables the text is, and the least megabytes of that."""


def ordinary(workdir: Path, sizes: Sequence[float]) -> None:
    """Ordinary text."""
    _table(workdir, f"Growth: `{WHOLE}` on ordinary text", {"ordinary": write_jsonl}, sizes)


def tight(workdir: Path, sizes: Sequence[float]) -> None:
    """The same with little memory for tables."""
    title = f"Growth: `{WHOLE}` with `--memory` a {TIGHT}th of the text, {LEAST} MB at least"
    _table(workdir, title, {"ordinary": write_jsonl}, sizes, _with_memory)


def _with_memory(megabytes: float) -> Cleaner:
    memory = f"{max(megabytes / TIGHT, LEAST):.0f}MB"
    return DEDUP._replace(command=lambda *places: [*DEDUP.command(*places), "--memory", memory])


def shapes(workdir: Path, sizes: Sequence[float]) -> None:
    """The shapes."""
    _table(workdir, f"Hard shapes: `{WHOLE}`", SHAPES, sizes)


def _table(
    workdir: Path,
    title: str,
    writers: dict[str, Callable[[float, Path], None]],
    sizes: Sequence[float],
    cleaner: Callable[[float], Cleaner] = lambda _: DEDUP,
) -> None:
    print(f"\n### {title}\n")
    heads = [f"{size:g} MB: CPU s, wall s, MB" for size in sizes]
    print(f"| text | {' | '.join(heads)} | exponent of CPU | of memory |")
    print(f"|---|{'---|' * len(sizes)}---|---|")
    for name, write in writers.items():
        try:
            costs = [_cost(workdir, write, size, cleaner(size)) for size in sizes]
        except Failed as error:
            print(f"| {name} | failed: {' '.join(str(error).split())[-300:]} |", flush=True)
            continue
        cells = [", ".join(map(figure, (cost.cpu, cost.wall, cost.anonymous))) for cost in costs]
        growths = [exponent(sizes, [getattr(cost, field) for cost in costs]) for field in ("cpu", "anonymous")]
        print(f"| {name} | {' | '.join(cells)} | {growths[0]:.2f} | {growths[1]:.2f} |", flush=True)


def _cost(workdir: Path, write: Callable[[float, Path], None], megabytes: float, cleaner: Cleaner) -> Cost:
    source = workdir / "run" / f"{megabytes:g}-megabytes"
    write(megabytes, source)
    try:
        return run(workdir, cleaner, source)[0]
    finally:
        shutil.rmtree(source)
