"""Builds a set of repeats: documents of base text, copies of passages from earlier ones, and traps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

import edits
from articles import SPACELESS, Article, count_words, joined, manual, sentences, words_of, written
from labels import Document, Label, Paragraph, Piece, plain
from traps import Family, families, title

PASSAGE_WORDS = (42, 42, 90)
"""A passage is the fewest paragraphs with so many words; which of these is drawn."""
TRAP_WORDS = 26
"""Words of a sentence that becomes a trap, so that it would be long enough to go; shorter ones only if none is left."""
SITE_SIZE = 10
WRAPPED = 0.25
"""Share of the documents in lines of a fixed width."""
PHRASES = (
    "For more information, please see the pages at the end of this section.",
    "The rest of this section explains each of these points in turn.",
    "All times are local, and all prices include tax.",
    "Readers are welcome to send corrections to the address on the last page.",
    "This page was last checked by the editors in spring.",
    "As always, exceptions confirm the rule, and there are many of them.",
)
HEADINGS = ("Summary", "Background", "What happens next", "In brief", "Further reading", "How it works", "At a glance")


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

    @property
    def language(self) -> str:
        """The language of the document."""
        return self.article.language


@dataclass
class Passage:
    """Consecutive paragraphs of a draft, to be copied."""

    draft: int
    group: Group
    texts: list[str]


class Builder:
    """Collects the drafts of one set."""

    def __init__(self, seed: str) -> None:
        self.draw = Random(seed)
        self.drafts: list[Draft] = []
        self.passages: list[Passage] = []
        self.spare: dict[str, list[str]] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        self.totals: Counter[str] = Counter()
        self.number = 0
        articles = [*manual(), *written()]
        self.draw.shuffle(articles)
        texts: dict[str, list[str]] = {}
        for article in articles:
            texts.setdefault(article.language, []).extend(article.paragraphs)
        self.exchange = edits.Exchange(edits.Vocabulary(texts))
        for article in articles:
            self._add_article(article)
        self.hosts = self._add_hosts()

    # -- base text ----------------------------------------------------------------------------------------------

    def _add_article(self, article: Article) -> None:
        """Its passages, each a group of its own; one paragraph in some articles is set aside for single sentences."""
        wrapped = article.language not in SPACELESS and self.draw.random() < WRAPPED
        draft = Draft(article, wrapped)
        texts = list(article.paragraphs)
        if len(texts) > 3 and self.draw.random() < 0.6:
            aside = texts.pop(self.draw.randrange(1, len(texts)))
            self.spare.setdefault(article.language, []).extend(sentences(aside, article.language))
        draft.groups.append(Group([plain(line) for line in (article.title, article.dateline) if line]))
        while texts:
            least, taken = self.draw.choice(PASSAGE_WORDS), [texts.pop(0)]
            while texts and count_words(" ".join(taken), article.language) < least:
                taken.append(texts.pop(0))
            group = Group([plain(self._shown(draft, text)) for text in taken])
            draft.groups.append(group)
            if count_words(" ".join(taken), article.language) >= PASSAGE_WORDS[0]:
                self.passages.append(Passage(len(self.drafts), group, taken))
        self.drafts.append(draft)

    def _add_hosts(self) -> dict[str, list[int]]:
        """Per language the documents that may take up copies; the last is a digest, after all the others."""
        hosts: dict[str, list[int]] = {}
        for number, draft in enumerate(self.drafts):
            hosts.setdefault(draft.language, []).append(number)
        for language, numbers in hosts.items():
            for _ in range(1 + len(numbers) // 3):
                numbers.append(len(self.drafts))
                self.drafts.append(Draft(Article(language, title(self.draw), "", ()), False))
                opening = self.spare[language].pop() if self.spare.get(language) else title(self.draw)
                self.drafts[-1].groups = [Group([plain(self.drafts[-1].article.title)]), Group([plain(opening)])]
        return hosts

    def _shown(self, draft: Draft, text: str) -> str:
        return edits.wrap(text, 72) if draft.wrapped else text

    # -- placing ------------------------------------------------------------------------------------------------

    def label(self, goes: str | None, kind: str, language: str) -> Label:
        """A label of the instance in work."""
        return Label(goes, kind, language, f"{self.number}")

    def mark_source(self, passage: Passage, language: str) -> None:
        """The first copy must stay."""
        label = self.label(None, "first-copy", language)
        passage.group.paragraphs = [[Piece(p.text, p.label or label) for p in par] for par in passage.group.paragraphs]

    def place(self, paragraphs: list[Paragraph], after: int, language: str, *, own: bool = False) -> int:
        """Put paragraphs into a later document of the language; which one."""
        later = [n for n in self.hosts[language] if n > after]
        host = self.draw.choice(later or self.hosts[language][-1:])
        groups = self.drafts[host].groups
        groups.insert(self.draw.randint(2 if len(groups) > 2 else len(groups), len(groups)), Group(paragraphs, own))
        return host

    def place_same(self, passage: Passage, paragraphs: list[Paragraph], *, close: bool = False) -> None:
        """Put paragraphs behind the passage in its own document."""
        groups = self.drafts[passage.draft].groups
        at = next(n for n, group in enumerate(groups) if group is passage.group) + 1
        groups.insert(at if close else self.draw.randint(at, len(groups)), Group(paragraphs, own=False))

    # -- kinds --------------------------------------------------------------------------------------------------

    def kinds(self) -> dict[str, Callable[[Passage, str], bool]]:
        """Every kind made from a passage: it says whether it could."""
        simple: dict[str, edits.Edit] = {
            "exact-other-file": edits.exact,
            "upper-case": edits.upper_case,
            "re-wrapped": edits.re_wrapped,
            "one-line": edits.one_line,
            "mail-quoted": edits.mail_quoted,
            "hyphenated": edits.hyphenated,
            "spaced-out": edits.spaced_out,
            "sentence-lines": edits.sentence_lines,
            "punctuation": edits.punctuation,
            "zero-width": edits.zero_width,
            "full-width": edits.full_width,
            "other-forms": edits.other_forms,
            "accents-stripped": edits.accents_stripped,
            "markup": edits.markup,
            "spelling": edits.spelling,
            "ocr": edits.ocr,
            "one-word": self.exchange.one_word,
            "words-3%": self.exchange.few_words,
            "words-8%": self.exchange.many_words,
            "words-inserted": self.exchange.inserted,
            "words-deleted": self.exchange.deleted,
            "sentences-reordered": edits.sentences_reordered,
            "paragraphs-moved": edits.paragraphs_moved,
            "first-half": edits.first_half,
            "last-half": edits.last_half,
            "middle": edits.middle,
        }
        made: dict[str, Callable[[Passage, str], bool]] = {
            kind: lambda passage, name, edit=edit: self._copy(passage, name, edit)  # type: ignore[misc]
            for kind, edit in simple.items()
        }
        return made | {
            "exact-same-file": self._same_file,
            "triple-paste": self._triple,
            "unwrapped": self._unwrapped,
            "with-heading": self._with_heading,
            "other-headline": self._other_headline,
            "ads-between": self._ads_between,
            "sentence-added": self._sentence_added,
            "chain-of-copies": self._chain,
            "around-a-changed-number": self._number_inside,
            "number-changed": lambda p, k: self._fact(p, k, self._other_number),
            "date-changed": lambda p, k: self._fact(p, k, self._other_date),
            "number-word-changed": lambda p, k: self._fact(p, k, self._other_cardinal),
            "negation-changed": lambda p, k: self._fact(p, k, self._negated),
            "short-quotation": self._quotation,
            "common-phrase": self._phrase,
        }

    def _copy(self, passage: Passage, kind: str, edit: edits.Edit) -> bool:
        language = self.drafts[passage.draft].language
        if kind == "exact-other-file" and self.drafts[passage.draft].wrapped:
            return False
        copy = edit(self.draw, passage.texts, language)
        if copy is None:
            return False
        label = self.label("repeat", kind, language)
        self.place([plain(text, label) for text in copy], passage.draft, language)
        self.mark_source(passage, language)
        return True

    def _same_file(self, passage: Passage, kind: str) -> bool:
        language = self.drafts[passage.draft].language
        copy = [[Piece(p.text, self.label("repeat", kind, language)) for p in par] for par in passage.group.paragraphs]
        self.place_same(passage, copy)
        self.mark_source(passage, language)
        return True

    def _triple(self, passage: Passage, kind: str) -> bool:
        language = self.drafts[passage.draft].language
        for turn in ("second", "third"):
            label = Label("repeat", kind, language, f"{self.number}-{turn}")
            copy = [[Piece(p.text, label) for p in par] for par in passage.group.paragraphs]
            self.place_same(passage, copy, close=True)
        self.mark_source(passage, language)
        return True

    def _unwrapped(self, passage: Passage, kind: str) -> bool:
        return self.drafts[passage.draft].wrapped and self._copy(passage, kind, edits.exact)

    def _with_heading(self, passage: Passage, kind: str) -> bool:
        """The heading, a line of the author and what stands in brackets go with the copy."""
        language = self.drafts[passage.draft].language
        edge = [title(self.draw), f"({title(self.draw).split(' ', 1)[1]})"]
        label = self.label("repeat", kind, language)
        copy = [plain(line, self.label("repeat", "edge-of-copy", language)) for line in edge]
        copy += [plain(p, label) for p in passage.texts]
        self.place(copy, passage.draft, language)
        passage.group.paragraphs = [*map(plain, edge), *passage.group.paragraphs]
        self.mark_source(passage, language)
        return True

    def _other_headline(self, passage: Passage, kind: str) -> bool:
        language = self.drafts[passage.draft].language
        copy = [plain(title(self.draw), self.label(None, "new-headline", language))]
        copy += [plain(p, self.label("repeat", kind, language)) for p in passage.texts]
        self.place(copy, passage.draft, language)
        passage.group.paragraphs = [plain(title(self.draw)), *passage.group.paragraphs]
        self.mark_source(passage, language)
        return True

    def _ads_between(self, passage: Passage, kind: str) -> bool:
        language = self.drafts[passage.draft].language
        if len(passage.texts) < 2 or any(count_words(p, language) < edits.LEAST for p in passage.texts):
            return False
        label = self.label("repeat", kind, language)
        copy: list[Paragraph] = []
        for text in passage.texts:
            line = self.draw.choice(("- Advertisement -", "ADVERTISEMENT", "Story continues below", "Photo: archive"))
            copy += [plain(line, self.label("boilerplate", "ad-line", language)), plain(text, label)]
        self.place(copy[1:], passage.draft, language)
        self.mark_source(passage, language)
        return True

    def _sentence_added(self, passage: Passage, kind: str) -> bool:
        """One new sentence in the middle of a paragraph; it stays."""
        language = self.drafts[passage.draft].language
        if not self.spare.get(language):
            return False
        new = self.spare[language][-1]
        split = self._split(passage, language, lambda _: new)
        if split is None:
            return False
        self.spare[language].pop()
        self._place_split(passage, split, (kind, "added-sentence"), language)
        return True

    def _number_inside(self, passage: Passage, kind: str) -> bool:
        """A sentence in the middle has another number; it stays, what stands around it goes."""
        language = self.drafts[passage.draft].language
        split = self._split(passage, language, self._other_number, replace=True)
        if split is None:
            return False
        self._place_split(passage, split, (kind, "number-changed-inside"), language)
        return True

    def _split(
        self, passage: Passage, language: str, new: Callable[[str], str | None], *, replace: bool = False
    ) -> tuple[str, str, str] | None:
        """The passage as one paragraph, with a sentence in the middle put in or replaced, and long enough sides."""
        if language == "th":
            return None
        parts = [part for text in passage.texts for part in sentences(text, language)]
        for at in self.draw.sample(range(1, len(parts)), len(parts) - 1):
            left, right = parts[:at], parts[at + 1 if replace else at :]
            short = min(count_words(joined(side, language), language) for side in (left, right))
            if short >= edits.LEAST and (sentence := new(parts[at])) is not None:
                return joined(left, language), sentence, joined(right, language)
        return None

    def _place_split(
        self, passage: Passage, split: tuple[str, str, str], kinds: tuple[str, str], language: str
    ) -> None:
        label, trap = self.label("repeat", kinds[0], language), self.label(None, kinds[1], language)
        gap = Piece("" if language in SPACELESS else " ")
        left, new, right = split
        self.place([[Piece(left, label), gap, Piece(new, trap), gap, Piece(right, label)]], passage.draft, language)
        self.mark_source(passage, language)

    def _chain(self, passage: Passage, kind: str) -> bool:
        """A copy of a copy."""
        language = self.drafts[passage.draft].language
        first = self.exchange.one_word(self.draw, passage.texts, language) or list(passage.texts)
        second = self.draw.choice((edits.punctuation, edits.zero_width, edits.re_wrapped))(self.draw, first, language)
        if second is None:
            return False
        host = self.place([plain(p, self.label("repeat", kind, language)) for p in first], passage.draft, language)
        again = Label("repeat", kind, language, f"{self.number}-again")
        self.place([plain(p, again) for p in second], min(host, self.hosts[language][-2]), language)
        self.mark_source(passage, language)
        return True

    # -- traps --------------------------------------------------------------------------------------------------

    def _fact(self, passage: Passage, kind: str, change: Callable[[str], str | None]) -> bool:
        """The longest sentence that can be changed, with the change, elsewhere."""
        language = self.drafts[passage.draft].language
        parts = [part for text in passage.texts for part in sentences(text, language)]
        for part in sorted(parts, key=lambda p: -count_words(p, language)):
            if (new := change(part)) is not None and new != part and count_words(part, language) >= TRAP_WORDS:
                self.place([plain(new, self.label(None, kind, language))], passage.draft, language)
                self.mark_source(passage, language)
                return True
        return False

    def _other_number(self, sentence: str) -> str | None:
        """Another number in place of one of them."""
        found = list(re.finditer(r"\d+", sentence))
        if not found:
            return None
        chosen = self.draw.choice(found)
        number, digits = int(chosen[0]), len(chosen[0])
        low = 10 ** (digits - 1) if digits > 1 else 1
        new = self.draw.choice([n for n in range(low, min(10 * low, low + 5000)) if n != number])
        return sentence[: chosen.start()] + str(new) + sentence[chosen.end() :]

    def _other_date(self, sentence: str) -> str | None:
        language = self._language_of(sentence)
        lists = words_of(language)
        return self._other_of(sentence, language, [lists["months"].split(), lists["days"].split()])

    def _other_cardinal(self, sentence: str) -> str | None:
        language = self._language_of(sentence)
        return self._other_of(sentence, language, [words_of(language)["cardinals"].split()])

    def _other_of(self, sentence: str, language: str, choices: Sequence[list[str]]) -> str | None:
        for words in choices:
            border = "" if language in SPACELESS else r"\b"
            found = [m for word in words for m in re.finditer(f"{border}{re.escape(word)}{border}", sentence)]
            if found:
                chosen = self.draw.choice(found)
                new = self.draw.choice([word for word in words if word != chosen[0]])
                return sentence[: chosen.start()] + new + sentence[chosen.end() :]
        return None

    def _negated(self, sentence: str) -> str | None:
        """A negation more or less."""
        pairs = words_of(self._language_of(sentence))["negate"]
        possible = [(a, b) for a, b in pairs if a in sentence]
        if not possible:
            return None
        old, new = self.draw.choice(possible)
        return sentence.replace(old, new, 1)

    def _language_of(self, _: str) -> str:
        return self.language

    def _quotation(self, passage: Passage, kind: str) -> bool:
        """A sentence of fewer words than a repeat has, quoted elsewhere."""
        language = self.drafts[passage.draft].language
        parts = [part for text in passage.texts for part in sentences(text, language)]
        short = [part for part in parts if 8 <= count_words(part, language) <= 20]
        if not short or language == "th":
            return False
        marks = "「」" if language in SPACELESS else "“”"
        quoted = marks[0] + self.draw.choice(short).strip('“”"「」') + marks[1]
        self._place_alone(quoted, passage, kind, language)
        return True

    def _phrase(self, passage: Passage, kind: str) -> bool:
        """A phrase that stands in many documents."""
        language = self.drafts[passage.draft].language
        if language != "en":
            return False
        self._place_alone(self.draw.choice(PHRASES), passage, kind, language)
        return True

    def _place_alone(self, text: str, passage: Passage, kind: str, language: str) -> None:
        """Between headings of its own, lest it stand beside a copy and be part of what goes."""
        alone = [plain(title(self.draw)), plain(text, self.label(None, kind, language)), plain(title(self.draw))]
        self.place(alone, passage.draft, language)

    def add_family(self, family: Family, number: int) -> list[Document]:
        """A family of templates: in documents of their own, or all in one; the first member only labels itself."""
        documents: list[Document] = []
        for turn, member in enumerate(family.members):
            self.number += 1
            kind = family.kind if turn else "first-copy"
            paragraphs = [plain(text, self.label(None, kind, family.language)) for text in member]
            if family.files or not documents:
                documents.append(Document(f"z-forms/{number:03}-{turn}.txt", family.language))
                documents[-1].paragraphs.append(plain(title(self.draw)))
            documents[-1].paragraphs += paragraphs
        return documents

    # -- all of it ----------------------------------------------------------------------------------------------

    def build(self) -> list[Document]:
        """Give every passage the kind that its language lacks most."""
        kinds = self.kinds()
        for passage in self.draw.sample(self.passages, len(self.passages)):
            self.language = self.drafts[passage.draft].language
            self.number += 1
            rank = {kind: (self.counts[kind, self.language], self.totals[kind], self.draw.random()) for kind in kinds}
            for kind in sorted(kinds, key=rank.__getitem__):
                if kinds[kind](passage, kind):
                    self.counts[kind, self.language] += 1
                    self.totals[kind] += 1
                    break
        self._retell()
        self._head()
        documents = [self._document(n, draft) for n, draft in enumerate(self.drafts)]
        for number, family in enumerate(families(self.draw)):
            documents += self.add_family(family, number)
        return documents

    def _retell(self) -> None:
        """Paragraphs that tell an earlier article in other words."""
        for number, draft in enumerate(self.drafts):
            if draft.article.retold:
                self.number += 1
                label = self.label(None, "retold", draft.language)
                self.place([plain(draft.article.retold, label)], number, draft.language)

    def _head(self) -> None:
        """Headings and datelines that recur, before text of the document's own."""
        for draft in self.drafts:
            for at in range(len(draft.groups) - 1, 1, -1):
                if draft.groups[at].own and draft.groups[at - 1].own and self.draw.random() < 0.25:
                    self.number += 1
                    kind = self.draw.choice(("heading", "dateline"))
                    line = self.draw.choice(HEADINGS) if kind == "heading" else "MARLBY, Tuesday, 14 May —"
                    draft.groups.insert(at, Group([plain(line, self.label(None, kind, draft.language))]))

    def _document(self, number: int, draft: Draft) -> Document:
        path = f"site-{number // SITE_SIZE:02}/{number:03}-{draft.language}.txt"
        return Document(path, draft.language, [p for group in draft.groups for p in group.paragraphs])


def build(seed: str) -> list[Document]:
    """The documents of one set."""
    return Builder(seed).build()
