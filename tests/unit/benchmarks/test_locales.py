"""Locale files are read as their packages write them, and the halves share no phrase source."""

from __future__ import annotations

import tomllib
from itertools import product

from articles import HERE
from locales import by_first_name, by_last_name, read_lines, read_named, read_po, read_yaml


def test_javascript() -> None:
    text = """const de_texts = {\n    banner: {\n        title: 'Wir fragen\\'s',\n    },\n    "a-b": "x",\n};"""
    assert read_lines(text) == {"de_texts.banner.title": "Wir fragen's", "de_texts.a-b": "x"}
    assert by_first_name(None, "de_texts.banner.title") == ("de", "banner.title")
    assert by_last_name("mail", "title.de") == ("de", "mail.title")


def test_the_outermost_name_of_a_module_is_dropped() -> None:
    assert read_named('module.exports = {\n    "text": "Hier",\n};') == {"text": "Hier"}


def test_yaml() -> None:
    assert read_yaml("menu:\n  home:\n    Zum\n    Anfang\n") == {"menu.home": "Zum Anfang"}


def test_gettext() -> None:
    text = '#: a.py\nmsgid "Old"\nmsgstr ""\n\nmsgid ""\n"Post "\n"it"\nmsgstr "Ab"\n"senden"\n'
    assert read_po(text) == {"Post it": "Absenden"}


def test_the_halves_share_no_widget() -> None:
    rows = tomllib.loads((HERE / "packages.toml").read_text(encoding="utf-8"))["widget"]
    halves = [
        {(row["package"], tuple(sorted(row["keys"]))) for row in rows if row["half"] == half}
        for half in ("open", "final")
    ]
    assert all(halves)
    assert not halves[0] & halves[1]
    long = [{(package, key) for package, keys in half for key in keys if "description" in key} for half in halves]
    assert all(one != two for one, two in product(*long))
