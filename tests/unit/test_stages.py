from __future__ import annotations

import subprocess
import sys

import pytest

from dedup import stages
from dedup.ledger import silent
from dedup.stages import Stages, Usage, usage


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, in seconds; a third of it is used."""
    now = [0.0]
    monkeypatch.setattr(stages, "usage", lambda: Usage(now[0], now[0] / 3))
    return now


def test_a_step_lasts_until_the_next_begins(clock: list[float]) -> None:
    measured = Stages(silent)
    clock[0] = 1
    assert list(measured("abc", "reading")) == ["a", "b", "c"]
    clock[0] = 7
    assert list(measured("d", "writing", 1)) == ["d"]
    clock[0] = 10
    measured.table(0)
    assert [(list(stage.items.items()), stage.wall, stage.cpu) for stage in measured.found] == [
        ([("starting", 0)], 1, pytest.approx(1 / 3)),
        ([("reading", 3)], 6, pytest.approx(2)),
        ([("writing", 1)], 3, pytest.approx(1)),
    ]


def test_steps_at_the_same_time_are_one_row(clock: list[float]) -> None:
    measured = Stages(silent)
    described = iter(measured("abc", "describing"))
    next(described)
    clock[0] = 2
    for _ in measured("xy", "writing"):
        next(described, None)
    clock[0] = 5
    assert list(described) == []
    list(measured("z", "reporting"))
    clock[0] = 6
    measured.table(0)
    assert [stage.items for stage in measured.found[1:]] == [{"describing": 3, "writing": 2}, {"reporting": 1}]
    assert [stage.wall for stage in measured.found] == [0, 5, 1]


def test_the_table(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "_peak", lambda: 1234.4)
    measured = Stages(silent)
    list(measured(range(2000), "reading"))
    clock[0] = 4
    assert measured.table(6_000_000).splitlines() == [
        "step            wall s         CPU s          MB/s         items       peak MB",
        "starting          0.00          0.00                                     1,234",
        "reading           4.00          1.33           1.5         2,000         1,234",
        "in all            4.00          1.33           1.5                       1,234",
    ]


def test_what_is_shown_is_handed_through(clock: list[float]) -> None:
    told = []

    def shown(items, what, total=None):
        told.append((what, total))
        return [item.upper() for item in items]

    assert list(Stages(shown)("ab", "reading", 2)) == ["A", "B"]
    assert told == [("reading", 2)]


BUSY = "import time\nprint(flush=True)\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\ninput()"


def test_processes_that_were_started_count_while_they_run_and_when_they_have_ended() -> None:
    if not list(stages._children()) and not sys.platform.startswith("linux"):
        pytest.skip("no /proc")
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdin
        child.stdout.readline()
        before = usage()
        child.stdout.readline()
        running = usage()
        child.stdin.write(b"\n")
    ended = usage()
    assert 0.1 < running.cpu - before.cpu < 2
    assert ended.cpu >= running.cpu - 0.02, "nothing is lost when a process ends; the kernel counts in hundredths"
    assert before.wall < running.wall < ended.wall
