"""Word by word: how a removed text differs from its witness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from cydifflib import SequenceMatcher

MAX_WORDS = 600
"""Longer texts are not compared: the time grows with the square."""

_WORD = re.compile(
    r"(?:[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # scripts without spaces, by character
    r"|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
    r"|[^\w\s])\s*"
)


class Piece(NamedTuple):
    """A stretch of a comparison: in both texts, only in the removed one, or only in the witness."""

    side: Literal["both", "removed", "witness"]
    text: str


def compare(removed: str, witness: str, limit: int = MAX_WORDS) -> list[Piece] | None:
    """Return both texts as one sequence of pieces; None if one has more than `limit` words."""
    # The space behind the last words keeps them apart where one text goes on and the other ends.
    old, new = _WORD.findall(f"{removed} "), _WORD.findall(f"{witness} ")
    if len(old) > limit or len(new) > limit:
        return None
    matcher = SequenceMatcher(None, [word.rstrip() for word in old], [word.rstrip() for word in new], autojunk=False)
    return list(_trimmed(list(_pieces(matcher, old, new))))


def _pieces(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("both", "".join(old[a:b]))
            continue
        if a < b:
            yield Piece("removed", "".join(old[a:b]))
        if c < d:
            yield Piece("witness", "".join(new[c:d]))


def _trimmed(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces with the space behind a change outside of it, so that marks sit at the words."""
    for number, (side, text) in enumerate(pieces):
        body = text.rstrip()
        space = text[len(body) :]
        if side == "both" or not space:
            yield Piece(side, text)
            continue
        yield Piece(side, body)
        if number + 1 < len(pieces):
            yield Piece("both", space)


def marked(pieces: Sequence[Piece]) -> str:
    """Return a comparison in plain text: ``[-removed-]``, ``{+witness+}``."""
    forms = {"both": "{}", "removed": "[-{}-]", "witness": "{{+{}+}}"}
    return "".join(forms[piece.side].format(piece.text) for piece in pieces)


def differences(pieces: Sequence[Piece]) -> int:
    """Return how many places differ."""
    return sum(piece.side != "both" for piece in pieces)
