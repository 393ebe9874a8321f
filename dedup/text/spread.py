"""One array for many rows: the members of all of them, one after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def spread(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For ``counts[i]`` members of each row i, one after the other: the row of each, and which member it is."""
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - (np.cumsum(counts) - counts)[row]
