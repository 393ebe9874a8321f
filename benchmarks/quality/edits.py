"""Kinds of edit that leave a repeat: each takes the paragraphs of a passage and gives those of its copy.

No edit touches a number, a date, a negation or a capitalised word, exchanges the same word for the same other one
twice (spellings apart), or changes more than one word in six of a sentence: what it makes is a repeat by the rules of
the README.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from functools import cache
from random import Random

from articles import SPACELESS, count_words, joined, sentences, words_of

Edit = Callable[[Random, list[str], str], list[str] | None]
"""Gives None for a passage that it cannot edit."""

WORST = 6
"""At most one word in so many of a sentence is changed."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_TOKEN = re.compile(r"\w+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_FACTS = set(
    "一二三四五六七八九十百千万亿億兆零两半双第几数年月日号号時时分秒元円圆个人名岁歳点度倍割不没無无非未否别"
)
_CONFUSED = {"rn": "m", "m": "rn", "e": "c", "h": "b", "u": "n", "i": "j", "cl": "d", "d": "cl", "w": "vv", "t": "f"}
_FULL_WIDTH = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "„": '"', "«": '"', "»": '"', "—": "-", "–": "-"})
_CJK_MARKS = str.maketrans(
    {"，": ",", "。": ".", "：": ":", "；": ";", "「": "『", "」": "』", "（": "(", "）": ")", "、": "，"}
)
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
_LIGATURES = {"ffi": "ﬃ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "...": "…"}


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


def changed_somewhere(passage: list[str], copy: list[str]) -> list[str] | None:
    """The copy, if it differs."""
    return copy if copy != passage else None


# -- layout -----------------------------------------------------------------------------------------------------


def exact(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """The same again."""
    return list(passage)


def upper_case(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """SHOUTED."""
    return changed_somewhere(passage, [p.upper() for p in passage])


def wrap(text: str, width: int) -> str:
    """A paragraph in lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))


def re_wrapped(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """In lines of a width of its own."""
    if language in SPACELESS:
        width = draw.randint(24, 40)
        return ["\n".join(p[i : i + width] for i in range(0, len(p), width)) for p in passage]
    width = draw.randint(56, 84)
    return [wrap(p, width) for p in passage]


def one_line(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Unwrapped, all paragraphs in one."""
    return [joined(passage, language)] if len(passage) > 1 else None


def mail_quoted(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """As a mail program quotes it."""
    if language in SPACELESS:
        return None
    width = draw.randint(60, 76)
    return ["\n".join("> " + line for line in wrap(p, width).split("\n")) for p in passage]


def hyphenated(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Wrapped, with words broken at line ends, as from a printed page."""
    if language in SPACELESS:
        return None
    width, copy = draw.randint(58, 76), []
    for paragraph in passage:
        lines = wrap(paragraph, width).split("\n")
        for n in range(len(lines) - 1):
            word, _, rest = lines[n + 1].partition(" ")
            if len(word) >= 7 and word.isalpha() and rest and draw.random() < 0.5:
                lines[n], lines[n + 1] = f"{lines[n]} {word[:4]}-", f"{word[4:]} {rest}"
        copy.append("\n".join(lines))
    return copy if any("-\n" in p for p in copy) else None


def spaced_out(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Double spaces, tabs, indents, trailing spaces."""
    if language in SPACELESS:
        return ["\u3000" + p + "  " for p in passage]
    return [
        "    " + re.sub(" ", lambda _: draw.choice((" ", " ", " ", "  ", "\t", "\u00a0")), p) + "  " for p in passage
    ]


def sentence_lines(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Each sentence on a line of its own."""
    copy = ["\n".join(sentences(p, language)) for p in passage]
    return changed_somewhere(passage, copy)


# -- characters -------------------------------------------------------------------------------------------------


def punctuation(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Other quotes and dashes, fewer commas."""
    if language in SPACELESS:
        return changed_somewhere(passage, [p.translate(_CJK_MARKS) for p in passage])
    copy = [re.sub(r", (?=[^\W\d])", lambda m: draw.choice((", ", " ", "; ")), p.translate(_QUOTES)) for p in passage]
    return changed_somewhere(passage, copy)


def zero_width(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Soft hyphens and zero-width characters inside words."""
    mark = draw.choice(("\u00ad", "\u200b", "\u2060", "\ufeff"))
    pattern = r"(?<=\w)(?=\w)" if language in SPACELESS else r"(?<=\w{3})(?=\w{3})"
    return [re.sub(pattern, lambda _: mark if draw.random() < 0.15 else "", p) for p in passage]


def full_width(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Latin letters and digits in full width."""
    return changed_somewhere(passage, [p.translate(_FULL_WIDTH) for p in passage])


def other_forms(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Decomposed letters, ligatures, no-break spaces: what Unicode calls compatible."""
    copy = [unicodedata.normalize("NFD", p) for p in passage]
    for plain, ligature in _LIGATURES.items():
        copy = [p.replace(plain, ligature) for p in copy]
    return changed_somewhere(passage, copy)


def accents_stripped(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Without accents, as from an old system; German umlauts are written out."""
    if language not in ("de", "fr", "es", "it", "pt", "pl", "nl"):
        return None
    table = str.maketrans(
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ł": "l", "Ł": "L"}
    )
    if language != "de":
        table = str.maketrans({"ł": "l", "Ł": "L"})
    copy = [
        "".join(c for c in unicodedata.normalize("NFD", p.translate(table)) if not unicodedata.combining(c))
        for p in passage
    ]
    return changed_somewhere(passage, copy)


def markup(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Leftovers of HTML and Markdown."""
    if language in SPACELESS:
        return [f"**{p[:6]}**{p[6:]}" for p in passage]
    emphasised = [
        change_words(draw, p, language, rate(draw, 0.06), lambda w: draw.choice(_EMPHASIS).format(w)) for p in passage
    ]
    return changed_somewhere(
        passage, ["".join(_ENTITIES.get(c, c) for c in p).replace("\x00", "&nbsp;") for p in emphasised]
    )


# -- words ------------------------------------------------------------------------------------------------------


def spelling(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """British and American spelling exchanged."""
    if language != "en":
        return None
    pairs = [pair.split("=") for pair in words_of("spelling")["pairs"].split()]
    table = {a: b for a, b in pairs} | {b: a for a, b in pairs if b != "story"}
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


# -- order ------------------------------------------------------------------------------------------------------


def sentences_reordered(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """The sentences of each paragraph in another order."""
    copy = []
    for paragraph in passage:
        parts = sentences(paragraph, language)
        if len(parts) < 3:
            return None
        first, *rest = parts
        copy.append(joined([*draw.sample(rest, len(rest)), first], language))
    return copy


def paragraphs_moved(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """The paragraphs in another order."""
    return passage[1:] + passage[:1] if len(passage) > 1 else None


def first_half(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Only the first sentences."""
    return _part(passage, language, lambda parts: parts[: (len(parts) + 1) // 2])


def last_half(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Only the last sentences."""
    return _part(passage, language, lambda parts: parts[len(parts) // 2 :])


def middle(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Neither the first nor the last sentence."""
    return _part(passage, language, lambda parts: parts[1:-1])


LEAST = 27
"""Words that a part of a copy must have to be a repeat by itself; a few more than the README says."""


def _part(passage: list[str], language: str, choose: Callable[[list[str]], list[str]]) -> list[str] | None:
    parts = [part for paragraph in passage for part in sentences(paragraph, language)]
    chosen = joined(choose(parts), language)
    return [chosen] if len(parts) > 2 and count_words(chosen, language) >= LEAST else None
