"""Every entry of the catalogue, by its name, through the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dedup.boilerplate.catalogue import shipped
from dedup.boilerplate.matching import match
from dedup.entries import Entry

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


def acts_alone(entry: Entry) -> bool:
    """Is the phrase of a weak entry strong after all, by its word pairs?"""
    found = match(line(entry))
    return found is not None and found.entry.strong


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
    mine = [entry for entry in entries(category, strong=False) if not acts_alone(entry)]
    cleaned = clean(pages(mine, PROSE))
    rules = {entry: cleaned.rules[f"{entry.language}/page"].get(line(entry), "stays") for entry in mine}
    assert [(entry, rule) for entry, rule in rules.items() if rule.startswith("known/")] == []
