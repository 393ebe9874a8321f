"""Base texts: articles written for this benchmark, and what every Python brings, the prose of ``pydoc_data.topics``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from pydoc_data.topics import topics

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "ja", "zh", "th")
SPACELESS = ("ja", "zh", "th")
RETOLD = "~~~"
"""Stands between an article and a paragraph that tells the same in other words."""
LEAST_WORDS, LEAST_PARAGRAPHS, MOST_PARAGRAPHS = 18, 3, 6
OVERLAP = 0.04
"""Share of a paragraph's runs of six words that may stand in an earlier one; more, and the paragraph is left out."""
_WORD = re.compile(r"\w+")
_END = re.compile(r"([.!?…](?:[\"”’»)]|\s»)*)\s+(?=[\"“„‚(«\[]|[^\Wa-zà-ÿа-я])")
_SENTENCE_CJK = re.compile(r"(?<=[。！？])(?![」』）])")
_ORDINAL = re.compile(r"\b\d+\.$")
_NO_END = re.compile(r"\b(?:e\.g|i\.e|etc|Mr|Mrs|Ms|Dr|St|No|vs|Sr|Sra|Dra|Nr|Str|[A-Z])\.$")


@dataclass(frozen=True)
class Article:
    """A headline, a line of place and date (perhaps empty), and paragraphs without line breaks."""

    language: str
    title: str
    dateline: str
    paragraphs: tuple[str, ...]
    retold: str = ""
    name: str = ""


@cache
def words_of(language: str) -> dict[str, str]:
    """The word lists of one language."""
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))[language]


def count_words(text: str, language: str) -> int:
    """Words; in scripts without spaces, two characters count as one."""
    if language in SPACELESS:
        return sum(letter.isalnum() for letter in text) // 2
    return len(_WORD.findall(text))


def sentences(paragraph: str, language: str) -> list[str]:
    """The sentences of a paragraph; Thai has no sentence ends, there it is the paragraph."""
    if language == "th":
        return [paragraph]
    if language in SPACELESS:
        return [part for part in _SENTENCE_CJK.split(paragraph) if part]
    found, start = [], 0
    for end in _END.finditer(paragraph):
        part = paragraph[start : end.end(1)]
        if not _NO_END.search(part) and not (language in ("de", "pl") and _ORDINAL.search(part)):
            found.append(part)
            start = end.end()
    return [*found, paragraph[start:]]


def joined(parts: list[str], language: str) -> str:
    """Sentences as a paragraph."""
    return ("" if language in SPACELESS else " ").join(parts)


def written(folder: str = "articles") -> list[Article]:
    """The articles of a folder: one file each, in a folder for each language."""
    return [_read(path) for path in sorted((HERE / folder).glob("*/*.txt"))]


def _read(path: Path) -> Article:
    text, _, retold = path.read_text(encoding="utf-8").partition(f"\n{RETOLD}\n")
    title, dateline, *paragraphs = [" ".join(p.split()) for p in text.split("\n\n") if p.strip()]
    return Article(path.parent.name, title, dateline, tuple(paragraphs), " ".join(retold.split()), path.stem)


def manual() -> list[Article]:
    """The prose of Python's manual in articles of a few paragraphs; no paragraph repeats another."""
    seen: set[tuple[str, ...]] = set()
    found = []
    for topic, text in sorted(topics.items()):
        kept = []
        for paragraph in re.split(r"\n\s*\n", text):
            prose = _prose(paragraph)
            words = _WORD.findall(prose.lower())
            runs = {tuple(words[i : i + 6]) for i in range(len(words) - 5)}
            if prose and len(runs & seen) <= OVERLAP * len(runs):
                kept.append(prose)
            seen |= runs
        title = text.strip().split("\n")[0].replace('"', "").strip("*")
        for start in range(0, len(kept), MOST_PARAGRAPHS):
            part = kept[start : start + MOST_PARAGRAPHS]
            if len(part) >= LEAST_PARAGRAPHS:
                found.append(Article("en", title, "", tuple(part), name=f"{topic}-{start}"))
    return found


def _prose(paragraph: str) -> str:
    """A paragraph as one line, or nothing if it is a table, code, grammar, a list or a version note."""
    lines = paragraph.split("\n")
    indents = {len(line) - len(line.lstrip()) for line in lines}
    line = " ".join(paragraph.split())
    odd = len(indents) > 1 or line.startswith(("*", "-", ">>>", "|", "+", "Changed in", "New in", "Added in", "["))
    if odd or any(sign in line for sign in ("::=", ">>>", "|", "  ")) or not re.search(r"[.!?][\")”’]*$", line):
        return ""
    letters = sum(1 for letter in line if letter.isalpha() or letter == " ")
    long = len(_WORD.findall(line)) >= LEAST_WORDS and line[0].isupper()
    return line if long and letters >= 0.87 * len(line) else ""
