"""The real sites of the quality benchmark: HTML to text, and what is furniture in it."""

from __future__ import annotations

import pytest
from html_peers import overlay
from sites_text import parse, render


def runs(body: str, content: str = "main", **furniture: str) -> list[tuple[str, str | None]]:
    page = f"<!doctype html><title>not seen</title><body>{body}</body>"
    return [tuple(run) for run in render(parse(page.encode()), content, furniture)]


def text(body: str) -> str:
    return "".join(piece for piece, _ in runs(body, "body"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Tide  tables</h1>For <b>Os</b>sel.", "Tide tables\nFor Ossel."),
        ("<p>One\nline.</p><p>Two.</p>", "One line.\n\nTwo."),
        ("<ul><li>buoy</li> <li>beacon</li></ul>", "buoy\nbeacon"),
        ("up<br>down<br/>\n again", "up\ndown\nagain"),
        ("<table><tr><td>low<td> 04:12<tr><td>high<td>10:31</table>", "low\t04:12\nhigh\t10:31"),
        ("<pre>\nif a:\n    <b>x</b> =  1\n\n  done\n</pre>after", "if a:\n    x =  1\n\n  done\nafter"),
        ("a<script>var b</script><style>c</style><!-- d -->e", "ae"),
        ("<p>a &lt;&nbsp;b</p>&nbsp;<p>c</p>", "a <\xa0b\n\nc"),
    ],
)
def test_the_text_of_a_page_is_what_a_browser_shows(body: str, expected: str) -> None:
    assert text(body) == expected


def test_what_lies_outside_the_content_is_furniture_of_the_kind_that_names_it() -> None:
    body = "<nav>Home</nav><main>Fog.<a class=mark>#</a></main><div>Imprint</div>"
    assert runs(body, menu="nav", permalink=".mark") == [
        ("Home", "menu"),
        ("\n", None),
        ("Fog.", None),
        ("#", "permalink"),
        ("\n", None),
        ("Imprint", "other"),
    ]


def test_the_content_may_lie_in_furniture_and_furniture_in_it() -> None:
    marked = render(parse(b"<body><div><main>a<i>b<q>c</q></i></main>d</div>"), "main, q", {"menu": "div, i"})
    assert [(run.text, run.kind) for run in marked if run.text.strip()] == [
        ("a", None),
        ("b", "menu"),
        ("c", None),
        ("d", "menu"),
    ]


def test_an_extraction_keeps_the_lines_of_which_it_holds_half_of_the_words() -> None:
    page = "Home\nNews\n\nThe ferry sails at noon.\n---\nAll rights reserved\n"
    assert overlay(page, "The ferry sails at noon") == "\nThe ferry sails at noon.\n---\n"
    assert overlay(page, "") == "\n"
