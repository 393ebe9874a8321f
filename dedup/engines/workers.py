"""Work on every core: processes to which batches go, and from which their results come back in order."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import chain, islice
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from dedup.errors import DedupError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from loky.process_executor import ProcessPoolExecutor

Item = TypeVar("Item")
Made = TypeVar("Made")

_AHEAD = 2
"""Batches that wait for each process: so none is idle, and memory is bounded."""
_WORTH = 8
"""Batches of heavy work, about half a second each, from which it is worth starting processes."""


def _run(work: Callable[[Item], Made], batch: Item) -> Made:
    """What a process does with a batch."""
    made = work(batch)
    _loaded()
    return made


@cache
def _loaded() -> None:
    """Keep what a process has loaded with its first batch out of garbage collections: loky asks for one each second."""
    gc.freeze()


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Runs functions in processes of its own. They take a second to start, so small work stays in this one.

    Use it as a context manager: leaving it ends the processes, whatever they are doing.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = count or cores()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(kill_workers=True)
            self._pool = None

    def map(self, work: Callable[[Item], Made], batches: Iterable[Item], *, heavy: bool) -> Iterator[Made]:
        """Yield what a function makes of each batch, in order; several `heavy` ones are worth starting processes."""
        rest = iter(batches)
        first = list(islice(rest, _WORTH))
        everything = chain(first, rest)
        if self._pool is None and heavy and len(first) == _WORTH:
            self._start()
        if self._pool is None or len(first) < 2:
            yield from map(work, everything)
        else:
            yield from self._shared_out(self._pool, work, everything)

    def _start(self) -> None:
        """Start the processes, unless one is enough or the system has no locks that they can share."""
        if self._count > 1:
            with suppress(ImportError, OSError):
                from loky.process_executor import ProcessPoolExecutor  # late: small work needs none

                self._pool = ProcessPoolExecutor(max_workers=self._count)

    def _shared_out(
        self, pool: ProcessPoolExecutor, work: Callable[[Item], Made], batches: Iterable[Item]
    ) -> Iterator[Made]:
        from loky.process_executor import TerminatedWorkerError

        waiting: deque[Future[Made]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_run, work, batch))
                if len(waiting) > _AHEAD * self._count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except TerminatedWorkerError as error:
            raise DedupError("a worker process was killed, perhaps for want of memory; try --threads 1") from error
