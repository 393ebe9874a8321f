"""Builds a set of pages: articles amid furniture, as sites of several pages and as single pages of many sites.

*Known* furniture says what such phrases say everywhere; it comes from the locale files of packages. *Learned* furniture
is invented for each site and stands on all its pages: menus, teasers, a legal notice, a footer.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from random import Random

from articles import HERE, LANGUAGES, SPACELESS, Article, count_words, manual, sentences, written
from labels import Document, Label, Paragraph, plain
from packages import Widgets
from traps import names
from wording import Vocabulary

SITE_PAGES = (6, 12)
ENGLISH_SITES = 5
SINGLES = 14
"""Single English pages, each as of a site of its own."""
PAGE_WORDS = 60
"""Words that an article's part has at least to be a page."""
OFTEN = 0.9
"""Share of a site's pages that have a given piece of its furniture."""


@cache
def _texts() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((HERE / "furniture.toml").read_text(encoding="utf-8"))


class Site:
    """The furniture of one invented site."""

    def __init__(self, draw: Random, language: str, widgets: Widgets, vocabulary: Vocabulary) -> None:
        self.draw, self.language = draw, language
        texts = _texts()[language]
        self.name = names(draw)
        sections = str(texts["sections"]).split("|")
        self.menu = draw.sample(sections, draw.randint(6, 9))
        self.footer = [s for s in sections if s not in self.menu][: draw.randint(3, 5)]
        self.teasers = [self._teaser(vocabulary) for _ in range(draw.randint(3, 6))]
        self.legal = str(texts["legal"]).replace("{site}", self.name)
        self.headings = list(texts["headings"])
        self.known = {k: draw.choice(of[language]) for k, of in widgets.items() if of.get(language)}
        self.joined = draw.random() < 0.3

    def _teaser(self, vocabulary: Vocabulary) -> str:
        if self.language in ("ja", "zh"):
            return "".join(vocabulary.character(self.draw, self.language) for _ in range(self.draw.randint(6, 12)))
        if self.language == "th":
            return f"{self.draw.choice(str(_texts()['th']['sections']).split('|'))} {names(self.draw)}"
        words = [vocabulary.word(self.draw, self.language) for _ in range(self.draw.randint(4, 8))]
        return " ".join(words).capitalize()


class Builder:
    """Collects the pages of one set."""

    def __init__(self, seed: str, widgets: Widgets) -> None:
        self.draw = Random(seed)
        self.widgets = widgets
        articles = [*manual(), *written()]
        texts: dict[str, list[str]] = {}
        for article in articles:
            texts.setdefault(article.language, []).extend(article.paragraphs)
        self.vocabulary = Vocabulary(texts)
        self.number = 0
        self.used: set[str] = set()
        self.pool: dict[str, list[Article]] = {}
        titles: set[str] = set()
        for article in articles:
            for part in parts(article):
                name = part.title if part.title and part.title not in titles else first_words(part)
                titles.add(name)
                self.pool.setdefault(article.language, []).append(replace(part, title=name))
        for of_language in self.pool.values():
            self.draw.shuffle(of_language)
        self.about: dict[str, list[Article]] = {}
        for article in written("about"):
            self.about.setdefault(article.language, []).append(article)

    def build(self) -> list[Document]:
        """All pages: sites in folders of their own, single pages in one folder."""
        documents: list[Document] = []
        alone = self.draw.sample(LANGUAGES[1:], 5)
        for language in [*["en"] * ENGLISH_SITES, *LANGUAGES[1:]]:
            count = self.draw.randint(*SITE_PAGES)
            abouts = [] if language == "en" else self.about.get(language, [])
            taken, self.pool[language] = self.pool[language][:count], self.pool[language][count:]
            if language == "en" and self.about["en"]:
                abouts = [self.about["en"].pop(self.draw.randrange(len(self.about["en"])))]
            if language in alone:
                documents += self._singles([*taken, *abouts], len(documents))
            else:
                documents += self._site(language, taken, abouts, f"{len(documents):03}")
        return documents + self._singles(self.pool["en"][:SINGLES], len(documents))

    def _site(self, language: str, articles: list[Article], abouts: list[Article], number: str) -> list[Document]:
        site = Site(self.draw, language, self.widgets, self.vocabulary)
        pages = [*((a, False) for a in articles), *((a, True) for a in abouts)]
        self.draw.shuffle(pages)
        shared = self.draw.sample(range(len(pages)), 2) if language == "en" else []
        extra = max(self.pool["en"].pop().paragraphs, key=len) if shared else ""
        found = []
        for place, (article, about) in enumerate(pages):
            page = Document(f"{number}-{site.name.lower().replace(' ', '-')}/{place:02}.txt", language)
            insert = extra if place in shared else ""
            page.paragraphs = self._page(
                site, article, about=about, single=False, insert=insert, again=place == max(shared, default=0)
            )
            found.append(page)
        return found

    def _singles(self, articles: list[Article], start: int) -> list[Document]:
        found = []
        for place, article in enumerate(articles):
            site = Site(self.draw, article.language, self.widgets, self.vocabulary)
            page = Document(f"singles/{start + place:03}-{article.language}.txt", article.language)
            page.paragraphs = self._page(
                site, article, about=article in self.about.get(article.language, []), single=True
            )
            found.append(page)
        return found

    # -- one page -----------------------------------------------------------------------------------------------

    def _page(
        self, site: Site, article: Article, *, about: bool, single: bool, insert: str = "", again: bool = False
    ) -> list[Paragraph]:
        self.number += 1
        prefix = "single" if single else "site"
        lines = self._known(site, "navigation-top", prefix)
        if not single:
            lines += self._lines(site, [site.name], "site/site-name") + self._menu(site)
        lines += self._article(site, article, about=about, single=single, insert=insert, again=again)
        lines += self._known(site, "share", prefix)
        lines += self._comments(site) + self._known(site, "comment-form", prefix)
        lines += self._known(site, "newsletter", prefix)
        if not single:
            lines += self._lines(site, site.teasers, "site/teasers")
        lines += self._known(site, "navigation-bottom", prefix) + self._known(site, "credits", prefix)
        if not single:
            lines += self._lines(site, site.footer, "site/footer") + self._lines(site, [site.legal], "site/legal")
        lines += self._lines(site, [f"© {2026} {site.name}"], f"{prefix}/copyright")
        return lines + self._known(site, "cookie", prefix)

    def _label(self, goes: str | None, kind: str, language: str) -> Label:
        self.number += 1
        return Label(goes, kind, language, f"{self.number}")

    def _known(self, site: Site, kind: str, prefix: str) -> list[Paragraph]:
        if kind not in site.known or self.draw.random() > OFTEN:
            return []
        lines = site.known[kind] if prefix == "site" else self.draw.choice(self.widgets[kind][site.language])
        return self._lines(site, lines, f"{prefix}/{kind}", always=True)

    def _lines(self, site: Site, lines: list[str], kind: str, *, always: bool = False) -> list[Paragraph]:
        if not always and self.draw.random() > OFTEN:
            return []
        label = self._label("boilerplate", kind, site.language)
        return [plain(line, label) for line in lines]

    def _menu(self, site: Site) -> list[Paragraph]:
        return self._lines(site, [" | ".join(site.menu)] if site.joined else site.menu, "site/menu")

    def _article(
        self, site: Site, article: Article, *, about: bool, single: bool, insert: str, again: bool
    ) -> list[Paragraph]:
        """Headline, perhaps a dateline, paragraphs; between them recurring headings and asides. All of it stays."""
        language = site.language
        body = "about-furniture" if about else "paragraph"
        lines = [plain(article.title, self._label(None, "headline", language))]
        if article.dateline:
            lines.append(plain(article.dateline, self._label(None, "dateline", language)))
        last = len(article.paragraphs) - 1
        headings = list(site.headings)
        for place, text in enumerate(article.paragraphs):
            if place and headings and not single and self.draw.random() < 0.6:
                lines.append(plain(headings.pop(0), self._label(None, "recurring-heading", language)))
            kind = body if about else "lead" if not place else "last-paragraph" if place == last else body
            lines.append(plain(text, self._label(None, kind, language)))
            if place == 0 and insert:
                goes, kind = ("repeat", "shared-prose-again") if again else (None, "shared-prose")
                lines.append(plain(insert, self._label(goes, kind, language)))
            if place < last and self.draw.random() < 0.15:
                aside = self._once(site, "asides")
                lines += [plain(aside, self._label(None, "aside", language))] if aside else []
        if self.draw.random() < 0.2 and (service := self._once(site, "services")):
            lines.append(plain(service, self._label(None, "service-line", language)))
        return lines

    def _once(self, site: Site, name: str) -> str:
        """A line that no page of the set has shown before, or none if all have been."""
        left = [text for text in _texts()[site.language][name] if text not in self.used]
        if not left:
            return ""
        self.used.add(chosen := self.draw.choice(left))
        return chosen

    def _comments(self, site: Site) -> list[Paragraph]:
        """What readers wrote."""
        lines: list[Paragraph] = []
        for _ in range(self.draw.choice((0, 0, 1, 2))):
            if text := self._once(site, "comments"):
                lines.append(plain(text, self._label(None, "user-comment", site.language)))
        return lines


def parts(article: Article) -> list[Article]:
    """An article as pages: halves, if each is long enough."""
    middle = (len(article.paragraphs) + 1) // 2
    halves = [article.paragraphs[:middle], article.paragraphs[middle:]]
    if min(sum(count_words(p, article.language) for p in half) for half in halves) < PAGE_WORDS:
        return [article]
    return [replace(article, paragraphs=halves[0]), replace(article, title="", dateline="", paragraphs=halves[1])]


def first_words(article: Article) -> str:
    """A headline made of an article's first words."""
    sentence = sentences(article.paragraphs[0], article.language)[0]
    return sentence[:24] if article.language in SPACELESS else " ".join(sentence.split()[:7]).rstrip(",.;:")


def build(seed: str, widgets: Widgets) -> list[Document]:
    """The documents of one set."""
    return Builder(seed, widgets).build()
