"""Areas of passages, by the areas' own terms in any form."""

import pytest

from sessions.reading import Trust, read

from .known import CULTURE, GAS, KNOWN, RAILWAYS, TRADE


def areas(text):
    (passage,) = read(text, KNOWN).passages
    return [(each.value, each.trust) for each in passage.areas]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("New railways were discussed by both parties.", RAILWAYS),
        ("Речь шла о строительстве железной дороги.", RAILWAYS),
        ("Обсуждались железнодорожными ведомствами тарифы.", RAILWAYS),
        ("Тараптар газды жеткізу туралы сөйлесті, қазақша.", GAS),
        ("Taraplar nebitiň üstaşyr geçirilmegini maslahatlaşdylar.", GAS),
    ],
)
def test_terms_are_found_in_their_forms(text, key):
    assert [found for found, _trust in areas(text)] == [key]


def test_a_word_of_the_same_stem_is_not_yet_the_term():
    assert areas("It is of importance for both parties, indeed important.") == []


def test_several_words_or_two_terms_are_trusted_most():
    assert areas("The trade turnover grew.") == [(TRADE, Trust.HIGH)]
    assert areas("Gas, and once more gas.") == [(GAS, Trust.HIGH)]
    assert areas("Gas was discussed.") == [(GAS, Trust.MEDIUM)]


def test_the_commissions_own_name_says_nothing_of_the_passage():
    text = "Заседание Межправительственной туркмено-казахстанской комиссии по культурному сотрудничеству состоялось."
    assert CULTURE not in [key for key, _trust in areas(text)]
