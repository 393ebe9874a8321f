"""Makes seeded corpora to measure on: random prose, a share of it lightly edited copies, with page furniture.

``python benchmarks/corpus.py jsonl 200 big.jsonl`` writes so many megabytes to a file, and
``python benchmarks/corpus.py files 10000 many/`` so many files to a folder.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from pydoc_data.topics import topics

COPIES = 0.2
"""Share of the documents that are edited copies of earlier ones."""
EDITS = 0.02
"""Share of the words of a copy that are exchanged."""
FURNITURE = """\
Home
News
Contact
Share this article
{body}
Subscribe to our newsletter
© 2026 Site {site}. All rights reserved."""


def vocabulary() -> list[str]:
    """Words of Python's own manual, and made-up ones, so that random sentences seldom meet."""
    words = sorted({word.lower() for text in topics.values() for word in re.findall(r"[A-Za-z]{3,}", text)})
    return words + [a + b for a in words[::40] for b in words[7::190]]


def documents(seed: int = 1) -> Iterator[tuple[str, str]]:
    """Endless (host, text) pairs."""
    draw = random.Random(seed)
    words = vocabulary()
    earlier: list[str] = []
    while True:
        if earlier and draw.random() < COPIES:
            body = " ".join(draw.choice(words) if draw.random() < EDITS else w for w in draw.choice(earlier).split(" "))
        else:
            body = "\n\n".join(_paragraph(draw, words) for _ in range(draw.randint(2, 12)))
            if len(earlier) < 5000:
                earlier.append(body)
        site = draw.randint(1, 50)
        yield f"site{site}.example", FURNITURE.format(body=body, site=site)


def _paragraph(draw: random.Random, words: list[str]) -> str:
    sentences = (" ".join(draw.choices(words, k=draw.randint(6, 25))) for _ in range(draw.randint(2, 7)))
    return " ".join(f"{sentence.capitalize()}." for sentence in sentences)


def write_jsonl(megabytes: int, path: Path) -> None:
    """One JSONL file of about so many megabytes."""
    left = megabytes * 1_000_000
    with path.open("w", encoding="utf-8") as file:
        for number, (host, text) in enumerate(documents()):
            left -= file.write(json.dumps({"id": number, "url": f"https://{host}/{number}", "text": text}) + "\n")
            if left <= 0:
                return


def write_files(count: int, folder: Path) -> None:
    """So many small files in a folder per site."""
    for number, (host, text) in zip(range(count), documents(), strict=False):
        (folder / host).mkdir(parents=True, exist_ok=True)
        (folder / host / f"{number}.txt").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    shape, size, target = sys.argv[1:]
    {"jsonl": write_jsonl, "files": write_files}[shape](int(size), Path(target))
