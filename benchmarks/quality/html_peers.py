"""Cleaners that read HTML: jusText and trafilatura, on the pages of a set of sites.

``python benchmarks/quality/html_peers.py install DIR/cache`` makes their virtual environments, one each. What they
extract is laid over the naive text of the same page: a line stays if they kept at least half of its words. So their
output is a tree like that of every other cleaner, and the same scorer judges it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

PACKAGES = {"justext": ["justext", "lxml_html_clean"], "trafilatura": ["trafilatura", "lxml_html_clean"]}
"""What to install for which environment."""
STOPLISTS = {"de": "German", "en": "English", "fr": "French", "ru": "Russian"}
"""jusText's names of languages; others are cleaned in its mode without stop words."""
WORD = re.compile(r"\w+")


def install(cache: Path) -> None:
    """Make the environments that are not there yet."""
    for name, packages in PACKAGES.items():
        folder = cache / "venvs" / name
        if not folder.exists():
            venv.create(folder, with_pip=True)
            subprocess.run([folder / "bin" / "pip", "install", "--quiet", *packages], check=True)


def commands(cache: Path) -> dict[str, list[str]]:
    """The peers as commands with ``{src}``, the tree of a set of sites, and ``{out}``."""
    return {
        peer: [str(cache / "venvs" / environment / "bin" / "python"), __file__, peer, "{src}", "{out}"]
        for peer, (environment, _) in PEERS.items()
    }


def justext(page: bytes, language: str) -> str:
    """The paragraphs that jusText calls good."""
    from justext import get_stoplist, justext

    if language in STOPLISTS:
        paragraphs = justext(page, get_stoplist(STOPLISTS[language]), encoding="utf-8")
    else:
        paragraphs = justext(page, frozenset(), stopwords_low=0, stopwords_high=0, encoding="utf-8")
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def trafilatura(page: bytes, _: str) -> str:
    """What trafilatura extracts."""
    from trafilatura import extract

    return extract(page.decode("utf-8", "replace")) or ""


def trafilatura_dedup(page: bytes, _: str) -> str:
    """What trafilatura extracts with its own deduplication, which remembers the segments of earlier pages."""
    from trafilatura import extract

    return extract(page.decode("utf-8", "replace"), deduplicate=True) or ""


PEERS: dict[str, tuple[str, Callable[[bytes, str], str]]] = {
    "justext": ("justext", justext),
    "trafilatura": ("trafilatura", trafilatura),
    "trafilatura-dedup": ("trafilatura", trafilatura_dedup),
}
"""By name: the environment and what is called for each page."""


def overlay(text: str, extracted: str) -> str:
    """The lines of a text of which an extraction holds half of the words or more, in order.

    A line without words goes where the line before it goes.
    """
    lines = text.split("\n")
    words = [WORD.findall(line) for line in lines]
    flat = [word for line in words for word in line]
    matcher = SequenceMatcher(None, flat, WORD.findall(extracted), autojunk=False)
    held = [False] * len(flat)
    for block in matcher.get_matching_blocks():
        held[block.a : block.a + block.size] = [True] * block.size
    kept, place, stays = [], 0, False
    for line, own in zip(lines, words, strict=True):
        if own:
            stays = 2 * sum(held[place : place + len(own)]) >= len(own)
            place += len(own)
        if stays or not line.strip():
            kept.append(line)
    return "\n".join(kept)


def languages(folder: Path) -> dict[str, str]:
    """The language of each site of a set."""
    rows = (json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["path"].split("/")[0]: row["language"] for row in rows}


def clean(peer: str, source: Path, target: Path) -> None:
    """Write what a peer leaves of each page of ``source``, the tree of a set of sites."""
    _, extract = PEERS[peer]
    spoken = languages(source.parent)
    for path in sorted(source.rglob("*.txt")):
        name = path.relative_to(source)
        page = (source.parent / "pages" / name).with_suffix(".html").read_bytes()
        written = target / name
        written.parent.mkdir(parents=True, exist_ok=True)
        left = overlay(path.read_text(encoding="utf-8"), extract(page, spoken[name.parts[0]]))
        written.write_text(left, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "install":
        install(Path(sys.argv[2]))
    else:
        clean(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
