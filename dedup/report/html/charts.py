"""The pictures of the index, as plain values that the templates draw as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 110
"""Units of a picture, without its scale."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of a picture."""

    x: float
    y: float
    width: float
    height: float
    title: str
    """What it stands for, in words."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns side by side, with words under their first and their last one."""

    bars: list[Bar]
    left: str
    right: str
    most: int
    """What the highest column stands for."""
    about: str
    """What the picture shows, for who cannot see it."""


def columns(counts: Sequence[int], titles: Sequence[str], left: str, right: str, about: str) -> Chart:
    """Return a picture with a column for each count."""
    most = max(counts, default=0)
    step = WIDTH / max(len(counts), 1)
    bars = [
        _bar(index * step, step, count / most * HEIGHT, title)
        for index, (count, title) in enumerate(zip(counts, titles, strict=True))
        if count
    ]
    return Chart(bars, left, right, most, about)


def _bar(x: float, step: float, height: float, title: str) -> Bar:
    height = max(round(height, 1), 1.5)  # what is not nothing is seen
    return Bar(round(x + step * 0.08, 1), round(HEIGHT - height, 1), round(step * 0.84, 1), height, title)
