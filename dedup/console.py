"""What the command line shows: the answer on standard output, all else on standard error; colour only for terminals."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from dedup.api import Result
    from dedup.ledger import Progress
    from dedup.rebuild import Restored
    from dedup.report.findings import Found

Item = TypeVar("Item")

FAILED = 2


def wants_colour(stream: IO[str], environment: Mapping[str, str]) -> bool:
    """Whether to use colours; NO_COLOR goes before FORCE_COLOR and CLICOLOR_FORCE, these before the terminal."""
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def prepare(context: click.Context) -> None:
    """Settle the colours of a run, and that what an encoding cannot express is escaped."""
    context.color = wants_colour(sys.stdout, os.environ)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def bar(items: Iterable[Item], what: str, total: int | None = None) -> Iterable[Item]:
    """A tqdm bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        return items
    from tqdm import tqdm

    shown: Iterable[Item] = tqdm(items, what, total, file=sys.stderr, leave=False, dynamic_ncols=True)
    return shown


def say(quiet: bool, message: str) -> None:
    """Tell on standard error what was done."""
    if not quiet:
        click.echo(f"dedup: {message}", err=True)


def problems(messages: Iterable[str]) -> int:
    """Print what could not be read; the exit code that this makes."""
    from dedup.report.visible import name

    code = 0
    for message in messages:
        click.echo(f"dedup: {name(message)}", err=True)
        code = FAILED
    return code


def usage_error(error: click.ClickException) -> None:
    """Print a usage error as one line; help, which click takes for one where no command is named, as it is."""
    message = error.format_message()
    if "\n" in message:
        error.show()
    else:
        click.echo(f"dedup: {message}", err=True)


def table(result: Result, report: str) -> None:
    """Print what `clean` did."""
    from dedup.report import paint, terminal

    text = terminal.table(result.ledger.stream(), result.info, report, _width())
    click.echo(paint.table(text), nl=False)


def profile(progress: Progress, result: Result) -> None:
    """Print on standard error how long each step took, if that was measured."""
    from dedup.stages import Stages

    if isinstance(progress, Stages):
        size = sum(record.size for record in result.ledger.files())
        click.echo(progress.table(size), nl=False, err=True)


def findings(found: Found, form: str) -> None:
    """Print what was found; text for a terminal is laid out for it."""
    from dedup.report import printed

    if form == "text" and sys.stdout.isatty():
        from dedup.report import listing

        for part in listing.for_terminal(found, _width()):
            click.echo(part, nl=False)
        return
    for part in printed(form, found):
        if form == "text":
            click.echo(part, nl=False)
        else:  # for machines: UTF-8 wherever it runs
            sys.stdout.buffer.write(part.encode())
    sys.stdout.flush()


def answer(text: str) -> None:
    """Print what `explain` or `phrase` tells, wrapped if this is a terminal."""
    from dedup.report import paint

    click.echo(paint.answer(text.rstrip("\n"), _width() if sys.stdout.isatty() else None))


def restored(done: Restored, out: Path) -> None:
    """Tell what `restore` did, and what it could not know."""
    from dedup.report import phrases
    from dedup.report.visible import name

    say(False, f"restored {phrases.count(done.files, 'file')}, {phrases.count(done.size, 'byte')}: {name(str(out))}")
    for paths, what in ((done.unknown, "not in the ledger, left alone"), (done.skipped, "never taken over")):
        if paths:
            more = f" and {len(paths) - 3:,} more" if len(paths) > 3 else ""
            say(False, f"{what}: {', '.join(map(name, paths[:3]))}{more}")


def _width() -> int:
    return shutil.get_terminal_size().columns
