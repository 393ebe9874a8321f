"""The report in a real browser: headless Chromium, which `.ci/run` installs; without one these tests are skipped."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.report.html import lists

sync_api = pytest.importorskip("playwright.sync_api", reason="the browser tests need the package playwright")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt install chromium)")

SEEDS = Path(__file__).parents[2] / "seeds"
COOKIES = "We use cookies to improve our service. By continuing you accept all cookies on this website.\n"
STORY = (
    "The ferry between the two towns had stopped running long before anyone thought of asking why it had ever been "
    "there, and most people took the {} bridge and never once looked down at the cold grey water below.\n"
)
EVIL = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> {{ 7*7 }} ]]> </span>"
    "</div></main><a href=\"javascript:document.title='owned'\">click</a> <style>*{display:none}</style>\n"
)
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""All that axe asks of colours by default."""


@dataclass
class Seen:
    """What a browser complained of, and what it asked for."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def cleaned(raw: Path, folder: Path) -> Path:
    with dedup.clean(raw, folder / "cleaned") as result:
        assert result.report is not None
        return result.report


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample scrapes."""
    return cleaned(SEEDS, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a corpus that tries to break out of it."""
    folder = tmp_path_factory.mktemp("hostile")
    raw = folder / "raw"
    (raw / 'a "quoted" <b>\nfolder').mkdir(parents=True)
    names = ["one.txt", "javascript:alert(1).txt", "{{ 7*7 }}'\u202e.txt", "<img src=x onerror=alert(1)>.txt"]
    for number, name in enumerate(names):
        bold = STORY.format("old" if number % 2 else "new")
        text = f"Page {number}\n\n{EVIL}\n{bold}\nשלום עולם {number}\n漢字かな\n\x1b[31m\u202eevil\x00\n\n{COOKIES}"
        (raw / 'a "quoted" <b>\nfolder' / name).write_text(text * (1 + number % 2))
    return cleaned(raw, folder)


@pytest.fixture
def tab(chromium: Any) -> Iterator[tuple[Any, Seen]]:
    context = chromium.new_context()
    page, seen = context.new_page(), Seen()
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    yield page, seen
    context.close()


def pages(report: Path) -> list[Path]:
    return [report / "index.html", *sorted((report / "pages").glob("*.html"))]


@pytest.mark.parametrize("name", ["sample", "hostile"])
def test_every_page_opens_without_a_complaint(name: str, request: pytest.FixtureRequest, tab: Any) -> None:
    report = request.getfixturevalue(name)
    page, seen = tab
    for file in pages(report):
        page.goto(file.as_uri())
        assert "owned" not in page.title()
        assert page.locator("html.js").count() == 1, "the script ran"
        assert page.evaluate("getComputedStyle(document.querySelector('main ~ footer')).borderTopWidth") == "1px"
    assert not seen.complaints
    inside = report.as_uri()
    assert {url for url in seen.requests if not url.startswith(inside)} == set()
    assert {url.rpartition(".")[2] for url in seen.requests} == {"html", "css", "js"}


@pytest.mark.parametrize("name", ["sample", "hostile"])
def test_every_link_leads_to_a_place_that_can_be_seen(name: str, request: pytest.FixtureRequest, tab: Any) -> None:
    report = request.getfixturevalue(name)
    page, _ = tab
    links: set[str] = set()
    for file in pages(report):
        page.goto(file.as_uri())
        links |= set(page.eval_on_selector_all("a", "all => all.map(a => a.href)"))
    assert all(link.startswith(report.as_uri()) for link in links)
    for link in sorted(links):
        if ".html" not in link:
            assert (report / link.rpartition("/")[2]).is_file(), link
            continue
        page.goto(link)
        anchor = link.partition("#")[2]
        if anchor and anchor != "main" and not anchor.startswith("q="):
            assert page.locator(f"[id='{anchor}']").is_visible(), link


@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_no_violation(sample: Path, tab: Any, width: int) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page, _ = tab
    page.set_viewport_size({"width": width, "height": 900})
    names = ["index", "pages/documents", "pages/groups", "pages/sources", "pages/borderline", "pages/g1", "pages/d2"]
    for name in [*names, "pages/d10"]:
        page.emulate_media(color_scheme="light")
        page.goto((sample / f"{name}.html").as_uri())
        page.keyboard.press("o")
        page.evaluate(axe)
        assert not violations(page), name
        page.emulate_media(color_scheme="dark")  # which changes colours and nothing else
        assert not violations(page, runOnly=COLOUR_RULES), name
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} scrolls sideways"


def violations(page: Any, **options: Any) -> list[tuple[str, str]]:
    """What axe finds on a page: the rules, and where they are broken."""
    found = page.evaluate(f"axe.run({json.dumps({'preload': False, 'resultTypes': ['violations'], **options})})")
    return [(each["id"], node["html"][:200]) for each in found["violations"] for node in each["nodes"]]


def test_lists_sort_and_filter(sample: Path, tab: Any) -> None:
    page, _ = tab
    page.goto((sample / "pages" / "documents.html").as_uri())

    def column(number: int) -> list[str]:
        cells = page.locator("tbody tr").all()
        return [cell.locator("th, td").nth(number).inner_text() for cell in cells]

    words = [int(each.replace(",", "")) for each in column(3)]
    assert words == sorted(words, reverse=True)
    page.get_by_role("button", name="Words removed").click()
    assert [int(each.replace(",", "")) for each in column(3)] == sorted(words)
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    page.get_by_role("button", name="Document", exact=True).click()
    assert column(0) == sorted(column(0))
    page.keyboard.press("/")
    page.keyboard.type("ossel-valley skipper")
    assert page.locator("tbody tr").count() == 2
    assert page.get_by_role("status").inner_text() == "2 of 11 rows"


def test_a_source_leads_to_its_documents(sample: Path, tab: Any) -> None:
    page, _ = tab
    page.goto((sample / "pages" / "sources.html").as_uri())
    page.get_by_role("link", name="quenham-bugle").click()
    assert page.get_by_role("status").inner_text() == "1 of 11 rows"


def test_a_list_of_several_pages_is_filtered_as_one(tmp_path: Path, tab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PER_PAGE", 4)
    page, seen = tab
    page.goto((cleaned(SEEDS, tmp_path) / "pages" / "documents-2.html").as_uri())
    assert page.locator("tbody tr").count() == 4
    page.locator(".tools input").fill("marlby")
    first = page.locator("tbody tr").first
    assert page.get_by_role("status").inner_text() == "2 of 11 rows"
    assert first.locator("th").inner_text() == "quenham-bugle/ossel-ferry-to-sail-all-winter.txt"
    assert not page.locator(".pager").is_visible()
    first.locator("a").click()
    assert page.locator("h1").inner_text() == "quenham-bugle/ossel-ferry-to-sail-all-winter.txt"
    assert not seen.complaints


def test_keys_move_fold_and_turn_pages(sample: Path, tab: Any) -> None:
    page, _ = tab
    page.goto((sample / "pages" / "d10.html").as_uri())
    for key, here in (("j", "r1"), ("j", "r2"), ("k", "r1")):
        page.keyboard.press(key)
        assert page.locator(".here").get_attribute("id") == here
        assert page.evaluate("document.activeElement.id") == here
    assert page.locator("main details[open]").count() == 0
    page.keyboard.press("o")
    assert page.locator("main details:not([open])").count() == 0
    page.keyboard.press("?")
    assert page.get_by_text("filter the list").is_visible()
    page.keyboard.press("]")
    page.wait_for_url("**/d11.html")
    page.keyboard.press("[")
    page.wait_for_url("**/d10.html")


def test_a_line_inside_of_a_fold_is_shown_when_it_is_linked(sample: Path, tab: Any) -> None:
    page, _ = tab
    addresses = [file.as_uri() for file in pages(sample)]
    inside = "details:not([open]) [id^=L]"
    address = next(each for each in addresses if page.goto(each) and page.locator(inside).count())
    name = page.locator(inside).first.get_attribute("id")
    assert not page.locator(f"#{name}").is_visible()
    page.goto(f"{address}#{name}")
    page.locator(f"#{name}").wait_for(state="visible")


@pytest.mark.parametrize(
    ("clicks", "answer"),
    [
        (["#documents ~ table a >> nth=1", "summary:text('Why exactly') >> nth=0"], "dt:text('Rule') >> nth=0"),
        (["#documents ~ table a >> nth=1", "summary:text('Side by side') >> nth=0"], ".pair ins >> nth=0"),
        (["#groups ~ table a >> nth=0"], "tr.stays, tbody tr >> nth=0"),
        (["text=all borderline cases", "#nearly ~ table a >> nth=0"], "p.nearly >> nth=0"),
        (["#documents ~ table a >> nth=1", "summary:text('Why exactly') >> nth=0"], "code:text('keep = [') >> nth=0"),
    ],
    ids=["why did it go", "what does it repeat", "what was struck most", "what nearly went", "how is it kept"],
)
def test_what_a_reader_asks_is_three_clicks_away(clicks: list[str], answer: str, sample: Path, tab: Any) -> None:
    page, _ = tab
    page.goto((sample / "index.html").as_uri())
    assert len(clicks) <= 3
    for click in clicks:
        page.click(click)
    page.locator(answer).wait_for(state="visible")


def test_it_can_be_read_without_javascript(sample: Path, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sample / "index.html").as_uri())
    page.get_by_role("link", name="all 11 documents").click()
    page.get_by_role("link", name="quenham-bugle/ossel-ferry-to-sail-all-winter.txt").click()
    assert page.locator("del").first.is_visible()
    page.get_by_text("Why exactly, and how to keep it").first.click()
    assert page.get_by_text("keep = [").first.is_visible()
    page.locator("section.gone a.name").first.click()
    assert page.locator("h1").inner_text() == "marlby-courier/council-backs-year-round-ferry.txt"
    context.close()


def test_pictures(sample: Path, tab: Any, tmp_path: Path) -> None:
    """Set DEDUP_PICTURES to a folder to look at them."""
    page, _ = tab
    folder = Path(os.environ.get("DEDUP_PICTURES", tmp_path))
    pictures = set()
    for scheme in ("light", "dark"):
        for width in (1200, 390):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            for name in ("index", "pages/d10", "pages/groups"):
                page.goto((sample / f"{name}.html").as_uri())
                picture = page.screenshot(path=folder / f"{Path(name).name}-{scheme}-{width}.png")
                pictures.add(picture)
    assert len(pictures) == 2 * 2 * 3
