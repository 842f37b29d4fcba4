"""What a text is found by."""

import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.russian_stemmer import RussianStemmer

from sessions.search.digest import segment_of
from sessions.search.query import read
from sessions.search.tokens import beginning_of, spellings_in, stem, words_of


def written(text, language=""):
    return [word.written for word in words_of(text, language)]


def finds(search, text, language="en"):
    segment = left_by(text, language)
    return all(term.stands_in(segment) for term in read(search).terms)


def left_by(text, language="en"):
    """A row's segment as it stands in a stream."""
    return f" {segment_of('p1', [(language, text)])} "


@pytest.mark.parametrize(
    ("search", "text", "language"),
    [
        ("railways", "a railway", "en"),
        ("railway", "RAILWAYS", "en"),
        ("железной дороги", "Железная дорога", "ru"),
        ("самолет", "самолёты", "ru"),
        ("казак", "қазақ", "ru"),
        ("казак", "Қазақстан Республикасы", "kk"),
        ("газ", "газбен", "kk"),
        ("мунай", "мұнайдың", "kk"),
        ("asgabat", "Aşgabatda", "tk"),
        ("aşgabat", "Asgabat", "en"),
        ("ýol", "ýollary", "tk"),
        ("atdayew", "Batyr Atdaýew", ""),
        ("turkmenistan", "Turkmenistan’s", "en"),
        ("o'zbekiston", "Oʻzbekiston", "en"),
        ("co-chair", "co-chairs", "en"),
        ("south", "North–South", "en"),
        ("12th", "12-е заседание", "ru"),
        ("12", "12-nji mejlis", "tk"),
        ("12-го", "12th", "en"),
        ("2022", "2021–2023, 2022", "en"),
        ("2023", "2021–2023", "en"),
        ("ﬁnance", "finance", "en"),
        ("йод", "и\u0306од", "ru"),
    ],
)
def test_a_search_finds_every_form_it_knows(search, text, language):
    assert finds(search, text, language)


@pytest.mark.parametrize(
    ("search", "text", "language"),
    [
        ("port", "portfolio", "en"),
        ("rail", "railway", "en"),
        ("дорог", "подорожник", "ru"),
        ("su", "sungat", "tk"),
        ("12", "2012", "en"),
        ("12", "112-е", "ru"),
        ("co-chair", "a chair", "en"),
    ],
)
def test_a_search_does_not_find_other_words(search, text, language):
    assert not finds(search, text, language)


def test_numbers_lose_the_endings_of_ordinals_and_keep_other_letters():
    assert written("12th 12-е 21-го 5G 2021–2023 12-ші 3-nji 4x4") == [
        "12", "12", "21", "5g", "2021", "2023", "12", "3", "4x4"]  # fmt: skip


def test_a_word_keeps_its_letters_beside_how_it_is_written():
    text = "ATDAÝEW 12-е Oʻzbekiston Türkmenistan’s йод x̂y"
    assert list(spellings_in(text)) == [
        ("atdayew", "atdaýew"), ("12", "12"), ("ozbekiston", "ozbekiston"),
        ("turkmenistan", "türkmenistan"), ("йод", "йод"), ("xy", "xy")]  # fmt: skip


def test_a_word_knows_where_it_stands():
    text = "On North–South, Turkmenistan’s “Aşgabat”"
    assert [text[word.start : word.end] for word in words_of(text)] == [
        "On", "North", "South", "Turkmenistan’s", "Aşgabat"]  # fmt: skip


@given(st.text())
def test_tokens_of_any_text_are_letters_and_digits(text):
    for language in ("", "en", "kk"):
        assert all(token.isalnum() for token in left_by(text, language).split())


@given(st.text())
def test_the_words_of_any_text_are_the_same_with_their_letters(text):
    spelt = [folded for folded, _spelling in spellings_in(text)]
    assert spelt == [word.written for word in words_of(text)]


@given(st.text())
@example("4ﬆ")
def test_any_text_is_found_by_its_own_words(text):
    segment = left_by(text)
    for word in words_of(text):
        assert f" w{word.written} " in segment
        # In small letters: OR is no word.
        search = read(text[word.start : word.end].lower())
        assert search.terms and all(term.stands_in(segment) for term in search.terms)


def test_threads_do_not_mix_up_their_words():
    words = [f"railways{letter}{n}s" for n in range(2_000) for letter in "abc"]
    alone = {word: stem(word) for word in words}
    wrong = []

    def check():
        wrong.extend(word for word in words if stem(word) != alone[word])

    threads = [threading.Thread(target=check) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12))
@example("dying")
@example("early")
@example("yearly")
def test_a_plain_latin_word_keeps_its_first_letter(word):
    assert all(w.meant[1] == w.written[0] == word[0] for w in words_of(word))


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=12))
def test_a_plain_russian_word_keeps_its_first_letter(word):
    first = word[0].replace("ё", "е")
    assert all(w.meant[1] == w.written[0] == first for w in words_of(word))


ENDINGS = (
    "", "s", "ed", "ing", "y", "ies", "ation", "ational", "ization", "iveness", "fulness", "ousness",
    "ability", "ibility", "ally", "ly", "ement", "ogist", "ator", "alize", "ence", "а", "ями", "ость", "ностью",
)  # fmt: skip
made_up_words = st.builds(
    "{}{}".format,
    st.text("aydtrЁёейиқӨіңýÇşıİ\u0306\u0327ſKŀﬁ '½-1", max_size=6),
    st.sampled_from(ENDINGS),
)


@given(
    st.lists(made_up_words, max_size=6).map(" ".join),
    st.sampled_from(["en", "ru", "kk", "tk"]),
    st.lists(made_up_words, max_size=2).map(" ".join),
    st.booleans(),
)
@example("early tying skies", "en", "earli tie sky", False)
def test_words_that_begin_otherwise_may_be_passed_over(text, language, asked, begins):
    tokens = {f"w{w.written}" for w in words_of(asked)} | {
        w.meant for w in words_of(f"{asked} {text[:12]}")
    }

    def is_wanted(word):
        own = (word.meant, f"w{word.written}")
        return any(
            each.startswith(token) if begins and token[0] != "s" else each == token
            for token in tokens
            for each in own
        )

    wanted = [w for w in words_of(text, language) if is_wanted(w)]
    read = list(words_of(text, language, {beginning_of(token) for token in tokens}))
    assert [w for w in read if is_wanted(w)] == wanted


@given(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)
    | st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=14)
)
@example("agreements")
@example("договорённостями".replace("ё", "е"))
def test_stems_are_the_same_where_the_quick_stemmers_are_missing(word):
    slow = EnglishStemmer() if word.isascii() else RussianStemmer()
    assert stem(word) == (slow.stemWord(word) or word)
