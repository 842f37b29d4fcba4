"""Django has none of Kazakh, and writes English ones."""

# As CLDR and officials do: "2021 ж. 20 желтоқсан".
DATE_FORMAT = "Y\xa0ж. j E"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y\xa0ж. j E, H:i"
YEAR_MONTH_FORMAT = "Y\xa0ж. E"
MONTH_DAY_FORMAT = "j E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
