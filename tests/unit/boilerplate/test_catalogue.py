import time

import pytest

from dedup.boilerplate.catalogue import load, shipped, with_own
from dedup.boilerplate.matching import guarded, match
from dedup.entries import Entry, read_catalogue
from dedup.errors import ConfigError


@pytest.fixture
def small(tmp_path):
    (tmp_path / "share.toml").write_text(
        '[en]\nstrong = """\nShare this article\n\n# pages\n Follow us on * """\n'
        'weak = "Share\\nFacebook\\nX\\n0 shares"\n'
    )
    (tmp_path / "cookie.toml").write_text(
        '[en]\nstrong = "We use cookies to make this site work and to count visits\\nAccept all cookies"\n'
        '[de]\nstrong = "Wir verwenden Cookies, damit diese Seite funktioniert"\n'
    )
    (tmp_path / "footer.toml").write_text('[en]\nstrong = """\n© 0 *\nCopyright by *"""\n')
    return load(tmp_path.iterdir())


def write(folder, text):
    (folder / "ad.toml").write_text(text)
    return folder.iterdir()


def test_entries_are_named_after_file_and_language(small):
    assert Entry("cookie", "de", True, "Wir verwenden Cookies, damit diese Seite funktioniert") in small.entries
    found = match("SHARE this article!", small)
    assert (found.name, found.phrase, found.entry.strong) == ("known/share/en", "Share this article", True)


@pytest.mark.parametrize("line", ["1,204 shares", "12 shares", "7 Shares"])
def test_numbers_stand_for_any_other(small, line):
    assert (match(line, small) is not None) == (line != "1,204 shares")  # two numbers are two words


def test_a_star_is_one_to_eight_words(small):
    assert match("Follow us on Facebook", small)
    assert match("Follow us on Facebook, Instagram, YouTube and all the other ones", small)
    assert not match("Follow us on", small)
    assert not match("Follow us on Facebook where we post one two three four five six", small)


def test_a_follow_line_needs_a_network(small):
    assert not match("Follow us on the long way home", small)


def test_a_copyright_line_needs_a_sign_or_a_year(small):
    assert match("© 2024 The Ferry Trust", small)
    assert not match("2024 the ferry trust", small)
    assert match("Copyright by Hollis 1998", small)
    assert not match("Copyright by its very nature", small)


def test_a_notice_is_known_by_its_word_pairs_in_any_order(small):
    found = match("To count visits and to make this site work, we use cookies", small)
    assert (found.name, found.phrase) == ("known/cookie/en", "")
    assert found.evidence == f"{found.hits} of {found.pairs} word pairs stand in the catalogue's cookie phrases"


def test_the_cookie_class_needs_the_word(small):
    assert not match("We use oats to make this site work and to count visits", small)


def test_a_note_of_the_browser_needs_its_words():
    assert (
        match("You must have JavaScript enabled in your browser to view this page in full").name == "known/noscript/en"
    )
    assert not match("You must have heating enabled in your cabin to view this page in full")


def test_single_pairs_do_not_count(small):
    assert not match("to make jam we count our cookies, use a site with work and visits to make it", small)


def test_a_quoted_phrase_is_no_notice(small):
    assert match("We use cookies to make this site work and to count visits.", small)
    assert not match("“We use cookies to make this site work and to count visits.”", small)


def test_an_item_of_a_list_in_a_sentence_is_no_label(small):
    assert match("Share this article", small)
    assert not match("share this article;", small)
    assert not match("Facebook,", small)


def test_what_somebody_says_is_no_button(small):
    assert match("- Share this article", small)
    assert not match("– Share this article!", small)
    assert not match("Facebook.", small)


def test_three_phrases_in_a_row_are_a_bar(small):
    found = match("Share: Facebook | X", small)
    assert found.hits == 3
    assert "in a row" in found.evidence
    assert not match("Share | Facebook", small)
    assert not match("Share | Facebook | Mother", small)


def test_of_equal_phrases_the_strong_one_counts(tmp_path):
    catalogue = load(write(tmp_path, '[en]\nweak = "Advertisement"\n[fr]\nstrong = "Advertisement"\n'))
    assert match("advertisement", catalogue).name == "known/ad/fr"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[en]\nloud = 'x'\n", "'strong' and 'weak'"),
        ('[en]\nstrong = ["Ad"]\n', "a phrase on each line"),
        ('[en]\nstrong = "* by *"\n', "more than one star"),
        ('[en]\nstrong = "***"\n', "star"),
        ('[en]\nstrong = "!"\n', "no words"),
        ("[en\n", "cannot be read"),
    ],
)
def test_a_faulty_file_is_named(tmp_path, text, message):
    with pytest.raises(ConfigError, match=message):
        load(write(tmp_path, text))


def own(tmp_path, text):
    (tmp_path / "mine.toml").write_text(text)
    return with_own(read_catalogue(tmp_path / "mine.toml"))


def test_phrases_of_ones_own(tmp_path):
    catalogue = own(
        tmp_path,
        '[masthead.en]\nstrong = "Est. 1887, and * the ferry ever since\\nAsk the harbour master about fog horns"\n'
        '[ad.de]\nstrong = "Advertisement"\n[ad.en]\nweak = "Leave a Reply"\n',
    )
    found = match("EST. 1902, and riding the ferry ever since.", catalogue)
    assert found.name == "known/masthead/en"
    assert found.evidence == "the phrase “Est. 1887, and * the ferry ever since” of mine.toml"
    found = match("The harbour master, about fog horns ask the harbour master", catalogue)
    assert found.evidence == f"{found.hits} of {found.pairs} word pairs stand in mine.toml's masthead phrases"
    assert match("Advertisement", catalogue).name == "known/ad/de"
    assert match("Leave a Reply", catalogue).evidence == "the phrase “Leave a Reply” of the catalogue"
    assert match("Add a comment", catalogue).name == "known/comment/en"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('strong = "x"\n', "tables of a class and a language"),
        ('[footer]\nstrong = "x"\n', "tables of a class and a language"),
        ('[footer.en]\nloud = ["x"]\n', "'strong' and 'weak'"),
        ("[footer.en]\nstrong = 3\n", "a phrase on each line"),
        ('["a/b".en]\nstrong = "x"\n', "'a/b' is no name"),
        ('[footer.en]\nweak = "* x *"\n', "'* x *' has more than one star"),
        ('[footer.en]\nweak = "--"\n', "'--' has no words"),
        ("[footer\n", "cannot be read"),
    ],
)
def test_a_faulty_file_of_ones_own(tmp_path, text, message):
    with pytest.raises(ConfigError) as error:
        own(tmp_path, text)
    assert message in str(error.value)
    assert "mine.toml" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("line", "phrase", "reason"),
    [
        ("“Accept all cookies”", "Accept all cookies", "somebody quotes or says it"),
        ("Follow us on the long way home", "Follow us on *", "it names no network"),
        ("Copyright by its very nature", "Copyright by *", "it has neither a copyright sign nor a year"),
        ("This serves to make this site work and to count visits", None, "it does not name what it is about"),
    ],
)
def test_a_guard_says_why(small, line, phrase, reason):
    assert match(line, small) is None
    entry, told = guarded(line, small)
    assert told == reason
    assert phrase is None or entry.phrase == phrase


@pytest.mark.parametrize("line", ["The ferry sails at noon", "Accept all cookies", "--", ""])
def test_no_guard_holds_what_has_other_words_or_is_known(small, line):
    assert guarded(line, small) is None


def test_the_shipped_catalogue_knows_the_common_lines():
    assert match("Advertisement").name == "known/ad/en"
    assert match("Leave a Reply").name == "known/comment/en"
    assert match("Your email address will not be published. Required fields are marked *").entry.strong
    assert {entry.language for entry in shipped().entries} >= {"en", "de", "fr", "es", "it", "pt", "nl", "ja", "zh"}
    assert match("The ferry sails at noon") is None


def test_loading_is_quick():
    shipped.cache_clear()
    start = time.process_time()
    shipped()
    assert time.process_time() - start < 2
