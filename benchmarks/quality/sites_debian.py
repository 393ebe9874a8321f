"""Files of Debian packages: fetched with apt, read without installing them."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO


def fetch(packages: Iterable[str], cache: Path) -> None:
    """Download packages that are not in the cache; those that cannot be had are named on stderr."""
    cache.mkdir(parents=True, exist_ok=True)
    for package in packages:
        if cached(package, cache):
            continue
        command = ["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", package]
        try:
            answer = subprocess.run(command, cwd=cache, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            sys.exit("the sites are Debian packages: apt-get and dpkg-deb are needed")
        if answer.returncode:
            print(f"{package}: not fetched: {answer.stderr.strip()}", file=sys.stderr)


def cached(package: str, cache: Path) -> Path | None:
    """The package's file in the cache; the newest, should there be several."""
    return max(cache.glob(f"{package}_*.deb"), key=lambda path: path.stat().st_mtime, default=None)


def files(package: Path, pattern: str) -> dict[str, bytes]:
    """The regular files of a package whose whole path matches, by what the pattern's group matched."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as unpacked:
        return dict(_matching(unpacked.stdout, pattern))


def _matching(tree: IO[bytes] | None, pattern: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=tree, mode="r|") as archive:
        for member in archive:
            match = re.fullmatch(pattern, member.name.removeprefix("./"))
            stream = archive.extractfile(member) if match and member.isfile() else None
            if match and stream:
                yield match[1], stream.read()
