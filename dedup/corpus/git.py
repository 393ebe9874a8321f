"""Which files git would list."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_FOREIGN = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
)


def listed(folder: Path) -> frozenset[str] | None:
    """The files below `folder` that git tracks, or would if asked; None where git has no say."""
    answer = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return None if answer is None else frozenset(os.fsdecode(path) for path in answer.split(b"\0") if path)


def git_folder(place: Path) -> Path | None:
    """The git folder of the work tree that a folder or file stands in; None where there is none."""
    folder = place if place.is_dir() else place.absolute().parent
    answer = _git(folder, "rev-parse", "--absolute-git-dir")
    return None if answer is None else Path(os.fsdecode(answer.removesuffix(b"\n")))


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers in a folder; None if it is missing or refuses."""
    # A hook inherits variables that name the repository of the commit, which need not be the folder's.
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    try:
        answer = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=False)
    except OSError:
        return None
    return answer.stdout if answer.returncode == 0 else None
