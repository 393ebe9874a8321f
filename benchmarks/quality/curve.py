"""Runs dedup over the built sets of repeats with other settings of its two knobs, and prints the table.

``python benchmarks/quality/curve.py DIR`` takes the open half. Each knob moves alone, the other stays at its default.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cleaners
from run import HEAD, clean_all, table_row

SETTINGS = {
    "--min-words": ("10", "15", "20", "25", "30", "35", "40", "60"),
    "--similarity": ("0.6", "0.7", "0.75", "0.8", "0.85", "0.9", "0.95", "1.0"),
}


def main() -> None:
    """Run, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    sets = sorted((parser.parse_args().folder / "open").glob("repeats*"))
    command = cleaners.commands("repeat")["dedup"]
    for knob, values in SETTINGS.items():
        print(f"\n{HEAD.replace('cleaner', knob)}")
        for value in values:
            result, seconds = clean_all([*command, knob, value], sets, ("repeat",))
            print(table_row(value, result, seconds), flush=True)


if __name__ == "__main__":
    main()
