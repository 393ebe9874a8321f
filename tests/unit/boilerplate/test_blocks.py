import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.boilerplate.blocks import BLOCKS, blocks_of_texts
from dedup.boilerplate.catalogue import among, shipped
from dedup.boilerplate.matching import match
from dedup.boilerplate.traits import PROTECTED
from dedup.text.fingerprint import parse_keep
from dedup.text.segment import segment
from dedup.text.texts import TEXTS

KEPT = "Printed on the quay"
LINES = (
    KEPT,
    "Home",
    "Home | Timetable | Boats for hire",
    "Facebook • Twitter • Instagram",
    "Leave a Reply",
    "Follow us on Facebook and on the quay",
    "© 2019 The Ferry Trust",
    "Wednesday 3 March 2021",
    "3 of 14 boats",
    "* * *",
    "Next →",
    "port = speed(12);",
    "We use cookies to make this site work and to count visits. Accept all cookies",
    "The ferry crossed the river 12 times before the fog came down and the skipper tied her up at the mill, where",
    "nobody had seen such a fog, or so the miller said, since the year in which the old bridge was carried away.",
    "次の便は霧のため欠航",
    "渡し船は霧が下りるまでに川を十二回渡り、船頭は水車小屋に船をつないだ。",
)
PAGES = st.lists(st.lists(st.sampled_from(["", *LINES]), max_size=12).map("\n".join), min_size=1, max_size=5)


def blocks(pages, first=0):
    rows = [(n, f"site{n % 2}", page.encode(), [], []) for n, page in enumerate(pages, first)]
    columns = zip(*rows, strict=True)
    batch = pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, TEXTS, strict=True)], schema=TEXTS)
    made = blocks_of_texts(batch, parse_keep([KEPT]))
    assert made.schema == BLOCKS
    return made.to_pylist()


@given(PAGES)
def test_a_page_looks_the_same_alone_and_among_others(pages):
    assert blocks(pages) == [row for n, page in enumerate(pages) for row in blocks([page], n)]


@given(PAGES)
def test_blocks_know_where_they_stand(pages):
    rows = iter(blocks(pages))
    for page in map(segment, pages):
        for start, end in zip(page.block_starts.tolist(), page.block_ends().tolist(), strict=True):
            row = next(rows)
            assert (row["begin_char"], row["end_char"]) == (start, end)


@pytest.mark.parametrize("line", LINES)
def test_a_block_is_what_the_catalogue_knows_of_its_line(line):
    (*_, row) = blocks(["\n\n".join(LINES), line])
    found = match(line)
    entry = shipped().entries[row["entry"]] if row["entry"] >= 0 else None
    assert (entry, row["hits"], row["pairs"]) == ((found.entry, found.hits, found.pairs) if found else (None, 0, 0))


def test_kept_words_are_protected_on_each_page():
    rows = blocks([f"Home\n\n{KEPT}", f"{KEPT}\n\nHome"])
    assert [bool(row["traits"] & PROTECTED) for row in rows] == [False, True, True, False]


def test_kept_words_do_not_reach_from_page_to_page():
    start, end = KEPT.split(" on ")
    assert not any(row["traits"] & PROTECTED for row in blocks([f"{start} on", end]))


def test_pages_are_signed_on_their_first_blocks_and_short_ones_not_at_all():
    rows = blocks(["Home\n\nTimetable", f"{LINES[13]}\n{LINES[14]}\n\nHome", ""])
    assert [(row["doc"], len(row["signature"])) for row in rows] == [(0, 0), (0, 0), (1, 128), (1, 0)]


@given(st.lists(st.integers(-9, 9)), st.lists(st.integers(-9, 9)))
def test_hashes_with_the_low_bits_of_known_ones_are_not_known(values, known):
    values, known = (np.array([n << 40 | (n & 3) for n in numbers], np.int64) for numbers in (values, known))
    assert (among(values, known) == np.isin(values, known)).all()
