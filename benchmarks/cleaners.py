"""The cleaners that are measured side by side, and how each is called."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

PEERS = Path(__file__).parent / "peers"
WHOLE, REPEATS, COPY = "dedup clean", "dedup clean --only repeats", "copy: read, xxh3, write"


class Cleaner(NamedTuple):
    """One of them."""

    name: str
    environment: str
    """Empty for the Python that runs the benchmark."""
    requirements: tuple[str, ...]
    command: Callable[[Path, Path, Path], list[str | Path]]
    """Of a Python, the source folder and a target that does not exist."""
    removed: Callable[[str, Path], str]
    """Of what it printed, and the target: what it took out."""
    env: Mapping[str, str] = {}


def _dedup(*options: str) -> Callable[[Path, Path, Path], list[str | Path]]:
    return lambda python, source, target: [python, "-m", "dedup", "clean", source, "--out", target, "--quiet", *options]


def _of_summary(_: str, target: Path) -> str:
    totals = json.loads((target.with_name(f"{target.name}-report") / "summary.json").read_text())["totals"]
    return f"{totals['documents_dropped']:,} of {totals['documents']:,}; {totals['removals']:,} places"


def _script(name: str) -> Callable[[Path, Path, Path], list[str | Path]]:
    return lambda python, source, target: [python, PEERS / name, source, target]


def _said(text: str, _: Path) -> str:
    removed, documents = map(int, re.findall(r"^removed (\d+) of (\d+)$", text, re.MULTILINE)[-1])
    return f"{removed:,} of {documents:,}"


def _text_dedup(python: Path, source: Path, target: Path) -> list[str | Path]:
    where = ["--path", "json", "--data_files", f"{source}/*.jsonl", "--split", "train", "--column", "text"]
    sketch = ["--num_perm", "128", "--threshold", "0.8", "--hash_func", "xxh3"]
    return [python, "-m", "text_dedup.minhash", *where, *sketch, "--output", target, "--cache_dir", f"{target}-cache"]


def _logged(text: str, _: Path) -> str:
    before, after = (int(re.findall(rf"{word} +: (\d+)", text)[-1]) for word in ("Before", "After"))
    return f"{before - after:,} of {before:,}"


CLEANERS = (
    Cleaner(COPY, "xxhash", ("xxhash",), _script("plain_copy.py"), lambda *_: ""),
    Cleaner(WHOLE, "", (), _dedup(), _of_summary),
    Cleaner(REPEATS, "", (), _dedup("--only", "repeats"), _of_summary),
    Cleaner("rensa, rho batch", "rensa", ("rensa",), _script("with_rensa_rho.py"), _said),
    Cleaner("rensa, deduplicator", "rensa", ("rensa",), _script("with_rensa.py"), _said),
    Cleaner("datasketch", "datasketch", ("datasketch",), _script("with_datasketch.py"), _said),
    Cleaner(
        "text-dedup",
        "text-dedup",
        ("text-dedup",),
        _text_dedup,
        _logged,
        {"HF_HUB_OFFLINE": "1", "COLUMNS": "200"},  # a wide terminal, so that the counts are not wrapped
    ),
    Cleaner(
        "datatrove", "datatrove", ("datatrove[io,processing]", "spacy"), _script("with_datatrove.py"), _said
    ),  # its default, English word tokenizer is of spaCy
)

OF_FILES = (
    Cleaner("cp -r", "", (), lambda _, source, target: ["cp", "-r", source, target], lambda *_: ""),
    *CLEANERS[:3],
)


def interpreter() -> Path:
    """The Python that runs the benchmark."""
    return Path(sys.executable)
