"""Kinds of trap that stand for themselves: texts that recur and yet must stay, each time.

A family is a list of members, a member a list of paragraphs. Members are alike, but each says something else.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from random import Random
from typing import NamedTuple

from articles import HERE, words_of

_SLOT = re.compile(r"\{(\w+)\}")
_NUMBERS = {"n": (201, 999), "m": (12, 99), "k": (1001, 9800), "p": (3, 29), "q": (30, 58)}


class Family(NamedTuple):
    """Alike texts; with `files`, each stands in a document of its own."""

    kind: str
    language: str
    files: bool
    members: list[list[str]]


@cache
def _templates() -> tuple[dict[str, list[str]], list[dict[str, str]]]:
    content = tomllib.loads((HERE / "templates.toml").read_text(encoding="utf-8"))
    return {name: values.split("|") for name, values in content["slots"].items()}, content["family"]


def families(draw: Random) -> list[Family]:
    """One family of every kind and template."""
    slots, templates = _templates()
    found = [_from_template(draw, slots, template) for template in templates]
    found += [make(draw) for make in (_tables, _code, _names, _song, _song, _song, _scores, _glossary)]
    return found


def _from_template(draw: Random, slots: dict[str, list[str]], template: dict[str, str]) -> Family:
    names = list(dict.fromkeys(_SLOT.findall(template["text"])))
    size = 6
    columns = {name: _values(draw, slots, name, size) for name in names}
    members = []
    for number in range(size):
        text = _SLOT.sub(lambda m: columns[m[1]][number], template["text"]).strip()  # noqa: B023  # called at once
        members.append([p[0].upper() + p[1:] for p in text.split("\n\n")])
    return Family(template["kind"], template["language"], bool(template.get("files")), members)


def _values(draw: Random, slots: dict[str, list[str]], name: str, size: int) -> list[str]:
    if name in _NUMBERS:
        return [str(n) for n in draw.sample(range(*_NUMBERS[name]), size)]
    if name == "date":
        days = draw.sample(range(1, 29), size)
        return [f"{day} {month}" for day, month in zip(days, _months(draw, "en", size), strict=True)]
    if name.startswith("month_"):
        return _months(draw, name.removeprefix("month_"), size)
    return draw.sample(slots[name], size)


def _months(draw: Random, language: str, size: int) -> list[str]:
    return draw.sample(words_of(language)["months"].split(), size)


def _tables(draw: Random) -> Family:
    """The same head and labels, other figures."""
    labels = ("Ferry tickets", "Harbour fees", "Lift passes", "Museum entries", "Parking meters", "Market stalls")
    members = []
    for _ in range(6):
        rows = ["| item | spring | summer | autumn | winter |", "|---|---|---|---|---|"]
        rows += [
            f"| {label} | " + " | ".join(str(draw.randint(100, 9999)) for _ in range(4)) + " |" for label in labels
        ]
        members.append(["\n".join(rows)])
    return Family("table", "en", True, members)


def _code(draw: Random) -> Family:
    """The same function for other things."""
    members = []
    for thing, field in zip(
        draw.sample(("user", "order", "invoice", "ticket", "parcel", "route", "vessel", "member"), 6),
        draw.sample(("email", "number", "status", "weight", "colour", "owner", "origin", "amount"), 6),
        strict=True,
    ):
        members.append(
            [
                f"def load_{thing}(connection, key):\n"
                f'    row = connection.execute("SELECT {field} FROM {thing} WHERE id = ?", (key,)).fetchone()\n'
                f"    if row is None:\n"
                f"        raise KeyError(key)\n"
                f"    {thing} = make_{thing}(row[0])\n"
                f"    {thing}.{field} = clean_{field}(row[0])\n"
                f"    connection.log(key, {thing}.{field})\n"
                f"    return {thing}"
            ]
        )
    return Family("code", "en", True, members)


def _names(draw: Random) -> Family:
    """Who was there: half of them the same people."""
    people = _templates()[0]["person"]
    return Family(
        "list-of-names", "en", True, [["Present: " + ", ".join(draw.sample(people, 14)) + "."] for _ in range(6)]
    )


def _scores(draw: Random) -> Family:
    """Results of the same clubs on other days."""
    clubs = _templates()[0]["club"]
    members = []
    for _ in range(6):
        pairs = draw.sample(clubs, 12)
        lines = [
            f"{a} {draw.randint(0, 6)} {b} {draw.randint(0, 6)}" for a, b in zip(pairs[::2], pairs[1::2], strict=True)
        ]
        members.append(["\n".join(lines)])
    return Family("results", "en", True, members)


def _glossary(draw: Random) -> Family:
    """Entries made alike."""
    things = draw.sample(_templates()[0]["thing"] + _templates()[0]["device"], 6)
    return Family(
        "glossary",
        "en",
        False,
        [
            [
                f"{thing}: see the list of lost property at the end of this volume, where every {thing} handed in at "
                f"the depot is entered with the day, the line and the seat on which the {thing} was found."
            ]
            for thing in things
        ],
    )


_NOUNS = (
    "river|harbour|lantern|miller|garden|sparrow|window|mountain|kettle|orchard|ferry|candle|"
    "meadow|fiddle|chimney|winter|ladder|anchor|market|steeple|feather|shepherd|thunder|blanket"
)
_VERBS = "sings|waits|wanders|whistles|sleeps|trembles|listens|shines|returns|remembers|dances|hurries"
_PLACES = "under|over|behind|beside|beyond|below|along|against"
_ADJECTIVES = "silver|hollow|crooked|golden|quiet|windy|frozen|merry|lonely|dusty|early|broken"


def _line(draw: Random) -> str:
    nouns, adjectives = draw.sample(_NOUNS.split("|"), 2), draw.sample(_ADJECTIVES.split("|"), 2)
    verb, place = draw.choice(_VERBS.split("|")), draw.choice(_PLACES.split("|"))
    shape = draw.choice(
        ("the {a} {x} {v} {p} the {b} {y}", "{p} the {a} {y} the {x} {v}", "and the {x} {v} so {a} {p} the {y}")
    )
    return shape.format(a=adjectives[0], b=adjectives[1], x=nouns[0], y=nouns[1], v=verb, p=place)


def _song(draw: Random) -> Family:
    """A song; its refrain is a member each time, the stanzas between are members too."""
    refrain = "\n".join(_line(draw) for _ in range(draw.randint(4, 6)))
    members = []
    for _ in range(4):
        members += [["\n".join(_line(draw) for _ in range(4))], [refrain]]
    return Family("refrain", "en", False, members)


def title(draw: Random) -> str:
    """A headline that stands nowhere else."""
    words = _NOUNS.split("|") + _ADJECTIVES.split("|")
    town = draw.choice(_templates()[0]["town"])
    return (
        f"{draw.choice(words).capitalize()} {draw.choice(words)} {draw.choice(words)} at {town} {draw.randint(1, 999)}"
    )


def names(draw: Random) -> str:
    """The name of a newspaper that does not exist."""
    town = draw.choice(_templates()[0]["town"])
    return f"{town} {draw.choice(('Courier', 'Bugle', 'Mercury', 'Lantern', 'Examiner', 'Gleaner', 'Packet', 'Star'))}"
