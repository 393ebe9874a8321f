"""Short texts that are cut recur, page after page of a site: what was made of the last ones is remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Made = TypeVar("Made")

SHORT = 1000
"""Characters of the longest text that is remembered."""
_REMEMBERED = 512
"""Texts."""


def remembered(function: Callable[[str], Made]) -> Callable[[str], Made]:
    """Decorate a pure function of a text."""
    known = lru_cache(_REMEMBERED)(function)

    @wraps(function)
    def of_text(text: str) -> Made:
        return known(text) if len(text) <= SHORT else function(text)

    return of_text
