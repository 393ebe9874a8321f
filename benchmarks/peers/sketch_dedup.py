"""Signatures by dedup; called as ``sketch_dedup.py FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from timed import report, shingles

from dedup.text.minhash import signatures_of

packed, offsets = shingles(Path(sys.argv[1]))
hashes, borders = np.array(packed, np.uint32), np.array(offsets, np.int64)

report(
    "dedup, hashes given",
    lambda: signatures_of(hashes, borders),
    lambda made: made.astype(np.uint32).tobytes(),
)
