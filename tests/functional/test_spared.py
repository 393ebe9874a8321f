"""What was nearly removed: told in the ledger, by explain and in the report."""

from __future__ import annotations

import pytest

from dedup.ledger import Ledger

ONE = (
    "The night ferry leaves the east quay at 9 and comes back at 11 with the crew of the lighthouse on board, and the "
    "cook has the soup ready for them."
)
TWO = "Three of the older pilots still remember the winter in which the whole strait froze from shore to shore."
MENU = "Home\nLocal news\nSports\nWeather\nContact\nAbout us\nPrivacy policy"


@pytest.fixture
def spared(run, place):
    """The places that nearly went from the second of two documents, by their reasons."""

    def of(*paragraphs, options=()):
        for name, texts in (("a", ["One", ONE, "Between", TWO]), ("b", paragraphs)):
            (place / "corpus").mkdir(exist_ok=True)
            (place / f"corpus/{name}.txt").write_text("\n\n".join(texts) + "\n")
        run("clean", "corpus", "--out", "cleaned", "--overwrite", "--quiet", *options)
        told = Ledger.open(place / "cleaned-report/ledger.parquet").info.spared
        return {one.reason: one for one in told if one.path == "b.txt"}

    return of


@pytest.mark.parametrize(
    ("paragraph", "reason"),
    [
        (ONE.replace("9", "8"), "a number or a negation differs"),
        (
            ONE.replace("with the crew of the lighthouse", "and all its men from far off"),
            "% of its words stand there, in order",
        ),
        (TWO, "19 words stand there one behind the other, 25 are needed"),
    ],
)
def test_what_a_repeat_lacked(spared, run, place, paragraph, reason):
    told = spared("Two", paragraph)
    [one] = [one for each, one in told.items() if reason in each]
    assert (one.first_line, one.other_path, one.rule) == (3, "a.txt", "repeat")
    assert 0.75 <= one.nearness <= 1
    assert one.text in paragraph
    answer = run("explain", "cleaned-report", "b.txt:3").text
    assert "was kept" in answer
    assert one.reason in answer
    assert "is like:         a.txt:" in answer
    pages = place / "cleaned-report/pages"
    listed = (pages / "borderline.html").read_text()
    assert 'href="d2.html#L3"' in listed
    assert one.reason in listed
    assert "Nearly removed" in (pages / "d2.html").read_text()


def test_what_the_next_level_takes(spared, run):
    told = spared(MENU, "Two", "Nobody knew why the tide came twice that day.", options=["--level", "safe"])
    assert {one.level for one in told.values()} == {"default"}
    assert "from --level default on" in run("explain", "cleaned-report", "b.txt:3").text
    assert not spared(MENU, "Two", "Nobody knew why the tide came twice that day.", options=["--level", "aggressive"])


def test_nothing_where_nothing_is_near(spared):
    assert not spared("Two", "Nobody knew why the tide came twice that day, and nobody dared to ask the pilots for it.")
