"""The page of borderline cases: what nearly went, and what only just went, so that settings can be judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dedup.model import Spared
from dedup.report import phrases, visible
from dedup.report.html import statements
from dedup.report.html.classes import spared_rule
from dedup.report.html.excerpts import Excerpts, beginning
from dedup.report.html.fragments import Cell
from dedup.report.html.survey import Survey
from dedup.report.html.tables import kept_place, removed_place


@dataclass(frozen=True, slots=True)
class Near:
    """One removal near a limit."""

    place: Cell
    text: str
    words: int
    found: str
    needed: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Limit:
    """The removals nearest to one limit, nearest first."""

    anchor: str
    title: str
    about: str
    found: str
    """What the measured value is called."""
    rows: list[Near]


@dataclass(frozen=True, slots=True)
class NearlyRemoved:
    """One text that stayed, though it came close to going."""

    place: Cell
    text: str
    rule: str
    """What would have taken it."""
    reason: str
    other: Cell | None
    """The earlier place that it is like."""


def gather(survey: Survey, excerpts: Excerpts) -> dict[str, Any]:
    """Return what the page of borderline cases shows: what nearly went, and for each limit what only just went."""
    limits = {
        "similarity": Limit(
            "alike",
            "Only just alike enough",
            "Near copies whose similarity lies closest above the limit. A higher --similarity keeps the first of them.",
            "Alike",
            [],
        ),
        "run": Limit(
            "long",
            "Only just long enough",
            "Repeats whose run has hardly more words than it needed. A higher --min-words keeps the first of them.",
            "Words of the run",
            [],
        ),
    }
    for row in survey.ask(statements.BORDERLINE):
        spell = phrases.percent if row["limit_"] == "similarity" else _whole
        limits[row["limit_"]].rows.append(
            Near(
                place=removed_place(row),
                text=excerpts.text(row["file"], row["start"]),
                words=row["words"],
                found=spell(row["found"]),
                needed=spell(row["needed"]),
                fingerprint=row["print"],
            )
        )
    return {"nearly": _nearly(survey), "limits": list(limits.values())}


def _nearly(survey: Survey) -> list[NearlyRemoved]:
    """Return the texts that nearly went, nearest first."""
    spared = survey.ledger.info.spared
    rows = [(spared[row["number"]], row) for row in survey.ask(statements.SPARED)]
    rows.sort(key=lambda each: -each[0].nearness)
    return [_nearly_removed(one, row["page"], row["other_page"]) for one, row in rows]


def _nearly_removed(one: Spared, page: int, other_page: int | None) -> NearlyRemoved:
    other = None
    if one.other_path is not None and one.other_first_line is not None and one.other_last_line is not None:
        other = kept_place(other_page, one.other_path, one.other_row, one.other_first_line, one.other_last_line)
    return NearlyRemoved(
        place=kept_place(page, one.path, one.row, one.first_line, one.last_line),
        text=beginning(one.text),
        rule=spared_rule(one),
        reason=visible.clipped(visible.name(one.reason), 300),
        other=other,
    )


def _whole(value: float) -> str:
    return f"{int(value):,}"
