"""Annotations of a pull request: workflow commands that GitHub Actions reads from the log of a step."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest
from operator import itemgetter

from dedup.report import phrases, visible
from dedup.report.findings import Finding, Found

SHOWN = 10
"""Warnings of one step that GitHub shows; it drops what goes beyond."""
LONGEST = 200
"""Characters of the text that are quoted."""

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(found: Found) -> Iterator[str]:
    """Yield a warning for each of the findings with most words, in corpus order, and a notice of how many more."""
    count = 0

    def counted() -> Iterator[tuple[int, Finding]]:
        nonlocal count
        for _, findings in found.files:
            for finding in findings:
                yield count, finding
                count += 1

    first = nlargest(SHOWN, counted(), key=lambda item: item[1].removal.words)
    for _, finding in sorted(first, key=itemgetter(0)):
        yield _warning(finding)
    if count > SHOWN:
        more = phrases.count(count - SHOWN, "more finding")
        yield f"::notice title=dedup::{more} without an annotation; --format markdown lists them for a job summary\n"


def _warning(finding: Finding) -> str:
    first, last = finding.file_lines
    removal = finding.removal
    inside = "" if removal.row is None else f"{phrases.lines(removal.first_line, removal.last_line)} of this row: "
    properties = {
        "file": visible.name(removal.path),
        "line": f"{first}",
        "endLine": f"{last}",
        "title": f"dedup: {phrases.label(removal)}",
    }
    told = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    message = f"{inside}{finding.why}: “{finding.excerpt(LONGEST)}”"
    return f"::warning {told}::{message.translate(_DATA)}\n"
