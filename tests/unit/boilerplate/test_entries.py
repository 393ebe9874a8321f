"""Every entry of the catalogue, by its name, through the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from dedup.boilerplate.catalogue import masked_hashes, shipped
from dedup.boilerplate.matching import Match, matches
from dedup.entries import Entry
from dedup.text.words import find_words

PROSE = (
    "My grandmother kept bees behind the old mill, and every autumn she carried the honey down to the village in a "
    "wooden cart that my uncle had built for her out of two broken doors and the wheels of a pram."
)
STRONG = "Leave a Reply"
FILL = "Facebook 1998"
"""Stands for the star: a network, and a year."""
CLASSES = sorted({entry.category for entry in shipped().entries})


def line(entry: Entry) -> str:
    return entry.phrase.replace("*", FILL)


def entries(category: str, *, strong: bool) -> list[Entry]:
    return [entry for entry in shipped().entries if (entry.category, entry.strong) == (category, strong)]


def matched(lines: list[str]) -> dict[int, Match]:
    """What the catalogue knows of each line, by its number: as `match` does of one, in one look at all."""
    text = "\n".join(lines)
    words = find_words(text)
    borders = np.searchsorted(words.starts, np.cumsum([0, *(len(line) + 1 for line in lines)]))
    return matches(shipped(), masked_hashes(text, words), words, borders[:-1], borders[1:], lines)


def silent_alone(entries: list[Entry]) -> list[Entry]:
    """Those weak entries whose phrase is not strong after all, by its word pairs."""
    found = matched([line(entry) for entry in entries])
    return [entry for number, entry in enumerate(entries) if number not in found or not found[number].entry.strong]


def pages(entries: Iterable[Entry], before: str = "") -> dict[str, str]:
    """A page for each language: prose, and then its phrases, each behind the line `before`."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(f"{entry.language}/page", [PROSE]).extend([*([before] if before else []), line(entry)])
    return {name: "\n\n".join(lines) for name, lines in found.items()}


@pytest.mark.parametrize("category", CLASSES)
def test_a_strong_entry_goes_at_every_level(clean, category):
    mine = entries(category, strong=True)
    cleaned = clean(pages(mine), level="safe")
    stays = [entry for entry in mine if line(entry) in cleaned.lines[f"{entry.language}/page"]]
    assert not stays
    assert all(PROSE in lines for lines in cleaned.lines.values())


@pytest.mark.parametrize("category", CLASSES)
def test_a_weak_entry_goes_in_company(clean, category):
    mine = entries(category, strong=False)
    cleaned = clean(pages(mine, STRONG))
    rules = {entry: cleaned.rules[f"{entry.language}/page"].get(line(entry), "stays") for entry in mine}
    others = [entry for entry, rule in rules.items() if not rule.startswith("known/")]
    assert [entry for entry in others if cleaned.evidence.get(line(entry)) != "a menu line with an arrow"] == []


@pytest.mark.parametrize("category", CLASSES)
def test_a_weak_entry_alone_stays(clean, category):
    mine = silent_alone(entries(category, strong=False))
    cleaned = clean(pages(mine, PROSE))
    rules = {entry: cleaned.rules[f"{entry.language}/page"].get(line(entry), "stays") for entry in mine}
    assert [(entry, rule) for entry, rule in rules.items() if rule.startswith("known/")] == []
