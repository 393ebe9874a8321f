"""The kinds of copy and trap that are made from a passage of an earlier document."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

import edits
import wording
from articles import SPACELESS, count_words, joined, sentences
from drafts import Drafts, Passage
from facts import CHANGES, Change, other_number
from labels import Label, Paragraph, Piece, plain
from traps import title

TRAP_WORDS = 26
"""Words of a sentence that becomes a trap, so that it is long enough to go."""
PHRASES = (
    "For more information, please see the pages at the end of this section.",
    "The rest of this section explains each of these points in turn.",
    "All times are local, and all prices include tax.",
    "Readers are welcome to send corrections to the address on the last page.",
    "This page was last checked by the editors in spring.",
    "As always, exceptions confirm the rule, and there are many of them.",
)
AD_LINES = ("- Advertisement -", "ADVERTISEMENT", "Story continues below", "Photo: archive")

Kind = Callable[[Passage], bool]
"""Makes an instance from a passage, and says whether it could."""


class Kinds:
    """Makes instances; each has a number, which its labels name."""

    def __init__(self, draw: Random, drafts: Drafts, exchange: wording.Exchange) -> None:
        self.draw, self.drafts, self.exchange = draw, drafts, exchange
        self.number = 0

    def all(self) -> dict[str, Kind]:
        """Every kind by its name."""
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
            "updated-story": self._updated,
            "short-quotation": self._quotation,
            "common-phrase": self._phrase,
        }

    def label(self, goes: str | None, kind: str, language: str, part: str = "") -> Label:
        """A label of the instance in work."""
        return Label(goes, kind, language, f"{self.number}{part}")

    # -- copies -------------------------------------------------------------------------------------------------

    def _copy(self, kind: str, edit: edits.Edit, passage: Passage) -> bool:
        copy = edit(self.draw, passage.texts, passage.language)
        if copy is None:
            return False
        label = self.label("repeat", kind, passage.language)
        self.drafts.place([plain(text, label) for text in copy], passage.number, passage.language)
        return True

    def _exact(self, passage: Passage) -> bool:
        return not passage.draft.wrapped and self._copy("exact-other-file", edits.exact, passage)

    def _unwrapped(self, passage: Passage) -> bool:
        return passage.draft.wrapped and self._copy("unwrapped", edits.exact, passage)

    def _same_file(self, passage: Passage) -> bool:
        label = self.label("repeat", "exact-same-file", passage.language)
        self.drafts.place_behind(passage, [[Piece(p.text, label) for p in par] for par in passage.group.paragraphs])
        return True

    def _triple(self, passage: Passage) -> bool:
        for turn in ("third", "second"):
            label = self.label("repeat", "triple-paste", passage.language, turn)
            copy = [[Piece(p.text, label) for p in par] for par in passage.group.paragraphs]
            self.drafts.place_behind(passage, copy, close=True)
        return True

    def _with_heading(self, passage: Passage) -> bool:
        """The heading and a line in brackets go with the copy."""
        heading = title(self.draw)
        edge = [heading, f"({title(self.draw).partition(' ')[2]})"]
        copy = [plain(line, self.label("repeat", "edge-of-copy", passage.language)) for line in edge]
        copy += [plain(text, self.label("repeat", "with-heading", passage.language)) for text in passage.texts]
        self.drafts.place(copy, passage.number, passage.language)
        passage.group.paragraphs = [*map(plain, edge), *passage.group.paragraphs]
        return True

    def _other_headline(self, passage: Passage) -> bool:
        copy = [plain(title(self.draw), self.label(None, "new-headline", passage.language))]
        copy += [plain(text, self.label("repeat", "other-headline", passage.language)) for text in passage.texts]
        self.drafts.place(copy, passage.number, passage.language)
        passage.group.paragraphs = [plain(title(self.draw)), *passage.group.paragraphs]
        return True

    def _ads_between(self, passage: Passage) -> bool:
        if len(passage.texts) < 2 or any(count_words(p, passage.language) < edits.LEAST for p in passage.texts):
            return False
        label = self.label("repeat", "ads-between", passage.language)
        ad = self.label("boilerplate", "ad-line", passage.language)
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
        labels = [self.label("repeat", "chain-of-copies", language, part) for part in ("", "again")]
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
                label = self.label("repeat", kinds[0], language)
                trap = Piece(sentence, self.label(None, kinds[1], language))
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
                self.drafts.place([plain(new, self.label(None, kind, language))], passage.number, language)
                return True
        return False

    def _updated(self, passage: Passage) -> bool:
        """The same story with other figures: its sentences with numbers stay, the others may go or stay."""
        language = passage.language
        trap, other = self.label(None, "updated-story", language), self.label("either", "updated-story", language)
        copy, changed = [], 0
        for text in passage.texts:
            paragraph: Paragraph = []
            for part in sentences(text, language):
                new = other_number(self.draw, part, language)
                changed += new is not None
                gap = "" if language in SPACELESS or not paragraph else " "
                paragraph += [Piece(gap), Piece(part, other) if new is None else Piece(new, trap)]
            copy.append(paragraph)
        if changed < 2:
            return False
        self.drafts.place(copy, passage.number, language)
        return True

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
        trap = plain(text, self.label(None, kind, passage.language))
        alone: list[Paragraph] = [plain(title(self.draw)), trap, plain(title(self.draw))]
        self.drafts.place(alone, passage.number, passage.language)
