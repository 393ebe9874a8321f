"""Makes seeded corpora to measure on: random prose in twelve languages, a share of it lightly edited copies.

``python benchmarks/corpus.py jsonl 200 big/`` writes so many megabytes of JSONL to a folder, in four files, and
``python benchmarks/corpus.py files 200 many/`` the same documents as small files, in a folder per site.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

ARTICLES = Path(__file__).parent / "quality" / "articles"
UNSPACED = {"ja", "th", "zh"}
COPIES = 0.2
"""Share of the documents that are edited copies of earlier ones."""
EDITS = 0.02
"""Share of the words of a copy that are exchanged."""
REMEMBERED = 5000
"""How many earlier documents can be copied."""
SITES = 50
PARTS = 4
FURNITURE = """\
Home
News
Contact
Share this article
{body}
Subscribe to our newsletter
© 2026 Site {site}. All rights reserved."""


class Language(NamedTuple):
    """What random text is made of."""

    words: list[str]
    """As often as they stand in the articles, so that frequent words stay frequent; half of them are made up."""
    space: str
    stop: str


def languages() -> list[Language]:
    """One for each language of the quality benchmark's articles; where no spaces are written, words are syllables."""
    made = []
    for folder in sorted(ARTICLES.iterdir()):
        text = " ".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
        unspaced = folder.name in UNSPACED
        words = ["".join(filter(str.isalpha, word)).lower() for word in text.split()]
        if unspaced:
            solid = "".join(words)
            words = [solid[start : start + 2] for start in range(0, len(solid), 2)]
        words = sorted(filter(None, words))
        long = sorted({word for word in words if len(word) > 3 or unspaced})
        draw = random.Random(folder.name)
        invented = [draw.choice(long) + draw.choice(long) for _ in range(10 * len(words))]
        made.append(Language(words * 10 + invented, "" if unspaced else " ", "。" if unspaced else ". "))
    return made


def prose(draw: random.Random, language: Language) -> list[list[list[str]]]:
    """A random document as paragraphs of sentences of words."""

    def paragraph() -> list[list[str]]:
        return [draw.choices(language.words, k=draw.randint(6, 25)) for _ in range(draw.randint(2, 7))]

    return [paragraph() for _ in range(draw.randint(2, 12))]


def edited(draw: random.Random, body: list[list[list[str]]], language: Language) -> list[list[list[str]]]:
    """The document with a few of its words exchanged."""

    def exchange(word: str) -> str:
        return draw.choice(language.words) if draw.random() < EDITS else word

    return [[[exchange(word) for word in sentence] for sentence in paragraph] for paragraph in body]


def written(body: list[list[list[str]]], language: Language) -> str:
    """The document as text."""
    paragraphs = (
        "".join(language.space.join(sentence).capitalize() + language.stop for sentence in paragraph).rstrip()
        for paragraph in body
    )
    return "\n\n".join(paragraphs)


def documents(seed: int = 1) -> Iterator[tuple[int, str]]:
    """Endless pairs of a site's number and a text."""
    draw = random.Random(seed)
    known = languages()
    earlier: list[tuple[list[list[list[str]]], Language]] = []
    while True:
        site = draw.randrange(SITES)
        if earlier and draw.random() < COPIES:
            body, language = draw.choice(earlier)
            body = edited(draw, body, language)
        else:
            language = known[site % len(known)]
            body = prose(draw, language)
            if len(earlier) < REMEMBERED:
                earlier.append((body, language))
            else:
                earlier[draw.randrange(REMEMBERED)] = (body, language)
        yield site, FURNITURE.format(body=written(body, language), site=site)


def write_jsonl(megabytes: float, folder: Path, texts: Iterator[tuple[int, str]] | None = None) -> None:
    """About so many megabytes of JSONL in PARTS files of equal size."""
    folder.mkdir(parents=True)
    texts = documents() if texts is None else texts
    numbers = count()
    for part in range(PARTS):
        left = megabytes * 1e6 / PARTS
        with (folder / f"{part}.jsonl").open("wb") as file:
            while left > 0:
                site, text = next(texts)
                number = next(numbers)
                row = {"id": str(number), "url": f"https://site{site}.example/{number}", "text": text}
                left -= file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def write_files(texts: Iterable[tuple[int, str]], folder: Path) -> None:
    """Small files in a folder per site."""
    for number, (site, text) in enumerate(texts):
        place = folder / f"site{site}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.txt").write_bytes(text.encode() + b"\n")


def up_to(megabytes: float) -> Iterator[tuple[int, str]]:
    """Documents of about so many megabytes together."""
    left = megabytes * 1e6
    for site, text in documents():
        yield site, text
        left -= len(text.encode()) + 1
        if left <= 0:
            return


if __name__ == "__main__":
    shape, size, target = sys.argv[1:]
    if shape == "jsonl":
        write_jsonl(float(size), Path(target))
    else:
        write_files(up_to(float(size)), Path(target))
