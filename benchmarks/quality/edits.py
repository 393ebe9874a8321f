"""Kinds of edit that leave a repeat: each takes the paragraphs of a passage and gives those of its copy.

These change its layout, its characters or its order; those that change words are in ``wording.py``.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from random import Random

from articles import SPACELESS, count_words, joined, sentences

Edit = Callable[[Random, list[str], str], list[str] | None]
"""Of a passage in a language; gives None for one that it cannot edit."""

LEAST = 27
"""Words that a part of a copy must have to be a repeat by itself; a few more than the README says."""
_FULL_WIDTH = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "„": '"', "«": '"', "»": '"', "—": "-", "–": "-"})
_CJK_MARKS = str.maketrans(
    {"，": ",", "。": ".", "：": ":", "；": ";", "「": "『", "」": "』", "（": "(", "）": ")", "、": "，"}
)
_LIGATURES = {"ffi": "ﬃ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "...": "…"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_STROKES = str.maketrans({"ł": "l", "Ł": "L"})


def changed_somewhere(passage: list[str], copy: list[str]) -> list[str] | None:
    """The copy, if it differs."""
    return copy if copy != passage else None


# -- layout -----------------------------------------------------------------------------------------------------


def exact(_draw: Random, passage: list[str], _language: str) -> list[str] | None:
    """The same again."""
    return list(passage)


def upper_case(_draw: Random, passage: list[str], _language: str) -> list[str] | None:
    """SHOUTED."""
    return changed_somewhere(passage, [p.upper() for p in passage])


def wrap(text: str, width: int) -> str:
    """A paragraph in lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))


def re_wrapped(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """In lines of a width of its own."""
    if language in SPACELESS:
        return [_wrap_characters(p, draw.randint(26, 40)) for p in passage]
    width = draw.randint(56, 84)
    return [wrap(p, width) for p in passage]


def _wrap_characters(text: str, width: int) -> str:
    """Text without spaces in lines: Thai is broken at its spaces, others anywhere but inside a number or Latin word."""
    if re.search(r"[\u0e00-\u0e7f]", text):
        return wrap(text, 2 * width)
    return "\n".join(re.findall(rf".{{1,{width}}}(?![0-9A-Za-z,.、。，」』）])|.+", text))


def one_line(_draw: Random, passage: list[str], language: str) -> list[str] | None:
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


def sentence_lines(_draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Each sentence on a line of its own."""
    copy = ["\n".join(sentences(p, language)) for p in passage]
    return changed_somewhere(passage, copy)


# -- characters -------------------------------------------------------------------------------------------------


def punctuation(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Other quotes and dashes, fewer commas."""
    if language in SPACELESS:
        return changed_somewhere(passage, [p.translate(_CJK_MARKS) for p in passage])
    copy = [re.sub(r", (?=[^\W\d])", lambda _: draw.choice((", ", " ", "; ")), p.translate(_QUOTES)) for p in passage]
    return changed_somewhere(passage, copy)


def zero_width(draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Soft hyphens and zero-width characters inside words."""
    mark = draw.choice(("\u00ad", "\u200b", "\u2060", "\ufeff"))
    pattern = r"(?<=\w)(?=\w)" if language in SPACELESS else r"(?<=\w{3})(?=\w{3})"
    return [re.sub(pattern, lambda _: mark if draw.random() < 0.15 else "", p) for p in passage]


def full_width(_draw: Random, passage: list[str], _language: str) -> list[str] | None:
    """Latin letters and digits in full width."""
    return changed_somewhere(passage, [p.translate(_FULL_WIDTH) for p in passage])


def other_forms(_draw: Random, passage: list[str], _language: str) -> list[str] | None:
    """Decomposed letters, ligatures, no-break spaces: what Unicode calls compatible."""
    copy = [unicodedata.normalize("NFD", p) for p in passage]
    for plain, ligature in _LIGATURES.items():
        copy = [p.replace(plain, ligature) for p in copy]
    return changed_somewhere(passage, copy)


def accents_stripped(_: Random, passage: list[str], language: str) -> list[str] | None:
    """Without accents, as from an old system; German umlauts are written out."""
    if language not in ("de", "fr", "es", "it", "pt", "pl", "nl"):
        return None
    table = _UMLAUTS if language == "de" else _STROKES
    return changed_somewhere(passage, [_without_marks(p.translate(table)) for p in passage])


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


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


def paragraphs_moved(_draw: Random, passage: list[str], _language: str) -> list[str] | None:
    """The paragraphs in another order."""
    return passage[1:] + passage[:1] if len(passage) > 1 else None


def first_half(_draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Only the first sentences."""
    return _part(passage, language, lambda parts: parts[: (len(parts) + 1) // 2])


def last_half(_draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Only the last sentences."""
    return _part(passage, language, lambda parts: parts[len(parts) // 2 :])


def middle(_draw: Random, passage: list[str], language: str) -> list[str] | None:
    """Neither the first nor the last sentence."""
    return _part(passage, language, lambda parts: parts[1:-1])


def _part(passage: list[str], language: str, choose: Callable[[list[str]], list[str]]) -> list[str] | None:
    parts = [part for paragraph in passage for part in sentences(paragraph, language)]
    chosen = joined(choose(parts), language)
    return [chosen] if len(parts) > 2 and count_words(chosen, language) >= LEAST else None


KINDS: dict[str, Edit] = {
    "upper-case": upper_case,
    "re-wrapped": re_wrapped,
    "one-line": one_line,
    "mail-quoted": mail_quoted,
    "hyphenated": hyphenated,
    "spaced-out": spaced_out,
    "sentence-lines": sentence_lines,
    "punctuation": punctuation,
    "zero-width": zero_width,
    "full-width": full_width,
    "other-forms": other_forms,
    "accents-stripped": accents_stripped,
    "sentences-reordered": sentences_reordered,
    "paragraphs-moved": paragraphs_moved,
    "first-half": first_half,
    "last-half": last_half,
    "middle": middle,
}
