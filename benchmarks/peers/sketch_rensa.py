"""Signatures by rensa, of full sets and of the samples that rho takes; called as ``sketch_rensa.py FOLDER``."""

from __future__ import annotations

import sys
from array import array
from pathlib import Path

from rensa import RMinHash, RMinHashDigestMatrix
from timed import report, shingles, strings


def values(made: RMinHashDigestMatrix) -> bytes:
    """Of all signatures."""
    return b"".join(array("I", row).tobytes() for row in made.to_rows())


narrow, offsets = shingles(Path(sys.argv[1]))
hashes, texts = array("Q", narrow), strings(Path(sys.argv[1]))
sizes = {"num_perm": 128, "seed": 42}
report("rensa", lambda: RMinHash.digest_matrix_from_token_sets(texts, **sizes), values)
report("rensa, rho", lambda: RMinHash.digest_matrix_from_token_sets_rho(texts, **sizes, probes=4), values)
report(
    "rensa, hashes given",
    lambda: RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, **sizes),
    values,
)
