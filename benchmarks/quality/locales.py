"""Readers of locale files: each gives the phrases of a file by key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import yaml

Messages = dict[str, str]
"""Phrases by key; nested keys are joined by dots."""


def read_lines(text: str) -> Messages:
    """``key: "value"`` lines of JavaScript, JSON or Python, in nested braces."""
    messages: Messages = {}
    stack: list[str] = []
    for line in text.splitlines():
        if opened := re.match(r"""\s*(?:const|var)?\s*["']?([\w.-]+)["']?\s*[:=]\s*\{\s*$""", line):
            stack.append(opened[1])
        elif found := re.match(r"""\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*:\s*(["'])(.*)\4,?\s*$""", line):
            key = found[1] or found[2] or found[3]
            messages[".".join([*stack, key])] = found[5].replace("\\'", "'").replace('\\"', '"')
        elif re.match(r"\s*\}", line) and stack:
            stack.pop()
    return messages


def read_named(text: str) -> Messages:
    """As `read_lines`, without the name of the outermost braces."""
    outer = re.compile(r"^(?:tarteaucitron\.lang|module\.exports|MESSAGES)\.")
    return {outer.sub("", key): value for key, value in read_lines(text).items()}


def read_yaml(text: str) -> Messages:
    """A YAML file."""
    return dict(_flat(yaml.safe_load(text), ""))


def _flat(tree: object, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(tree, str):
        yield prefix, " ".join(tree.split())


def read_po(text: str) -> Messages:
    """A gettext catalogue, by msgid."""
    messages: Messages = {}
    for entry in re.split(r"\n\s*\n", text):
        lines = [line for line in entry.splitlines() if not line.startswith("#")]
        parts = re.split(r"^msgstr(?:\[0\])? ", "\n".join(lines), maxsplit=1, flags=re.MULTILINE)
        if len(parts) == 2 and not parts[1].startswith('""\nmsg'):
            key, value = ("".join(json.loads(s) for s in re.findall(r'"(?:[^"\\]|\\.)*"', part)) for part in parts)
            if key and value:
                messages[key] = " ".join(value.split())
    return messages


READERS: dict[str, Callable[[str], Messages]] = {
    "lines": read_lines,
    "named": read_named,
    "yaml": read_yaml,
    "po": read_po,
}


def by_file(group: str | None, key: str) -> tuple[str, str]:
    """Language and key of a phrase, where the file's name tells the language."""
    return group or "", key


def by_first_name(group: str | None, key: str) -> tuple[str, str]:
    """Likewise, where the outermost name of the key begins with the language."""
    first, _, rest = key.partition(".")
    return group or first.partition("_")[0], rest


def by_last_name(group: str | None, key: str) -> tuple[str, str]:
    """Likewise, where the innermost name of the key is the language; the file's name becomes part of the key."""
    *names, last = key.split(".")
    return last, f"{group}.{names[-1] if names else ''}"


LANGUAGE_OF: dict[str, Callable[[str | None, str], tuple[str, str]]] = {
    "file": by_file,
    "first name": by_first_name,
    "last name": by_last_name,
}
