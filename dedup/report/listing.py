"""The findings as text: ``file:lines: why: "text"``, as compilers write it; on a terminal two lines each."""

from __future__ import annotations

from collections.abc import Iterator

import click

from dedup.report.findings import Finding, Found
from dedup.report.layout import columns, shortened, wrapped

LONGEST = 60
"""Characters of the text that are shown."""
_INDENT = "  "


def render(found: Found) -> Iterator[str]:
    """Yield a line for each finding, in corpus order."""
    for _, findings in found.files:
        for finding in findings:
            # Where a log is read for workflow commands, a file name must not begin one.
            here = "./" if finding.place.startswith("::") else ""
            yield f'{here}{finding.place}: {finding.why}: "{finding.excerpt(LONGEST)}"\n'


def for_terminal(found: Found, width: int) -> Iterator[str]:
    """Yield the findings laid out for a terminal, with colours: the place and why, below it the text."""
    for _, findings in found.files:
        for finding in findings:
            yield _laid_out(finding, width)


def _laid_out(finding: Finding, width: int) -> str:
    place, why = finding.place, finding.why
    if columns(f"{place}: {why.partition(' ')[0]}") <= width:
        rest = wrapped(why, width, _INDENT, f"{place}: ")
    else:  # the place stays in one piece, to be copied
        rest = [f"{place}:", *wrapped(why, width, _INDENT, _INDENT)]
    head = click.style(place, bold=True) + "\n".join(rest)[len(place) :]
    return f"{head}\n{click.style(shortened(_INDENT + finding.excerpt(width), width), fg='cyan')}\n"
