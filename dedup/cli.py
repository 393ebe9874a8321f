"""The command line: options to a Config, a Config to the library, what comes back to an exit code. No logic."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from dedup import console
from dedup.config import HALVES, LEVELS, Config, load
from dedup.errors import DedupError, UsageError
from dedup.report import PRINTED
from dedup.version import VERSION

Command = TypeVar("Command", bound=Callable[..., Any])

FOUND, FAILED, INTERRUPTED, NO_READER = 1, console.FAILED, 130, 141

PATH = click.Path(path_type=Path)
FORM = click.Choice(PRINTED)


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
        click.option("--threads", type=int, metavar="N", help="Work on so many cores. [all]"),
        click.option("--memory", metavar="SIZE", help="Keep tables of this size in memory, as 2GB. [half of all]"),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="dedup")
@click.pass_context
def cli(context: click.Context) -> None:
    """Take repeated text and boilerplate out of a text corpus, with proof, and put it back if you want.

    Exit codes: 0 done, or nothing found; 1 check found something, or phrase nothing; 2 an error, or some input could
    not be read.
    """
    console.prepare(context)


@cli.command()
@click.argument("source", type=PATH)
@click.option("--out", type=PATH, help="Where the cleaned corpus goes; - for standard output.")
@click.option("--report", type=PATH, help="Where the report goes. [beside the output: OUT-report]")
@click.option("--overwrite", is_flag=True, help="Replace what an earlier run wrote there.")
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and write nothing.")
@click.option("--profile", is_flag=True, help="Say at the end how long each step took.")
@click.option("--debug-candidates", is_flag=True, help="For developers: add candidates.jsonl to the report.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@config_options
def clean(
    source: Path,
    out: Path | None,
    report: Path | None,
    overwrite: bool,
    dry_run: bool,
    profile: bool,
    debug_candidates: bool,
    quiet: bool,
    **options: Any,
) -> int:
    """Write a cleaned copy of SOURCE (a folder, a file, or - for standard input) and a report of what was removed.

    The report and its ledger hold the removed text; `dedup restore` puts it back.
    """
    from dedup import api
    from dedup.ledger import silent
    from dedup.stages import Stages

    if out is None and not dry_run:
        raise UsageError("say where the cleaned corpus goes: --out OUT (or --dry-run)")
    if debug_candidates and (dry_run or str(out) == "-"):
        raise UsageError("--debug-candidates adds to the report; name a folder with --out")
    config = load(Path()).with_options(**options)
    given = sys.stdin.buffer if str(source) == "-" else source
    shown = silent if quiet else console.bar
    progress = Stages(shown) if profile else shown
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
            console.table(result, "none, this was a dry run" if dry_run else str(result.report))
        console.profile(progress, result)
        return console.problems(result.info.problems)


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
            console.profile(progress, result)
            return console.problems(result.info.problems)


@cli.command()
@click.argument("source", type=PATH, default=Path())
@click.option("--format", "form", type=FORM, default="text", help="How the findings are printed. [text]")
@click.option("--diff", is_flag=True, help="Print what would be removed as a unified diff instead.")
@click.option("--fix", is_flag=True, help="Remove what was found from the files themselves.")
@click.option("--baseline", type=PATH, help="A file of findings that are accepted.")
@click.option("--update-baseline", is_flag=True, help="Write all that is found now to the baseline.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@config_options
def check(
    source: Path,
    form: str,
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

    if diff and form != "text":
        raise UsageError(f"--diff and --format {form} both say what is printed; choose one")
    if update_baseline and baseline is None:
        raise UsageError("--update-baseline needs --baseline FILE")
    accepted = read_baseline(baseline) if baseline and not update_baseline else None
    config = load(Path()).with_options(**options)
    found = api.find(source, config, baseline=accepted, diff=diff, progress=silent if quiet else console.bar)
    if update_baseline and baseline:
        write_baseline(baseline, found)
        console.say(quiet, f"{baseline}: accepts {found.count} findings from now on")
        return console.problems(found.info.problems)
    if diff:
        sys.stdout.buffer.write(found.diff)
        sys.stdout.buffer.flush()
    elif form != "text" or not quiet:
        console.findings(found.shown(), form)
    if fix and found.count:
        api.fix(source, found)
        console.say(quiet, f"{found.count} removed; undo with: dedup restore --last-fix {source}")
        return console.problems(found.info.problems)
    hint = "; --diff shows them, --fix removes them" if found.count and form == "text" and not diff else ""
    ignored = f" ({found.accepted} more are accepted by the baseline)" if found.accepted else ""
    console.say(quiet, f"{found.count or 'no'} finding{'' if found.count == 1 else 's'}{ignored}{hint}")
    return console.problems(found.info.problems) or (FOUND if found.count else 0)


@cli.command()
@click.argument("report", type=PATH)
@click.argument("where", metavar="FILE:LINE")
def explain(report: Path, where: str) -> int:
    """Say why a line went, or that it was kept: FILE:LINE of the original; for JSONL FILE:ROW[:LINE].

    REPORT is the report folder of a run.
    """
    from dedup import api

    console.answer(api.explain(report, where))
    return 0


@cli.command("report")
@click.argument("ledger", type=PATH)
@click.option("--out", type=PATH, help="Where the report goes. [the folder of the ledger]")
@click.option("--cleaned", type=PATH, help="The cleaned corpus. [beside the report]")
@click.option("--overwrite", is_flag=True, help="Replace a report that is at OUT.")
@click.option("--format", "form", type=FORM, help="Print what the ledger holds, and write nothing.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def write_again(
    ledger: Path, out: Path | None, cleaned: Path | None, overwrite: bool, form: str | None, quiet: bool
) -> int:
    """Write the files of a report again from LEDGER (a ledger, or the report folder that holds it).

    Nothing is cleaned again, but the cleaned corpus must be there. With --format the findings are printed instead, as
    `check` prints them; that takes the ledger alone.
    """
    from dedup import render
    from dedup.ledger import silent

    if form:
        if out or overwrite:
            raise UsageError("--format prints and writes nothing; it takes neither --out nor --overwrite")
        console.findings(render.found_in(ledger, cleaned), form)
        return 0
    progress = silent if quiet else console.bar
    written = render.render_report(ledger, out, cleaned=cleaned, overwrite=overwrite, progress=progress)
    console.say(quiet, f"report: {written}")
    return 0


@cli.command()
@click.argument("line")
def phrase(line: str) -> int:
    """Say which entry of the catalogue of boilerplate phrases knows LINE, and whether it goes wherever it stands.

    Exits with 1 if none does. The file that [tool.dedup.boilerplate] names counts too.
    """
    from dedup import api

    known, told = api.phrase(line, load(Path()))
    console.answer(told)
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

    progress = silent if quiet else console.bar
    if last_fix:
        if out or report:
            raise UsageError("--last-fix undoes a fix in place; it takes neither --out nor --report")
        restored = api.undo_fix(cleaned, progress)
    elif out is None:
        raise UsageError("say where the original corpus goes: --out OUT (or --last-fix)")
    else:
        restored = api.restore(cleaned, out, report=report, progress=progress)
    if not quiet:
        console.restored(restored, out or cleaned)
    return 0


def main() -> NoReturn:
    """Run the command line, turn what goes wrong into one clear line, and exit."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a scheduler interrupts a run as ^C does
    try:
        code = cli.main(prog_name="dedup", standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        console.usage_error(error)
        code = FAILED
    except (KeyboardInterrupt, click.Abort):
        click.echo("dedup: interrupted; nothing was left half written", err=True)
        code = INTERRUPTED
    except BrokenPipeError:  # nobody reads on, as in `dedup check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = NO_READER
    except DedupError as error:
        code = console.problems([str(error)])
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        code = console.problems([f"{place}{error.strerror or error}; nothing was written"])
    sys.exit(code or 0)
