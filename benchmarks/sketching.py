"""MinHash signatures alone, one thread, of the same shingles.

Given as 32-bit hashes, sketching is all that is timed; given as strings, each library hashes them as well, in the way
it does when nothing else is said.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from itertools import accumulate
from pathlib import Path

from cleaners import PEERS, interpreter
from corpus import up_to
from environments import python_of
from measure import Failed, figure, measure

LIBRARIES = (
    ("dedup", "", "sketch_dedup.py"),
    ("datasketch", "datasketch", "sketch_datasketch.py"),
    ("rensa", "rensa", "sketch_rensa.py"),
)
LEAST_WORDS = 8
OURS, THEIRS = "dedup, hashes given", "datasketch, hashes given"


def sketching(workdir: Path, megabytes: float) -> None:
    """Megabytes of text a second, best of some rounds; signatures equal to datasketch's are named so."""
    folder = workdir / "run" / "shingles"
    size = write_shingles(megabytes, folder) / 1e6
    found: dict[str, tuple[float, str]] = {}
    errors: dict[str, str] = {}
    for name, environment, script in LIBRARIES:
        print(f"sketching with {name}", file=sys.stderr, flush=True)
        try:
            python = python_of(workdir, environment, (environment,)) if environment else interpreter()
            said = measure([python, PEERS / script, folder], env={"RAYON_NUM_THREADS": "1"})[1]
            for line in said.splitlines():
                label, seconds, digest = line.split("\t")
                found[label] = size / float(seconds), digest
        except Failed as error:
            errors[name] = str(error)
    print(f"\n### Sketching {size:.1f} MB of paragraphs, 128 permutations, one thread\n")
    print("| library | MB/s | dedup is | signatures |\n|---|---|---|---|")
    for name, (speed, digest) in found.items():
        times = f"{figure(found[OURS][0] / speed)}x" if OURS in found else ""
        same = "datasketch's" if digest == found.get(THEIRS, (0, ""))[1] else "its own"
        print(f"| {name} | {figure(speed)} | {times} | {same} |")
    for name, error in errors.items():
        print(f"\n`{name}` failed:\n\n```\n{error}\n```")


def write_shingles(megabytes: float, folder: Path) -> int:
    """Write the hashes of all shingles of three words, and where each paragraph's begin; the bytes of text."""
    hashes, counts, paragraphs = array("I"), [], []
    for _, text in up_to(megabytes):
        for paragraph in text.split("\n"):
            words = paragraph.split()
            if len(words) >= LEAST_WORDS:
                hashes.extend(zlib.crc32(" ".join(words[i : i + 3]).encode()) for i in range(len(words) - 2))
                counts.append(len(words) - 2)
                paragraphs.append(paragraph)
    folder.mkdir(parents=True)
    (folder / "hashes").write_bytes(hashes.tobytes())
    (folder / "offsets").write_bytes(array("Q", accumulate(counts, initial=0)).tobytes())
    lines = "\n".join(paragraphs).encode()
    (folder / "paragraphs").write_bytes(lines)
    return len(lines)
