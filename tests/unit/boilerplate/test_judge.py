import pytest

from dedup.boilerplate.catalogue import Entry
from dedup.boilerplate.judge import find, guard
from dedup.boilerplate.known import COOKIES
from dedup.boilerplate.page import Block, Page
from dedup.boilerplate.traits import ARROW, COUNTER, DATE, MARKS, OPEN, PROSE, PROTECTED, SENTENCE, TABLE

AD = Entry("ad", "en", True, "Advertisement")
SIGN_UP = Entry("newsletter", "en", True, "Sign up")
MORE = Entry("related", "en", False, "More stories")
WEAK = Entry("nav", "en", False, "Home")
ACCEPT = Entry("cookie", "en", True, "Accept all cookies")
SETTINGS = Entry("cookie", "en", False, "Settings")
FOOTER = Entry("footer", "en", True, "© *")


def block(weight=6, traits=0, *, pages=1, exact=None, entry=None, hits=0, pairs=0, topics=()):
    """A block whose number and key `page` fills in."""
    exact = pages if exact is None else exact
    return Block(0, 0, 0, weight, 0, traits, entry, hits, pairs, list(topics), pages, exact)


def prose(pages=1, topics=(), **others):
    return block(60, PROSE | SENTENCE, pages=pages, topics=topics, **others)


def page(*blocks, clusters=10):
    return Page(0, 0, clusters, [b._replace(number=n, masked=n) for n, b in enumerate(blocks)])


def rules(*blocks, clusters=10, level="default"):
    judged = page(*blocks, clusters=clusters)
    find(judged, level)
    guard(judged)
    return [finding.rule if finding else "" for finding in judged.findings]


def alone(*blocks):
    return rules(*blocks, clusters=1)


def test_learned_blocks_are_on_three_tenths_of_the_pages():
    run = [block(20, pages=3), block(20, pages=3)]
    assert rules(prose(), *run) == ["", "learned", "learned"]
    assert rules(prose(), *run, clusters=11) == ["", "", ""]


def test_prose_needs_five_pages():
    assert rules(prose(5), prose()) == ["learned", ""]
    assert rules(prose(4), prose(), clusters=8) == ["", ""]


def test_prose_amid_furniture_needs_half_of_the_pages_and_twice_as_many_lines():
    menu = [block(10, pages=4)] * 3
    assert rules(*menu, prose(2), prose(), clusters=4)[3] == "learned"
    assert rules(*menu[:2], prose(2), prose(), clusters=4)[2] == ""
    assert rules(*menu, prose(2), prose(2), prose(), clusters=4)[3:5] == ["", ""]
    assert rules(*menu, prose(2), prose(), clusters=6)[3] == ""


def test_one_or_two_short_common_blocks_are_headings_unless_beside_a_strong_phrase():
    assert rules(prose(), block(pages=9), prose()) == ["", "", ""]
    assert rules(prose(), block(entry=AD), block(pages=9), prose()) == ["", "known/ad/en", "learned", ""]


def test_an_address_on_few_pages_stays_inside_the_text():
    lines = [block(10, pages=4)] * 3
    assert rules(prose(), *lines, prose()) == [""] * 5
    assert rules(prose(), *[block(10, pages=5)] * 3, prose())[1:4] == ["learned"] * 3
    assert rules(prose(), *lines)[1:] == ["learned"] * 3


def test_one_short_line_at_the_end_of_many_pages_is_no_heading():
    assert rules(prose(), block(pages=5)) == ["", "learned"]
    assert rules(prose(), block(pages=4)) == ["", ""]
    assert rules(prose(), block(pages=9), *[block(8)] * 4)[1] == ""


def test_a_short_line_that_opens_or_closes_nearly_all_pages_is_no_heading():
    assert rules(block(pages=9), prose()) == ["learned", ""]
    assert rules(block(pages=9, exact=8), prose()) == ["", ""]
    assert rules(block(pages=7), prose(), clusters=7) == ["", ""]
    assert rules(prose(), block(pages=9), block(), block(), block())[1:] == ["learned", "", "", ""]
    assert rules(prose(), block(pages=9), prose()) == ["", "", ""]


def test_figures_are_the_pages_own_unless_most_of_the_run_is_equal():
    equal, figures = block(20, pages=9), block(20, pages=9, exact=1)
    assert rules(prose(), figures, figures, prose())[1:3] == ["", ""]
    assert rules(prose(), equal, figures, prose())[1:3] == ["learned", "learned"]
    assert rules(prose(), equal, figures, figures, prose())[1:4] == ["", "", ""]


def test_a_stanza_that_few_pages_share_stays():
    going_on, line = block(14, OPEN, pages=4), block(14, pages=4)
    assert rules(prose(), going_on, line, line, line) == [""] * 5
    assert rules(prose(), line, line, line, line)[1:] == ["learned"] * 4
    often = [b._replace(pages=5, exact_pages=5) for b in (going_on, line, line, line)]
    assert rules(prose(), *often)[1:] == ["learned"] * 4


def test_adjacent_lines_that_end_with_commas_are_text():
    verse = [block(14, OPEN), block(14), block(14), block(14)]
    assert alone(prose(), block(entry=AD), *verse, block(entry=AD)) == ["", "known/ad/en", *[""] * 4, "known/ad/en"]
    assert alone(prose(), block(entry=AD), *verse[1:], block(14), block(entry=AD))[2:6] == ["context/tail"] * 4


def test_readers_comments_stay_with_their_authors_and_dates():
    ad, comment = block(entry=AD), block(40, PROSE | SENTENCE)
    thread = [block(), block(), comment, block(), block(), block(8, SENTENCE), block(), block(), comment]
    found = alone(prose(), ad, block(), *thread, block(), block(entry=SIGN_UP))
    assert found[2] == "context/tail"
    assert [n for n, rule in enumerate(found) if not rule] == [0, *range(3, 12)]
    assert found[-2] == "context/tail"


def test_neighbours_grow_but_prose_does_not():
    menu = [block(20, pages=9), block(20, pages=9)]
    assert rules(prose(), block(20, pages=3), *menu, prose(), clusters=20)[1] == "learned/grown"
    assert rules(prose(), block(20, pages=2), *menu, prose(), clusters=20)[1] == ""
    assert rules(prose(), block(20, pages=2), *[block(20, pages=4)] * 2, prose(), clusters=4)[1] == "", "two of four"
    assert rules(prose(), block(20, pages=2), *[block(20, pages=2)] * 2, prose(), clusters=2)[1] == "learned"
    assert rules(prose(), prose(2), *menu, prose())[1] == ""


def test_weak_phrases_need_company():
    weak = block(entry=WEAK)
    assert rules(prose(), weak, prose()) == ["", "", ""]
    assert rules(prose(), weak, weak, prose()) == ["", "", "", ""]
    assert rules(prose(), weak, weak, weak, prose())[1:4] == ["known/nav/en"] * 3
    assert rules(prose(), weak, block(entry=AD), prose())[1:3] == ["known/nav/en", "known/ad/en"]


def test_marks_go_beside_boilerplate_only():
    assert rules(prose(), block(0, MARKS), prose())[1] == ""
    assert rules(prose(), block(0, MARKS), block(entry=AD), prose())[1] == "context/marks"


def test_the_tail_goes_from_the_first_strong_phrase_on():
    tail = [block(), block(entry=AD), block(), block(), block(), block(20, TABLE), block(30, SENTENCE), block()]
    expected = ["", "", "known/ad/en", "context/tail", "", "", "", "", "context/tail", "known/footer/en"]
    assert alone(prose(), *tail, block(entry=FOOTER)) == expected


def test_behind_the_last_ad_label_or_share_button_nothing_is_tail():
    lines = [block(), block(), block()]
    assert alone(prose(), block(entry=AD), *lines)[2:] == [""] * 3
    assert alone(prose(), block(entry=AD), *lines, block(entry=AD))[2:5] == ["context/tail"] * 3
    assert alone(prose(), block(entry=FOOTER), *lines)[2:] == ["context/tail"] * 3


def test_the_tail_goes_around_prose_that_stands_apart_if_boilerplate_is_dense():
    notice = block(30, PROSE | SENTENCE)
    tail = [block(entry=AD), *[block()] * 8, notice, block(entry=SIGN_UP)]
    assert alone(prose(), *tail) == ["", "known/ad/en", *["context/tail"] * 6, "", "", "", "known/newsletter/en"]
    assert not any(alone(prose(), block(entry=AD), *[block()] * 60, notice, block(30))[2:])
    assert not any(alone(prose(), block(entry=AD), block(), block(), notice, block())[2:])


def test_a_heading_of_other_pages_begins_the_tail_if_enough_boilerplate_follows():
    tail = [block(entry=MORE), *[block(20)] * 6, block(entry=AD), block(entry=WEAK), block(entry=SIGN_UP)]
    assert alone(prose(), *tail)[1:8] == ["context/tail"] * 7
    assert alone(prose(), *tail[:-1])[1:8] == [""] * 7
    assert alone(prose(), block(entry=WEAK), *tail[1:])[1:8] == [""] * 7


def test_lines_on_the_topic_of_the_page_stay():
    own = prose(topics=range(20))
    line = block(16, topics=range(15, 21))
    assert alone(own, block(entry=FOOTER), line)[2] == ""
    assert alone(own, block(entry=FOOTER), line._replace(topics=list(range(18, 26))))[2] == "context/tail"


def test_gaps_close_but_the_heading_above_the_text_stays():
    ad = block(entry=AD)
    assert rules(ad, block(), ad, prose()) == ["known/ad/en", "", "known/ad/en", ""]
    assert rules(ad, block(), ad, block(), block(), prose())[1] == "context/gap"
    assert rules(ad, block(12, SENTENCE), ad, block(), block(), prose())[1] == ""


def test_the_head_keeps_its_last_three_lines():
    ad = block(entry=AD)
    found = alone(ad, *[block(14)] * 5, ad, block(14), block(14), block(14), prose())
    assert found == ["known/ad/en", *["context/head"] * 5, "known/ad/en", "", "", "", ""]


TITLE = block(14, topics=[1, 2, 3, 4, 5, 9])
HEADING = block(10, topics=[1, 2, 3, 4, 5])


def test_all_above_the_heading_goes_if_boilerplate_is_among_it():
    ad = block(entry=AD)
    above = [ad, block(26), block(20, SENTENCE), block(20, TABLE), prose(), *[block(26)] * 6, ad]
    found = alone(TITLE, *above, HEADING, block(14), *[prose()] * 9)
    heads = ["context/head"]
    expected = ["context/title", "known/ad/en", *heads, "", *heads, "", *heads * 6, "known/ad/en"]
    assert found[:15] == [*expected, "", ""]
    assert not any(alone(TITLE, *[block(26)] * 6, HEADING, prose()))
    assert not any(alone(TITLE, ad, *[block(26)] * 3, HEADING, prose())[2:])


def test_a_heading_has_most_words_of_the_title():
    ad = block(entry=AD)
    other = HEADING._replace(topics=[1, 2, 30, 40])
    assert alone(TITLE, ad, ad, other, prose()) == ["", "known/ad/en", "known/ad/en", "", ""]
    assert alone(TITLE, ad, ad, HEADING._replace(topics=[1, 2]), prose())[0] == ""
    assert alone(TITLE, ad, ad, HEADING._replace(topics=[1, 2, 3]), prose())[0] == "context/title"
    assert alone(TITLE, HEADING, prose(), ad, ad)[:2] == ["context/title", ""]


def test_arrows_and_menus():
    assert rules(prose(), block(8, ARROW), prose())[1] == "context/menu"
    menu = [block(entry=WEAK), block(), block(entry=WEAK), block(), block(entry=WEAK), block()]
    assert rules(prose(), *menu, block(entry=WEAK), prose())[1:8] == ["context/menu"] * 7
    assert rules(prose(), *menu, prose())[1:7] == [*["context/menu"] * 5, ""]  # perhaps a heading
    assert not any(rules(prose(), *menu[:4], prose()))


def test_a_long_menu_needs_fewer_known_lines():
    known, other = block(entry=WEAK), block()
    menu = [known, *[other] * 5, known, *[other] * 4, known]
    assert rules(prose(), *menu, prose())[1:-1] == ["context/menu"] * 12
    assert not any(rules(prose(), *menu[:-1], other, other, prose()))
    assert not any(rules(prose(), known, *[other] * 15, known, *[other] * 14, known, prose()))


def test_a_title_that_other_pages_list_does_not_grow():
    menu = [block(20, pages=9), block(20, pages=9)]
    assert rules(*menu, block(20, pages=2), block(20), prose())[2] == ""
    assert rules(*menu, block(20, pages=5), block(20), prose())[2] == ""
    assert rules(*menu, block(20, pages=6), block(20), prose())[2] == "learned"
    assert rules(*menu, block(20, pages=3), *[block(20)] * 3, prose(), clusters=20)[2] == "learned/grown"


def test_prose_that_names_cookies_goes_beside_a_button_if_no_other_does():
    button, notice = block(entry=ACCEPT), prose(topics=[*COOKIES][:1])
    assert alone(prose(), block(entry=AD), notice, button)[2:] == ["known/cookie", "known/cookie/en"]
    assert alone(prose(), notice, button)[1] == ""
    assert alone(prose(), block(), block(entry=SETTINGS), block())[2] == ""
    assert alone(prose(), block(entry=AD), notice, block())[2] == ""
    assert alone(notice, block(), block(entry=AD), notice, button)[3] == ""


def test_safe_uses_learned_blocks_and_strong_phrases_only():
    blocks = [
        block(20, pages=9),
        block(20, pages=9),
        block(entry=WEAK),
        prose(),
        block(entry=AD),
        block(),
        block(8, ARROW),
    ]
    assert rules(*blocks, level="safe") == ["learned", "learned", "", "", "known/ad/en", "", ""]


def test_a_copyright_line_is_strong_only_below_nearly_all_of_the_text():
    line = block(entry=FOOTER)
    assert rules(line, prose(), line) == ["", "", "known/footer/en"]
    assert rules(*[prose()] * 4, line, prose())[4] == "known/footer/en"
    assert rules(*[prose()] * 3, line, prose())[3] == ""


def test_pairs_do_not_make_a_paragraph_on_the_page_s_topic_known():
    notice = prose(entry=SIGN_UP, hits=9, pairs=12, topics=range(10))
    assert rules(notice, prose(topics=range(30, 50))) == ["known/newsletter/en", ""]
    assert rules(notice, prose(topics=range(4, 50))) == ["", ""]


def test_protected_blocks_stay():
    assert rules(prose(), block(6, PROTECTED, entry=AD), prose()) == ["", "", ""]


def test_a_page_that_would_lose_its_prose_keeps_what_is_not_on_most_pages():
    blocks = [block(10, pages=10), block(10, pages=10), block(entry=AD), prose(6), prose(6)]
    judged = page(*blocks, clusters=20)
    find(judged, "default")
    (message,) = guard(judged)
    assert message == "kept: boilerplate rules would have left 0 of its 60 words of prose"
    assert [finding.rule if finding else "" for finding in judged.findings] == ["", "", "known/ad/en", "", ""]


@pytest.mark.parametrize("level", ["safe", "default", "aggressive"])
def test_a_page_of_furniture_alone_goes(level):
    found = rules(*[block(10, pages=9)] * 4, prose(9), level=level)
    assert found == ["learned"] * 5


class Counted(Page):
    """A page that counts how often it is asked."""

    asked = 0

    def flagged(self, place):
        self.asked += 1
        return super().flagged(place)

    def weak(self, place):
        self.asked += 1
        return super().weak(place)


@pytest.mark.parametrize(
    "group",
    [
        [block(entry=MORE), block(20), block(4, DATE), block(20)],
        [block(entry=SIGN_UP), block(20), block(entry=WEAK)],
        [block(entry=ACCEPT), block(entry=SETTINGS), block(20), block(20)],
        [block(entry=WEAK), block(entry=WEAK)],
        [block(entry=FOOTER), prose(), block(entry=AD, topics=[5])],
        [block(entry=FOOTER), block(8, COUNTER), block(8, COUNTER)],
        [block(0, MARKS), block(9)],
    ],
)
def test_the_work_grows_with_the_page_and_no_faster(group):
    def asked(times):
        found = Counted(0, 0, 10, page(prose(topics=[5]), *group * times, prose()).blocks)
        find(found, "aggressive")
        return found.asked

    assert asked(400) <= 2.1 * asked(200)
