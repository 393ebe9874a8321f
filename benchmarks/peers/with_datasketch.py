"""What many users run today: datasketch's MinHashLSH over documents; later near copies go.

Called as ``with_datasketch.py SOURCE_FOLDER TARGET_FILE`` by the Python of an environment that has datasketch.
"""

from __future__ import annotations

import sys
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from rows import batches


def main(source: Path, target: Path) -> None:
    """Keep every document for which the index has no earlier one of an estimated Jaccard similarity of about 0.8."""
    index = MinHashLSH(threshold=0.8, num_perm=128)
    number = kept = 0
    with target.open("wb") as out:
        for batch in batches(source):
            sets = ([shingle.encode() for shingle in shingles] for _, shingles in batch)
            for (line, _), sketch in zip(batch, MinHash.generator(sets, num_perm=128), strict=True):
                number += 1
                if not index.query(sketch):
                    index.insert(number, sketch, check_duplication=False)
                    out.write(line)
                    kept += 1
    print(f"removed {number - kept} of {number}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
