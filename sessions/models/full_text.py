"""The databases' own indexes over the digests' tokens: no model of Django's has them.

They are made after every `migrate`.  SQLite's is a table of its own, kept by triggers; a migration
that rebuilds the table of the digests drops them silently, so that they are looked for again then.
"""

from django.db import DatabaseError

from .digest import AS_TSVECTOR, Digest, RecordDigest, SessionDigest

# The cost keeps PostgreSQL from making the tokens of every digest anew in order to find a word: it
# believes that it costs nothing.  Only a function that is not inlined keeps its cost, so it is none
# of the language sql.
_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {AS_TSVECTOR}(tokens text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000
AS $$ BEGIN RETURN array_to_tsvector(string_to_array(tokens, ' ')); END $$
"""
DIGESTS: tuple[type[Digest], ...] = (SessionDigest, RecordDigest)


def ensure_full_text(connection):
    """Make what is missing of the indexes.  Two queries at most where nothing is."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for digest in DIGESTS:
                _ensure_postgres(cursor, digest)
            return
        there = _triggers(cursor)
        for digest in DIGESTS:
            triggers = _sqlite_triggers(digest)
            if missing := triggers.keys() - there:
                cursor.execute(_sqlite_table(digest))
                for name in missing:
                    cursor.execute(f"CREATE TRIGGER {name} {triggers[name]}")
                # What was written without them is not in it.
                _rebuild(cursor, digest)


def rebuild_full_text(connection):
    """Make the database's own indexes anew from the digests: minutes for 100,000 sessions."""
    with connection.cursor() as cursor:
        for digest in DIGESTS:
            if connection.vendor == "postgresql":
                cursor.execute(f"REINDEX INDEX {digest.full_text}")
            else:
                _rebuild(cursor, digest)


def full_text_problem(connection):
    """A sentence on what is wrong with the databases' own indexes, "" when nothing is."""
    with connection.cursor() as cursor:
        problems = [_problem(cursor, connection.vendor, digest) for digest in DIGESTS]
    return next(filter(None, problems), "")


def _problem(cursor, vendor, digest):
    if vendor == "postgresql":
        cursor.execute("SELECT to_regclass(%s)", [digest.full_text])
        is_there = cursor.fetchone()[0] is not None
        return "" if is_there else f"The index {digest.full_text} is missing."
    if missing := _sqlite_triggers(digest).keys() - _triggers(cursor):
        return f"The triggers {', '.join(sorted(missing))} are missing."
    try:
        cursor.execute(
            f"INSERT INTO {digest.full_text} ({digest.full_text}, rank) VALUES ('integrity-check', 1)"
        )
    except DatabaseError as error:
        return (
            f"The index {digest.full_text} does not agree with the digests ({error})."
        )
    return ""


# ── PostgreSQL ───────────────────────────────────────────────────────────────────────────────

# What a save adds goes into the index at once.  Put off, as is usual, it is read through by every search
# meanwhile, and then one save in some dozens waits for all of it: a second, among 100,000 sessions.
AT_ONCE = "fastupdate=off"


def _ensure_postgres(cursor, digest):
    cursor.execute(
        "SELECT reloptions FROM pg_class WHERE oid = to_regclass(%s)",
        [digest.full_text],
    )
    found = cursor.fetchone()
    if found is None:
        for statement in _postgres_statements(digest):
            cursor.execute(statement)
    if found is None or AT_ONCE not in (found[0] or ()):
        cursor.execute(f"ALTER INDEX {digest.full_text} SET ({AT_ONCE})")


def _postgres_statements(digest):
    table, index = digest._meta.db_table, digest.full_text
    return [
        _POSTGRES_FUNCTION,
        # A search reads the places alone: whatever is longer than they are lies elsewhere.
        f"ALTER TABLE {table} SET (toast_tuple_target = 128)",
        # Streams are read by the hundred for a long phrase: quicker to unpack, where it can be had.
        f"""
        DO $$ BEGIN
            ALTER TABLE {table} ALTER COLUMN stream SET COMPRESSION lz4,
                ALTER COLUMN tokens SET COMPRESSION lz4;
        EXCEPTION WHEN feature_not_supported THEN NULL;
        END $$
        """,
        f"CREATE INDEX {index} ON {table} USING gin ({AS_TSVECTOR}(tokens))",
        # To gather numbers on them ANALYZE would have to make thousands of digests' tokens anew;
        # without numbers the planner believes every word to be rare, which suits us.
        f"ALTER INDEX {index} ALTER COLUMN 1 SET STATISTICS 0",
    ]


# ── SQLite ───────────────────────────────────────────────────────────────────────────────────


def _sqlite_table(digest):
    return (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {digest.full_text} USING fts5(tokens, "
        f"content='{digest._meta.db_table}', content_rowid='place', "
        "tokenize=\"ascii tokenchars '_'\", detail=none, columnsize=0)"
    )


def _sqlite_triggers(digest):
    """{name: how it is made} of the triggers that keep the index in line with the table."""
    table, index = digest._meta.db_table, digest.full_text
    add = f"INSERT INTO {index} (rowid, tokens) VALUES (new.place, new.tokens);"
    remove = (
        f"INSERT INTO {index} ({index}, rowid, tokens) "
        "VALUES ('delete', old.place, old.tokens);"
    )
    return {
        f"{index}_added": f"AFTER INSERT ON {table} BEGIN {add} END",
        f"{index}_removed": f"AFTER DELETE ON {table} BEGIN {remove} END",
        f"{index}_changed": f"AFTER UPDATE ON {table} "
        "WHEN old.place <> new.place OR old.tokens <> new.tokens "
        f"BEGIN {remove} {add} END",
    }


def _triggers(cursor):
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return {name for (name,) in cursor.fetchall()}


def _rebuild(cursor, digest):
    cursor.execute(
        f"INSERT INTO {digest.full_text} ({digest.full_text}) VALUES ('rebuild')"
    )
