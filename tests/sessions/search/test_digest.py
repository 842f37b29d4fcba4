"""What a record is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.models import RecordDigest, SessionDigest
from sessions.models.digest import ROWS, place_of, places_of, record_at
from sessions.search.digest import (
    PART_BYTES,
    exact_token,
    parts_of,
    passages_of,
    segment_of,
    segments_of,
    stream_of,
    tokens_of,
)


def test_a_row_leaves_what_is_written_between_gaps_then_what_is_meant_then_its_names():
    texts = [("en", "Roads, a road"), ("tk", "ýol"), ("ru", "")]
    assert segment_of("p12", texts, ["A road!", ""]) == (
        "xp12 x wroads wa wroad x wyol x sroad sa fyol ea_road"
    )


def test_a_stream_has_one_order_with_the_passages_last():
    segments = {f"{mark}": segment_of(mark, []) for mark in ("p10", "p9", "h1", "f3")}
    stream = stream_of(segments)
    assert stream == " xf3 x xh1 x xp9 x xp10 x "
    assert segments_of(stream) == segments
    assert list(passages_of(stream)) == [(9, " x "), (10, " x ")]
    assert segments_of("") == {} and list(passages_of("")) == []


@given(
    st.dictionaries(
        st.from_regex(r"[afhp][1-9][0-9]{0,3}", fullmatch=True), st.text(max_size=30)
    )
)
def test_any_segments_come_back_from_their_stream(texts):
    segments = {m: segment_of(m, [("en", t)], [t]) for m, t in texts.items()}
    stream = stream_of(segments)
    assert segments_of(stream) == segments
    assert {key for key, _segment in passages_of(stream)} == {
        int(marker[1:]) for marker in segments if marker[0] == "p"
    }


def made_tokens(rows, spaces=None):
    segments = {mark: segment_of(mark, [("en", text)]) for mark, text in rows.items()}
    return set(tokens_of(stream_of(segments), spaces))


def test_its_tokens_say_what_stands_in_it_side_by_side_and_in_how_many_passages():
    passages = {f"p{n}": "gas" for n in (2, 3, 4)}
    assert made_tokens({"a9": "gas oil", "p1": "a gas", "p5": "oil. oil", **passages}) == {
        "xa9", "xp1", "xp2", "xp3", "xp4", "xp5", "wgas", "sgas", "2sgas", "4sgas",
        "woil", "soil", "wa", "sa", "bgas_oil", "ba_gas", "boil_oil"}  # fmt: skip


def test_tokens_of_some_kinds_of_rows_are_set_apart():
    assert made_tokens({"n1": "gas oil", "t2": "gas"}, {"n": "n", "t": "t"}) == {
        "xn1", "xt2", "nwgas", "nsgas", "nwoil", "nsoil", "nbgas_oil", "twgas", "tsgas"}  # fmt: skip


def test_a_name_is_one_token_however_it_is_spelt():
    assert (
        exact_token("12-е  Заседание!")
        == exact_token("12th заседание")
        == "e12_заседание"
    )
    assert exact_token("🚂") == "" and exact_token("слово " * 200) == ""


def test_parts_stay_below_what_a_database_takes():
    tokens = [f"w{number}слово" for number in range(100_000)]
    parts = list(parts_of(tokens))
    assert [token for part in parts for token in part.split()] == tokens
    assert len(parts) > 1
    assert all(len(part.encode()) <= PART_BYTES < 2**20 for part in parts)
    assert list(parts_of([])) == [""]


@pytest.mark.parametrize("digest", [SessionDigest, RecordDigest])
def test_a_place_tells_the_kind_and_the_row(digest):
    kinds = digest.kinds.values()
    assert len(set(kinds)) == len(kinds)
    for kind in kinds:
        assert record_at(place_of(kind, 123_456)) == (kind, 123_456)
        assert record_at(place_of(kind, ROWS) + 255) == (kind, ROWS)
        assert place_of(kind, ROWS) + 255 == places_of(kind)[1] < 2**63
