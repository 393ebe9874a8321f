"""Signatures by datasketch; called as ``sketch_datasketch.py FOLDER``."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from datasketch import MinHash
from timed import report, shingles, strings


def values(made: list[MinHash]) -> bytes:
    """Of all signatures."""
    return np.array([one.hashvalues for one in made]).astype(np.uint32).tobytes()


hashes, offsets = shingles(Path(sys.argv[1]))
numbers = [hashes[start:end].tolist() for start, end in pairwise(offsets)]
texts = [[shingle.encode() for shingle in each] for each in strings(Path(sys.argv[1]))]
report("datasketch", lambda: MinHash.bulk(texts, num_perm=128), values)
report("datasketch, hashes given", lambda: MinHash.bulk(numbers, num_perm=128, hashfunc=int), values)
