"""Counts of rows by value: those that Python's own Counter gives."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from commission.counting import NO_ROWS, fullest, in_numbers

VALUES = st.sampled_from([None, 7, 2**40, "Aşgabat", "Astana", ""])
ROWS = st.dictionaries(st.integers(0, 60), VALUES)


def column_of(rows, before=NO_ROWS):
    lists = {}
    for row, value in rows.items():
        lists.setdefault(value, []).append(row)
    return before.changed(lists)


@given(before=ROWS, after=ROWS, asked=st.sets(st.integers(0, 60)))
def test_rows_are_counted_by_the_values_that_they_came_to_have(before, after, asked):
    rows = before | after
    column = column_of(after, column_of(before))
    asked &= rows.keys()
    known = Counter(rows[row] for row in asked)
    counts = column.counts(in_numbers(BitMap(asked)))
    assert counts == known
    assert (len(counts), {*counts}) == (len(known), {*known})
    for value in (None, 7, 2**40, "Aşgabat", "Astana", "", "nowhere"):
        assert counts.get(value, 0) == known[value]
        assert (value in counts) == (value in known)


@given(
    rows=st.dictionaries(st.integers(0, 99), st.integers(1, 20)),
    most=st.integers(0, 25),
)
def test_the_fullest_are_those_of_any_dictionary(rows, most):
    counts = column_of(rows).counts(in_numbers(BitMap(rows)))
    in_order = sorted(counts, key=lambda value: (-counts[value], value))
    assert fullest(counts, most) == fullest(dict(counts), most) == in_order[:most]


def test_counts_are_gathered_by_what_values_belong_to_and_leave_out_what_belongs_to_nothing():
    places = column_of({1: "Aşgabat", 2: "Ашхабад", 3: "", 4: "Astana", 5: "Ашхабад"})
    names = {"Aşgabat": "Ashgabat", "Ашхабад": "Ashgabat", "Astana": "Astana"}
    column = column_of({0: "Ashgabat", 1: "Astana"})
    numbers = [column.number_of.get(names.get(place), 2) for place in places.values]
    column = column._replace(numbers=numbers)
    counts = places.counts(in_numbers(BitMap([1, 2, 3, 4, 5]))).by(column)
    assert counts == {"Ashgabat": 3, "Astana": 1}


def test_nothing_is_counted_where_there_is_nothing():
    assert NO_ROWS.counts(in_numbers(BitMap())) == {}
    assert fullest(NO_ROWS.counts(in_numbers(BitMap())), 3) == []
