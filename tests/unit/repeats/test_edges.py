from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from dedup.repeats.edges import EDGE_WORDS, edges
from dedup.repeats.story import Story
from dedup.repeats.stream import Stream

Words = Callable[[Sequence[str]], Stream]
RUN = "the run of words that repeats"


def found(words_stream: Words, earlier: str, own: str, run: str = RUN) -> list[tuple[str, str]]:
    """The edge units of the text `own` beside its units `run`, and the earlier unit each points at."""
    words = words_stream([earlier, own])
    story = Story(words)
    here, there = ([line for line in text.split("\n") if line] for text in (own, earlier))
    starts = np.flatnonzero(np.append(True, np.diff(story.unit_of) != 0)).tolist()
    source = there.index(run)
    first, last = starts[source], [*starts, len(words)][source + 1] - 1
    sources = {unit: (first, last) for unit, line in enumerate(here) if line == run}
    made = edges(words, story.unit_of, story.first_unit, story.unit_full, sources)
    return [(here[e.unit], there[starts.index(e.source)] if e.source in starts else RUN) for e in made]


@pytest.mark.parametrize(
    ("earlier", "own", "expected"),
    [
        (f"date\n{RUN}\nend", f"date\n{RUN}\nend", ["date", "end"]),
        (f"DATE!\n{RUN}\nend.", f"date\n{RUN}\nother", ["date"]),
        (f"a\nb\nc\n{RUN}", f"a\n{RUN}", ["a"]),
        (f"a\nb\nc\nd\n{RUN}", f"a\n{RUN}", []),
        (f"a\nb\n{RUN}", f"a\nb\n{RUN}", ["b", "a"]),
        (f"a\nx\nb\n{RUN}", f"a\nb\n{RUN}", ["b", "a"]),
        (f"a\n{RUN}\nb", f"b\n{RUN}\na", []),
        (f"***\n{RUN}\n---", f"***\n{RUN}\n===", ["***"]),
        (f"{'w ' * EDGE_WORDS}\n{RUN}", f"{'w ' * EDGE_WORDS}\n{RUN}", ["w " * EDGE_WORDS]),
        (f"{'w ' * (EDGE_WORDS + 1)}\n{RUN}", f"{'w ' * (EDGE_WORDS + 1)}\n{RUN}", []),
        (f"x\n{RUN}\ny", RUN, []),
    ],
)
def test_units_beside_a_run(words_stream: Words, earlier: str, own: str, expected: list[str]) -> None:
    assert sorted(unit for unit, _ in found(words_stream, earlier, own)) == sorted(expected)


def test_each_points_at_the_unit_that_it_equals(words_stream: Words) -> None:
    pairs = found(words_stream, f"head\nby line\n{RUN}\nend", f"head\nby line\n{RUN}\nend")
    assert sorted(pairs) == [("by line", "by line"), ("end", "end"), ("head", "head")]


def test_marks_between_two_runs_go_with_them(words_stream: Words) -> None:
    assert [unit for unit, _ in found(words_stream, RUN, f"{RUN}\n***\n---\n{RUN}")] == ["***", "---"]
    assert found(words_stream, RUN, f"{RUN}\n***\nword\n{RUN}\n---") == []


def test_an_edge_of_another_document_is_none(words_stream: Words) -> None:
    words = words_stream(["date", RUN, f"date\n{RUN}"])
    story = Story(words)
    first = len(words_stream(["date"]))
    sources = {1: (first, first + len(RUN.split()) - 1)}
    assert list(edges(words, story.unit_of, story.first_unit, story.unit_full, sources)) == []
