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
    # A hook inherits variables that name the repository of the commit, which need not be the folder's.
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    except OSError:
        return None
    if answer.returncode != 0:
        return None
    return frozenset(os.fsdecode(path) for path in answer.stdout.split(b"\0") if path)
