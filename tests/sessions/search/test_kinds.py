"""Every kind of row has its number in the index, for good."""

from sessions import indexing
from sessions.models.search_entry import KINDS, place_of


def test_every_kind_that_is_kept_has_a_number_of_its_own():
    assert set(KINDS) == {model._meta.model_name for model in indexing.COLUMNS}
    assert len(set(KINDS.values())) == len(KINDS) and max(KINDS.values()) < 16


def test_a_place_tells_session_kind_and_row():
    place = place_of("passage", 123_456, 987_654)
    assert (place >> 36, (place >> 32) & 15, place & (2**32 - 1)) == (
        987_654,
        3,
        123_456,
    )
    assert place_of("participant", 7, None) < 1 << 36
    assert place_of("namevariant", 2**32 - 1, 2**27 - 1) < 2**63
