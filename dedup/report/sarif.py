"""SARIF 2.1.0, for code scanning and editors: one run, a rule for each class of findings, a result for each finding.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from dedup.model import Removal, Witness
from dedup.report import phrases, visible
from dedup.report.findings import Finding, Found

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 25_000
"""GitHub takes no more in one run."""

_BASE = "%SRCROOT%"
_BREAKS = ["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"]
_SPECIAL = re.compile(r"[\\\[\]{}]")
_NOTES = ("repeat/edge", "context")
"""Rules that act only beside another finding."""
_HELP = {
    "repeat": "The words stand at another place of the corpus too, which the message names and which would stay.",
    "known": "A catalogue of phrases knows the line; `dedup phrase` tells the entry.",
    "learned": "The same lines stand on many pages of one source.",
    "context": "The lines lie between or behind other boilerplate.",
}
_ACT = (
    "`dedup check --diff` shows what would go and `--fix` removes it. To keep it, put its fingerprint into `keep` of "
    "`[tool.dedup]`, or accept all that is found now with `--baseline FILE --update-baseline`."
)


def render(found: Found) -> Iterator[str]:
    """Yield the log, in one piece."""
    rules: dict[str, dict[str, Any]] = {}
    results: list[dict[str, Any]] = []
    left_out = 0
    for _, findings in found.files:
        for finding in findings:
            if len(results) == MAX_RESULTS:
                left_out += 1
                continue
            name = phrases.class_of(finding.removal)
            rules.setdefault(name, _rule(name))
            results.append(_result(finding, [*rules].index(name), found.compared))
    run = {
        "tool": {"driver": {"name": "dedup", "version": found.info.tool_version, "rules": [*rules.values()]}},
        "invocations": [_invocation(found, left_out)],
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder that paths are seen from."}}},
        "newlineSequences": _BREAKS,
        "results": results,
    }
    # Escapes for all that is not ASCII: the file can be read whatever encoding is taken for it.
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def uri(path: str) -> str:
    """Return a path as a URI, relative if the path is."""
    plain = quote(os.fsencode(path))
    return f"file://{plain}" if path.startswith("/") else plain


def _level(rule: str) -> str:
    return "note" if rule.startswith(_NOTES) else "warning"


def _rule(name: str) -> dict[str, Any]:
    head = name.partition("/")[0]
    words = phrases.rule_words(name)
    told = _HELP.get(head, "A rule of dedup found it.")
    return {
        "id": visible.name(name),
        "shortDescription": {"text": _text(words[:1].upper() + words[1:])},
        "fullDescription": {"text": told.replace("`", "")},
        "help": {"text": f"{told} {_ACT}".replace("`", ""), "markdown": f"{told}\n\n{_ACT}"},
        "defaultConfiguration": {"level": _level(name)},
        "properties": {"tags": ["repeat" if head == "repeat" else "boilerplate"]},
    }


def _result(finding: Finding, rule: int, compared: bool) -> dict[str, Any]:
    removal = finding.removal
    name = phrases.class_of(removal)
    result: dict[str, Any] = {
        "ruleId": visible.name(name),
        "ruleIndex": rule,
        "level": _level(name),
        "message": {"text": _message(removal)},
        "locations": [{"physicalLocation": _physical(removal.path, *finding.file_lines)}],
        "partialFingerprints": {"dedupWords/v1": removal.fingerprint},
        "properties": {"rule": visible.name(removal.rule), "words": removal.words},
    }
    if removal.row is not None:
        result["properties"] |= {"row": removal.row, "linesOfRow": [removal.first_line, removal.last_line]}
    if removal.witness is not None:
        result["relatedLocations"] = [_related(removal.witness)]
        result["properties"]["similarity"] = removal.witness.similarity
    if compared:
        result["baselineState"] = "new"
    return result


def _message(removal: Removal) -> str:
    """What was found; of a repeat, with a link to the kept place, which is related location 1."""
    if removal.witness is None:
        told = phrases.reason(removal)
        evidence = f": {visible.name(removal.evidence)}" if removal.evidence else ""
        return _text(told[:1].upper() + told[1:] + evidence) + "."
    verb = phrases.relation(removal).capitalize()
    place = _text(phrases.witness_place(removal.witness))
    return f"{verb} [{place}](1), {phrases.percent(removal.witness.similarity)} alike."


def _related(witness: Witness) -> dict[str, Any]:
    row = witness.row
    lines = (witness.first_line, witness.last_line) if row is None else (row, row)
    return {
        "id": 1,
        "physicalLocation": _physical(witness.path, *lines),
        "message": {"text": "Carries the same words, and is kept."},
    }


def _physical(path: str, first: int, last: int) -> dict[str, Any]:
    artifact = {"uri": uri(path)} if path.startswith("/") else {"uri": uri(path), "uriBaseId": _BASE}
    return {"artifactLocation": artifact, "region": {"startLine": first, "endLine": last}}


def _invocation(found: Found, left_out: int) -> dict[str, Any]:
    notifications = [{"level": "error", "message": {"text": _text(visible.name(p))}} for p in found.info.problems]
    notifications += [{"level": "note", "message": {"text": _text(visible.name(n))}} for n in found.info.notes]
    if left_out:
        text = f"{phrases.count(left_out, 'more finding')} left out: a run holds {MAX_RESULTS:,} at most."
        notifications.append({"level": "warning", "message": {"text": text}})
    told: dict[str, Any] = {"executionSuccessful": not found.info.problems}
    return told | ({"toolExecutionNotifications": notifications} if notifications else {})


def _text(raw: str) -> str:
    """Return a text as it stands in a message: brackets make links there, and braces places for arguments."""
    return _SPECIAL.sub(lambda match: match[0] * 2 if match[0] in "{}" else f"\\{match[0]}", raw)
