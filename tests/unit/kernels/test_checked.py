"""The tests of the kernels once more, on a build that checks every index, address and overflow."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dedup

CHECKED = "-O0 -g0 -fsanitize=address,undefined -fno-sanitize-recover=undefined"
HERE = Path(__file__).parent


def libasan() -> str:
    """Where the run time of the address sanitizer is; nothing if there is none."""
    if not shutil.which("gcc"):
        return ""
    found = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True, check=True)
    return found.stdout.strip() if Path(found.stdout.strip()).is_file() else ""


@pytest.mark.skipif(not libasan(), reason="no gcc with sanitizers here")
def test_kernels_keep_within_their_bounds(tmp_path):
    package = tmp_path / "dedup"
    shutil.copytree(Path(dedup.__file__).parent, package, ignore=shutil.ignore_patterns("*.so", "*.c", "__pycache__"))
    sources = sorted(map(str, (package / "kernels").glob("*.pyx")))
    build = [sys.executable, "-m", "Cython.Build.Cythonize", "-q", "-i", "-X", "boundscheck=True", *sources]
    subprocess.run(build, cwd=tmp_path, env={**os.environ, "CFLAGS": CHECKED}, check=True, capture_output=True)
    assert len(list((package / "kernels").glob("*.so"))) == len(sources)
    tests = sorted(str(file) for file in HERE.glob("test_*.py") if file.name != Path(__file__).name)
    env = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "LD_PRELOAD": libasan(),
        "ASAN_OPTIONS": "detect_leaks=0",  # Python itself frees little at its end
    }
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-rs", *tests]
    done = subprocess.run(run, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skipped" not in done.stdout
