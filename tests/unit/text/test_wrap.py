from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.text import wrap as shapes


def wrapped_lines(lines: list[str]) -> list[bool]:
    return shapes.wrapped_lines(lines, shapes.opening_lines(lines))


def verse_lines(lines: list[str]) -> list[bool]:
    return shapes.verse_lines(lines, shapes.opening_lines(lines))


PROSE = (
    "The committee that was set up last spring to look into the matter has now published its findings, and "
    "they are plain enough: the bridge was never inspected, the reports were copied from one year to the "
    "next, and nobody in the office had read them before the accident happened on the second of May."
)
RUSSIAN = (
    "Комиссия, созданная прошлой весной для изучения этого вопроса, опубликовала свои выводы, и они достаточно "
    "ясны: мост никогда не осматривали, отчёты переписывали из года в год, и никто их не читал."
)


def wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width)


@pytest.mark.parametrize("width", [45, 60, 72, 80, 100, 120])
@pytest.mark.parametrize("text", [PROSE, RUSSIAN], ids=["en", "ru"])
def test_wrapped_prose(text: str, width: int) -> None:
    lines = wrap(text, width)
    expected = [True] * (len(lines) - 1) + [False] if max(map(len, lines)) >= 45 else [False] * len(lines)
    assert wrapped_lines(lines) == expected


LINES = {
    "verse with capitals": """
Shall I compare thee to a summer’s day and all its winds?
Thou art more lovely and more temperate than all of these:
Rough winds do shake the darling buds of May and always will,
And summer’s lease hath all too short a date, they say.""",
    "short lines": "one two three four\nfive six seven eight\nnine ten eleven",
    "ragged lines": f"{PROSE[:90]}\nshort\n{PROSE[:80]}\ntiny line",
    "bullets": "\n".join(f"- {PROSE[n : n + 70]}" for n in range(4)),
    "numbered": "\n".join(f"{n}. {PROSE[n : n + 70]}" for n in range(4)),
    "lettered": "\n".join(f"({c}) {PROSE[:70]}" for c in "abcd"),
    "long lines": f"{PROSE}\n{PROSE}\n{PROSE}",
    "code": """
def main(argv: list[str]) -> int:
    for name in argv:
        with open(name) as handle:
            print(handle.read(), file=sys.stderr)
    return 0""",
    "table": "\n".join(f"| {n:<20} | {n * n:<20} |" for n in range(5)),
    "two short lines": "This is the first of two lines of some text here\nand this is the second one of the two",
    "blank lines between": "\n\n".join(wrap(PROSE, 70)),
    "nothing": "",
    "blank": "   \n\t\n",
    "one line": PROSE[:70],
    "short Japanese lines": "今日は晴れです\n明日は雨です\n明後日は雪です",
}


@pytest.mark.parametrize("name", LINES)
def test_lines_that_end(name: str) -> None:
    lines = LINES[name].split("\n")
    assert wrapped_lines(lines) == [False] * len(lines)


def test_wrapped_chinese() -> None:
    text = (
        "这是一个很长的段落它被硬换行了因为编辑器只允许每行四十个字符所以每一行的长度都是一样的直到最后一行才短一些" * 3
    )
    lines = [text[n : n + 40] for n in range(0, len(text), 40)]
    assert wrapped_lines(lines) == [True] * (len(lines) - 1) + [False]


def test_two_long_lines_of_prose_are_wrapped() -> None:
    lines = wrap(PROSE, 72)[:2]
    assert wrapped_lines(lines) == [True, False]


def test_a_bullet_a_blank_line_and_an_indent_start_paragraphs() -> None:
    one = wrap(PROSE, 70)
    body = [True] * (len(one) - 1) + [False]
    assert wrapped_lines([*one, "", *one]) == [*body, False, *body]
    bullets = ["- " + one[0][2:], *one[1:]]
    assert wrapped_lines([*bullets, *bullets]) == 2 * body
    indented = textwrap.wrap(PROSE, 70, initial_indent="    ")
    indented_body = [True] * (len(indented) - 1) + [False]
    assert wrapped_lines([*one, *indented]) == [*body, *indented_body]


GERMAN = (
    "Auf dem Gelände der alten Ziegelei am Rand der Stadt hat der Verein in den letzten beiden Jahren einen Garten für "
    "Kinder und Eltern angelegt, in dem Gemüse, Kräuter und Obst wachsen, und im Sommer gibt es dort Musik und Kuchen."
)


@pytest.mark.parametrize("text", [GERMAN, PROSE.upper()], ids=["de", "capitals"])
def test_capitals_at_the_start_of_lines_are_no_verse_where_they_abound(text: str) -> None:
    for width in range(62, 80):
        lines = wrap(text, width)
        assert wrapped_lines(lines) == [True] * (len(lines) - 1) + [False], lines


@pytest.mark.parametrize("mark", [" * ", "// ", "# ", "> ", "%% "])
def test_comments_and_quoted_messages_are_wrapped(mark: str) -> None:
    lines = [mark + line for line in wrap(PROSE, 70)]
    body = [True] * (len(lines) - 1) + [False]
    assert wrapped_lines(lines) == body
    assert wrapped_lines([*lines, mark.rstrip(), *lines]) == [*body, False, *body]
    items = [f"{mark}{PROSE[:60]}"] * 4
    assert wrapped_lines(items) == [False] * 4


def test_trailing_blanks_do_not_matter() -> None:
    one = wrap(PROSE, 70)
    assert wrapped_lines([line + "  " for line in one]) == wrapped_lines(one)


@given(st.lists(st.text(st.sampled_from("abcA .-\t漢。1"), max_size=70), max_size=8))
def test_what_never_wraps(lines: list[str]) -> None:
    wraps = wrapped_lines(lines)
    assert len(wraps) == len(lines)
    for number, wrapped in enumerate(wraps):
        if wrapped:
            assert lines[number].strip()
            assert lines[number + 1].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Row, row, row your boat\nGently down the stream", [True, True]),
        ("Row, row, row your boat\n\nGently down the stream", [False, False, False]),
        ("It rained today.\nWe stayed inside.\nThen it stopped.", [False] * 3),
        ("It rained today.\nWe stayed inside,\nand then it stopped", [True] * 3),
        (f"A short line\n{PROSE[:85]}", [False, False]),
        ("静かな夜\n月が出た\n風が吹く", [True] * 3),
        ("", [False]),
    ],
)
def test_stanzas(text: str, expected: list[bool]) -> None:
    assert verse_lines(text.split("\n")) == expected


@pytest.mark.parametrize("row", [" > ".join(["Guide to the harbour"] * 4), "\t".join(["Guide to the harbour"] * 4)])
def test_a_row_of_items_wraps_to_no_other_line(row: str) -> None:
    assert wrapped_lines([row, "The lighthouse and its keepers"]) == [False, False]
    assert (
        wrapped_lines(["The lighthouse, its keepers, their families, and all who came to see it", row]) == [False] * 2
    )
