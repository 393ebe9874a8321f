"""Signatures by dedup; called as ``sketch_dedup.py FOLDER``."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from timed import report, shingles

from dedup.text import minhash

packed, begins = shingles(Path(sys.argv[1]))
hashes, offsets = np.array(packed, np.uint32), np.array(begins, np.int64)


def sketch() -> NDArray[np.int64]:
    """One signature for each paragraph."""
    return np.stack([minhash.signature(hashes[start:end]) for start, end in pairwise(offsets)])


report("dedup, hashes given", sketch, lambda made: made.astype(np.uint32).tobytes())
