"""The database engine of settings.DATABASES where the record is kept in SQLite."""
