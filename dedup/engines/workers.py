"""Kernels on every core: processes to which batches go, and from which their results come back in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

import pyarrow as pa

from dedup.engines import Kernel
from dedup.errors import DedupError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from loky.process_executor import ProcessPoolExecutor

_AHEAD = 2
"""Batches that wait for each process: so none is idle, and memory is bounded."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Runs kernels in processes of its own. They take a second to start, so small work stays in this one."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def map(self, kernel: Kernel, batches: Iterable[pa.RecordBatch], *, heavy: bool) -> Iterator[pa.RecordBatch]:
        """Yield what a kernel makes of each batch, in order; several `heavy` batches are worth starting processes."""
        rest = iter(batches)
        first = list(islice(rest, 2))
        everything = chain(first, rest)
        if self._count < 2 or len(first) < 2 or not (heavy or self._pool):
            yield from map(kernel, everything)
        else:
            yield from self._shared_out(kernel, everything)

    def _shared_out(self, kernel: Kernel, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from loky.process_executor import ProcessPoolExecutor, TerminatedWorkerError  # late: small work needs none

        if self._pool is None:
            self._pool = ProcessPoolExecutor(max_workers=self._count)
        waiting: deque[Future[pa.RecordBatch]] = deque()
        try:
            for batch in batches:
                waiting.append(self._pool.submit(kernel, batch))
                if len(waiting) > _AHEAD * self._count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except TerminatedWorkerError as error:
            raise DedupError("a worker process was killed, perhaps for want of memory; try --threads 1") from error

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        if self._pool is not None:
            self._pool.shutdown(kill_workers=True)
            self._pool = None
