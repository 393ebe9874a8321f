"""Judge, step 3: what may differ between a unit and its source, and what may not.

A changed number, date or amount is a changed fact, in digits or in words, and so is a negation that was added, dropped
or exchanged. A sentence of which nothing but a name differs says the same of somebody else. Words that are exchanged
for the same other words twice are a slot of a form, not an edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from dedup.repeats.seeds import Fragment
from dedup.text.words import CAPITAL, DIGIT, FACT, NEGATION, UNIT, hash64

SLOT_GAP = 4
"""Longest gap, in words, that may be a slot, and whose words are paired one to one."""
NAME_WORDS, NAME_GAPS = 3, 2
"""Words of the longest name that is looked for, and how many a sentence may have exchanged."""
SPELLED = 4
"""Letters of the shortest word that may have a spelling variant."""


class Gap(NamedTuple):
    """Words of a unit that are not aligned, and the source words that stand in their place."""

    at: int
    end: int
    source: int
    source_end: int


def gaps(filled: Sequence[Fragment], first: int, end: int, kinds: Sequence[int]) -> Iterator[Gap]:
    """The gaps of one unit, the words ``[first, end)``, in a chain's alignment.

    At an end of the unit the source words in question are as many as the words of the gap, of the same source unit.
    """
    before: Fragment | None = None
    for fragment in filled:
        stop = fragment.at + fragment.length
        if stop <= first:
            continue
        if fragment.at >= end:
            break
        at = max(fragment.at, first)
        source = fragment.source + at - fragment.at
        if before is not None:
            yield Gap(before.at + before.length, at, before.source + before.length, source)
        elif at > first:
            yield Gap(first, at, _back(source, at - first, kinds), source)
        before = fragment
    if before is not None and before.at + before.length < end:
        at, source = before.at + before.length, before.source + before.length
        stop = min(source + end - at, len(kinds))
        yield Gap(at, end, source, next((i for i in range(source, stop) if kinds[i] & UNIT), stop))


def _back(word: int, steps: int, kinds: Sequence[int]) -> int:
    """The word so many steps before a word, or where its unit starts."""
    stop = max(word - steps, 0)
    while word > stop and not kinds[word] & UNIT:
        word -= 1
    return word


def differ(gap: Gap, hashes: Sequence[int], letters: Sequence[int], kinds: Sequence[int]) -> bool:
    """Does a number or a negation of one side of a gap not stand on the other?

    A number that only the source has is no loss. One that opens a unit may be its number in a list, and counts only if
    the source has another. So do numbers in words, months and the like, which may be ordinary words.
    """
    mine, theirs = range(gap.at, gap.end), range(gap.source, min(gap.source_end, len(kinds)))
    numbers = [i for i in mine if kinds[i] & DIGIT]
    if any(not kinds[i] & UNIT for i in numbers) or (numbers and any(kinds[i] & DIGIT for i in theirs)):
        return True
    named, instead = ({_fact(hashes[i], letters[i]) for i in side if kinds[i] & FACT} for side in (mine, theirs))
    if named and instead and named != instead:
        return True
    if len(mine) == len(theirs) and any(_denies(letters[i], letters[j]) for i, j in zip(mine, theirs, strict=True)):
        return True
    negated, others = (
        [_FORMS.get(hashes[i], hashes[i]) for i in side if kinds[i] & NEGATION] for side in (mine, theirs)
    )
    return (bool(negated) or bool(others)) and Counter(negated) != Counter(others)


_FORMS = {hash64(form): hash64(word) for form, word in (("t", "not"), ("cannot", "not"), ("n", "ne"))}
"""Forms of one negation; "isn't" is the words "isn" and "t"."""


def _fact(word: int, letters: int) -> object:
    """What tells a number word, a month or a unit from others: its letters, in any order, as in metre and meter."""
    spelled = _letters(letters)
    return tuple(sorted(spelled)) if len(spelled) >= SPELLED else word


_NEGATING = [[ord(letter) % 31 + 1 for letter in reversed(prefix)] for prefix in ("un", "in", "im", "ir", "il", "dis")]
"""Syllables that deny the rest of a word, as `_letters` has them."""


def _denies(one: int, two: int) -> bool:
    """Is one of two words the other behind a syllable that denies it?"""
    a, b = sorted((_letters(one), _letters(two)), key=len)
    return len(a) >= SPELLED and b[: len(a)] == a and b[len(a) :] in _NEGATING


def is_edit(gap: Gap, kinds: Sequence[int]) -> bool:
    """Is one ordinary word exchanged for one other: no number, no negation, no name?"""
    if gap.end - gap.at != 1 or gap.source_end - gap.source != 1:
        return False
    return not (kinds[gap.at] | kinds[gap.source]) & (DIGIT | NEGATION | CAPITAL)


def is_renamed(differences: Sequence[Gap], letters: Sequence[int], kinds: Sequence[int], *, names: bool) -> bool:
    """Is all that differs between a unit and its source one name, or two?

    `names` says whether capitals mark names in this text; else only names of two words or more are told (a noun may
    stand alone).
    """
    changed = [gap for gap in differences if gap.at < gap.end or gap.source < gap.source_end]
    if not 0 < len(changed) <= NAME_GAPS:
        return False
    return all(_is_name(gap, letters, kinds, 1 if names else 2) for gap in changed)


def _is_name(gap: Gap, letters: Sequence[int], kinds: Sequence[int], least: int) -> bool:
    """Do both sides of a gap hold capitalised words only, and not the same name in another spelling?"""
    mine, theirs = range(gap.at, gap.end), range(gap.source, min(gap.source_end, len(kinds)))
    if not least <= len(mine) <= NAME_WORDS or not least <= len(theirs) <= NAME_WORDS:
        return False
    if any(not kinds[i] & CAPITAL or kinds[i] & (UNIT | DIGIT | NEGATION) for i in (*mine, *theirs)):
        return False
    pairs = list(zip(mine, theirs, strict=False))
    same = all(
        _begin_alike(letters[i], letters[j]) and spelled_alike(letters[i], letters[j], kinds[i]) for i, j in pairs
    )
    return len(mine) != len(theirs) or not same


def _begin_alike(one: int, two: int) -> bool:
    """Do two words have the same first letter, as spellings of one name do?"""
    return _letters(one)[-1:] == _letters(two)[-1:]


def _but_doubled(one: int, two: int) -> bool:
    """Are two words the same but for doubled letters, as councillor and councilor?"""
    return [letter for letter, _ in groupby(_letters(one))] == [letter for letter, _ in groupby(_letters(two))]


def alike(gap: Gap, letters: Sequence[int], kinds: Sequence[int]) -> list[Fragment]:
    """The words of a gap that only spell their counterpart in another way, aligned with it."""
    length = gap.end - gap.at
    if not 0 < length <= SLOT_GAP or gap.source_end - gap.source != length or gap.source_end > len(kinds):
        return []
    pairs = zip(range(gap.at, gap.end), range(gap.source, gap.source_end), strict=True)
    return [Fragment(i, j, 1) for i, j in pairs if spelled_alike(letters[i], letters[j], kinds[i] | kinds[j])]


def slots(
    filled: Sequence[Fragment], hashes: Sequence[int], letters: Sequence[int], kinds: Sequence[int], *, names: bool
) -> set[int]:
    """Words of a chain that fill a slot: exchanged for the same words more than once; `names` as in `is_renamed`."""
    places: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
    for one, two in pairwise(filled):
        mine, theirs = range(one.at + one.length, two.at), range(one.source + one.length, two.source)
        if not 0 < len(mine) <= SLOT_GAP or not 0 < len(theirs) <= SLOT_GAP:
            continue
        if len(mine) != len(theirs):
            key = tuple(hashes[i] for i in mine), tuple(hashes[j] for j in theirs)
            places.setdefault(key, []).extend(mine)
            continue
        for i, j in zip(mine, theirs, strict=True):
            capitals = kinds[i] & kinds[j] & CAPITAL and not _but_doubled(letters[i], letters[j])
            persons = capitals and (names or not _begin_alike(letters[i], letters[j]))
            if persons or not spelled_alike(letters[i], letters[j], kinds[i] | kinds[j]):
                places.setdefault(((hashes[i],), (hashes[j],)), []).append(i)
    return {place for (mine, _), found in places.items() if len(found) > len(mine) for place in found}


def spelled_alike(one: int, two: int, kinds: int) -> bool:
    """May two words, as packed letters, be spellings of one? At most one letter in six differs, two at most."""
    a, b = _letters(one), _letters(two)
    short = min(len(a), len(b))
    if kinds & DIGIT or short < SPELLED or abs(len(a) - len(b)) > 2:
        return False
    return edit_distance(_as_read(a), _as_read(b)) <= (2 if short >= 6 else 1)


_R, _N, _M, _V, _W, _C, _L, _D = (ord(letter) % 31 + 1 for letter in "rnmvwcld")
_MISREAD = {(_N, _R): _M, (_V, _V): _W, (_L, _C): _D}
"""Pairs of letters that look like one ("rn" and "m"), as `_letters` has them: last letter first."""


def _as_read(letters: list[int]) -> list[int]:
    """The letters, with every pair that looks like one letter read as that."""
    read: list[int] = []
    for letter in letters:
        one = _MISREAD.get((read[-1], letter)) if read else None
        if one:
            read[-1] = one
        else:
            read.append(letter)
    return read


def _letters(packed: int) -> list[int]:
    letters = []
    while packed > 0:
        letters.append(packed & 31)
        packed >>= 5
    return letters


def edit_distance(a: Sequence[int], b: Sequence[int]) -> int:
    """Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(diagonal + (x != y), row[j] + 1, row[j - 1] + 1)
    return row[-1]
