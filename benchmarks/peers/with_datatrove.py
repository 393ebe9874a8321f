"""Datatrove's MinHash pipeline, its four stages as in its example ``minhash_deduplication.py``, on this machine.

Called as ``with_datatrove.py SOURCE_FOLDER TARGET_FOLDER`` by the Python of an environment that has datatrove.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.dedup import MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.utils.hashing import HashConfig


def main(source: Path, target: Path) -> None:
    """Keep one document of every cluster of estimated near copies."""
    config = MinhashConfig(hash_config=HashConfig(precision=64), num_buckets=14, hashes_per_bucket=8)
    files, cores = len(list(source.iterdir())), os.cpu_count() or 1
    signatures, buckets, remove = f"{target}/signatures", f"{target}/buckets", f"{target}/remove"
    written = JsonlWriter(f"{target}/kept", compression=None)
    stages: list[tuple[int, list[PipelineStep]]] = [
        (files, [JsonlReader(str(source)), MinhashDedupSignature(signatures, config=config)]),
        (config.num_buckets, [MinhashDedupBuckets(signatures, buckets, config=config)]),
        (1, [MinhashDedupCluster(buckets, remove, config=config)]),
        (files, [JsonlReader(str(source)), MinhashDedupFilter(remove), written]),
    ]
    for number, (tasks, steps) in enumerate(stages):
        LocalPipelineExecutor(steps, tasks=tasks, workers=cores, logging_dir=f"{target}/logs/{number}").run()
    before = sum(path.read_bytes().count(b"\n") for path in source.iterdir())
    after = sum(path.read_bytes().count(b"\n") for path in Path(target, "kept").iterdir())
    print(f"removed {before - after} of {before}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
