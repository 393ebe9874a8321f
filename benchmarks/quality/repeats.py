"""Builds a set of repeats: documents of base text, copies of passages from earlier ones, and traps."""

from __future__ import annotations

from collections import Counter
from random import Random

import edits
import wording
from articles import manual, written
from drafts import Drafts, Group
from kinds import Kinds
from labels import Document, plain
from traps import Family, families, title

HEADED = 0.25
"""Share of the places before own text that get a heading or dateline."""
DOCUMENT_COPIES = 6
"""Whole documents that are copied as they were, and as many that are edited."""
HEADINGS = ("Summary", "Background", "What happens next", "In brief", "Further reading", "How it works", "At a glance")


class Builder:
    """Builds one set."""

    def __init__(self, seed: str) -> None:
        self.draw = Random(seed)
        articles = [*manual(), *written()]
        self.draw.shuffle(articles)
        texts: dict[str, list[str]] = {}
        for article in articles:
            texts.setdefault(article.language, []).extend(article.paragraphs)
        self.exchange = wording.Exchange(wording.Vocabulary(texts))
        self.drafts = Drafts(self.draw, articles)
        self.kinds = Kinds(self.draw, self.drafts, self.exchange)

    def build(self) -> list[Document]:
        """Give every passage the kind that its language lacks most."""
        kinds = self.kinds.all()
        of_language: Counter[tuple[str, str]] = Counter()
        of_all: Counter[str] = Counter()
        for passage in self.draw.sample(self.drafts.passages, len(self.drafts.passages)):
            self.kinds.number += 1
            language = passage.language
            rank = {kind: (of_language[kind, language], of_all[kind], self.draw.random()) for kind in kinds}
            for kind in sorted(kinds, key=rank.__getitem__):
                if kinds[kind](passage):
                    passage.mark(self.kinds.label(None, "first-copy", language))
                    of_language[kind, language] += 1
                    of_all[kind] += 1
                    break
        self._retell()
        self._add_headings()
        self._copy_documents()
        documents = self.drafts.documents()
        for number, family in enumerate(families(self.draw)):
            documents += self._family(family, number)
        return documents

    def _retell(self) -> None:
        """Paragraphs that tell an earlier article in other words."""
        for number, draft in enumerate(list(self.drafts.drafts)):
            if draft.article.retold:
                self.kinds.number += 1
                trap = plain(draft.article.retold, self.kinds.label(None, "retold", draft.language))
                self.drafts.place([trap], number, draft.language)

    def _copy_documents(self) -> None:
        """Whole documents again, with headline and dateline, as they were or lightly edited."""
        light = (self.exchange.one_word, self.exchange.few_words, edits.punctuation, edits.re_wrapped, wording.ocr)
        drafts = [draft for draft in self.drafts.drafts if len(draft.article.paragraphs) > 2]
        for number, draft in enumerate(self.draw.sample(drafts, 2 * DOCUMENT_COPIES)):
            self.kinds.number += 1
            article, edited = draft.article, number % 2
            kind = "document-edited" if edited else "document"
            paragraphs = [text for text in article.paragraphs if text != draft.aside]
            if edited:
                paragraphs = self.draw.choice(light)(self.draw, paragraphs, article.language) or paragraphs
            label = self.kinds.label("repeat", kind, article.language)
            lines = [article.title, article.dateline, *paragraphs]
            self.drafts.add(article, [plain(line, label) for line in lines if line])

    def _add_headings(self) -> None:
        """Headings and datelines that recur, before text of the document's own."""
        for draft in self.drafts.drafts:
            for at in range(len(draft.groups) - 1, 1, -1):
                if draft.groups[at].own and draft.groups[at - 1].own and self.draw.random() < HEADED:
                    self.kinds.number += 1
                    kind = self.draw.choice(("heading", "dateline"))
                    line = self.draw.choice(HEADINGS) if kind == "heading" else "MARLBY, Tuesday, 14 May —"
                    draft.groups.insert(at, Group([plain(line, self.kinds.label(None, kind, draft.language))]))

    def _family(self, family: Family, number: int) -> list[Document]:
        """A family of alike texts, in documents of their own or all in one."""
        documents: list[Document] = []
        for turn, member in enumerate(family.members):
            self.kinds.number += 1
            kind = family.kind if turn else "first-copy"
            if family.files or not documents:
                documents.append(
                    Document(f"z-forms/{number:03}-{turn}.txt", family.language, [plain(title(self.draw))])
                )
            documents[-1].paragraphs += [plain(text, self.kinds.label(None, kind, family.language)) for text in member]
        return documents


def build(seed: str) -> list[Document]:
    """The documents of one set."""
    return Builder(seed).build()
