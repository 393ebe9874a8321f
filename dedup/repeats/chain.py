"""Judge, step 2: fragments to chains, and the alignment inside a chain.

A chain goes forward in both texts with small gaps: a stretch of text and the stretch it repeats. Between its
fragments the words are aligned by a longest common subsequence, so single changed words do not break it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dedup.kernels import compiled
from dedup.repeats.seeds import Fragment

GAP = 24
"""Words between two fragments of a chain, at most."""
DRIFT = 6
"""Words by which a chain may shift from one fragment to the next."""
LIVE = 16
"""Chains that are open at a time."""
FILL = 40
"""Longest gap, in words, that is aligned word by word."""


@dataclass(slots=True)
class Chain:
    """Aligned fragments in order, with one piece of earlier text; both ends only grow."""

    piece: int = 0
    fragments: list[Fragment] = field(default_factory=list)
    end: int = 0
    source_end: int = 0

    def add(self, fragment: Fragment) -> None:
        """Append the part of a fragment that lies after the chain's end in both texts."""
        overlap = max(self.end - fragment.at, self.source_end - fragment.source, 0) if self.fragments else 0
        if overlap < fragment.length:
            rest = Fragment(fragment.at + overlap, fragment.source + overlap, fragment.length - overlap)
            self.fragments.append(rest)
            self.end, self.source_end = rest.at + rest.length, rest.source + rest.length

    def drift(self, fragment: Fragment) -> int:
        """How far a fragment lies off the chain's diagonal."""
        return abs((fragment.source - fragment.at) - (self.source_end - self.end))


@compiled
def chains(fragments: Sequence[Fragment], limits: Sequence[int]) -> list[Chain]:
    """Join fragments (ordered by place) to chains; each goes to the open chain whose diagonal is nearest.

    `limits` has, for each word, the end of the piece of text it stands in: no chain goes from one piece to the next.
    """
    done: list[Chain] = []
    live: list[Chain] = []
    for fragment in fragments:
        near = [c for c in live if fragment.at - c.end <= GAP]
        if len(near) < len(live):
            live = near
        piece = limits[fragment.source]
        best = min((c for c in live if c.piece == piece), key=lambda c: c.drift(fragment), default=None)
        if best is None or best.drift(fragment) > DRIFT:
            best = Chain(piece)
            done.append(best)
            if len(live) < LIVE:
                live.append(best)
        best.add(fragment)
    return done


Words = Sequence[int]
"""A view of 64-bit numbers: other sequences will do where nothing is compiled."""


def fill(chain: Chain, hashes: Words, first: int, last: int, piece: Callable[[int], tuple[int, int]]) -> list[Fragment]:
    """The chain with its gaps aligned, and its ends up to the words `first` and `last` of the units it touches.

    `piece` gives the bounds of the piece of text that a source word stands in.
    """
    filled: list[Fragment] = []
    before = chain.fragments[0]
    low, high = piece(before.source)
    if first < before.at:
        reach = before.at - max(first, before.at - FILL + 10)
        start = max(low, before.source - reach - 2)
        filled += common(hashes, before.at - reach, before.at, start, before.source)
    filled.append(before)
    for fragment in chain.fragments[1:]:
        filled += common(hashes, before.at + before.length, fragment.at, before.source + before.length, fragment.source)
        filled.append(fragment)
        before = fragment
    if last > chain.end:
        reach = min(last - chain.end, FILL - 10)
        stop = min(high, chain.source_end + reach + 2)
        filled += common(hashes, chain.end, chain.end + reach, chain.source_end, stop)
    return [f for f in filled if f.source < f.at]


@compiled
def common(hashes: Words, at: int, end: int, source: int, source_end: int) -> list[Fragment]:
    """The longest common subsequence of two gaps, as fragments; nothing if one is too long to be a gap.

    Row by row as bits of one number (Hyyrö, Bit-parallel LCS-length computation revisited, 2004): bit k of
    ``rows[i]`` is clear if taking the source word k places from the end makes the best subsequence of the words from i
    on longer.
    """
    length, columns = end - at, source_end - source
    if not 0 < length <= FILL or not 0 < columns <= FILL:
        return []
    mine, theirs = hashes[at:end], hashes[source:source_end]
    if set(mine).isdisjoint(theirs):
        return []
    places: dict[int, int] = {}
    for place, word in enumerate(reversed(theirs)):
        places[word] = places.get(word, 0) | 1 << place
    row = full = (1 << columns) - 1
    rows = [row]
    for word in reversed(mine):
        hits = row & places.get(word, 0)
        row = (row + hits | row - hits) & full
        rows.append(row)
    rows.reverse()
    found: list[Fragment] = []
    left = columns - row.bit_count()
    i = j = 0
    while left:
        if mine[i] == theirs[j]:
            found.append(Fragment(at + i, source + j, 1))
            i, j, left = i + 1, j + 1, left - 1
        elif (~rows[i + 1] & full >> j).bit_count() == left:
            i += 1
        else:
            j += 1
    return found
