"""The sentences of a removed repeat, aligned with the kept place by the kernel that judges them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.repeats.facts import spelled_alike
from dedup.repeats.judge import Thresholds, judge
from dedup.repeats.stream import WORDS, batch_of
from dedup.text.segment import Segmented, segment
from dedup.text.words import SYMBOL, Words, hash64, weights

STORY = pa.schema([("doc", pa.int64()), ("src", pa.int64()), *list(WORDS)[1:]])
"""The columns of ``stories.sql`` that the kernel reads."""
MAX_WORDS = 5000
"""Words of the sentences that are compared; of more only the first."""


class Sentence(NamedTuple):
    """One sentence, and what of it stands at the kept place."""

    text: str
    words: int
    aligned: int
    """Words that stand there, in order."""
    share: float
    """Their share of the sentence's weight."""
    alike: float
    """The same, words that are only spelled in another way counted, as the kernel does."""
    exchanged: list[tuple[str, str]]
    """The other words, and those in their place there; one of the two may be missing."""
    facts: list[str]
    """Numbers and negations that are the same there."""


def aligned_sentences(
    text: str, stretch: tuple[int, int], asked: tuple[int, int], witness: str, similarity: float
) -> list[Sentence]:
    """The removed sentences that stand in the asked part of a text, as the kernel aligns them with a witness.

    `stretch` and `asked` are spans of characters: of what was removed, and of what is asked about.
    """
    current, kept = segment(text), segment(witness)
    words, units = current.words, [*current.unit_words.tolist(), len(current.words)]
    inside = [u for u in range(len(units) - 1) if stretch[0] <= words.starts[units[u]] < stretch[1]]
    wanted = {u for u in inside if words.starts[units[u]] < asked[1] and words.ends[units[u + 1] - 1] > asked[0]}
    if not wanted or not len(kept.words):
        return []
    lowest = max(min(wanted) - 1, inside[0])
    highest = min(max(wanted) + 1, inside[-1])
    first, end = units[lowest], min(units[highest + 1], units[lowest] + MAX_WORDS)
    rows = [_row(0, kept, 0, len(kept.words)), _row(1, current, first, end)]
    verdicts = judge(batch_of(rows, STORY), Thresholds(similarity, 1)).to_pylist()
    return [
        _sentence(row, current, range(units[unit], min(units[unit + 1], end)), kept)
        for row in verdicts
        if (unit := lowest + row["unit"]) in wanted and row["weight"] and not row["edge"] and not row["fault"]
        if row["src"] == 0
    ]


def _row(src: int, text: Segmented, first: int, end: int) -> tuple[object, ...]:
    """Some words as a row of STORY: those of the witness (0) or the removed ones (1)."""
    words, part = text.words, slice(first, end)
    units = slice(*np.searchsorted(text.unit_words, (first, end)))
    content = hash64(f"{src}")  # two texts, even if their words are equal
    columns = (
        words.hashes[part],
        words.letters[part],
        words.kinds[part],
        text.unit_starts[units],
        text.unit_ends()[units],
    )
    return (1, src, first, 0, first, content, *columns)


class _Pair(NamedTuple):
    """A word of a sentence, and the equal word of the witness."""

    at: int
    source: int


def _sentence(row: Mapping[str, Any], current: Segmented, unit: range, kept: Segmented) -> Sentence:
    words = sum(not kind & SYMBOL for kind in current.words.kinds[unit.start : unit.stop].tolist())
    stretches = list(zip(row["ats"], row["srcs"], row["lengths"], row["facts"], strict=True))
    pairs = [_Pair(at + n, source + n) for at, source, length, _ in stretches for n in range(length)]
    told = [at + n for at, _, length, fact in stretches if fact for n in range(length)]
    facts = [_text(current, range(at, at + 1)) for at in told]
    gaps = [gap for gap in _gaps(pairs, unit, kept) if any(gap)]
    exchanged = [(_text(current, mine), _text(kept, theirs)) for mine, theirs in gaps]
    share, spelled = row["matched"] / row["weight"], _spelled(gaps, current.words, kept.words) / row["weight"]
    return Sentence(_text(current, unit), words, len(pairs), share, share + spelled, exchanged, facts)


def _spelled(gaps: Sequence[tuple[range, range]], mine: Words, theirs: Words) -> int:
    """Half-words of the gaps that are their counterparts in another spelling."""
    pairs = [pair for own, other in gaps if len(own) == len(other) for pair in zip(own, other, strict=True)]
    alike = [i for i, j in pairs if spelled_alike(mine.letters[i], theirs.letters[j], mine.kinds[i] | theirs.kinds[j])]
    return int(weights(mine.kinds[alike]).sum())


def _gaps(pairs: Sequence[_Pair], unit: range, kept: Segmented) -> Iterator[tuple[range, range]]:
    """The words of a sentence that are not aligned, and those in their place.

    At its ends these are as many words of the kept sentence, if it has them.
    """
    first, last = pairs[0], pairs[-1]
    units = [*kept.unit_words.tolist(), len(kept.words)]
    start, stop = units[bisect_right(units, first.source) - 1], units[bisect_right(units, last.source)]
    before, after = first.at - unit.start, unit.stop - 1 - last.at
    yield range(unit.start, first.at), range(max(start, first.source - before), first.source)
    for one, two in pairwise(pairs):
        yield range(one.at + 1, two.at), range(one.source + 1, two.source)
    yield range(last.at + 1, unit.stop), range(last.source + 1, min(stop, last.source + 1 + after))


def _text(text: Segmented, part: range) -> str:
    """The text from the first to the last of some words."""
    return " ".join(text.text[text.words.starts[part.start] : text.words.ends[part.stop - 1]].split()) if part else ""
