from commission.charts import Bar, Column, bars, columns


def test_columns_stand_side_by_side_on_one_ground():
    assert columns(
        [(2014, 3), (2015, 0), (2016, 9)], chosen=lambda year: year == 2016
    ) == [
        Column(x=0, y=36, width=30, height=18, label="2014", value=3, is_chosen=False),
        Column(
            x=33.333, y=54, width=30, height=0, label="2015", value=0, is_chosen=False
        ),
        Column(
            x=66.667, y=0, width=30, height=54, label="2016", value=9, is_chosen=True
        ),
    ]


def test_a_column_of_one_stays_in_sight_beside_one_of_a_thousand():
    assert [column.height for column in columns([("a", 1), ("b", 1000)])] == [1, 54]


def test_nothing_to_count_draws_nothing():
    assert columns([]) == []
    assert [column.height for column in columns([("a", 0)])] == [0]


def test_bars_are_measured_against_the_largest():
    assert bars([("2019", 110, "110.0"), ("2020", 55, "55.0")]) == [
        Bar(width=100, label="2019", shown="110.0"),
        Bar(width=50, label="2020", shown="55.0"),
    ]


def test_a_negative_value_keeps_its_number_and_has_no_bar():
    assert [bar.width for bar in bars([("a", -4, "−4"), ("b", 8, "8")])] == [0, 100]
    assert [bar.width for bar in bars([("a", -4, "−4")])] == [0]


def test_no_values_draw_nothing():
    assert bars([]) == []
