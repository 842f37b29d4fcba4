"""Writers publish, withdraw and correct while readers search, all in processes of their own over HTTP.

    python -m tests.load.together [seconds]

No answer may be an error, none may be older than the last change when it was asked for, and every
count must be that of the rows it stands over.  DATABASE_URL and DATA_DIR name a migrated database.
"""

WRITERS = 2
READERS = 2
# Sessions of each writer.  All of them fit on one page of the list.
SESSIONS = 6
COMMISSION = "together"
# A word that stands in every writer's sessions, and in no others.
EVERYWHERE = "zuqqurban"
