"""Cleaners to compare: what a user has today, each as short as its usual script, run as processes on {src} and {out}.

``python benchmarks/quality/cleaners.py NAME SRC OUT`` runs one of the functions here.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from datasketch import MinHash, MinHashLSH

DEDUP = [sys.executable, "-m", "dedup", "clean", "{src}", "--out", "{out}", "--quiet"]


def commands(only: str) -> dict[str, list[str]]:
    """The cleaners of a half: "repeat", "boilerplate", or "both"."""
    mode = {"repeat": ["--only", "repeats"], "boilerplate": ["--only", "boilerplate"], "both": []}[only]
    peers = {name: [sys.executable, __file__, name, "{src}", "{out}"] for name in PEERS}
    return {"dedup": [*DEDUP, *mode], **peers}


def keep_all(source: Path, target: Path) -> None:
    """Nothing is removed."""
    shutil.copytree(source, target)


def lines(source: Path, target: Path) -> None:
    """Lines that stood before, white space at their ends apart, go; so does every later copy of a short line."""
    seen: set[str] = set()

    def is_new(line: str) -> bool:
        key = line.strip()
        new = not key or key not in seen
        seen.add(key)
        return new

    _rewrite(source, target, lambda text: "".join(line for line in text.splitlines(keepends=True) if is_new(line)))


def sentences(source: Path, target: Path) -> None:
    """Sentences of five words or more that stood before, in lower case, go."""
    seen: set[str] = set()

    def is_new(sentence: str) -> bool:
        words = re.findall(r"\w+", sentence.lower())
        key = " ".join(words)
        new = len(words) < 5 or key not in seen
        seen.add(key)
        return new

    pieces = re.compile(r"[^.!?。！？\n]*[.!?。！？\n]*\s*")
    _rewrite(source, target, lambda text: "".join(piece for piece in pieces.findall(text) if is_new(piece)))


def minhash(source: Path, target: Path) -> None:
    """MinHashLSH of datasketch over paragraphs, shingles of three words, threshold 0.8."""
    index = MinHashLSH(threshold=0.8, num_perm=128)

    def is_new(paragraph: str) -> bool:
        words = _words(paragraph)
        if len(words) < 8:
            return True
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[i : i + 3]).encode() for i in range(len(words) - 2)])
        if index.query(sketch):
            return False
        index.insert(str(len(index.keys)), sketch)
        return True

    _rewrite(source, target, lambda text: "\n\n".join(p for p in re.split(r"\n\s*\n", text) if is_new(p)))


def onion(source: Path, target: Path) -> None:
    """As the tool onion does: a paragraph goes if half of its runs of five words were seen before."""
    seen: set[tuple[str, ...]] = set()

    def is_new(paragraph: str) -> bool:
        words = _words(paragraph)
        runs = [tuple(words[i : i + 5]) for i in range(len(words) - 4)]
        old = sum(1 for run in runs if run in seen)
        new = not runs or old < 0.5 * len(runs)
        if new:
            seen.update(runs)
        return new

    _rewrite(source, target, lambda text: "\n\n".join(p for p in re.split(r"\n\s*\n", text) if is_new(p)))


PEERS: dict[str, Callable[[Path, Path], None]] = {
    "keep-all": keep_all,
    "lines": lines,
    "sentences": sentences,
    "minhash": minhash,
    "onion": onion,
}


def _words(text: str) -> list[str]:
    """Words in lower case; characters where a script has no spaces."""
    return re.findall(
        r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+", text.lower()
    )


def _files(source: Path) -> Iterator[Path]:
    """All files, in natural order."""
    parts = re.compile(r"(\d+)")
    return iter(
        sorted(
            (p for p in source.rglob("*") if p.is_file()),
            key=lambda p: [(int(s) if s.isdigit() else 0, s) for s in parts.split(str(p.relative_to(source)))],
        )
    )


def _rewrite(source: Path, target: Path, clean: Callable[[str], str]) -> None:
    for path in _files(source):
        written = target / path.relative_to(source)
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(clean(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
