"""The command line: options to a Config, a Config to the library, what comes back to an exit code. No logic."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from dedup.config import HALVES, LEVELS, Config, load
from dedup.errors import DedupError, UsageError
from dedup.version import VERSION

Item = TypeVar("Item")
Command = TypeVar("Command", bound=Callable[..., Any])

FOUND, FAILED, INTERRUPTED = 1, 2, 130

PATH = click.Path(path_type=Path)


def config_options(command: Command) -> Command:
    """Add the options that `clean` and `check` share; each overrides its key in ``[tool.dedup]``."""
    options = (
        click.option("--min-words", type=int, help="Remove repeats only in runs of at least so many words. [25]"),
        click.option("--similarity", type=float, help="Share of a sentence's words that must stand elsewhere. [0.8]"),
        click.option("--level", type=click.Choice(LEVELS), help="How far boilerplate rules go. [default]"),
        click.option("--only", type=click.Choice(HALVES), help="Look for one half only."),
        click.option("--keep-files", is_flag=True, help="Never remove a whole document."),
        click.option("--text-field", metavar="NAME", help="JSONL field that holds the text. [text]"),
        click.option("--source-field", metavar="NAME", help="JSONL field that says where a row comes from."),
        click.option("--include", multiple=True, metavar="GLOB", help="Clean only files that match."),
        click.option("--exclude", multiple=True, metavar="GLOB", help="Leave files that match as they are."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="dedup")
def cli() -> None:
    """Take repeated text and boilerplate out of a text corpus, with proof, and put it back if you want.

    Exit codes: 0 done, or nothing found; 1 check found something, or phrase nothing; 2 an error, or some input could
    not be read.
    """


@cli.command()
@click.argument("source", type=PATH)
@click.option("--out", type=PATH, help="Where the cleaned corpus goes; - for standard output.")
@click.option("--report", type=PATH, help="Where the report goes. [beside the output: OUT-report]")
@click.option("--overwrite", is_flag=True, help="Replace what an earlier run wrote there.")
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and write nothing.")
@click.option("--debug-candidates", is_flag=True, help="For developers: add candidates.jsonl to the report.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@config_options
def clean(
    source: Path,
    out: Path | None,
    report: Path | None,
    overwrite: bool,
    dry_run: bool,
    debug_candidates: bool,
    quiet: bool,
    **options: Any,
) -> int:
    """Write a cleaned copy of SOURCE (a folder, a file, or - for standard input) and a report of what was removed.

    The report and its ledger hold the removed text; `dedup restore` puts it back.
    """
    from dedup import api
    from dedup.ledger import silent

    if out is None and not dry_run:
        raise UsageError("say where the cleaned corpus goes: --out OUT (or --dry-run)")
    if debug_candidates and (dry_run or str(out) == "-"):
        raise UsageError("--debug-candidates adds to the report; name a folder with --out")
    config = load(Path()).with_options(**options)
    given = sys.stdin.buffer if str(source) == "-" else source
    progress = silent if quiet else bar
    if str(out) == "-" and not dry_run:
        return _to_stdout(given, config, report, overwrite, progress)
    with api.clean(
        given,
        None if dry_run else out,
        config,
        report=report,
        overwrite=overwrite,
        debug_candidates=debug_candidates,
        progress=progress,
    ) as result:
        if not quiet:
            _print_table(result, "none, this was a dry run" if dry_run else str(result.report))
        return _problems(result.info.problems)


def _to_stdout(given: Any, config: Config, report: Path | None, overwrite: bool, progress: Any) -> int:
    import tempfile

    from dedup import api

    with tempfile.TemporaryDirectory(prefix="dedup-") as folder:
        out = Path(folder, "out")
        with api.clean(
            given,
            out,
            config,
            report=report or Path(folder, "report"),
            overwrite=overwrite,
            progress=progress,
        ) as result:
            if not out.is_file():
                raise UsageError("standard output takes one file; name a folder with --out")
            sys.stdout.buffer.write(out.read_bytes())
            sys.stdout.buffer.flush()
            return _problems(result.info.problems)


def _print_table(result: Any, report: str) -> None:
    import shutil

    from dedup.report.terminal import table

    width = shutil.get_terminal_size().columns
    click.echo(table(result.ledger.entries(), result.info, report, width), nl=False)


@cli.command()
@click.argument("source", type=PATH, default=Path())
@click.option("--diff", is_flag=True, help="Print what would be removed as a unified diff.")
@click.option("--fix", is_flag=True, help="Remove what was found from the files themselves.")
@click.option("--baseline", type=PATH, help="A file of findings that are accepted.")
@click.option("--update-baseline", is_flag=True, help="Write all that is found now to the baseline.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@config_options
def check(
    source: Path,
    diff: bool,
    fix: bool,
    baseline: Path | None,
    update_baseline: bool,
    quiet: bool,
    **options: Any,
) -> int:
    """Say whether SOURCE (a folder or a file; default: the current folder) has text to remove. Writes nothing.

    Exits with 0 if it is clean, 1 if something was found. In a git work tree, git's ignore rules hold. With --fix the
    files are rewritten (0 then means that they are clean now); `dedup restore --last-fix` undoes it.
    """
    from dedup import api
    from dedup.baseline import read_baseline, write_baseline
    from dedup.ledger import silent
    from dedup.report.findings import findings_text

    if update_baseline and baseline is None:
        raise UsageError("--update-baseline needs --baseline FILE")
    accepted = read_baseline(baseline) if baseline and not update_baseline else ()
    config = load(Path()).with_options(**options)
    found = api.find(source, config, baseline=accepted, diff=diff, progress=silent if quiet else bar)
    if update_baseline and baseline:
        write_baseline(baseline, found)
        _say(quiet, f"{baseline}: accepts {found.count} findings from now on")
        return _problems(found.info.problems)
    if diff:
        sys.stdout.buffer.write(found.diff)
        sys.stdout.buffer.flush()
    elif not quiet:
        click.echo(findings_text(found.entries), nl=False)
    if fix and found.count:
        api.fix(source, found)
        _say(quiet, f"{found.count} removed; undo with: dedup restore --last-fix {source}")
        return _problems(found.info.problems)
    hint = "; --diff shows them, --fix removes them" if found.count and not diff else ""
    ignored = f" ({found.accepted} more are accepted by the baseline)" if found.accepted else ""
    _say(quiet, f"{found.count or 'no'} finding{'' if found.count == 1 else 's'}{ignored}{hint}")
    return _problems(found.info.problems) or (FOUND if found.count else 0)


@cli.command()
@click.argument("report", type=PATH)
@click.argument("where", metavar="FILE:LINE")
def explain(report: Path, where: str) -> int:
    """Say why a line went, or that it was kept: FILE:LINE of the original; for JSONL FILE:ROW[:LINE].

    REPORT is the report folder of a run.
    """
    from dedup import api

    click.echo(api.explain(report, where), nl=False)
    return 0


@cli.command()
@click.argument("line")
def phrase(line: str) -> int:
    """Say which entry of the catalogue of boilerplate phrases knows LINE, and whether it goes wherever it stands.

    Exits with 1 if none does. The file that [tool.dedup.boilerplate] names counts too.
    """
    from dedup import api

    known, told = api.phrase(line, load(Path()))
    click.echo(told)
    return 0 if known else FOUND


@cli.command()
@click.argument("cleaned", type=PATH, default=Path())
@click.option("--out", type=PATH, help="Where the original corpus goes.")
@click.option("--report", type=PATH, help="The report folder, or its ledger. [beside the cleaned corpus]")
@click.option("--last-fix", is_flag=True, help="Undo the last `check --fix` in this git work tree.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def restore(cleaned: Path, out: Path | None, report: Path | None, last_fix: bool, quiet: bool) -> int:
    """Write the original of the corpus CLEANED again, byte for byte."""
    from dedup import api
    from dedup.ledger import silent

    progress = silent if quiet else bar
    if last_fix:
        if out or report:
            raise UsageError("--last-fix undoes a fix in place; it takes neither --out nor --report")
        restored = api.undo_fix(cleaned, progress)
    elif out is None:
        raise UsageError("say where the original corpus goes: --out OUT (or --last-fix)")
    else:
        restored = api.restore(cleaned, out, report=report, progress=progress)
    _say(quiet, f"restored {restored.files} files, {restored.size:,} bytes")
    return 0


def bar(items: Iterable[Item], what: str, total: int | None = None) -> Iterable[Item]:
    """A tqdm bar on standard error, if that is a terminal."""
    from tqdm import tqdm

    shown: Iterable[Item] = tqdm(items, what, total, file=sys.stderr, disable=None, leave=False, dynamic_ncols=True)
    return shown


def _say(quiet: bool, message: str) -> None:
    if not quiet:
        click.echo(f"dedup: {message}", err=True)


def _problems(problems: Iterable[str]) -> int:
    """Print what could not be read; the exit code that this makes."""
    from dedup.report.visible import name

    code = 0
    for problem in problems:
        click.echo(f"dedup: {name(problem)}", err=True)
        code = FAILED
    return code


def _show(error: click.ClickException) -> None:
    """Print a usage error as one line; help, which click takes for one where no command is named, as it is."""
    message = error.format_message()
    if "\n" in message:
        error.show()
    else:
        click.echo(f"dedup: {message}", err=True)


def main() -> NoReturn:
    """Run the command line, turn what goes wrong into one clear line, and exit."""
    try:
        code = cli.main(prog_name="dedup", standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        _show(error)
        code = FAILED
    except (KeyboardInterrupt, click.Abort):
        click.echo("dedup: interrupted; nothing was left half written", err=True)
        code = INTERRUPTED
    except DedupError as error:
        code = _problems([str(error)])
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        code = _problems([f"{place}{error.strerror or error}; nothing was written"])
    sys.exit(code or 0)
