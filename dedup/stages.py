"""What each step of a run took: measured from the moment that progress is told of it until it is told of the next."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from dedup.ledger import Progress

Item = TypeVar("Item")

_HEAD = ("step", "wall s", "CPU s", "MB/s", "items", "peak MB")


class Usage(NamedTuple):
    """What the run has used so far."""

    wall: float
    cpu: float
    """Seconds of this process and of those that it started."""


@dataclass(slots=True)
class Stage:
    """One step, or several that run at the same time."""

    items: dict[str, int] = field(default_factory=dict)
    """How many documents, files or pages went through, by the name of the step."""
    wall: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0
    """Megabytes that this process has held at once, up to the end of the step."""


class Stages:
    """Progress that is shown by another, and measured."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._under_way = 0
        self._since = usage()
        self.found = [Stage({"starting": 0})]

    def __call__(self, items: Iterable[Item], what: str, total: int | None = None) -> Iterable[Item]:
        """Hand the items through; a step begins, or joins the one that is not through with its own items."""
        self._measure()
        if not self._under_way:
            self.found.append(Stage())
        stage = self.found[-1]
        stage.items[what] = 0
        return self._counted(self._shown(items, what, total), stage, what)

    def table(self, size: int) -> str:
        """What was measured so far, for an input of so many bytes."""
        self._measure()
        total = Stage({"in all": 0}, sum(s.wall for s in self.found), sum(s.cpu for s in self.found), _peak())
        rows = [_HEAD, *(_row(stage, size) for stage in (*self.found, total))]
        width = max(len(name) for name, *_ in rows)
        return "".join(f"{name:{width}}" + "".join(f"  {cell:>12}" for cell in cells) + "\n" for name, *cells in rows)

    def _counted(self, items: Iterable[Item], stage: Stage, what: str) -> Iterator[Item]:
        self._under_way += 1
        try:
            for item in items:
                stage.items[what] += 1
                yield item
        finally:
            self._under_way -= 1

    def _measure(self) -> None:
        """Add what was used since this was last done to the current step."""
        now, stage = usage(), self.found[-1]
        stage.wall += now.wall - self._since.wall
        stage.cpu += now.cpu - self._since.cpu
        stage.peak, self._since = _peak(), now


def _row(stage: Stage, size: int) -> tuple[str, ...]:
    speed = f"{size / 1e6 / stage.wall:.1f}" if stage.wall else ""
    items = ", ".join(f"{count:,}" for count in stage.items.values() if count)
    return ", ".join(stage.items), f"{stage.wall:.2f}", f"{stage.cpu:.2f}", speed, items, f"{stage.peak:,.0f}"


def usage() -> Usage:
    """What this process and those it started have used; of those that are still running where /proc tells of them."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = sum(_cpu(child) for child in _children())
    return Usage(time.perf_counter(), time.process_time() + ended.ru_utime + ended.ru_stime + running)


def _children() -> Iterator[str]:
    """The processes that this one started and that are still there."""
    for thread in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            yield from thread.read_text().split()


def _cpu(process: str) -> float:
    """CPU seconds of another process."""
    with suppress(OSError):
        fields = Path("/proc", process, "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _peak() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in KiB, on macOS in bytes
    return most / (1e6 if sys.platform == "darwin" else 1e6 / 1024)
