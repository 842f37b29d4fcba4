"""What somebody may have meant whose words find nothing."""

import pytest
from pyroaring import BitMap

from sessions.models import KnownWord, Session
from sessions.models.finding import sessions_holding
from sessions.search.query import read
from sessions.vocabulary import slips_of, suggested
from tests import factories as make

pytestmark = pytest.mark.django_db


def finds(term):
    public = BitMap(Session.objects.published().values_list("pk", flat=True))
    return len(sessions_holding(term) & public)


def meant_by(search):
    return suggested(read(search), finds)


@pytest.mark.parametrize(
    ("text", "search", "meant"),
    [
        ("A railway line", "raiway", "railway"),
        ("A railway line", "railwway line", "railway line"),
        ("A railway line", "rialway", "railway"),
        ("A railway line", "reilway", "railway"),
        ("A railway line", '"railway lene"', '"railway line"'),
        ("A railway line", "raylwey", "railway"),
        ("Железная дорога", "железноя дорога", "железная дорога"),
        ("Қазақстан темір жолы", "казахстан", "казакстан"),
        ("Aşgabat şäheri", "Asghabat", "asgabat"),
        ("A railway line", "gas OR raiwya -customs", None),
        ("A railway line", "railway", None),
        ("A railway line", "railway nowhere", None),
        ("A railway line", "ra", None),
        ("A railway line", "", None),
        ("Session in 2021", "2012", None),
    ],
)  # fmt: skip
def test_it_offers_the_nearest_word_that_finds_something(text, search, meant):
    make.make_passage(text=text)
    assert meant_by(search) == meant


def test_it_prefers_the_word_that_finds_most():
    for text in ("lane", "line", "line"):
        make.make_passage(text=text)
    assert meant_by("lyne") == "line"


@pytest.mark.parametrize(
    "state", [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": make.tomorrow()}]
)  # fmt: skip
def test_words_of_what_is_hidden_are_never_offered(state):
    hidden = make.make_session(**state)
    make.make_passage(session=hidden, text="pipelining railway")
    make.make_passage(text="a pipeline")
    assert KnownWord.objects.filter(pk="pipelining").exists()
    assert meant_by("raiway") is None
    # Its stem stands in the public session, the word itself does not.
    assert meant_by("pipelinning") is None
    person = make.make_participant(name="Atdayev", **state)
    make.make_member(session=make.make_session(), participant=person)
    assert meant_by("atdayew") is None


def test_slips_are_of_the_words_own_letters():
    assert {"gs", "ags", "gaz", "gass", "gars"} <= slips_of("gas")
    assert "газ" in slips_of("гас") and "gas" not in slips_of("gas")
    assert all(letter not in "".join(slips_of("gas")) for letter in "гаж1")
