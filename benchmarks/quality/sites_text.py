"""HTML to the text that a naive scraper saves, in pieces that know whether they lie in the content element.

The text is what a browser's ``innerText`` gives, as far as HTML alone tells: blocks on lines of their own, an empty
line around paragraphs, tabs between cells, menus and buttons like any other text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import html
from lxml.cssselect import CSSSelector
from lxml.etree import _Element as Element

BLOCKS = frozenset(
    tag
    for line in (
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption",
        "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option pre search",
        "section select summary table tbody tfoot thead tr ul",
    )
    for tag in line.split()
)
"""Elements that a browser lays out on lines of their own."""
UNSEEN = frozenset({"audio", "datalist", "iframe", "object", "script", "style", "svg", "template", "textarea", "video"})
SPACES = re.compile(r"[ \t\n\f\r]+")

OTHER = "other"
"""The kind of text outside the content element that no selector names."""
REPEATED = "repeated"
"""The kind of text inside it that the generator repeats from page to page."""


class Run(NamedTuple):
    """A piece of a page's text and what kind of furniture it is; None: content, or white space between."""

    text: str
    kind: str | None


class Writer:
    """Collects text as a browser lays it out."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.breaks = 0
        self.gap = ""

    def add(self, text: str, kind: str | None) -> None:
        """Append visible text, after the line ends or the white space that is due."""
        due = "\n" * self.breaks + self.gap if self.runs else ""
        if self.runs and self.runs[-1].kind == kind:
            text = self.runs.pop().text + due + text
        elif due:
            self.runs.append(Run(due, None))
        self.runs.append(Run(text, kind))
        self.breaks, self.gap = 0, ""

    def flow(self, text: str, kind: str | None) -> None:
        """Append text in which white space collapses."""
        for number, word in enumerate(SPACES.split(text)):
            if number and not self.breaks and not self.gap:
                self.gap = " "
            if word.isspace():
                self.gap = "" if self.breaks else word
            elif word:
                self.add(word, kind)

    def literal(self, text: str, kind: str | None) -> None:
        """Append preformatted text."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.breaks += 1
                self.gap = ""
            bare = line.lstrip()
            self.gap += line[: len(line) - len(bare)]
            if bare:
                self.add(bare, kind)

    def need(self, breaks: int) -> None:
        """So many line ends, at least, before the next text."""
        self.breaks = max(self.breaks, breaks)
        if breaks:
            self.gap = ""


def parse(page: bytes) -> Element:
    """The root of a page in UTF-8."""
    root: Element = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    return root


def render(root: Element, content: str, furniture: Mapping[str, str], repeated: str = "") -> list[Run]:
    """The text of a page.

    `content` selects the elements that hold the content; all other text is furniture of the kind OTHER, unless a
    selector of `furniture` (by kind) names it. Those may lie inside the content; `repeated` selects what else is
    neither.
    """
    marks: dict[Element, str | None] = dict.fromkeys(CSSSelector(content)(root))
    named = {REPEATED: repeated, **furniture} if repeated else furniture
    for kind, selector in named.items():
        marks.update(dict.fromkeys(CSSSelector(selector)(root), kind))
    writer = Writer()
    body = root.find("body")
    if body is not None:
        _walk(body, OTHER, marks, writer, preformatted=False)
    return writer.runs


def _walk(
    element: Element, kind: str | None, marks: Mapping[Element, str | None], writer: Writer, preformatted: bool
) -> None:
    """Write an element and what is in it."""
    tag = element.tag
    kind = marks.get(element, kind)
    breaks = 2 if tag == "p" else int(tag in BLOCKS)
    if tag == "br":
        writer.breaks += 1
    elif tag in ("td", "th") and element.getprevious() is not None:
        writer.gap = "" if writer.breaks else "\t"
    writer.need(breaks)
    if tag == "pre" and not preformatted:
        preformatted = True
        element.text = (element.text or "").removeprefix("\n")
    write = writer.literal if preformatted else writer.flow
    write(element.text or "", kind)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN:
            _walk(child, kind, marks, writer, preformatted)
        write(child.tail or "", kind)
    writer.need(breaks)
