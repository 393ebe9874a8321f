"""What a command costs, with all the processes it starts.

CPU seconds are user and system time of the command and its descendants, also of those it left behind. The peak is the
largest resident size of any one process; the anonymous peak is the sum over all of them of what they allocated,
looked at every tenth of a second.
"""

from __future__ import annotations

import ctypes
import math
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_PR_SET_CHILD_SUBREAPER = 36
_EVERY = 0.1


class Cost(NamedTuple):
    """Of one run of a command."""

    wall: float
    cpu: float
    peak: float
    """Megabytes."""
    anonymous: float
    """Megabytes."""


class Failed(Exception):
    """A command that ended with an error; its message is the end of what the command said."""


def measure(
    command: Sequence[str | Path],
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    accepted: Sequence[int] = (0,),
) -> tuple[Cost, str]:
    """Run a command; what it cost, and what it printed. Raises Failed for an exit code that is not accepted."""
    with tempfile.TemporaryFile("w+", errors="replace") as said, tempfile.TemporaryFile("w+") as cost:
        prefix = [sys.executable, __file__, str(cost.fileno())]
        environment = {**os.environ, **(env or {})}
        code = subprocess.call(
            [*prefix, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=cwd,
            pass_fds=[cost.fileno()],
        )
        said.seek(0)
        text = said.read()
        if code not in accepted:
            raise Failed(f"exit code {code}: {text[-2000:].strip()}")
        cost.seek(0)
        return Cost(*map(float, cost.read().split())), text


def figure(value: float) -> str:
    """As a table shows it: three digits, or all before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Of the last step, in which what a start costs weighs least: 1 is linear growth."""
    return math.log(values[-1] / values[-2]) / math.log(sizes[-1] / sizes[-2])


def _descendants(pid: int) -> Iterator[int]:
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield int(child)
            yield from _descendants(int(child))


def _anonymous() -> int:
    """Kilobytes that the processes below this one have allocated now."""
    total = 0
    try:
        for pid in _descendants(os.getpid()):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("RssAnon"):
                    total += int(line.split()[1])
    except OSError:  # one of them has just ended
        return 0
    return total


def _main(descriptor: int, command: list[str]) -> int:
    """Run the command below this process, adopt what it leaves behind, and write what all of it cost."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    most, done = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(_EVERY):
            most = max(most, _anonymous())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    code = subprocess.call(command, close_fds=True)
    wall = time.perf_counter() - start
    done.set()
    watcher.join()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss / 1024
    os.write(descriptor, f"{wall} {used.ru_utime + used.ru_stime} {peak} {most / 1024}".encode())
    return code


if __name__ == "__main__":
    sys.exit(_main(int(sys.argv[1]), sys.argv[2:]))
