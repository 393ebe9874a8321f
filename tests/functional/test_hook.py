"""The hooks, as a repository that uses pre-commit meets them: installed from a local clone of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PRE_COMMIT_COLOR": "never"}
QUICK = {"PIP_NO_COMPILE": "1"}  # of the many modules that are installed, few are ever imported


def pre_commit(folder, home, *arguments):
    environment = {**os.environ, **QUIET, **QUICK, "PRE_COMMIT_HOME": str(home)}
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def project(place, git_in):
    """A clone of the project as it stands, with what is not committed yet; its kernels are built in less time."""
    clone = place / "project"
    names = git_in(PROJECT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split(b"\0")
    for name in map(os.fsdecode, filter(None, names)):
        if (PROJECT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, clone / name)
    settings = clone / "pyproject.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"-O3"', '"-O0"'), encoding="utf-8")
    git_in(clone, "init", "-q", "-b", "main")
    git_in(clone, "add", "-A")
    git_in(clone, "commit", "-q", "-m", "all")
    return clone


@pytest.mark.hook
@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="needs the project's own git work tree")
def test_a_fresh_triple_paste(place, project, repository, git_in, story, page_of):
    (repository / "b.txt").unlink()
    revision = git_in(project, "rev-parse", "HEAD").decode().strip()
    config = f"repos:\n- repo: {project}\n  rev: {revision}\n  hooks:\n  - id: dedup-check\n  - id: dedup-fix\n"
    (repository / ".pre-commit-config.yaml").write_text(config)
    git_in(repository, "add", "-A")
    clean = pre_commit(repository, place / "home", "run", "dedup-check")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "Passed" in clean.stdout

    (repository / "a.txt").write_text(page_of(story * 3))
    git_in(repository, "add", "-A")
    found = pre_commit(repository, place / "home", "run", "dedup-check")
    assert found.returncode == 1
    assert 'a.txt:9-15: repeats a.txt:1-7 (100 %): "The ferry between' in found.stdout
    assert 'a.txt:17-23: repeats a.txt:1-7 (100 %): "The ferry between' in found.stdout

    fixed = pre_commit(repository, place / "home", "run", "dedup-fix")
    assert fixed.returncode == 1
    assert "files were modified by this hook" in fixed.stdout
    assert (repository / "a.txt").read_text() == page_of(story)
    git_in(repository, "add", "-A")
    for hook in ("dedup-fix", "dedup-check"):
        passed = pre_commit(repository, place / "home", "run", hook)
        assert passed.returncode == 0, passed.stdout + passed.stderr


def test_the_projects_own_hook(run, monkeypatch):
    """What ``.pre-commit-config.yaml`` runs passes: the baseline has all that the seeds have on purpose."""
    monkeypatch.chdir(PROJECT)
    monkeypatch.delenv("GIT_CEILING_DIRECTORIES")
    done = run("check", "seeds", "--baseline", ".dedup-baseline")
    assert done.code == 0, done.text
    assert "are accepted by the baseline" in done.err
