"""Which commission a text is about."""

import pytest

from sessions.reading import Trust, read

from .known import KNOWN, TM_KZ, TM_TR


def first(text):
    found = read(text, KNOWN).commissions
    return (found[0].value, found[0].trust) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "The Intergovernmental Turkmen-Kazakh Commission on Economic and Cultural Cooperation met.",
        "The joint commission of Turkmenistan and Kazakhstan met.",
        "Состоялось заседание Межправительственной туркмено-казахстанской комиссии.",
        "Межправительственная комиссия Казахстана и Туркменистана провела заседание.",
        "Түрікменстан мен Қазақстан арасындағы үкіметаралық комиссияның отырысы өтті.",
        "Hökümetara türkmen-gazak toparynyň mejlisi geçirildi.",
    ],
)
def test_it_is_named_by_its_name_or_by_its_countries_in_four_languages(text):
    assert first(text) == (TM_KZ, Trust.HIGH)


def test_turkmen_and_turkish_are_two_countries():
    assert first("The joint Turkmen-Turkish commission met.") == (TM_TR, Trust.HIGH)


def test_both_countries_without_a_commission_are_a_guess():
    text = "Turkmenistan and Kazakhstan trade. Turkmenistan sells gas, Kazakhstan sells grain."
    assert first(text) == (TM_KZ, Trust.LOW)


def test_one_country_alone_is_no_commission():
    assert first("Turkmenistan held a session of its commission on horses.") is None
