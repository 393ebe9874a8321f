"""The classes that a reader counts removals by, as far as the ledger tells them apart."""

from __future__ import annotations

from dedup.model import FileRecord, Removal, Spared
from dedup.report import phrases

PART = "repeat/part"
_WORDS = {
    "repeat/exact": "exact copy",
    "repeat/near": "near copy",
    PART: "part of a paragraph",
    "repeat/edge": "beside a copy",
    "learned": "learned boilerplate",
    "learned/grown": "learned: beside it",
    "learned/items": "learned: rows of items",
}


def class_of(record: FileRecord, before: Removal | None, removal: Removal) -> str:
    """Return the class of a removal; `before` is the one before it in its file.

    A repeat is part of a paragraph if text of its own line stays on both of its sides: no line break is cut with it,
    nor does it touch an end of the file or another removal.
    """
    rule = phrases.rule_class(removal.rule or removal.kind)
    if rule not in ("repeat/exact", "repeat/near"):
        return rule
    content = removal.content
    if removal.row is not None:
        breaks = content.startswith((b"\\n", b"\\r", b"{")) or content.endswith((b"\\n", b"\\r", b"}", b"\n"))
    else:
        breaks = content[:1] in (b"\n", b"\r") or content[-1:] in (b"\n", b"\r", b"\0")
        breaks = breaks or removal.start == 0 or removal.end == record.size
    touches = before is not None and before.end == removal.start
    return rule if breaks or touches else PART


def class_words(name: str) -> str:
    """Return a class in words."""
    if name in _WORDS:
        return _WORDS[name]
    words = phrases.rule_words(name)
    if name.startswith("known"):
        return words.replace("known ", "known: ", 1)
    return f"around boilerplate: {words.partition(':')[0]}" if name.startswith("context") else words


def spared_rule(one: Spared) -> str:
    """Return what would have taken a text that was nearly removed."""
    if one.level is None:
        return "repeat"
    return f"{class_words(phrases.rule_class(one.rule))}, from --level {one.level} on"


def in_order(names: list[str]) -> list[str]:
    """Return classes in the order of a table: copies, then known boilerplate, then what stands around it."""
    of_copies = [name for name in _WORDS if name.startswith("repeat")]
    of_pages = [name for name in _WORDS if name.startswith("learned")]
    known = [*of_copies, *sorted(name for name in names if name.startswith("known")), *of_pages]
    return sorted(names, key=lambda name: (known.index(name) if name in known else len(known), name))
