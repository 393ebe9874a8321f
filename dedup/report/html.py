"""``index.html``: one static page that can be read anywhere, also without a network or JavaScript.

Corpus text is hostile HTML: everything is escaped, nothing is loaded, and a content security policy
allows nothing but the page's own style sheet, by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dedup.ledger import Ledger
from dedup.report import page, phrases
from dedup.report.page import Page, gather

FILE_NAME = "index.html"


def write(ledger: Ledger, cleaned: Path, folder: Path) -> None:
    """Write ``index.html`` into `folder`."""
    (folder / FILE_NAME).write_text(render(gather(ledger, cleaned)), encoding="utf-8", newline="\n")


def render(content: Page) -> str:
    """Return the page as HTML."""
    environment = _environment()
    loader = environment.loader
    assert loader is not None, "the environment has a loader"
    style = loader.get_source(environment, "style.css")[0]
    return environment.get_template("index.html").render(
        page=content,
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii"),
        limits=page,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dedup", "report/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    environment.filters["count"] = phrases.count
    environment.filters["words"] = phrases.rule_words
    return environment
