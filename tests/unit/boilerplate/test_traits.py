import numpy as np
import pytest

from dedup.boilerplate.catalogue import masked_hashes
from dedup.boilerplate.traits import ARROW, MARKS, PROSE, SENTENCE, SPACELESS, TABLE, dates, traits
from dedup.text.segment import segment
from dedup.text.words import weights


def look(line):
    current = segment(line)
    borders = np.array([0]), np.array([len(current.words)])
    return int(traits([line], current.words, *borders, np.array([weights(current.words.kinds).sum()]))[0])


def is_date(line):
    words = segment(line).words
    return bool(dates(masked_hashes(line, words), words.kinds, np.array([0]), np.array([len(words)]))[0])


@pytest.mark.parametrize(
    "line",
    [
        "The ferry crossed the river twelve times before the fog came down and the skipper tied up.",
        "the ferry crossed the river twelve times before the fog came down and then the skipper who had been awake "
        "since four tied her up at the mill and went",
        "The ferry crossed the river twelve times\nbefore the fog came down and the\nskipper tied her up",
    ],
)
def test_prose(line):
    assert look(line) & PROSE


@pytest.mark.parametrize(
    "line",
    [
        "Home News Sport Weather Travel Culture Opinion Letters Archive Shop Jobs Cars Houses Food Wine Books Music "
        "Film Stage Art Games Radio TV Kids Health Science",
        "A short sentence.",
        "Ferry to sail all winter after the vote of the council of the town\nBees are moving house again in Marlby",
    ],
)
def test_no_prose(line):
    assert not look(line) & PROSE


@pytest.mark.parametrize("line", ["Read on →", "« Older posts", "Next page ›"])
def test_menu_arrows(line):
    assert look(line) & ARROW


def test_buttons_in_a_row():
    assert look("[ << ]\t[ < ]\t[ Up ]\t[ > ]") & ARROW
    assert not look("[ < ]\tgoes back to the section before") & ARROW
    assert not look("[1] [2] [3]") & ARROW


@pytest.mark.parametrize("line", ["« C’est vrai », dit-elle.", "»So ist es«, sagte er.", "a → b is a step"])
def test_quotations_are_no_arrows(line):
    assert not look(line) & ARROW


def test_other_looks():
    assert look("| 3 | 4 |") & TABLE
    assert look("return value(x);") & TABLE
    assert look("***") == MARKS
    assert look("渡し船が川を渡る。") & SPACELESS
    assert look("渡し船が川を渡る。") & SENTENCE


@pytest.mark.parametrize(
    "line",
    [
        "March 20, 2026",
        "Posted on Monday, 3rd May 2021 at 10:30 am",
        "12. Februar 2024",
        "le 3 mars 2020",
        "2026年3月20日",
    ],
)
def test_dates(line):
    assert is_date(line)


@pytest.mark.parametrize("line", ["March", "20 boats in March 2026", "The May fair of 1999"])
def test_no_dates(line):
    assert not is_date(line)
