"""Paragraphs, sentences, headings, places, and words that mark where a proposal comes from."""

from sessions.reading import Trust, read
from sessions.reading.text import Text

from .known import KNOWN


def test_wrapped_lines_are_one_paragraph_and_points_stand_alone():
    text = (
        "The session of the commission was held and it took up many\n"
        "matters of trade.\n"
        "1. First point.\n"
        "2. Second point."
    )
    cut = Text(text)
    assert [cut[p] for p in cut.paragraphs] == [
        "The session of the commission was held and it took up many\nmatters of trade.",
        "1. First point.",
        "2. Second point.",
    ]


def test_a_stop_after_an_initial_or_an_abbreviation_ends_no_sentence():
    text = "Выступил Р. Скляр. Торговля выросла до 5 млн. долл. США в 2021 г. Стороны довольны. Mr. Brown left."
    cut = Text(text)
    assert [cut[s] for s in cut.sentences] == [
        "Выступил Р. Скляр.",
        "Торговля выросла до 5 млн. долл. США в 2021 г. Стороны довольны.",
        "Mr. Brown left.",
    ]


def test_headings_and_credits_are_no_passages():
    text = "A title of the report\n\nThe session was held.\n\nSource: An Agency of News"
    reading = read(text, KNOWN)
    assert [(p.words, p.is_heading) for p in reading.passages] == [
        ("A title of the report", True),
        ("The session was held.", False),
    ]
    assert reading.publisher.value == "An Agency of News"


def place(text):
    found = read(text, KNOWN).places
    return tuple(found[0].value) if found else None


def test_a_known_city_comes_with_its_country_in_the_texts_language():
    assert place("Двенадцатое заседание прошло в Ашхабаде.") == ("Ашхабад", "TM")
    assert place("The session was held in Astana.") == ("Astana", "KZ")
    assert place("Mejlis Aşgabatda geçirildi, türkmençe.") == ("Aşgabat", "TM")


def test_a_new_city_is_a_guess():
    (found,) = read("The twelfth session was held in Awaza.", KNOWN).places
    assert (tuple(found.value), found.trust) == (("Awaza", ""), Trust.LOW)


def test_a_country_a_month_or_a_city_of_another_sentence_is_not_the_place():
    text = "The session was held in Kazakhstan in May. Goods go to Ashgabat."
    found = read(text, KNOWN).places
    assert [(each.value.name, each.trust) for each in found] == [
        ("Ashgabat", Trust.LOW)
    ]


def test_every_proposal_rests_on_words_of_the_text():
    text = "The twelfth session of the Turkmen-Kazakh commission was held in Astana on 15 May 2023. Batyr Atdayev spoke."
    reading = read(text, KNOWN)
    found = [*reading.commissions, *reading.sessions, *reading.dates, *reading.places, *reading.people]  # fmt: skip
    words = [text[span.start : span.end] for each in found for span in each.spans]
    assert words == ["Turkmen-Kazakh commission", "twelfth session", "15 May 2023", "Astana", "Batyr Atdayev"]  # fmt: skip


def test_a_text_about_something_else_is_not_taken_for_a_session():
    text = "The film festival of Almaty opened on 12 May 2023 with a concert. Minister of Culture Ivan Primerov spoke."
    assert not read(text, KNOWN).is_about_a_session
    assert not read("Turkmenistan and Kazakhstan sell gas. Turkmenistan and Kazakhstan.", KNOWN).is_about_a_session  # fmt: skip


def test_reading_never_breaks_on_odd_texts():
    for text in ("", " ", "1", "…", "№", "“”", "May", "12th", "г. " * 200, "A " * 500, "\n\n\n", "12 12 12 May May 2023"):  # fmt: skip
        read(text, KNOWN)
