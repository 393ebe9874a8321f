"""Rensa's fastest way, the rho batch pipeline of its own benchmark, over documents.

It samples the shingles, and flags all members of a bucket: the first copy goes as well. All documents are held in
memory, since one call sees them all.

Called as ``with_rensa_rho.py SOURCE_FOLDER TARGET_FILE`` by the Python of an environment that has rensa.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rensa import RMinHash, RMinHashLSH
from rows import batches


def main(source: Path, target: Path) -> None:
    """Keep every document that shares no bucket with another."""
    lines: list[bytes] = []
    index = RMinHashLSH(threshold=0.8, num_perm=128, num_bands=8)
    shingles = []
    for batch in batches(source):
        lines += [line for line, _ in batch]
        shingles += [words for _, words in batch]
    matrix = RMinHash.digest_matrix_from_token_sets_rho(shingles, num_perm=128, seed=42, probes=4)
    flags = index.query_duplicate_flags_matrix_one_shot(matrix)
    with target.open("wb") as out:
        out.writelines(line for line, flag in zip(lines, flags, strict=True) if not flag)
    print(f"removed {sum(map(bool, flags))} of {len(lines)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
