"""The files of the HTML report: templates filled in, and the style sheet and the script that all pages share.

Corpus text is hostile HTML: every template escapes by itself, nothing is loaded from elsewhere, and a content
security policy allows nothing but the two files beside the pages. (``'self'`` means these also where a report is
opened from a disk: Chromium and Firefox both take ``file:`` for one origin there.)
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dedup.corpus.output import PAGES
from dedup.report import phrases, visible
from dedup.report.html import advice, fragments
from dedup.report.html.classes import class_words, spared_rule

INDEX = "index.html"
ASSETS = ("style.css", "report.js")


class Site:
    """Writes pages into a report folder."""

    def __init__(self, folder: Path, root: str, version: str) -> None:
        self._folder = folder
        self._shared = {"root": visible.name(root), "version": version}
        (folder / PAGES).mkdir()
        for name in ASSETS:
            content = files("dedup.report.html").joinpath("templates", name).read_bytes()
            (folder / PAGES / name).write_bytes(content)

    def index(self, **values: Any) -> None:
        """Write the index."""
        self._write(self._folder / INDEX, "index.html", home="", pages=f"{PAGES}/", **values)

    def page(self, name: str, template: str, **values: Any) -> None:
        """Write one of the other pages."""
        self._write(self._folder / PAGES / name, template, home="../", pages="", **values)

    def data(self, name: str, rows: list[list[Any]]) -> None:
        """Write the rows of a list as a script, since a page from a disk may load nothing else."""
        text = f"self.dedupRows = {visible.dumps(rows)};\n"
        (self._folder / PAGES / name).write_text(text, encoding="utf-8", newline="\n")

    def _write(self, path: Path, template: str, **values: Any) -> None:
        text = _environment().get_template(template).render(**self._shared, **values)
        path.write_bytes(text.encode())  # thousands of files: opened as text, each takes the system half as long again


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dedup.report.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "stretch": fragments.stretch,
        "marked": fragments.marked,
        "row": fragments.row,
        "number": lambda value: f"{value:,}",
        "count": phrases.count,
        "percent": phrases.percent,
        "visible": visible.name,
        "clipped": visible.clipped,
        "escaped_text": visible.text,
        "class_words": class_words,
        "reason": phrases.reason,
        "level": phrases.level,
        "spared_rule": spared_rule,
        "json": json.dumps,
        "explain": advice.explain_command,
        "keep_line": advice.keep_line,
        "baseline_line": advice.baseline_line,
    }
    environment.globals["place"] = phrases.place
    return environment
