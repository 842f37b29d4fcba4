import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Atdaýew", "atdayew"),
        ("АТДАЕВ", "атдаев"),
        ("Зиёзода", "зиезода"),
        ("Қазақстан", "казакстан"),
        ("Ән Ғылым Өң Ұлт Үй Һал Ілім", "ан гылым он улт уй хал илим"),
        ("Ähli Çary Ňuň Öň Şa Ümür Ýol Žak", "ahli cary nun on sa umur yol zak"),
        ("Йылмаз", "йылмаз"),
        ("Yılmaz", "yilmaz"),
        ("co‑chairs’  meeting", "co-chairs' meeting"),
        ("Straße", "strasse"),
    ],
)
def test_a_word_is_found_however_it_is_spelt(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
