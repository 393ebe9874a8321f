"""Builds a set of repeats: documents of base text, copies of passages from earlier ones, and traps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random

import edits
import wording
from articles import SPACELESS, count_words, joined, manual, written
from drafts import Drafts, Group, Passage
from facts import CHANGES, Change, other_number
from labels import Document, Label, Paragraph, Piece, plain
from traps import Family, families, title

TRAP_WORDS = 26
"""Words of a sentence that becomes a trap, so that it is long enough to go."""
HEADED = 0.25
"""Share of the places before own text that get a heading or dateline."""
PHRASES = (
    "For more information, please see the pages at the end of this section.",
    "The rest of this section explains each of these points in turn.",
    "All times are local, and all prices include tax.",
    "Readers are welcome to send corrections to the address on the last page.",
    "This page was last checked by the editors in spring.",
    "As always, exceptions confirm the rule, and there are many of them.",
)
HEADINGS = ("Summary", "Background", "What happens next", "In brief", "Further reading", "How it works", "At a glance")
AD_LINES = ("- Advertisement -", "ADVERTISEMENT", "Story continues below", "Photo: archive")

Kind = Callable[[Passage], bool]
"""Makes an instance from a passage, and says whether it could."""


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
        self.number = 0

    def build(self) -> list[Document]:
        """Give every passage the kind that its language lacks most."""
        kinds = self._kinds()
        of_language: Counter[tuple[str, str]] = Counter()
        of_all: Counter[str] = Counter()
        for passage in self.draw.sample(self.drafts.passages, len(self.drafts.passages)):
            self.number += 1
            language = passage.language
            rank = {kind: (of_language[kind, language], of_all[kind], self.draw.random()) for kind in kinds}
            for kind in sorted(kinds, key=rank.__getitem__):
                if kinds[kind](passage):
                    passage.mark(self._label(None, "first-copy", language))
                    of_language[kind, language] += 1
                    of_all[kind] += 1
                    break
        self._retell()
        self._add_headings()
        documents = self.drafts.documents()
        for number, family in enumerate(families(self.draw)):
            documents += self._family(family, number)
        return documents

    def _kinds(self) -> dict[str, Kind]:
        plain_edits: dict[str, edits.Edit] = {
            **edits.KINDS,
            **wording.KINDS,
            "one-word": self.exchange.one_word,
            "words-3%": self.exchange.few_words,
            "words-8%": self.exchange.many_words,
            "words-inserted": self.exchange.inserted,
            "words-deleted": self.exchange.deleted,
        }
        return {
            **{kind: partial(self._copy, kind, edit) for kind, edit in plain_edits.items()},
            **{kind: partial(self._fact, kind, change) for kind, change in CHANGES.items()},
            "exact-other-file": self._exact,
            "exact-same-file": self._same_file,
            "triple-paste": self._triple,
            "unwrapped": self._unwrapped,
            "with-heading": self._with_heading,
            "other-headline": self._other_headline,
            "ads-between": self._ads_between,
            "sentence-added": self._sentence_added,
            "around-a-changed-number": self._number_inside,
            "chain-of-copies": self._chain,
            "short-quotation": self._quotation,
            "common-phrase": self._phrase,
        }

    def _label(self, goes: str | None, kind: str, language: str, part: str = "") -> Label:
        """A label of the instance in work."""
        return Label(goes, kind, language, f"{self.number}{part}")

    # -- copies -------------------------------------------------------------------------------------------------

    def _copy(self, kind: str, edit: edits.Edit, passage: Passage) -> bool:
        copy = edit(self.draw, passage.texts, passage.language)
        if copy is None:
            return False
        label = self._label("repeat", kind, passage.language)
        self.drafts.place([plain(text, label) for text in copy], passage.number, passage.language)
        return True

    def _exact(self, passage: Passage) -> bool:
        return not passage.draft.wrapped and self._copy("exact-other-file", edits.exact, passage)

    def _unwrapped(self, passage: Passage) -> bool:
        return passage.draft.wrapped and self._copy("unwrapped", edits.exact, passage)

    def _same_file(self, passage: Passage) -> bool:
        label = self._label("repeat", "exact-same-file", passage.language)
        self.drafts.place_behind(passage, [[Piece(p.text, label) for p in par] for par in passage.group.paragraphs])
        return True

    def _triple(self, passage: Passage) -> bool:
        for turn in ("third", "second"):
            label = self._label("repeat", "triple-paste", passage.language, turn)
            copy = [[Piece(p.text, label) for p in par] for par in passage.group.paragraphs]
            self.drafts.place_behind(passage, copy, close=True)
        return True

    def _with_heading(self, passage: Passage) -> bool:
        """The heading and a line in brackets go with the copy."""
        heading = title(self.draw)
        edge = [heading, f"({title(self.draw).partition(' ')[2]})"]
        copy = [plain(line, self._label("repeat", "edge-of-copy", passage.language)) for line in edge]
        copy += [plain(text, self._label("repeat", "with-heading", passage.language)) for text in passage.texts]
        self.drafts.place(copy, passage.number, passage.language)
        passage.group.paragraphs = [*map(plain, edge), *passage.group.paragraphs]
        return True

    def _other_headline(self, passage: Passage) -> bool:
        copy = [plain(title(self.draw), self._label(None, "new-headline", passage.language))]
        copy += [plain(text, self._label("repeat", "other-headline", passage.language)) for text in passage.texts]
        self.drafts.place(copy, passage.number, passage.language)
        passage.group.paragraphs = [plain(title(self.draw)), *passage.group.paragraphs]
        return True

    def _ads_between(self, passage: Passage) -> bool:
        if len(passage.texts) < 2 or any(count_words(p, passage.language) < edits.LEAST for p in passage.texts):
            return False
        label = self._label("repeat", "ads-between", passage.language)
        ad = self._label("boilerplate", "ad-line", passage.language)
        copy = [plain(passage.texts[0], label)]
        for text in passage.texts[1:]:
            copy += [plain(self.draw.choice(AD_LINES), ad), plain(text, label)]
        self.drafts.place(copy, passage.number, passage.language)
        return True

    def _chain(self, passage: Passage) -> bool:
        """A copy of a copy."""
        language = passage.language
        first = self.exchange.one_word(self.draw, passage.texts, language) or list(passage.texts)
        second = self.draw.choice((edits.punctuation, edits.zero_width, edits.re_wrapped))(self.draw, first, language)
        last = self.drafts.hosts[language][-1]
        if second is None or passage.number == last:
            return False
        labels = [self._label("repeat", "chain-of-copies", language, part) for part in ("", "again")]
        host = self.drafts.place([plain(text, labels[0]) for text in first], passage.number, language)
        self.drafts.place([plain(text, labels[1]) for text in second], min(host, last - 1), language)
        return True

    def _sentence_added(self, passage: Passage) -> bool:
        """A new sentence in the middle of the copy stays."""
        spare = self.drafts.spare.get(passage.language)
        if not spare or not self._split(passage, ("sentence-added", "added-sentence"), lambda *_: spare[-1]):
            return False
        spare.pop()
        return True

    def _number_inside(self, passage: Passage) -> bool:
        """A sentence in the middle has another number and stays; what stands around it goes."""
        return self._split(passage, ("around-a-changed-number", "number-changed-inside"), other_number, replace=True)

    def _split(self, passage: Passage, kinds: tuple[str, str], new: Change, *, replace: bool = False) -> bool:
        """Copy the passage as one paragraph, a sentence in its middle put in or replaced, with long enough sides."""
        language = passage.language
        if language == "th":
            return False
        parts = passage.sentences()
        for at in self.draw.sample(range(1, len(parts)), len(parts) - 1):
            sides = joined(parts[:at], language), joined(parts[at + 1 if replace else at :], language)
            if min(count_words(side, language) for side in sides) < edits.LEAST:
                continue
            if (sentence := new(self.draw, parts[at], language)) is not None:
                label = self._label("repeat", kinds[0], language)
                trap = Piece(sentence, self._label(None, kinds[1], language))
                gap = Piece("" if language in SPACELESS else " ")
                copy = [Piece(sides[0], label), gap, trap, gap, Piece(sides[1], label)]
                self.drafts.place([copy], passage.number, language)
                return True
        return False

    # -- traps --------------------------------------------------------------------------------------------------

    def _fact(self, kind: str, change: Change, passage: Passage) -> bool:
        """The longest sentence that can be changed, with the change, elsewhere."""
        language = passage.language
        for part in sorted(passage.sentences(), key=lambda p: -count_words(p, language)):
            if count_words(part, language) < TRAP_WORDS:
                return False
            new = change(self.draw, part, language)
            if new is not None and new != part:
                self.drafts.place([plain(new, self._label(None, kind, language))], passage.number, language)
                return True
        return False

    def _quotation(self, passage: Passage) -> bool:
        """A sentence of fewer words than a repeat has, quoted elsewhere."""
        language = passage.language
        short = [part for part in passage.sentences() if 8 <= count_words(part, language) <= 20]
        if not short or language == "th":
            return False
        before, after = "「」" if language in SPACELESS else "“”"
        quoted = self.draw.choice(short).strip('“”"「」')
        self._place_alone(f"{before}{quoted}{after}", "short-quotation", passage)
        return True

    def _phrase(self, passage: Passage) -> bool:
        """A phrase that stands in many documents."""
        if passage.language != "en":
            return False
        self._place_alone(self.draw.choice(PHRASES), "common-phrase", passage)
        return True

    def _place_alone(self, text: str, kind: str, passage: Passage) -> None:
        """Between headings of its own, lest it stand beside a copy and be part of what goes."""
        trap = plain(text, self._label(None, kind, passage.language))
        alone: list[Paragraph] = [plain(title(self.draw)), trap, plain(title(self.draw))]
        self.drafts.place(alone, passage.number, passage.language)

    def _retell(self) -> None:
        """Paragraphs that tell an earlier article in other words."""
        for number, draft in enumerate(list(self.drafts.drafts)):
            if draft.article.retold:
                self.number += 1
                trap = plain(draft.article.retold, self._label(None, "retold", draft.language))
                self.drafts.place([trap], number, draft.language)

    def _add_headings(self) -> None:
        """Headings and datelines that recur, before text of the document's own."""
        for draft in self.drafts.drafts:
            for at in range(len(draft.groups) - 1, 1, -1):
                if draft.groups[at].own and draft.groups[at - 1].own and self.draw.random() < HEADED:
                    self.number += 1
                    kind = self.draw.choice(("heading", "dateline"))
                    line = self.draw.choice(HEADINGS) if kind == "heading" else "MARLBY, Tuesday, 14 May —"
                    draft.groups.insert(at, Group([plain(line, self._label(None, kind, draft.language))]))

    def _family(self, family: Family, number: int) -> list[Document]:
        """A family of alike texts, in documents of their own or all in one."""
        documents: list[Document] = []
        for turn, member in enumerate(family.members):
            self.number += 1
            kind = family.kind if turn else "first-copy"
            if family.files or not documents:
                documents.append(
                    Document(f"z-forms/{number:03}-{turn}.txt", family.language, [plain(title(self.draw))])
                )
            documents[-1].paragraphs += [plain(text, self._label(None, kind, family.language)) for text in member]
        return documents


def build(seed: str) -> list[Document]:
    """The documents of one set."""
    return Builder(seed).build()
