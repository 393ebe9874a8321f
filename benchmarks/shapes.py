"""Corpora that are hard to clean in linear time, seeded: each function writes about so many megabytes to a folder."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus import SITES, edited, languages, prose, write_jsonl, written


def all_alike(megabytes: float, folder: Path) -> None:
    """One document again and again."""
    draw, language = random.Random(1), languages()[1]
    text = written(prose(draw, language), language)
    write_jsonl(megabytes, folder, ((number % SITES, text) for number in iter(lambda: draw.randrange(SITES), -1)))


def nearly_alike(megabytes: float, folder: Path) -> None:
    """One document, each time with other words exchanged."""
    draw, language = random.Random(1), languages()[1]
    body = prose(draw, language)

    def texts() -> Iterator[tuple[int, str]]:
        while True:
            yield draw.randrange(SITES), written(edited(draw, body, language), language)

    write_jsonl(megabytes, folder, texts())


def one_bucket(megabytes: float, folder: Path) -> None:
    """Half of every paragraph is the same and half is not: most share a band of their signatures, few are repeats."""
    draw, language = random.Random(1), languages()[1]
    common = draw.choices(language.words, k=200)

    def texts() -> Iterator[tuple[int, str]]:
        while True:
            sentences = [common[:8] + draw.choices(language.words, k=8)]
            sentences += [common[8 * n : 8 * n + 8] + draw.choices(language.words, k=8) for n in range(1, 6)]
            yield draw.randrange(SITES), written([sentences, *prose(draw, language)[:1]], language)

    write_jsonl(megabytes, folder, texts())


def periodic(megabytes: float, folder: Path) -> None:
    """Documents in which a phrase of 7 to 60 words comes again and again."""
    draw, language = random.Random(1), languages()[1]

    def texts() -> Iterator[tuple[int, str]]:
        while True:
            phrase = draw.choices(language.words, k=draw.randint(7, 60))
            yield draw.randrange(SITES), " ".join(phrase * (2000 // len(phrase)))

    write_jsonl(megabytes, folder, texts())


def one_line(megabytes: float, folder: Path) -> None:
    """A single text without a line break; a fifth of its sentences are copies of earlier ones."""
    draw, language = random.Random(1), languages()[1]
    earlier: list[list[str]] = []
    left = megabytes * 1e6
    folder.mkdir(parents=True)
    with (folder / "line.txt").open("wb") as file:
        while left > 0:
            copied = earlier and draw.random() < 0.2
            sentence = draw.choice(earlier) if copied else draw.choices(language.words, k=draw.randint(25, 60))
            if len(earlier) < 5000:
                earlier.append(sentence)
            left -= file.write(written([[sentence]], language).encode() + b" ")


def alike_lines(megabytes: float, folder: Path) -> None:
    """One file in which every line is the same."""
    folder.mkdir(parents=True)
    line = "The ferry to the island sails at noon and comes back in the evening when the tide allows it to.\n"
    with (folder / "lines.txt").open("w", encoding="utf-8") as file:
        for _ in range(int(megabytes * 1e6 / len(line))):
            file.write(line)


SHAPES: dict[str, Callable[[float, Path], None]] = {
    "all alike": all_alike,
    "nearly alike": nearly_alike,
    "one bucket": one_bucket,
    "periodic": periodic,
    "one line": one_line,
    "alike lines": alike_lines,
}
