"""Markdown for a pull request or a job summary; ``summary.md`` of a report.

Names and text of the corpus stand in code spans only, where nothing is markup, a link or a mention.
"""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from dedup.ledger import Ledger
from dedup.model import FileRecord
from dedup.report import phrases, visible
from dedup.report.findings import Finding, Found, of_ledger
from dedup.report.summary import Totals

FILE_NAME = "summary.md"
MAX_SIZE = 60_000
"""Characters; a comment on GitHub holds 65,536."""
MAX_OPEN = 10
"""Findings that are shown at once; more are folded away, file by file."""
MAX_MESSAGES = 20
"""Problems, and notes, that are shown."""
LONGEST = 100
"""Characters of the text that are quoted."""


def write(ledger: Ledger, cleaned: Path, folder: Path) -> None:
    """Write ``summary.md`` into `folder`."""
    with (folder / FILE_NAME).open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(render(of_ledger(ledger, cleaned)))


def render(found: Found) -> Iterator[str]:
    """Yield the page: a heading, a table of reasons, and the findings of each file."""
    totals = Totals()
    shown = 0
    files: list[tuple[FileRecord, list[str], str]] = []
    size = 0
    for record, findings in found.files:
        before = totals.all.removals
        totals.add_file(record)
        passing = _counted(findings, totals)
        lines = [*_within(map(_line, passing), MAX_SIZE - size)]
        deque(passing, maxlen=0)  # those for which there is no room count as well
        number = totals.all.removals - before
        if number and size < MAX_SIZE:
            size += sum(map(len, lines)) + len(record.path) + 100
            shown += len(lines)
            files.append((record, lines, phrases.count(number, "finding")))
    yield f"### dedup: {_heading(found, totals)}\n"
    yield from _messages(found)
    yield from _table(totals)
    for record, lines, told in files:
        change = f", {_change(record)}" if found.whole else ""
        yield from _file(record, lines, told + change, opened=totals.all.removals <= MAX_OPEN)
    if shown < totals.all.removals:
        yield f"\n{phrases.count(totals.all.removals - shown, 'more finding')} did not fit in here.\n"


def code(raw: str) -> str:
    """Return a text on one line as a code span."""
    text = visible.name(raw)
    if not text.strip():
        return ""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{space}{text}{space}{fence}"


def _counted(findings: Iterable[Finding], totals: Totals) -> Iterator[Finding]:
    for finding in findings:
        totals.add_removal(finding.removal)
        yield finding


def _within(lines: Iterable[str], room: int) -> Iterator[str]:
    for line in lines:
        room -= len(line)
        if room < 0:
            return
        yield line


def _heading(found: Found, totals: Totals) -> str:
    """Return how much was found; of a corpus that was cleaned, what that made of it."""
    if found.whole and totals.changed:
        return (
            f"{totals.changed:,} of {phrases.count(totals.files, 'file')} changed, "
            f"{phrases.count(totals.lines, 'line')} → {totals.cleaned_lines:,}, "
            f"{phrases.count(totals.all.words, 'word')} removed"
        )
    if found.whole:
        return f"nothing removed from {phrases.count(totals.files, 'file')}"
    if not totals.all.removals:
        return "no findings"
    new = "new " if found.compared else ""
    return f"{phrases.count(totals.all.removals, f'{new}finding')} in {phrases.count(totals.changed, 'file')}"


def _messages(found: Found) -> Iterator[str]:
    """Yield what the baseline accepts, and what needs a look."""
    if found.accepted:
        yield f"\n{phrases.count(found.accepted, 'finding')} more, which the baseline accepts.\n"
    for what, messages in (("problem", found.info.problems), ("note", found.info.notes)):
        if messages:
            yield f"\n**{phrases.count(len(messages), what)}**\n\n"
            yield from (f"- {code(visible.clipped(message, 500))}\n" for message in islice(messages, MAX_MESSAGES))
            if len(messages) > MAX_MESSAGES:
                yield f"- and {len(messages) - MAX_MESSAGES:,} more\n"


def _table(totals: Totals) -> Iterator[str]:
    if not totals.rules:
        return
    yield "\n| why | findings | words |\n|---|---:|---:|\n"
    for rule, count in totals.by_words():
        yield f"| {_plain(phrases.rule_words(rule))} | {count.removals:,} | {count.words:,} |\n"


def _plain(text: str) -> str:
    """Return our own words; with a name that somebody chose among them, all as code, also inside a table."""
    escaped = re.sub(r"[^\w\s,:-]|_", lambda match: f"&#{ord(match[0])};", visible.name(text))
    return text if escaped == text else f"<code>{escaped}</code>"


def _change(record: FileRecord) -> str:
    after = "gone" if record.action == "dropped" else f"{record.cleaned_lines:,}"
    return f"{phrases.count(record.lines, 'line')} → {after}"


def _file(record: FileRecord, lines: Sequence[str], told: str, *, opened: bool) -> Iterator[str]:
    """Yield the findings of one file; its heading is HTML, so a blank line goes before the Markdown."""
    heading = f"<code>{html.escape(visible.name(record.path))}</code>: {told}"
    yield f"\n<details{' open' if opened else ''}><summary>{heading}</summary>\n\n"
    yield from lines
    yield "\n</details>\n"


def _line(finding: Finding) -> str:
    removal = finding.removal
    if removal.witness is None:
        why = _plain(phrases.reason(removal))
    else:
        share = phrases.percent(removal.witness.similarity)
        why = f"{phrases.relation(removal)} {code(phrases.witness_place(removal.witness))}, {share} alike"
    text = code(finding.excerpt(LONGEST))
    where = phrases.lines(removal.first_line, removal.last_line)
    row = "" if removal.row is None else f"row {removal.row:,}, "
    return f"- {row}{where}: {why}{': ' if text else ''}{text}\n"
