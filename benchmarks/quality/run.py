"""Runs cleaners over the built sets and prints the tables.

``python benchmarks/quality/run.py DIR`` takes the open half; ``--seeds final`` the other one, to be run once;
``--cleaner NAME`` only some cleaners; ``--set NAME`` only some sets; ``--kinds`` also prints how each kind came
out, ``--errors N`` shows the first N errors of each kind.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import cleaners
import html_peers
from score import Score, read_text, score, wilson

HEAD = """\
| cleaner | recall % | characters % | precision % | lost % | traps kept % | seconds |
|---|---|---|---|---|---|---|"""
GROUPS = {"repeats": "repeat", "boilerplate": "boilerplate", "sites": "boilerplate"}
"""Of each group of sets, what is to go; the name of a set begins with that of its group."""


def commands(group: str, cache: Path, *, both: bool) -> dict[str, list[str]]:
    """The cleaners of a group by name; those that read HTML where there is HTML."""
    found = cleaners.commands("both" if both else GROUPS[group])
    if group == "sites":
        for name, command in html_peers.commands(cache).items():
            if Path(command[0]).exists():
                found[name] = command
            else:
                print(f"{name} is not installed, see prepare.py", file=sys.stderr)
    return found


class CleanerError(Exception):
    """A cleaner did not run."""


def clean_and_score(command: list[str], folder: Path, goes: tuple[str, ...]) -> tuple[Score, float]:
    """Run one cleaner on one set; the seconds are the cleaner's."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "out")
        filled = [part.format(src=folder / "tree", out=out) for part in command]
        start = time.perf_counter()
        answer = subprocess.run(filled, capture_output=True, text=True, check=False)
        if answer.returncode:
            raise CleanerError(f"{' '.join(filled)}: exit code {answer.returncode}\n{answer.stderr}")
        seconds = time.perf_counter() - start
        return score(folder, out, goes), seconds


def clean_all(command: list[str], sets: list[Path], goes: tuple[str, ...]) -> tuple[Score, float]:
    """Run one cleaner on all sets of a group."""
    whole, seconds = Score(), 0.0
    for folder in sets:
        result, taken = clean_and_score(command, folder, goes)
        whole.merge(result)
        seconds += taken
    return whole, seconds


def share(hits: int, spans: int) -> str:
    """A share in percent with its 95 % interval."""
    if not spans:
        return "-"
    low, high = wilson(hits, spans)
    return f"{100 * hits / spans:.1f} ({100 * low:.1f}-{100 * high:.1f})"


def table_row(name: str, result: Score, seconds: float) -> str:
    """One cleaner's line in the table."""
    going, traps = result.recall(), result.survival()
    characters = f"{100 * going.removed / going.characters:.1f}" if going.characters else "-"
    precision = "-" if result.precision is None else f"{100 * result.precision:.1f}"
    return (
        f"| {name} | {share(going.hits, going.spans)} | {characters} | {precision} "
        f"| {100 * result.wrong / result.staying:.2f} | {share(traps.hits, traps.spans)} | {seconds:.0f} |"
    )


def print_kinds(result: Score) -> None:
    """How each kind came out, over all languages, then each language over all kinds."""
    print("\n| kind or language | should go | gone % | traps | kept % |\n|---|---|---|---|---|")
    for axis in (0, 1):
        names = sorted({key[axis] for key in (*result.going, *result.traps)})
        for name in names:
            cells = []
            for side in (result.going, result.traps):
                tallies = [tally for key, tally in side.items() if key[axis] == name]
                hits, spans = sum(t.hits for t in tallies), sum(t.spans for t in tallies)
                cells += [str(spans or "-"), share(hits, spans)]
            print(f"| {name} | {' | '.join(cells)} |")


def print_errors(result: Score, most: int) -> None:
    """The first errors of each kind, with their text."""
    shown: Counter[tuple[str, str]] = Counter()
    for what, file, span, lost in result.errors:
        shown[what, span.kind] += 1
        if shown[what, span.kind] <= most:
            text = read_text(file)[span.start : span.end]
            print(
                f"\n{what}: {span.kind} {span.language}, {100 * lost:.0f} % removed, {file} [{span.start}:{span.end}]"
            )
            print("    " + text[:600].replace("\n", "\n    "))


def main() -> None:
    """Run, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", choices=("open", "final"), default="open")
    parser.add_argument("--cleaner", action="append", help="default: all")
    parser.add_argument("--set", default="", help="only sets whose name begins so")
    parser.add_argument("--both", action="store_true", help="both halves of the cleaner on every set")
    parser.add_argument("--kinds", action="store_true", help="how each kind and language came out")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N errors of each kind")
    chosen = parser.parse_args()
    for name, goes in GROUPS.items():
        sets = sorted(p for p in (chosen.folder / chosen.seeds).glob(f"{name}*") if p.name.startswith(chosen.set))
        if not sets:
            continue
        print(f"\n## {name}, {chosen.seeds} half, {len(sets)} sets{', both halves of dedup' if chosen.both else ''}\n")
        print(HEAD)
        details = []
        for cleaner, command in commands(name, chosen.folder / "cache", both=chosen.both).items():
            if chosen.cleaner and cleaner not in chosen.cleaner:
                continue
            try:
                result, seconds = clean_all(command, sets, ("repeat", "boilerplate") if chosen.both else (goes,))
            except CleanerError as error:
                print(f"{cleaner}: {error}", file=sys.stderr)
                continue
            print(table_row(cleaner, result, seconds), flush=True)
            details.append((cleaner, result))
        for cleaner, result in details:
            if chosen.kinds or chosen.errors:
                print(f"\n### {cleaner}")
            if chosen.kinds:
                print_kinds(result)
            print_errors(result, chosen.errors)


if __name__ == "__main__":
    main()
