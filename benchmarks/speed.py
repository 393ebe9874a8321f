"""Times dedup beside a datasketch script on the same generated corpus, in one run.

``python benchmarks/speed.py 20`` generates 20 megabytes and prints a Markdown table.

Each command runs as a process of its own; CPU seconds are user and system time together.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
MEASURE = (
    "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL);"
    "u = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(code, u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)"
)


def measure(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak megabytes of a command; exits if it fails."""
    start = time.perf_counter()
    answer = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=True)
    code, cpu, peak = answer.stdout.split()
    if code != "0":
        sys.exit(f"{command}: exit code {code}\n{answer.stderr}")
    return time.perf_counter() - start, float(cpu), float(peak)


def main(megabytes: int) -> None:
    """Generate, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus.jsonl")
        generate = [sys.executable, str(HERE / "corpus.py"), "jsonl", str(megabytes), str(corpus)]
        subprocess.run(generate, check=True)
        size = corpus.stat().st_size / 1e6
        dedup = [sys.executable, "-m", "dedup", "clean", str(corpus), "--quiet", "--out"]
        commands = {
            "dedup clean": [*dedup, f"{folder}/whole"],
            "dedup clean --only repeats": [*dedup, f"{folder}/repeats", "--only", "repeats"],
            "dedup clean --only boilerplate": [*dedup, f"{folder}/boilerplate", "--only", "boilerplate"],
            "datasketch script": [sys.executable, str(HERE / "peer_datasketch.py"), str(corpus), f"{folder}/peer"],
        }
        print(f"{size:.0f} MB of JSONL, Python {platform.python_version()}, {platform.machine()}\n")
        print("| command | wall s | CPU s | MB per CPU s | peak MB |\n|---|---|---|---|---|")
        for name, command in commands.items():
            wall, cpu, peak = measure(command)
            print(f"| `{name}` | {wall:.1f} | {cpu:.1f} | {size / cpu:.2f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
