"""Cleaners in turn over the same text."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from cleaners import CLEANERS, COPY, OF_FILES, REPEATS, WHOLE, Cleaner, interpreter
from corpus import up_to, write_files, write_jsonl
from environments import python_of
from measure import Cost, Failed, figure, measure

HEAD = """\
| cleaner | CPU s | wall s | MB per CPU s | largest process, MB | all, MB | documents removed | {ratios} |
|---|---|---|---|---|---|---|{rules}|"""


def peers(workdir: Path, megabytes: float, rounds: int) -> None:
    """JSONL, by all of them."""
    source = workdir / "run" / "jsonl"
    write_jsonl(megabytes, source)
    print(f"\n### {_size(source):.1f} MB of JSONL\n")
    _table(workdir, source, CLEANERS, rounds, (WHOLE, REPEATS, COPY))


def files(workdir: Path, megabytes: float, rounds: int) -> None:
    """The same documents as small files, by those that read them."""
    source = workdir / "run" / "files"
    write_files(up_to(megabytes), source)
    count = sum(path.is_file() for path in source.rglob("*"))
    print(f"\n### {_size(source):.1f} MB in {count:,} small files\n")
    _table(workdir, source, OF_FILES, rounds, (WHOLE, COPY, "cp -r"))


def run(workdir: Path, cleaner: Cleaner, source: Path) -> tuple[Cost, str]:
    """One run, and what it removed; nothing is left of it."""
    print(f"running {cleaner.name} on {source.name}", file=sys.stderr, flush=True)
    python = interpreter()
    if cleaner.environment:
        python = python_of(workdir, cleaner.environment, cleaner.requirements)
    target = workdir / "run" / "out" / "cleaned"
    target.parent.mkdir(parents=True)
    try:
        env = {"HF_HOME": str(target.parent / "hub"), **cleaner.env}
        cost, said = measure(cleaner.command(python, source, target), env=env)
        return cost, cleaner.removed(said, target)
    finally:
        shutil.rmtree(target.parent)


def _table(workdir: Path, source: Path, cleaners: Sequence[Cleaner], rounds: int, bases: Sequence[str]) -> None:
    """One line for each cleaner: of several rounds the one with the least CPU time, since noise only adds."""
    best: dict[str, tuple[Cost, str]] = {}
    errors: dict[str, str] = {}
    for _ in range(rounds):
        for cleaner in cleaners:
            try:
                one = run(workdir, cleaner, source)
            except Failed as error:
                errors[cleaner.name] = str(error)
            else:
                best[cleaner.name] = min(best.get(cleaner.name, one), one, key=lambda each: each[0].cpu)
    heads = " | ".join(f"CPU / {base.split(':')[0]}" for base in bases)
    print(HEAD.format(ratios=heads, rules="|".join("---" for _ in bases)))
    size = _size(source)
    for name, (cost, removed) in best.items():
        figures = map(figure, (cost.cpu, cost.wall, size / cost.cpu, cost.peak, max(cost.anonymous, 1)))
        ratios = (figure(cost.cpu / best[base][0].cpu) if base in best else "" for base in bases)
        cells = [f"`{name}`", *figures, removed, *ratios]
        print(f"| {' | '.join(cells)} |")
    for name, error in errors.items():
        print(f"\n`{name}` failed:\n\n```\n{error}\n```")


def _size(folder: Path) -> float:
    """Megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
