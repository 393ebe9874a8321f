"""Corpus text and file names as they can safely be shown: nothing hidden, nothing that acts."""

from __future__ import annotations

import codecs
import json
import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u2028\u2029\u202a-\u202e\u2066-\u2069"  # line separators; what reorders text that follows
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"  # byte order marks, and what is no character
)
_UNSAFE_JSON = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LENIENT = json.JSONDecoder(strict=False)


def text(raw: str) -> str:
    r"""Return `raw` with every character that cannot be shown as an escape: ``\x1b``, ``\u202e``."""
    if raw.isprintable():  # most texts, and each of their lines
        return raw
    return _UNSAFE.sub(lambda match: _escape(match[0]), raw.replace("\r\n", "\n"))


def name(raw: str) -> str:
    """Return a file name on one line, likewise."""
    return text(raw).replace("\n", "\\n").replace("\t", "\\t")


def clipped(raw: str, limit: int) -> str:
    """Return `raw` in at most `limit` characters; what is left out is counted."""
    if len(raw) <= limit:
        return raw
    return f"{raw[:limit]} ... [{len(raw) - limit:,} more characters]"


def decode(content: bytes, encoding: str = "utf-8") -> str:
    """Return bytes of a corpus as text; broken bytes become lone surrogates, or U+FFFD in UTF-16."""
    return content.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")


def encoding_of(head: bytes) -> str:
    """Return the encoding of a file that begins with `head`: UTF-8, or UTF-16 by its byte order mark."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    return "utf-16-be" if head.startswith(codecs.BOM_UTF16_BE) else "utf-8"


def unquoted(raw: str) -> str:
    """Return a stretch of a JSON string literal as the text it stands for; anything else as it is."""
    if "\\" not in raw:  # most stretches
        return raw
    try:
        return str(_LENIENT.decode(f'"{raw}"'))
    except ValueError:
        return raw


def dumps(value: object, indent: int | None = None) -> str:
    """Return JSON that is readable in every script and safe to split at line ends."""
    plain = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", plain)


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
