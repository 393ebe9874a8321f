"""The documents of a set of repeats in the making: base text cut into passages, and where copies are put."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import edits
from articles import SPACELESS, Article, count_words, sentences
from labels import Document, Label, Paragraph, Piece, plain
from traps import title

PASSAGE_WORDS = (42, 42, 90)
"""A passage is the fewest paragraphs with so many words; which of these is drawn."""
SITE_SIZE = 10
WRAPPED = 0.25
"""Share of the documents in lines of a fixed width."""
ASIDE = 0.6
"""Share of the articles of which a paragraph is set aside for its single sentences."""
_NO_SENTENCE = ("etc.", "etc.)", ":")


@dataclass
class Group:
    """Paragraphs that stay together; `own` text is no copy."""

    paragraphs: list[Paragraph]
    own: bool = True


@dataclass
class Draft:
    """A document in the making."""

    article: Article
    wrapped: bool
    groups: list[Group] = field(default_factory=list)
    aside: str = ""
    """The paragraph that was set aside."""

    @property
    def language(self) -> str:
        """The language of the document."""
        return self.article.language


@dataclass
class Passage:
    """Consecutive paragraphs of a draft, to be copied."""

    number: int
    """Of the draft."""
    draft: Draft
    group: Group
    texts: list[str]

    @property
    def language(self) -> str:
        """The language of the passage."""
        return self.draft.language

    def sentences(self) -> list[str]:
        """All its sentences."""
        return [part for text in self.texts for part in sentences(text, self.language)]

    def mark(self, label: Label) -> None:
        """Label its text where it has no label yet."""
        self.group.paragraphs = [[Piece(p.text, p.label or label) for p in par] for par in self.group.paragraphs]


class Drafts:
    """The drafts of one set, their passages, and sentences that stand nowhere yet."""

    def __init__(self, draw: Random, articles: list[Article]) -> None:
        self.draw = draw
        self.drafts: list[Draft] = []
        self.passages: list[Passage] = []
        self.spare: dict[str, list[str]] = {}
        self.hosts: dict[str, list[int]] = {}
        for article in articles:
            self._add(article)
        for language in self.hosts:
            self._add_digests(language)

    def _add(self, article: Article) -> None:
        """Each passage is a group of its own."""
        language = article.language
        draft = Draft(article, language not in SPACELESS and self.draw.random() < WRAPPED)
        texts = list(article.paragraphs)
        if len(texts) > 3 and self.draw.random() < ASIDE:
            draft.aside = texts.pop(self.draw.randrange(1, len(texts)))
            single = [s for s in sentences(draft.aside, language) if not s.endswith(_NO_SENTENCE)]
            self.spare.setdefault(language, []).extend(single)
        draft.groups.append(Group([plain(line) for line in (article.title, article.dateline) if line]))
        number = len(self.drafts)
        while texts:
            least, taken = self.draw.choice(PASSAGE_WORDS), [texts.pop(0)]
            while texts and count_words(" ".join(taken), language) < least:
                taken.append(texts.pop(0))
            group = Group([plain(edits.wrap(text, 72) if draft.wrapped else text) for text in taken])
            draft.groups.append(group)
            if count_words(" ".join(taken), language) >= min(PASSAGE_WORDS):
                self.passages.append(Passage(number, draft, group, taken))
        self.drafts.append(draft)
        self.hosts.setdefault(language, []).append(number)

    def _add_digests(self, language: str) -> None:
        """Documents after all the others, so that every passage has a later document of its language."""
        for _ in range(2 + len(self.hosts[language]) // 3):
            self.hosts[language].append(len(self.drafts))
            spare = self.spare.get(language)
            lines = [title(self.draw), spare.pop() if spare else title(self.draw)]
            groups = [Group([plain(line)]) for line in lines]
            self.drafts.append(Draft(Article(language, lines[0], "", ()), wrapped=False, groups=groups))

    def place(self, paragraphs: list[Paragraph], after: int, language: str) -> int:
        """Put paragraphs into a later document of the language; which one."""
        later = [number for number in self.hosts[language] if number > after]
        host = self.draw.choice(later)
        groups = self.drafts[host].groups
        groups.insert(self.draw.randint(2, len(groups)), Group(paragraphs, own=False))
        return host

    def place_behind(self, passage: Passage, paragraphs: list[Paragraph], *, close: bool = False) -> None:
        """Put paragraphs behind the passage in its own document, right behind it or anywhere."""
        groups = passage.draft.groups
        at = next(n for n, group in enumerate(groups) if group is passage.group) + 1
        groups.insert(at if close else self.draw.randint(at, len(groups)), Group(paragraphs, own=False))

    def add(self, article: Article, paragraphs: list[Paragraph]) -> None:
        """A document at the end."""
        self.drafts.append(Draft(article, wrapped=False, groups=[Group(paragraphs, own=False)]))

    def documents(self) -> list[Document]:
        """What became of the drafts."""
        return [
            Document(
                f"site-{number // SITE_SIZE:02}/{number:03}-{draft.language}.txt",
                draft.language,
                [paragraph for group in draft.groups for paragraph in group.paragraphs],
            )
            for number, draft in enumerate(self.drafts)
        ]
