"""Django writes "20 Декабрь"."""

MONTH_DAY_FORMAT = "j E"
