"""Colours for what is told in plain text; they carry nothing that the text does not."""

from __future__ import annotations

import re

from click import style

from dedup.report.layout import BAR, fitted

_LABEL = re.compile(r"^ *[a-z]+(?: [a-z]+)*:(?= )")
_MARKED = re.compile(r"(\[-.*?-\])|(\{\+.*?\+\})", re.DOTALL)


def table(text: str) -> str:
    """Return the table of `clean` with its heading and its totals set off."""
    lines = text.split("\n")
    if lines[0].startswith("file "):
        lines[0] = style(lines[0], bold=True)
    return "\n".join(style(line, bold=True) if line.startswith("report: ") else line for line in lines)


def answer(text: str, width: int | None = None) -> str:
    """Return an answer of `explain` or `phrase`: labels in one colour, what differs from the kept text in two.

    With a `width` its lines are wrapped.
    """
    first, _, rest = (fitted(part, width) if width else part for part in text.partition("\n"))
    if not rest:
        return first
    told = "\n".join([style(first, bold=True), *map(_line, rest.split("\n"))])
    return _MARKED.sub(lambda match: style(match[0], fg="red" if match[1] else "green"), told)


def _line(line: str) -> str:
    if line.startswith(BAR):
        return line
    return _LABEL.sub(lambda match: style(match[0], fg="cyan"), line)
