"""What many users run today: datasketch's MinHashLSH over the paragraphs of a JSONL file; later near copies go.

Called as ``python benchmarks/peer_datasketch.py in.jsonl out.jsonl``.

It keeps no ledger, verifies nothing and knows no boilerplate; it is measured beside dedup for scale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from datasketch import MinHash, MinHashLSH


def main(source: Path, target: Path) -> None:
    """Drop every paragraph of eight words or more whose estimated Jaccard with an earlier one is 0.8."""
    index = MinHashLSH(threshold=0.8, num_perm=128)
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines):
            row = json.loads(line)
            kept = []
            for place, paragraph in enumerate(row["text"].split("\n")):
                words = paragraph.lower().split()
                if len(words) >= 8:
                    sketch = MinHash(num_perm=128)
                    sketch.update_batch([" ".join(words[i : i + 3]).encode() for i in range(len(words) - 2)])
                    if index.query(sketch):
                        continue
                    index.insert(f"{number}:{place}", sketch)
                kept.append(paragraph)
            row["text"] = "\n".join(kept)
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
