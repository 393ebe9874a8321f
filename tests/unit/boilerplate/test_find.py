import pytest

SUBJECTS = (
    "The ferry crossed the river {n} times before the fog came down and the skipper tied her up at the mill.",
    "Nobody in the village of Quenham {n} remembers who carved the oak bench that stands outside the library.",
    "Potatoes were planted on {n} allotments this spring although the ground was still frozen in the mornings.",
    "A choir of {n} voices sang on the bridge while the lanterns drifted slowly towards the weir and the sea.",
    "Her grandfather kept {n} bees in hives of straw and sold the honey from a cart on market days in town.",
    "The museum bought {n} clocks at the sale, of which only one still tells the hour to those who ask it.",
)


def article(number: int) -> str:
    """Three paragraphs that no other number has."""
    words = [
        "amber",
        "basalt",
        "cedar",
        "dahlia",
        "ember",
        "fennel",
        "garnet",
        "hazel",
        "iris",
        "jasper",
        "kelp",
        "larch",
    ]
    return "\n\n".join(
        f"{words[(number + 5 * place) % 12].title()} {words[number % 12]} {place} is what this page tells of, and "
        f"then of {words[(number * 7 + place) % 12]}. "
        + SUBJECTS[(number + place) % 6].format(n=f"{words[number % 12]} {number}")
        for place in range(3)
    )


MENU = "Skip to content\n\nHome\n\nTimetable\n\nHarbour talk\n\nBoats for hire\n\nAsk the skipper"
FOOT = "Printed on the quay\n\nHow to reach the harbour office\n\nOur house rules for visitors"


def site(count, *, menu=MENU, foot=FOOT, name="site"):
    return {f"{name}/{n}": f"{menu}\n\n{article(n)}\n\n{foot}" for n in range(count)}


def article_lines(number):
    return [line for line in article(number).splitlines() if line]


def test_furniture_that_pages_share_goes_and_the_articles_stay(clean):
    cleaned = clean(site(5))
    for number in range(5):
        assert cleaned.lines[f"site/{number}"] == article_lines(number)
    assert cleaned.rules["site/3"]["Home"].startswith(("learned", "known"))
    assert cleaned.evidence["Printed on the quay"] == "on 5 of 5 pages"
    assert not cleaned.reported


def test_pages_of_different_sources_do_not_teach_each_other(clean):
    cleaned = clean({f"folder{n}/page": f"{article(n)}\n\n{FOOT}" for n in range(4)})
    assert not any(cleaned.rules.values())


def test_sites_in_one_flat_folder_are_found_by_their_furniture(clean):
    pages = {}
    for place, letter in enumerate("abcdefgh"):
        lines = "\n\n".join(f"{letter * 3} menu entry {letter}{n:c}" for n in range(97, 111))
        pages |= {f"flat/{letter}{n}": f"{lines}\n\n{article(n + 3 * place)}" for n in range(3)}
    cleaned = clean(pages)
    assert {name: len(lines) for name, lines in cleaned.lines.items()} == dict.fromkeys(pages, 3)


def test_a_paragraph_on_two_of_five_pages_stays(clean):
    shared = "The harbour master had counted every boat on the river by the time the bell of the chapel rang."
    pages = site(5)
    for name in ("site/1", "site/3"):
        pages[name] = pages[name].replace("\n\n" + FOOT, f"\n\n{shared}\n\n{FOOT}")
    cleaned = clean(pages)
    assert cleaned.lines["site/1"] == [*article_lines(1), shared]
    assert cleaned.lines["site/3"] == [*article_lines(3), shared]


def test_prose_on_most_pages_goes(clean):
    about = "The Harbour Gazette is written by its readers and has been printed in the old ropewalk since 1911."
    cleaned = clean({name: f"{text}\n\n{about}" for name, text in site(6).items()})
    assert cleaned.lines["site/2"] == article_lines(2)


def test_versions_of_one_page_count_once(clean):
    contract = "\n\n".join(article_lines(n)[0] for n in range(8))
    pages = {f"law/{n}": f"{contract}\n\nClause {n} was added in the year {1990 + n} by the board." for n in range(6)}
    cleaned = clean(pages)
    assert not any(cleaned.rules.values())


def test_recurring_headings_between_paragraphs_stay(clean):
    pages = {}
    for n in range(5):
        first, second, third = article_lines(n)
        pages[f"recipes/{n}"] = f"{first}\n\nIngredients\n\n{second}\n\nMethod\n\n{third}"
    assert not any(clean(pages).rules.values())


def test_rows_of_figures_are_not_one_block_but_counters_are(clean):
    pages = {
        f"s/{n}": f"{MENU}\n\n{article(n)}\n\n{n} {n + 1} {n + 2}\n\nthis page was opened {n} times today\n\n{FOOT}"
        for n in range(4)
    }
    cleaned = clean(pages, level="safe")
    assert "0 1 2" in cleaned.lines["s/0"]
    assert "this page was opened 0 times today" in cleaned.rules["s/0"]


def test_safe_takes_no_context(clean):
    page = {"s/a": f"{article(1)}\n\nRelated posts\n\nA walk to the mill\n\nBees in winter\n\nNewsletter"}
    assert clean(page, level="safe").rules["s/a"] == {"Related posts": "known/related/en"}
    rules = clean(page).rules["s/a"]
    assert rules["A walk to the mill"] == "context/tail"
    assert "Newsletter" in rules


def test_titles_under_related_posts_in_the_middle_go_only_if_asked(clean):
    page = {"s/a": f"{article(1)}\n\nRelated posts\n\nA walk to the mill\n\nBees in winter\n\n{article(2)}"}
    assert "A walk to the mill" not in clean(page).rules["s/a"]
    assert clean(page, level="aggressive").rules["s/a"]["A walk to the mill"] == "related"


def test_a_weak_phrase_needs_company(clean):
    first, second, third = article_lines(1)
    page = f"{first}\n\nNewsletter\n\n{second}\n\n{third}"
    assert not clean({"s/a": page}).rules["s/a"]


def test_readers_comments_stay(clean):
    comment = "What a lovely boat, my father built her sister."
    page = {"s/a": f"{article(1)}\n\nLeave a Reply\n\n{comment}\n\nPost Comment"}
    assert clean(page).lines["s/a"] == [*article_lines(1), comment]


def test_an_article_about_cookie_notices_stays(clean):
    lines = [
        "Why every website asks you about cookies before you may read a word",
        "This website uses cookies to improve your experience, says nearly every site she opened in March.",
        "She wrote down what each notice said about cookies and how you consent to the use of them on a website.",
        "We use cookies to improve your experience on our website, and you consent to the use of all cookies.",
        "By continuing to use a site you agree to its cookies, the notices say, and nobody reads the policy.",
    ]
    assert clean({"s/a": "\n\n".join(lines)}).lines["s/a"] == lines


def test_a_copyright_line_above_a_licence_stays(clean):
    page = {"s/a": f"Copyright (c) 2011 Ada Byron\n\n{article(4)}"}
    assert not clean(page).rules["s/a"]
    below = {"s/a": f"{article(4)}\n\nCopyright (c) 2011 Ada Byron"}
    assert clean(below).rules["s/a"] == {"Copyright (c) 2011 Ada Byron": clean(below).rules["s/a"].popitem()[1]}


def test_a_source_that_would_lose_most_of_its_prose_is_kept_and_reported(clean):
    form = "\n\n".join(line for n in range(2) for line in article_lines(n))
    pages = {f"s/{n}": f"{article_lines(n + 40)[0]}\n\n{form}\n\nline {n:c} of its own" for n in range(97, 103)}
    cleaned = clean(pages)
    assert all(len(lines) >= 7 for lines in cleaned.lines.values())


def test_exempt_documents_and_protected_text_stay(clean):
    cleaned = clean(site(5), exempt=["site/2"], keep=["Printed on the quay"])
    assert not cleaned.rules["site/2"]
    assert "Printed on the quay" in cleaned.lines["site/1"]
    assert "Home" in cleaned.rules["site/1"]


@pytest.mark.parametrize("batch", [1, 2, 7])
@pytest.mark.parametrize("reverse", [False, True])
def test_neither_batches_nor_their_order_matter(clean, batch, reverse):
    pages = site(5) | site(4, menu="Alpha\n\nBeta\n\nGamma ray", name="other")
    expected = clean(pages)
    cleaned = clean(pages, batch=batch, reverse=reverse)
    assert cleaned.rules == expected.rules
    assert cleaned.evidence == expected.evidence


def test_cleaning_what_was_cleaned_finds_nothing(clean):
    once = clean(site(5) | {"single/a": f"{article(9)}\n\nShare this article\n\nMore of this"})
    again = clean({name: "\n\n".join(lines) for name, lines in once.lines.items()})
    assert not any(again.rules.values())


def test_an_empty_corpus_and_an_empty_page(clean):
    assert not any(clean({"s/a": "", "s/b": "***"}).rules["s/a"])
