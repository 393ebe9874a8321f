"""``dedup clean --debug-candidates``: what was proposed, and what spoke against it."""

from __future__ import annotations

import json

import pytest

ONE = (
    "The night ferry leaves the east quay at 9 and comes back at 11 with the crew of the lighthouse on board, and the "
    "cook has the soup ready for them."
)
TWO = "Three of the older pilots still remember the winter in which the whole strait froze from shore to shore."
THREE = "The harbour master keeps a list of every ship that ever asked him for shelter, and of the answer he gave."
FOUR = "A boat was painted."
FIVE = (
    "The first letter of thanks that year was written by Edda Winter to the men of the boat, and it hung in the hall "
    "of the watch house until the day the roof was mended."
)


@pytest.fixture
def tried(run, place):
    """The units of the second document, by their first words."""
    raw = place / "corpus"
    raw.mkdir()
    (raw / "a.txt").write_text("\n\n".join(["One", ONE, "Between", TWO, "Then", THREE, FOUR, FIVE]) + "\n")

    def of(*paragraphs, config=""):
        (place / "pyproject.toml").write_text(config)
        (raw / "b.txt").write_text("\n\n".join(paragraphs) + "\n")
        run("clean", "corpus", "--out", "cleaned", "--overwrite", "--quiet", "--debug-candidates", "--only", "repeats")
        lines = (place / "cleaned-report/candidates.jsonl").read_text().splitlines()
        first = next(row for row in map(json.loads, lines) if row["path"] == "b.txt")
        return first, {unit["line"]: unit for unit in first["units"]}

    return of


def test_how_a_document_was_proposed_and_what_went(tried):
    row, units = tried("Two", ONE.replace("soup", "stew"))
    [proposed] = row["proposed"]
    assert (proposed["path"], proposed["compared"], proposed["whole"]) == ("a.txt", True, False)
    assert proposed["equal"] > 0
    assert proposed["estimate"] > 0.5
    assert units[3]["fault"] == ""
    assert units[3]["source"] == {"path": "a.txt", "row": None, "line": 3}
    assert (units[3]["matched"], units[3]["needed"]) == (30, 25)


@pytest.mark.parametrize(
    ("paragraph", "fault"),
    [
        (ONE.replace("9", "8"), "a number or a negation differs"),
        (ONE.replace("the crew", "never the crew"), "a number or a negation differs"),
        (ONE.replace("with the crew of the lighthouse", "and all its men from far off"), "too little is matched"),
        (TWO, "its run is too short"),
        (FIVE.replace("Edda Winter", "Jorn Halvard"), "it names another"),
    ],
)
def test_what_spoke_against_it(tried, paragraph, fault):
    _, units = tried("Two", paragraph)
    assert units[3]["fault"] == fault


def test_what_the_user_keeps(tried):
    _, units = tried("Two", ONE, config=f"[tool.dedup]\nkeep = [{json.dumps(ONE)}]\n")
    assert units[3]["fault"] == "kept by the user"


def test_a_slot_of_a_form(tried):
    changed = [
        text.replace("every", "each").replace("The", "That").replace("the", "that") for text in (ONE, TWO, THREE)
    ]
    _, units = tried("Two", " ".join([ONE, *changed]))
    assert "a slot of a form" in {unit["fault"] for unit in units.values()}


def test_what_went_is_what_has_no_fault(run, raw, place):
    run("clean", raw, "--out", "cleaned", "--quiet", "--debug-candidates")
    removals = list(map(json.loads, (place / "cleaned-report/removals.jsonl").read_text().splitlines()))
    rows = list(map(json.loads, (place / "cleaned-report/candidates.jsonl").read_text().splitlines()))
    gone = {(row["path"], unit["line"]) for row in rows for unit in row["units"] if not unit["fault"]}
    assert gone
    assert {path for path, _ in gone} == {removal["path"] for removal in removals if removal["witness"]}
    for path, line in gone:
        assert any(each["path"] == path and each["lines"][0] <= line <= each["lines"][1] for each in removals)


def test_it_changes_nothing_else(run, raw, place, files_of):
    run("clean", raw, "--out", "cleaned", "--quiet", "--debug-candidates")
    run("clean", raw, "--out", "plain", "--quiet")
    assert files_of(place / "cleaned") == files_of(place / "plain")
    debugged, plain = files_of(place / "cleaned-report"), files_of(place / "plain-report")
    del debugged["candidates.jsonl"]
    assert debugged == plain
    assert run("clean", raw, "--out", "cleaned", "--overwrite", "--quiet").code == 0, (
        "the folder is still known as ours"
    )


@pytest.mark.parametrize("options", [["--dry-run"], ["--out", "-"]])
def test_it_needs_a_report(run, raw, options):
    done = run("clean", raw, "--debug-candidates", *options)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
