"""The databases' own indexes over the search entries' tokens: no model of Django's has them.

They are made after every `migrate`.  SQLite's is a table of its own, kept by triggers; a migration
that rebuilds the table of the entries drops them silently, so that they are looked for again then.
"""

from django.db import DatabaseError

from .search_entry import AS_TSVECTOR, FULL_TEXT, SearchEntry

ENTRIES = SearchEntry._meta.db_table

# The cost keeps PostgreSQL from reading every entry for a common word: it believes that making
# a tsvector costs nothing, and 2,000 of them cost more than 100 ms.  Only a function that is not
# inlined keeps its cost, so it is none of the language sql.
_POSTGRES_FUNCTION = f"""
CREATE FUNCTION {AS_TSVECTOR}(tokens text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000
AS $$ BEGIN RETURN array_to_tsvector(string_to_array(tokens, ' ')); END $$
"""
# What was written lately waits in a list that every search reads: a short one, so that searches
# do not slow down, but not none, so that saving does not.
_POSTGRES_INDEX = f"""
CREATE INDEX IF NOT EXISTS search_entry_tokens ON {ENTRIES}
USING gin ({AS_TSVECTOR}(tokens)) WITH (fastupdate = on, gin_pending_list_limit = 64)
"""

_SQLITE_TABLE = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS {FULL_TEXT} USING fts5(
    tokens, content='{ENTRIES}', content_rowid='place', tokenize='ascii', detail=none, columnsize=0)
"""
_ADD = f"INSERT INTO {FULL_TEXT} (rowid, tokens) VALUES (new.place, new.tokens);"
_REMOVE = (
    f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rowid, tokens) "
    "VALUES ('delete', old.place, old.tokens);"
)
_SQLITE_TRIGGERS = {
    "search_entry_added": f"AFTER INSERT ON {ENTRIES} BEGIN {_ADD} END",
    "search_entry_removed": f"AFTER DELETE ON {ENTRIES} BEGIN {_REMOVE} END",
    "search_entry_changed": f"AFTER UPDATE ON {ENTRIES} "
    "WHEN old.place <> new.place OR old.tokens <> new.tokens "
    f"BEGIN {_REMOVE} {_ADD} END",
}


def ensure_full_text(connection):
    """Make what is missing of the index.  Two queries at most where nothing is."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _ensure_postgres(cursor)
        elif missing := _SQLITE_TRIGGERS.keys() - _triggers(cursor):
            cursor.execute(_SQLITE_TABLE)
            for name in missing:
                cursor.execute(f"CREATE TRIGGER {name} {_SQLITE_TRIGGERS[name]}")
            # What was written without them is not in it.
            _rebuild(cursor)


def _ensure_postgres(cursor):
    cursor.execute("SELECT to_regproc(%s)", [AS_TSVECTOR])
    if cursor.fetchone()[0] is None:
        cursor.execute(_POSTGRES_FUNCTION)
    cursor.execute(_POSTGRES_INDEX)


def _triggers(cursor):
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return {name for (name,) in cursor.fetchall()}


def rebuild_full_text(connection):
    """Make the database's own index anew from the entries: a minute for a million of them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("REINDEX INDEX search_entry_tokens")
        else:
            _rebuild(cursor)


def _rebuild(cursor):
    cursor.execute(f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}) VALUES ('rebuild')")


def full_text_problem(connection):
    """A sentence on what is wrong with the database's own index, "" when nothing is."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT to_regclass('search_entry_tokens')")
            is_there = cursor.fetchone()[0] is not None
            return "" if is_there else "The index search_entry_tokens is missing."
        if missing := _SQLITE_TRIGGERS.keys() - _triggers(cursor):
            return f"The triggers {', '.join(sorted(missing))} are missing."
        return _sqlite_problem(cursor)


def _sqlite_problem(cursor):
    try:
        cursor.execute(
            f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rank) VALUES ('integrity-check', 1)"
        )
    except DatabaseError as error:
        return f"The full-text index does not agree with the entries ({error})."
    return ""
