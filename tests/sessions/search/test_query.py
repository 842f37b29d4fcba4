"""How a search is read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sessions.search.lookup import for_postgres, for_sqlite
from sessions.search.query import MOST_WORDS, Term, read


def asked(text):
    """(clauses, without) with each term as it would be typed."""
    query = read(text)
    return (
        [" OR ".join(map(typed, clause)) for clause in query.clauses],
        [typed(term) for term in query.without],
    )


def typed(term):
    words = " ".join(term.words)
    return f'"{words}"' if term.is_phrase else words + "*" * term.is_prefix


@pytest.mark.parametrize(
    ("text", "clauses", "without"),
    [
        ("Railway gas", ["railway", "gas"], []),
        ('"Железная дорога" 2020', ['"железная дорога"', "2020"], []),
        ("«железная дорога» “rail line”", ['"железная дорога"', '"rail line"'], []),
        (
            'rail -customs -"gas line" -tra*',
            ["rail"],
            ["customs", '"gas line"', "tra*"],
        ),
        ("gas OR oil OR coal price", ["gas OR oil OR coal", "price"], []),
        ("gas or oil", ["gas", "or", "oil"], []),
        ("gas AND oil", ["gas", "oil"], []),
        ("transp* co-chair*", ["transp*", "co chair*"], []),
        ("North-South - gas", ["north south", "gas"], []),
        ("gas gas -oil -oil", ["gas"], ["oil"]),
        ("-gas", [], ["gas"]),
        ("12-е заседание", ["12", "заседание"], []),
        ("'; DROP TABLE session; --", ["drop", "table", "session"], []),
        ("🚂 railway 🚂", ["railway"], []),
    ],
)
def test_it_reads_what_people_type(text, clauses, without):
    assert asked(text) == (clauses, without)
    assert read(text).notices == ()


def test_the_letters_of_words_in_quotation_marks_are_kept():
    terms = read('"The ÝOL" "the yol" ýol -"қазақ"').terms
    assert [term.spelling for term in terms] == [("", "ýol"), (), ()]
    assert read('-"қазақ"').without[0].spelling == ("қазақ",)


OR = "OR stands between two words: where it did not, it was left out."
QUOTE = "A quotation mark was never closed, so it was left out."
NOTHING = "There is no word in the search, so it was left out."


@pytest.mark.parametrize(
    ("text", "clauses", "without", "notices"),
    [
        ("OR gas", ["gas"], [], [OR]),
        ("gas OR", ["gas"], [], [OR]),
        ("gas OR OR oil", ["gas OR oil"], [], [OR]),
        ("gas OR -oil", ["gas"], ["oil"], [OR]),
        ("-gas OR oil", ["oil"], ["gas"], [OR]),
        ('gas "oil line', ["gas", "oil", "line"], [], [QUOTE]),
        ('"', [], [], [QUOTE, NOTHING]),
        ("OR", [], [], [OR, NOTHING]),
        ("- * ()", [], [], [NOTHING]),
        ("🚂", [], [], [NOTHING]),
        ("", [], [], []),
        ("a*", ["a"], [], ["“a*” is too short to find the words that begin so."]),
        ("gas\0oil", ["gas", "oil"], [],
         ["The search held characters that no text has: they were left out."]),
    ],
)  # fmt: skip
def test_it_says_what_it_left_out(text, clauses, without, notices):
    assert (*asked(text), list(read(text).notices)) == (clauses, without, notices)


def test_five_thousand_characters_are_read_up_to_the_last_word_there_is_room_for():
    query = read(" ".join(f"word{n}" for n in range(1_000))[:5_000])
    assert len(query.terms) == MOST_WORDS
    assert query.notices == ("Only the first 32 words of the search were looked for.",)
    assert len(str(query)) <= 100
    [clause] = read("x" * 5_000).clauses
    assert len(clause[0].words[0]) == 60


PIECES = st.sampled_from(["OR", "AND", "-", '"', "*", "gas", "Қазақ", "'", "\\", ":*", "(", "&", "|", "!",
                          "\0", "NEAR", "{", "^", "+", "😀", "ş", "12-е"])  # fmt: skip


@given(
    st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join))
)
@example('"" OR -""*')
def test_any_text_at_all_means_something(text):
    query = read(text)
    assert bool(query) or bool(query.notices) or not text.strip()
    for term in (*query.terms, *query.without):
        assert term.words and all(word.isalnum() for word in term.words)
        assert isinstance(term, Term)


def asked_of(lookup):
    """What each database is asked, one question for each choice."""
    return (
        [for_sqlite(choice) for choice in lookup.choices],
        [for_postgres(choice) for choice in lookup.choices],
    )


def test_each_database_is_asked_in_its_own_words():
    [word], [prefix], [name] = read("railways tra* North-South").clauses
    assert asked_of(word.lookup) == (
        ['"srailway" OR "frailways"*'],
        ["'srailway' | 'frailways':*"],
    )
    assert asked_of(prefix.lookup) == (['"wtra"*'], ["'wtra':*"])
    assert asked_of(name.lookup.within("nt"))[0] == [
        '"nsnorth" OR "nfnorth"* OR "tsnorth" OR "tfnorth"*',
        '"nssouth" OR "nfsouth"* OR "tssouth" OR "tfsouth"*',
    ]


def test_a_phrase_is_asked_for_by_its_pairs_and_by_its_words_where_they_are_more():
    [one], [two], [three] = read('"Gas" "gas line" "the gas line"').clauses
    assert (asked_of(one.lookup)[0], one.lookup.side_by_side) == (['"wgas"'], "")
    assert (asked_of(two.lookup)[0], two.lookup.side_by_side) == (['"bgas_line"'], "")
    assert asked_of(three.lookup)[0] == ['"bthe_gas"', '"bgas_line"']
    assert three.lookup.side_by_side == " wthe wgas wline "


def test_what_stands_often_is_asked_for_by_what_is_meant():
    [word], [prefix], [phrase] = read('railways tra* "Gas lines"').clauses
    assert asked_of(word.often(2))[0] == ['"2srailway" OR "2frailways"*']
    assert asked_of(prefix.often(4))[0] == ['"4stra"* OR "4ftra"*']
    assert asked_of(phrase.often(4))[0] == [
        '"4sgas" OR "4fgas"*',
        '"4sline" OR "4flines"*',
    ]


@pytest.mark.parametrize(
    ("text", "plain"),
    [("12th session", True), ('"gas line" oil', True), ("gas -oil", False), ("gas OR oil", False),
     ("ga*", False)])  # fmt: skip
def test_a_plain_search_may_be_a_name(text, plain):
    assert read(text).is_plain == plain
