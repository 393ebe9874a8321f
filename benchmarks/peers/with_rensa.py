"""Rensa's deduplicator over documents, as its README shows it ("Keep unique documents"); later near copies go.

Called as ``with_rensa.py SOURCE_FOLDER TARGET_FILE`` by the Python of an environment that has rensa.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rensa import RMinHashDeduplicator
from rows import batches


def main(source: Path, target: Path) -> None:
    """Keep every document that has no earlier one of an estimated Jaccard similarity of 0.8."""
    index = RMinHashDeduplicator(threshold=0.8, num_perm=128, use_lsh=True)
    number = kept = 0
    with target.open("wb") as out:
        for batch in batches(source):
            pairs = ((str(number + place), shingles) for place, (_, shingles) in enumerate(batch))
            for (line, _), fresh in zip(batch, index.add_pairs(pairs), strict=True):
                if fresh:
                    out.write(line)
                    kept += 1
            number += len(batch)
    print(f"removed {number - kept} of {number}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
