from __future__ import annotations

from collections.abc import Callable

import pytest

from dedup.repeats.edges import EDGE_WORDS, edges
from dedup.repeats.story import Story

StoryOf = Callable[..., Story]
RUN = "the run of words that repeats"


def found(story_of: StoryOf, earlier: str, own: str, run: str = RUN) -> list[tuple[str, str]]:
    """The edge units of the text `own` beside its units `run`, and the earlier unit each points at."""
    story = story_of(earlier, own)
    here, there = ([line for line in text.split("\n") if line] for text in (own, earlier))
    starts = list(story.unit_starts)
    source = there.index(run)
    first, last = starts[source], starts[source + 1] - 1
    sources = {unit: (first, last) for unit, line in enumerate(here) if line == run}
    return [(here[e.unit], there[starts.index(e.source)] if e.source in starts else RUN) for e in edges(story, sources)]


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
def test_units_beside_a_run(story_of: StoryOf, earlier: str, own: str, expected: list[str]) -> None:
    assert sorted(unit for unit, _ in found(story_of, earlier, own)) == sorted(expected)


def test_each_points_at_the_unit_that_it_equals(story_of: StoryOf) -> None:
    pairs = found(story_of, f"head\nby line\n{RUN}\nend", f"head\nby line\n{RUN}\nend")
    assert sorted(pairs) == [("by line", "by line"), ("end", "end"), ("head", "head")]


def test_marks_between_two_runs_go_with_them(story_of: StoryOf) -> None:
    assert [unit for unit, _ in found(story_of, RUN, f"{RUN}\n***\n---\n{RUN}")] == ["***", "---"]
    assert found(story_of, RUN, f"{RUN}\n***\nword\n{RUN}\n---") == []


def test_an_edge_of_another_document_is_none(story_of: StoryOf) -> None:
    story = story_of("date", RUN, f"date\n{RUN}")
    assert not list(edges(story, {1: (1, len(RUN.split()))}))
