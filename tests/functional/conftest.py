"""Drives the command line as a user does: most runs in this process (quick), some in one of their own."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import promises
import pytest

STORY = [
    "The ferry between the two towns had stopped running long before anyone thought of asking why it had ever "
    "been there. Most people took the bridge and never looked down at the water.",
    "Then a retired carpenter found the old timetable behind a cupboard in the harbour office, and pinned it to "
    "the door of the library where everybody could read it.",
    "By the end of the summer a committee had been founded, a boat had been promised, and three of the oldest "
    "residents had begun to quarrel about the colour of the landing stage.",
    "Nobody remembers who suggested painting it green, but green it became, and green it has stayed through every "
    "flood and every council that followed.",
]
OTHER = [
    "Growing tomatoes on a narrow balcony takes more patience than skill, because the plants want sun, water and "
    "somebody who notices when the leaves begin to curl.",
    "Choose a deep pot with holes in the bottom, fill it with good compost, and tie each stem to a stick before "
    "the first storm of the season arrives.",
    "Feed them every week once the flowers open, pick the side shoots while they are still tender, and keep the "
    "fruit off the ground so that the slugs go hungry.",
]


MODERATE = 100_000
"""Bytes of a corpus whose every removal is compared with its witness."""


class Done(NamedTuple):
    """What a run printed, and how it ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Run = Callable[..., Done]


def page(paragraphs: Sequence[str], title: str = "") -> str:
    return "\n\n".join([*([title] if title else []), *paragraphs]) + "\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in an empty folder of its own, far from any pyproject.toml and any git repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):  # set where the suite runs as a hook
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``dedup`` with some arguments in this process."""
    from dedup.cli import main

    def running(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["dedup", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        assert isinstance(ended.value.code, int)
        if arguments[0] == "clean" and ended.value.code == 0:
            hold(arguments)
        return Done(ended.value.code, out, err.decode())

    return running


def hold(arguments: Sequence[object]) -> None:
    """Hold the run to the promises, if it wrote a corpus of moderate size."""
    named = {str(name): str(value) for name, value in pairwise(arguments)}
    raw, out = Path(str(arguments[1])), Path(named.get("--out", "-"))
    report = Path(named.get("--report", f"{out}-report"))
    if str(raw) != "-" and out.exists() and sum(map(len, promises.tree(raw).values())) < MODERATE:
        ledger = report / "ledger.parquet"
        promises.check(promises.Run(raw, out, ledger), float(named.get("--similarity", "0.8")))


@pytest.fixture
def shell() -> Run:
    """Run ``dedup`` in a process of its own."""

    def running(*arguments: object, stdin: bytes = b"") -> Done:
        command = [sys.executable, "-m", "dedup", *map(str, arguments)]
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=120)
        return Done(done.returncode, done.stdout, done.stderr.decode())

    return running


@pytest.fixture
def story() -> list[str]:
    return list(STORY)


@pytest.fixture
def other() -> list[str]:
    return list(OTHER)


@pytest.fixture
def raw(place: Path) -> Path:
    """A small corpus: an article, one pasted three times, a clean one, and a picture."""
    folder = place / "raw"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(page(STORY, "A Ferry for Two Towns"))
    (folder / "b.txt").write_text(page(OTHER * 3, "Tomatoes"))
    (folder / "sub" / "clean.txt").write_text("A short note that nobody has ever written down before.\n")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    return folder


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, Callable[[], object]], None]:
    """Fill a place by a call that many tests would make, or with a copy of what it made there the first time."""
    made: dict[str, Path] = {}

    def filled(place: Path, make: Callable[[], object]) -> None:
        name = f"{make.__module__}.{make.__qualname__}"
        if name in made:
            shutil.copytree(made[name], place, symlinks=True, dirs_exist_ok=True)
            return
        make()
        made[name] = tmp_path_factory.mktemp("once") / "made"
        shutil.copytree(place, made[name], symlinks=True)

    return filled


@pytest.fixture
def cleaned(run: Run, raw: Path, place: Path, once: Callable[[Path, Callable[[], object]], None]) -> Path:
    """What ``dedup clean`` makes of the small corpus, with the report beside it."""

    def cleaning() -> None:
        assert run("clean", raw, "--out", "cleaned").code == 0

    once(place, cleaning)
    return place / "cleaned"


@pytest.fixture
def repository(raw: Path) -> Path:
    """The same corpus as a git work tree, all of it committed."""
    git(raw, "init", "-q", "-b", "main")
    commit(raw)
    return raw


def git(folder: Path, *arguments: str) -> bytes:
    identity = {f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **identity, **quiet}, capture_output=True, check=True
    )
    return done.stdout


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")


@pytest.fixture
def files_of() -> Callable[[Path], dict[str, bytes]]:
    return promises.tree


@pytest.fixture
def git_in() -> Callable[..., bytes]:
    return git


@pytest.fixture
def page_of() -> Callable[..., str]:
    return page
