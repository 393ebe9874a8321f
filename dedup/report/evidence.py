"""What is known of one removed line, beyond what the ledger says of the whole removal; and what would keep it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from math import floor
from typing import Any

from dedup.boilerplate.catalogue import with_own
from dedup.boilerplate.matching import guarded, match
from dedup.config import LEVELS
from dedup.entries import Entry
from dedup.ledger import Ledger
from dedup.model import FileRecord, Removal, Spared, Witness
from dedup.report import phrases, visible
from dedup.report.excerpt import lines_of
from dedup.report.place import Place
from dedup.report.sentences import Sentence

MAX_SENTENCES = 4
"""Sentences of one line that are told of."""
MAX_PLACES = 3
"""Places that are named."""
MAX_PHRASE = 60
"""Characters of a quoted phrase or sentence."""

_WORD = re.compile(r"[^\W\d]+|\d+")


def of_repeat(removal: Removal, sentences: Sequence[Sentence], needed: float) -> list[str]:
    """Return the length of the run and how each sentence was compared; `needed` is the similarity of the run."""
    lines = []
    if removal.run_needed:
        run = phrases.count(removal.run_words or 0, "word")
        lines.append(f"run:         {run} stand there one behind the other, {removal.run_needed} are needed")
    elif removal.run_needed == 0:
        lines.append("run:         its whole document says what an earlier one says, and no more")
    other = [sentence for sentence in sentences if sentence.exchanged]
    for sentence in other[:MAX_SENTENCES]:
        which = f"{_quoted(sentence.text)}: " if len(sentences) > 1 else ""
        words = f"{sentence.aligned} of {phrases.count(sentence.words, 'word')} stand there, in order"
        share = f"{phrases.percent(sentence.share)}, {phrases.percent(needed)} are needed"
        lines.append(f"sentence:    {which}{words} ({share})")
        lines.append(f"  changed:   {'; '.join(_exchange(*pair) for pair in sentence.exchanged)}")
    if len(other) > MAX_SENTENCES:
        lines.append(f"             and {phrases.count(len(other) - MAX_SENTENCES, 'more sentence')}")
    facts = [fact for sentence in sentences for fact in sentence.facts]
    if facts:
        lines.append(f"compared:    the same there: {_clipped(', '.join(facts))}")
    return lines


def _exchange(mine: str, theirs: str) -> str:
    if not theirs:
        return f"only removed: {_clipped(mine)}"
    return f"{_clipped(mine)} -> {_clipped(theirs)}" if mine else f"only kept: {_clipped(theirs)}"


def of_boilerplate(ledger: Ledger, removal: Removal, taken: str) -> list[str]:
    """Return the level of the rule, and the entry or the pages that tell of the line; `taken` is what went of it."""
    if removal.level is None:
        return []
    line = "".join(lines_of(taken)[:1])
    lines = [f"level:       {phrases.level(removal)}"]
    if removal.rule.startswith("known"):
        lines += _known(removal, line, ledger.info.config.get("catalogue", ()))
    elif removal.rule.startswith("learned"):
        lines += _elsewhere(ledger, removal, line)
    return lines


def _known(removal: Removal, line: str, own: Sequence[Sequence[Any]]) -> list[str]:
    """Return the entry of the catalogue that a line is known by; `own` are the entries of the user's file."""
    found = match(line, with_own(tuple(Entry(*each) for each in own)))
    if found is None or not found.phrase:
        return []
    lines = [f"entry:       {entry_words(found.entry)}"]
    if found.entry.strong and removal.level != "safe":
        lines.append("             counted as weak on this page, whose own text may be about it")
    return lines


def of_phrase(line: str, own: tuple[Entry, ...]) -> tuple[bool, str]:
    """Return whether the catalogue knows a line, and in words by which entry, or by which guard it does not."""
    catalogue = with_own(own)
    found = match(line, catalogue)
    if found is not None and found.phrase:
        return True, entry_words(found.entry)
    if found is not None:
        acts = _acts(found.entry.strong or not found.pairs)
        return True, f"{visible.name(found.evidence)}, {found.entry.category} [{found.entry.language}], {acts}"
    kept = guarded(line, catalogue)
    if kept is not None:
        return False, f"not known: it has the words of {_named(kept[0])}, but {kept[1]}"
    return False, "not known"


def entry_words(entry: Entry) -> str:
    """Return an entry of a catalogue, and when it acts, in words."""
    return f"{_named(entry)}, {_acts(entry.strong)}"


def _named(entry: Entry) -> str:
    return f"{_quoted(entry.phrase)} of {visible.name(entry.origin)}, {entry.category} [{entry.language}]"


def _acts(strong: bool) -> str:
    return "strong: goes wherever it stands" if strong else "weak: goes only in company"


def _elsewhere(ledger: Ledger, removal: Removal, line: str) -> list[str]:
    """Return where else the same line, numbers aside, was removed because it was learned."""
    wanted = _masked(line)
    places: list[str] = []
    pages: set[tuple[str, int | None]] = set()
    for other in _learned(ledger):
        if (other.path, other.row) == (removal.path, removal.row) or (other.path, other.row) in pages:
            continue
        raw = visible.decode(other.content)
        text = lines_of(raw if other.row is None else visible.unquoted(raw))
        number = next((n for n, each in enumerate(text) if _masked(each) == wanted), None)
        if number is not None:
            pages.add((other.path, other.row))
            here = other.first_line + number
            places.append(phrases.place(other.path, other.row, here, here))
    return [f"the same at: {_several(places)}"] if places else []


def _learned(ledger: Ledger) -> Iterable[Removal]:
    return (each for _, removals in ledger.stream() for each in removals if each.rule.startswith("learned"))


def _masked(line: str) -> str:
    """The words of a line, numbers masked."""
    return " ".join("0" if word.isdigit() else word for word in _WORD.findall(line.casefold()))


def settings(record: FileRecord, removal: Removal, sentences: Sequence[Sentence], similarity: float) -> list[str]:
    """Return what keeps a line for ever, and with which options it would have been kept."""
    options = []
    if removal.level is not None and removal.level != LEVELS[0]:
        lower = LEVELS[LEVELS.index(removal.level) - 1]
        options.append(f"--level {lower} (the rule acts from --level {removal.level} on)")
    least = min(sentences, key=lambda sentence: sentence.alike, default=None)
    if least is not None and similarity <= least.alike < 1:
        enough = (floor(least.alike * 100 + 1e-9) + 1) / 100
        which = _quoted(least.text) if len(sentences) > 1 else "the sentence"
        spelled = ", words spelled alike counted" if least.alike > least.share else ""
        share = f"{phrases.percent(least.alike)} of {which} stand at the kept place{spelled}"
        options.append(f"--similarity {enough:g} ({share})")
    if removal.run_needed and removal.run_words is not None:
        options.append(f"--min-words {removal.run_words + 1} (the run has {removal.run_words})")
    if record.action == "dropped":
        options.append("--keep-files (the file goes as a whole)")
    takes = "another rule takes it" if removal.witness is None else "other text, which is kept then, carries it too"
    last = [f"             unless {takes}"] if options else []
    lines = ["to keep it:  write into pyproject.toml", "    [tool.dedup]"]
    lines.append(f"    keep = [{json.dumps(removal.fingerprint)}]")
    lines += [f"{'         or:' if n else 'or run with:'} {option}" for n, option in enumerate(options)]
    return [*lines, *last]


def of_kept(ledger: Ledger, place: Place, removals: Sequence[Removal]) -> list[str]:
    """Return the removal nearest to a kept line, and what the line is kept for."""
    lines = _nearly(ledger, place)
    near = [removal for removal in removals if removal.row == place.row]
    if near and (line := place.line) is not None:
        nearest = min(near, key=lambda removal: max(removal.first_line - line, line - removal.last_line))
        span = phrases.lines(nearest.first_line, nearest.last_line)
        lines.append(f"nearest removal: {span}, {phrases.reason(nearest)} ({visible.name(nearest.rule)})")
    copies = [other for _, others in ledger.stream() for other in others if _is_kept_for(other, place)]
    if copies:
        places = [phrases.place(each.path, each.row, each.first_line, each.last_line) for each in copies]
        lines.append(f"repeated at:     {_several(places)}, which went")
    return lines


def _nearly(ledger: Ledger, place: Place) -> list[str]:
    """Return what spoke against taking a line that was nearly removed."""
    lines = []
    for one in ledger.info.spared:
        if not _holds(one, place):
            continue
        span, rule = phrases.lines(one.first_line, one.last_line), visible.name(one.rule)
        what = rule if one.level is None else f"{rule}, from --level {one.level} on"
        lines.append(f"nearly removed:  {span} ({what}): {visible.name(one.reason)}")
        if one.other_path is not None:
            first, last = one.other_first_line or 0, one.other_last_line or 0
            lines.append(f"is like:         {phrases.place(one.other_path, one.other_row, first, last)}")
    return lines


def _is_kept_for(removal: Removal, place: Place) -> bool:
    return removal.witness is not None and _holds(removal.witness, place)


def _holds(stretch: Witness | Spared, place: Place) -> bool:
    if (stretch.path, stretch.row) != (place.path, place.row):
        return False
    return place.line is None or stretch.first_line <= place.line <= stretch.last_line


def _several(places: Sequence[str]) -> str:
    more = f" and {len(places) - MAX_PLACES:,} more" if len(places) > MAX_PLACES else ""
    return ", ".join(places[:MAX_PLACES]) + more


def _quoted(text: str) -> str:
    return f"“{_clipped(text)}”"


def _clipped(text: str) -> str:
    plain = visible.name(" ".join(text.split()))
    return plain if len(plain) <= MAX_PHRASE else f"{plain[:MAX_PHRASE].rstrip()}…"
