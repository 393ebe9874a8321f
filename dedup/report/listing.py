"""The findings as text: ``file:lines: why: "text"``, as compilers write it; on a terminal two lines each."""

from __future__ import annotations

from collections.abc import Iterator

import click

from dedup.report.findings import Finding, Found
from dedup.report.layout import shortened, wrapped

LONGEST = 60
"""Characters of the text that are shown."""
_INDENT = "  "


def render(found: Found) -> Iterator[str]:
    """Yield a line for each finding, in corpus order."""
    for _, findings in found.files:
        for finding in findings:
            yield f'{finding.place}: {finding.why}: "{finding.excerpt(LONGEST)}"\n'


def for_terminal(found: Found, width: int) -> Iterator[str]:
    """Yield the findings laid out for a terminal, with colours: the place and why, below it the text."""
    for _, findings in found.files:
        for finding in findings:
            yield _laid_out(finding, width)


def _laid_out(finding: Finding, width: int) -> str:
    place, text = finding.place, finding.excerpt(width)
    head = "\n".join(wrapped(f"{place}: {finding.why}", width, _INDENT))
    if head.startswith(place):  # else it was broken
        head = click.style(place, bold=True) + head[len(place) :]
    return f"{head}\n{click.style(shortened(_INDENT + text, width), fg='cyan')}\n"
