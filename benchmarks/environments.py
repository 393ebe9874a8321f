"""A virtual environment for every peer, made once in the work folder, with what PyPI has today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from measure import Failed


def python_of(workdir: Path, name: str, requirements: tuple[str, ...]) -> Path:
    """The Python of the environment of that name; it is made if it is not there. Raises Failed with pip's error."""
    folder = workdir / "environments" / name
    python, done = folder / "bin" / "python", folder / "installed.txt"
    if not done.exists():
        print(f"installing {' '.join(requirements)}", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        _pip(python, "install", "--quiet", "--quiet", *requirements)
        done.write_text(_pip(python, "freeze"))
    return python


def versions(workdir: Path) -> list[str]:
    """What the environments were made for, with versions, as pip writes it."""
    found = []
    for done in sorted(workdir.glob("environments/*/installed.txt")):
        found += [line for line in done.read_text().splitlines() if line.startswith(f"{done.parent.name}==")]
    return found


def _pip(python: Path, *arguments: str) -> str:
    command = [python, "-m", "pip", "--disable-pip-version-check", *arguments]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode:
        raise Failed(f"pip {' '.join(arguments)}: {answer.stderr[-1000:].strip()}")
    return answer.stdout
