"""Changed facts: a sentence with another number, another date or another negation; each is a trap."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from articles import SPACELESS, words_of

Change = Callable[[Random, str, str], str | None]
"""Of a sentence in a language; gives None for one without such a fact."""

_NUMBER = re.compile(r"(?<![\[\w.])\d+(?!\])")


def other_number(draw: Random, sentence: str, _language: str) -> str | None:
    """Another number of as many digits in place of one of them; notes in brackets are left alone."""
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    chosen = draw.choice(found)
    number, digits = int(chosen[0]), len(chosen[0])
    low = 10 ** (digits - 1)
    new = draw.choice([n for n in range(low, min(10 * low, low + 5000)) if n != number])
    return _replaced(sentence, chosen, str(new))


def other_date(draw: Random, sentence: str, language: str) -> str | None:
    """Another month, or another day of the week."""
    lists = words_of(language)
    return _other_of(draw, sentence, language, [lists["months"].split(), lists["days"].split()])


def other_cardinal(draw: Random, sentence: str, language: str) -> str | None:
    """Another number, written as a word."""
    return _other_of(draw, sentence, language, [words_of(language)["cardinals"].split()])


def negated(draw: Random, sentence: str, language: str) -> str | None:
    """A negation more or less."""
    possible = [(old, new) for old, new in words_of(language)["negate"] if old in sentence]
    return sentence.replace(*draw.choice(possible), 1) if possible else None


CHANGES: dict[str, Change] = {
    "number-changed": other_number,
    "date-changed": other_date,
    "number-word-changed": other_cardinal,
    "negation-changed": negated,
}


def _other_of(draw: Random, sentence: str, language: str, choices: Sequence[list[str]]) -> str | None:
    border = "" if language in SPACELESS else r"\b"
    for words in choices:
        found = [m for word in words for m in re.finditer(f"{border}{re.escape(word)}{border}", sentence)]
        if found:
            chosen = draw.choice(found)
            return _replaced(sentence, chosen, draw.choice([word for word in words if word != chosen[0]]))
    return None


def _replaced(sentence: str, match: re.Match[str], new: str) -> str:
    return sentence[: match.start()] + new + sentence[match.end() :]
