"""Work in processes of its own: the same results, in the same order, and an end that leaves nothing behind."""

from __future__ import annotations

import os
import signal
import sys

import cloudpickle
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from dedup.engines.workers import Workers, cores
from dedup.errors import DedupError

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # other processes cannot import a test


@pytest.fixture
def workers():
    with Workers(2) as made:
        yield made


def batches(count):
    return [pa.record_batch({"n": [number]}) for number in range(count)]


def numbers(made):
    return [row["n"] for batch in made for row in batch.to_pylist()]


def double(batch):
    return pa.record_batch({"n": pc.multiply(batch.column("n"), 2)})


def where(_batch):
    return pa.record_batch({"n": [os.getpid()]})


def test_results_come_in_order(workers):
    found = numbers(workers.map(double, batches(40), heavy=True))
    assert found == [2 * number for number in range(40)]


def test_small_work_stays_here_until_there_are_processes(workers):
    here = {os.getpid()}
    assert set(numbers(workers.map(where, batches(4), heavy=True))) == here
    assert set(numbers(workers.map(where, batches(9), heavy=False))) == here
    assert not here & set(numbers(workers.map(where, batches(9), heavy=True)))
    assert not here & set(numbers(workers.map(where, batches(9), heavy=False)))
    assert set(numbers(Workers(1).map(where, batches(9), heavy=True))) == here


def test_only_so_many_batches_are_taken_as_are_needed(workers):
    taken = []

    def source():
        for batch in batches(100):
            taken.append(batch)
            yield batch

    made = workers.map(double, source(), heavy=True)
    next(made)
    assert len(taken) < 10


def test_an_error_of_a_kernel_arrives(workers):
    def fail(batch):
        raise ZeroDivisionError(batch.num_rows)

    with pytest.raises(ZeroDivisionError):
        list(workers.map(fail, batches(9), heavy=True))


def test_a_killed_process_is_told_in_a_line(workers):
    def die(_batch):
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(DedupError, match="--threads 1"):
        list(workers.map(die, batches(9), heavy=True))


def test_where_processes_share_no_locks_work_stays_here(workers, monkeypatch):
    def refuse(**_options):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("loky.process_executor.ProcessPoolExecutor", refuse)
    assert set(numbers(workers.map(where, batches(9), heavy=True))) == {os.getpid()}


def test_there_is_a_core():
    assert cores() >= 1
