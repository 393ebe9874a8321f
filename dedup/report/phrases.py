"""What happened, in words: pure functions that the page and the terminal share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from dedup.config import LEVELS
from dedup.model import Removal, Witness
from dedup.report import visible

_CLASSES = {
    "ad": ("ad", "ads"),
    "comment": ("comment form", "comment forms"),
    "consent": ("consent notice", "consent notices"),
    "cookie": ("cookie notice", "cookie notices"),
    "copyright": ("copyright line", "copyright lines"),
    "footer": ("footer", "footers"),
    "login": ("login line", "login lines"),
    "nav": ("menu", "menus"),
    "navigation": ("menu", "menus"),
    "newsletter": ("newsletter prompt", "newsletter prompts"),
    "paywall": ("paywall prompt", "paywall prompts"),
    "related": ("related-posts list", "related-posts lists"),
    "share": ("share bar", "share bars"),
}
_CONTEXT = {
    "contents": ("table of contents", "lines that stand again as headings"),
    "gap": ("gap", "lies between boilerplate"),
    "head": ("page head", "lies above the heading, among boilerplate"),
    "marks": ("marks", "a line of mere marks beside boilerplate"),
    "menu": ("menu", "lies in a row with menu entries"),
    "notice": ("notice", "belongs to a known line beside it"),
    "tail": ("page tail", "lies behind the text, among boilerplate"),
    "title": ("page title", "stands again as the heading"),
}
_LEARNED = {
    "grown": "learned: beside what is the same on many pages, and itself on some",
    "items": "learned: a row of items that many pages share",
}
_LANGUAGES = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nb": "Norwegian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
_IN_LISTS = ("contents", "head", "menu", "tail")
_REPEATS = {
    "exact": "repeats a kept place word for word",
    "near": "repeats a kept place with small changes",
    "edge": "stands beside a repeat, and equals what stands beside the original",
    "file": "the whole document repeats a kept one",
}
_PAGES = re.compile(r"(\d[\d,]*)(?: (?:of|out of) (?:the )?\d[\d,]*)?(?: \w+)? pages")


def count(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 line``, ``2,000 lines``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """Return a share as per cent, rounded down: only what is equal is 100 %."""
    return f"{int(share * 1000 + 1e-9) / 10:g} %"


def lines(first: int, last: int) -> str:
    """Return ``line 3`` or ``lines 3-9``."""
    return f"line {first}" if first == last else f"lines {first}-{last}"


def place(path: str, row: int | None, first: int, last: int) -> str:
    """Return a place as it can be given to ``explain``: ``a.txt:3-9``, ``b.jsonl:7:1``."""
    span = f"{first}" if first == last else f"{first}-{last}"
    return f"{visible.name(path)}:{span}" if row is None else f"{visible.name(path)}:{row}:{span}"


def witness_place(witness: Witness) -> str:
    """Return the place of a witness."""
    return place(witness.path, witness.row, witness.first_line, witness.last_line)


def rule_class(rule: str) -> str:
    """Return the part of a rule that is counted by: ``known/ad`` of ``known/ad/en``."""
    return "/".join(rule.split("/")[:2])


def class_of(removal: Removal) -> str:
    """Return the class of rules that a removal is counted by."""
    return rule_class(removal.rule or removal.kind)


def relation(removal: Removal) -> str:
    """Return what a removed repeat has to do with its witness, before the place of that."""
    return "stands beside a repeat of" if removal.rule == "repeat/edge" else "repeats"


def level(removal: Removal) -> str:
    """Return at which levels the rule acts: ``default and above``; nothing for a repeat."""
    if removal.level is None:
        return ""
    return removal.level if removal.level == LEVELS[-1] else f"{removal.level} and above"


def label(removal: Removal) -> str:
    """Return what kind of removal it is, in a word or two."""
    if removal.kind == "repeat":
        return {"repeat/near": "near repeat", "repeat/edge": "beside a repeat"}.get(removal.rule, "repeat")
    return "boilerplate"


def reason(removal: Removal) -> str:
    """Return why one stretch went: "known ad label, English"."""
    return rule_words(removal.rule or removal.kind)


def rule_words(rule: str) -> str:
    """Return a rule, or a class of rules, in words."""
    head, _, rest = rule.partition("/")
    kind, _, language = rest.partition("/")
    if head == "repeat":
        return _REPEATS.get(kind, "repeats a kept place")
    if head == "known":
        phrase = "ad label" if kind == "ad" else _class(kind)[0]
        return f"known {phrase}" + (f", {_LANGUAGES.get(language, language)}" if language else "")
    if head == "learned":
        return _LEARNED.get(kind, "learned: the same on many pages of this source")
    if head == "context":
        return ": ".join(_CONTEXT.get(kind, (kind or "context", "lies between or behind boilerplate")))
    return visible.name(rule)


def why(removals: Iterable[Removal]) -> str:
    """Return why a file lost text, in few words: "pasted 3 times", "2 ads, comment form"; goes through them once."""
    pasted, rows, paths, furniture = _Pasted(), Counter[object](), Counter[object](), _Furniture()
    for removal in removals:
        witness = removal.witness
        if removal.kind == "boilerplate":
            furniture.add(removal)
        if witness is None:
            continue
        if witness.path != removal.path:
            paths[witness.path] += max(removal.words, 1)
        elif witness.row != removal.row:
            rows[witness.row] += 1
        else:
            pasted.add(removal.row, witness)
    return ", ".join([*pasted.told(), *_rows(rows), *_paths(paths), *furniture.told()])


class _Pasted:
    """How often the most repeated place stands in its own document; documents come one after the other."""

    def __init__(self) -> None:
        self._times = 1
        self._row: int | None = None
        self._witnesses: list[Witness] = []

    def add(self, row: int | None, witness: Witness) -> None:
        if row != self._row:
            self._settle()
            self._row = row
        self._witnesses.append(witness)

    def told(self) -> list[str]:
        self._settle()
        if self._times == 1:
            return []
        return ["pasted twice" if self._times == 2 else f"pasted {self._times} times"]

    def _settle(self) -> None:
        if self._witnesses:
            self._times = max(self._times, 1 + _overlap(self._witnesses))
            self._witnesses = []


def _overlap(witnesses: Sequence[Witness]) -> int:
    """Return how many witnesses cover the most covered byte; at least 1."""
    # At equal places an end (-1) sorts before a start: ranges that only touch do not overlap.
    events = sorted(event for w in witnesses for event in ((w.start, 1), (w.end, -1)))
    depth = most = 0
    for _, step in events:
        depth += step
        most = max(most, depth)
    return max(most, 1)


def _rows(times: Counter[object]) -> list[str]:
    """Return which rows of the same file are repeated."""
    if not times:
        return []
    most, others = _most(times)
    return [f"repeats row {most}" + (f" and {others} others" if others > 1 else " and 1 other" if others else "")]


def _paths(words: Counter[object]) -> list[str]:
    """Return which files are repeated, the one with most words first."""
    if not words:
        return []
    most, others = _most(words)
    return [f"repeats {visible.name(str(most))}" + (f" and {count(others, 'other')}" if others else "")]


def _most(counted: Counter[object]) -> tuple[object, int]:
    """Return the key with the highest count (the first of equals), and how many other keys there are."""
    return max(counted.items(), key=lambda item: item[1])[0], len(counted) - 1


class _Furniture:
    """What kinds of boilerplate went, those with the most words first; only ads are counted."""

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()
        self._ads = 0
        self._pages: int | None = None
        """The most pages that something learned stands on; nothing, if nothing was learned."""

    def add(self, removal: Removal) -> None:
        head, _, rest = removal.rule.partition("/")
        kind = rest.partition("/")[0]
        if head == "learned":
            match = _PAGES.search(removal.evidence)
            self._pages = max(self._pages or 0, int(match[1].replace(",", "")) if match else 0)
        elif head == "context":
            self._words[_CONTEXT[kind][0] if kind in _IN_LISTS else "page furniture"] += removal.words
        else:
            self._words[_class(kind if head == "known" else removal.rule)[0]] += removal.words
            self._ads += kind == "ad"

    def told(self) -> list[str]:
        parts = [count(self._ads, name) if name == "ad" else name for name, _ in self._words.most_common()]
        if self._pages is not None:
            parts.append(f"furniture of {self._pages:,} pages" if self._pages > 1 else "furniture of its source")
        return parts


def _class(name: str) -> tuple[str, str]:
    """Return the words for one and for many of a class of the catalogue."""
    plain = name.replace("-", " ").replace("_", " ")
    return _CLASSES.get(name, (plain, plain + "s"))
