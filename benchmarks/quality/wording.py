"""Kinds of edit that change words.

None touches a number, a date, a negation or a capitalised word, exchanges the same word for the same other one twice
(spellings apart), or changes more than one word in six of a sentence: what it makes is a repeat by the rules of the
README.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random

from articles import SPACELESS, joined, sentences, words_of
from edits import Edit, changed_somewhere

WORST = 6
"""At most one word in so many of a sentence is changed."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_TOKEN = re.compile(r"\w+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_FACTS = set(
    "一二三四五六七八九十百千万亿億兆零两半双第几数年月日号号時时分秒元円圆个人名岁歳点度倍割不没無无非未否别"
)
_CONFUSED = {"rn": "m", "m": "rn", "e": "c", "h": "b", "u": "n", "i": "j", "cl": "d", "d": "cl", "w": "vv", "t": "f"}
_ENTITIES = {
    "“": "&ldquo;",
    "”": "&rdquo;",
    "’": "&rsquo;",
    '"': "&quot;",
    "&": "&amp;",
    "—": "&mdash;",
    "–": "&ndash;",
}
_EMPHASIS = ("**{}**", "*{}*", "_{}_", "\x00{}")


class Vocabulary:
    """The ordinary words of each language, to draw other words from."""

    def __init__(self, texts: dict[str, list[str]]) -> None:
        self._words = {
            language: sorted({w for text in of_language for w in _WORD.findall(text) if is_ordinary(w, language)})
            for language, of_language in texts.items()
        }
        self._han = {
            language: sorted({c for text in of_language for c in _HAN.findall(text)} - _HAN_FACTS)
            for language, of_language in texts.items()
        }

    def word(self, draw: Random, language: str) -> str:
        """An ordinary word."""
        return draw.choice(self._words[language])

    def character(self, draw: Random, language: str) -> str:
        """A Han character that is no number or negation."""
        return draw.choice(self._han[language])


@cache
def untouchable(language: str) -> frozenset[str]:
    """Words that are facts."""
    lists = words_of(language)
    return frozenset(w.lower() for name in ("numbers", "months", "days", "negations") for w in lists[name].split())


def is_ordinary(word: str, language: str) -> bool:
    """Is a word neither a fact, nor a name, nor very short?"""
    return len(word) >= 4 and word.islower() and word.isalpha() and word not in untouchable(language)


def change_words(
    draw: Random, text: str, language: str, most: Callable[[int], int], change: Callable[[str], str | None]
) -> str:
    """Change ordinary words of a paragraph, never near each other: of a sentence of n words at most `most(n)`."""
    parts = []
    for sentence in sentences(text, language):
        spans = [match.span() for match in _WORD.finditer(sentence)]
        size = len(_TOKEN.findall(sentence))
        limit = min(most(size), size // WORST)
        changes: dict[int, str] = {}
        for index in draw.sample(range(len(spans)), len(spans)):
            word = sentence[slice(*spans[index])]
            if len(changes) >= limit:
                break
            if not is_ordinary(word, language) or any(abs(index - other) <= 2 for other in changes):
                continue
            if (new := change(word)) is not None:
                changes[index] = new
        for index in sorted(changes, reverse=True):
            start, end = spans[index]
            sentence = sentence[:start] + changes[index] + sentence[end:]
        parts.append(re.sub(r" {2,}", " ", sentence))
    return joined(parts, language)


def rate(draw: Random, share: float) -> Callable[[int], int]:
    """A share of the words, rounded by chance."""
    return lambda size: int(share * size + draw.random())


def markup(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Leftovers of HTML and Markdown."""
    if language in SPACELESS:
        return changed_somewhere(passage, [re.sub(r"^([^\s，、。]{2,20})(?=[\s，、])", r"**\1**", p) for p in passage])
    emphasised = [
        change_words(draw, p, language, rate(draw, 0.06), lambda w: draw.choice(_EMPHASIS).format(w)) for p in passage
    ]
    return changed_somewhere(
        passage, ["".join(_ENTITIES.get(c, c) for c in p).replace("\x00", "&nbsp;") for p in emphasised]
    )


def spelling(_draw: Random, passage: list[str], language: str) -> list[str] | None:
    """British and American spelling exchanged."""
    if language != "en":
        return None
    pairs = [pair.split("=") for pair in words_of("spelling")["pairs"].split()]
    table = {a: b for pair in pairs for a, b in (pair, pair[::-1])}
    table |= {a.capitalize(): b.capitalize() for a, b in table.items()}
    return changed_somewhere(passage, [_WORD.sub(lambda m: table.get(m[0], m[0]), p) for p in passage])


def ocr(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Letters misread, one or two in a hundred."""
    if language in SPACELESS:
        return None

    def misread(word: str) -> str | None:
        places = [(i, a) for a in _CONFUSED for i in range(len(word)) if word.startswith(a, i)]
        if not places:
            return None
        at, old = draw.choice(places)
        return word[:at] + _CONFUSED[old] + word[at + len(old) :]

    return changed_somewhere(passage, [change_words(draw, p, language, rate(draw, 0.08), misread) for p in passage])


class Exchange:
    """Kinds that exchange, insert or delete words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def one_word(self, draw: Random, passage: list[str], language: str) -> list[str] | None:
        """One word of each paragraph exchanged."""
        if language in SPACELESS:
            return None
        copy = []
        for paragraph in passage:
            parts = sentences(paragraph, language)
            long = [n for n, part in enumerate(parts) if len(_TOKEN.findall(part)) >= 10]
            if not long:
                return None
            at = draw.choice(long)
            parts[at] = change_words(draw, parts[at], language, lambda _: 1, self._other(draw, language))
            copy.append(joined(parts, language))
        return changed_somewhere(passage, copy)

    def few_words(self, draw: Random, passage: list[str], language: str) -> list[str] | None:
        """Three words in a hundred exchanged."""
        return self._exchanged(draw, passage, language, 0.03)

    def many_words(self, draw: Random, passage: list[str], language: str) -> list[str] | None:
        """Eight words in a hundred exchanged."""
        return self._exchanged(draw, passage, language, 0.08)

    def inserted(self, draw: Random, passage: list[str], language: str) -> list[str] | None:
        """Words put in."""
        extra = words_of(language)["inserted"].split()
        if not extra:
            return None
        most = rate(draw, 0.05)
        copy = [change_words(draw, p, language, most, lambda w: f"{w} {draw.choice(extra)}") for p in passage]
        return changed_somewhere(passage, copy)

    def deleted(self, draw: Random, passage: list[str], language: str) -> list[str] | None:
        """Words left out."""
        if language in SPACELESS:
            return None
        return changed_somewhere(
            passage, [change_words(draw, p, language, rate(draw, 0.05), lambda _: "") for p in passage]
        )

    def _exchanged(self, draw: Random, passage: list[str], language: str, share: float) -> list[str] | None:
        if language == "th":
            return None
        if language in SPACELESS:
            return changed_somewhere(passage, [self._characters(draw, p, language, share) for p in passage])
        other = self._other(draw, language)
        return changed_somewhere(passage, [change_words(draw, p, language, rate(draw, share), other) for p in passage])

    def _other(self, draw: Random, language: str) -> Callable[[str], str | None]:
        similar = dict(pair.split("=") for pair in words_of(language).get("similar", "").split())
        similar |= {b: a for a, b in similar.items()}
        seen: set[str] = set()

        def other(word: str) -> str | None:
            if word in seen:
                return None
            seen.add(word)
            return similar.get(word) or self.vocabulary.word(draw, language)

        return other

    def _characters(self, draw: Random, text: str, language: str, share: float) -> str:
        parts = []
        for sentence in sentences(text, language):
            places = [
                m.start()
                for m in _HAN.finditer(sentence)
                if not set(sentence[max(0, m.start() - 1) : m.start() + 2]) & _HAN_FACTS
            ]
            chosen = draw.sample(places, min(len(places), int(share * len(sentence) + draw.random())))
            letters = list(sentence)
            for place in chosen:
                letters[place] = self.vocabulary.character(draw, language)
            parts.append("".join(letters))
        return joined(parts, language)


KINDS: dict[str, Edit] = {"markup": markup, "spelling": spelling, "ocr": ocr}
