from __future__ import annotations

import io

import click
import pytest

from dedup.console import wants_colour
from dedup.report import paint


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environment", "terminal", "pipe"),
    [
        ({}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_when_there_are_colours(environment, terminal, pipe):
    assert wants_colour(Terminal(), environment) is terminal
    assert wants_colour(io.StringIO(), environment) is pipe


def test_colours_add_nothing_to_the_text():
    answer = "a.txt:3 was removed.\n  | why: text\n\nkept at:     b.txt:1\n  | [-old-] {+new+} word\nfingerprint: 1:2"
    painted = paint.answer(answer)
    assert click.unstyle(painted) == answer
    assert "\x1b[36mkept at:\x1b[0m" in painted
    assert "\x1b[31m[-old-]\x1b[0m \x1b[32m{+new+}\x1b[0m" in painted
    assert "  | why: text" in painted
    assert paint.answer("one line") == "one line"
    table = "file  lines  why\na  1 -> 0  x\n\nreport: r\n"
    assert click.unstyle(paint.table(table)) == table
