"""Real sites of many pages: HTML documentation whose templates mark the content; all else is menus and footers.

``python benchmarks/quality/sites.py DIR`` fetches Debian packages into ``DIR/cache`` and builds the sets
``DIR/open/sites`` and ``DIR/final/sites``. Beside the ``tree`` of texts, ``pages`` holds the same pages as HTML, for
cleaners that want it. The final set is for one run at the end: ``sites-final.sha256`` says what it was when the work
began, a line for each site. A package that was updated since gives other pages, and its name on the line says so.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import sites_debian
from labels import Document, Label, Piece, write_set
from sites_catalogue import FINAL, OPEN, Site
from sites_text import REPEATED, parse, render

PAGES, CHARACTERS = 40, 100_000
"""Of a site, at most; it is a sample, drawn in an order that the site's name seeds."""
LEAST, MOST = 200, 10_000
"""Characters of content that make a page worth having: no bare redirections, no books on one page."""

HALVES = {"open": OPEN, "final": FINAL}
COMMITTED = Path(__file__).with_name("sites-final.sha256")


def fetch(cache: Path) -> None:
    """Download what is not in the cache yet."""
    sites_debian.fetch(sorted({site.package for sites in HALVES.values() for site in sites}), cache)


def build(cache: Path, out: Path) -> list[str]:
    """Build the sets and return their names; sites whose package could not be fetched are named on stderr."""
    return [f"{half}/sites" for half, sites in HALVES.items() if build_set(sites, cache, out / half / "sites")]


def build_set(sites: Sequence[Site], cache: Path, folder: Path) -> bool:
    """Build one set, in place of what was there; nothing if there is no package of it."""
    documents, pages = [], {}
    for site in sites:
        package = sites_debian.cached(site.package, cache)
        if not package:
            print(f"{site.name}: {site.package} could not be fetched, the site is missing", file=sys.stderr)
            continue
        for document, page in sample(site, package):
            documents.append(document)
            pages[document.path] = page
    if not documents:
        return False
    write_set(folder, documents)
    for path, page in pages.items():
        place = (folder / "pages" / path).with_suffix(".html")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(page)
    return True


def hashes(folder: Path, cache: Path) -> list[str]:
    """A line for each site of a built set: SHA-256 of its pages, texts and labels, its name, the package's file."""
    packages = {site.name: site.package for sites in HALVES.values() for site in sites}
    labels = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    lines = []
    for name in sorted(path.name for path in (folder / "tree").iterdir()):
        whole = hashlib.sha256()
        for path in sorted(folder.glob(f"*/{name}/*")):
            whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
        whole.update("".join(row for row in labels if json.loads(row)["path"].startswith(f"{name}/")).encode())
        package = sites_debian.cached(packages[name], cache)
        lines.append(f"{whole.hexdigest()}  {name} {package.name if package else packages[name]}")
    return lines


def sample(site: Site, package: Path) -> Iterator[tuple[Document, bytes]]:
    """Pages of a site, as text with labels and as they are."""
    pages = sites_debian.files(package, site.pages)
    names = sorted(pages)
    random.Random(site.name).shuffle(names)
    count = size = 0
    for name in names:
        document = read(site, name, pages[name])
        if document is None:
            continue
        size += len(document.text())
        count += 1
        if count > PAGES or size > CHARACTERS:
            return
        yield document, pages[name]


def read(site: Site, name: str, page: bytes) -> Document | None:
    """A page as text with labels; None if it is too small or too large, or in another language than its site."""
    root = parse(page)
    if not (root.get("lang") or site.language).startswith(site.language):
        return None
    runs = render(root, site.content, site.furniture, site.repeated)
    if not LEAST <= sum(len(run.text) for run in runs if run.kind is None) <= MOST:
        return None
    pieces = [Piece(run.text, label(site, run.kind) if run.kind else None) for run in runs]
    path = f"{site.name}/{name.replace('/', '--')}.txt"
    return Document(path, site.language, [pieces])


def label(site: Site, kind: str) -> Label:
    """The label of a kind of furniture, or of what is repeated."""
    return Label("repeat" if kind == REPEATED else "boilerplate", kind, site.language, site.name)


def main() -> None:
    """Fetch, build, and compare the final set with what it was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    fetch(folder / "cache")
    names = build(folder / "cache", folder)
    print(*names, sep="\n")
    committed = set(COMMITTED.read_text(encoding="utf-8").splitlines())
    for line in hashes(folder / "final" / "sites", folder / "cache") if "final/sites" in names else ():
        if line not in committed:
            print(f"not as committed: {line}", file=sys.stderr)


if __name__ == "__main__":
    main()
