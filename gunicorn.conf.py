"""gunicorn's settings, read from here by every `gunicorn commission.wsgi` started in this directory.

WEB_CONCURRENCY sets the workers, FORWARDED_ALLOW_IPS the proxies that are believed;
`--bind unix:/run/commission/web.sock` overrides the address.
"""

import ctypes
import gc

from commission import settings

# mallopt's names for them, in the C library of most Linux systems.
MMAP_THRESHOLD, ARENA_MAX = -3, -8

host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
bind = f"{host}:{settings.PORT}"
wsgi_app = "commission.wsgi"
worker_class = "gthread"
# Two processes of four threads suit a small machine: pages are short, and the database is near.
workers = settings.environment.whole_number("WEB_CONCURRENCY", 2, least=1, most=64)
threads = settings.environment.whole_number("WEB_THREADS", 4, least=1, most=64)
# Loaded once, before the workers part: less memory, and a bad setting stops the start.
preload_app = True
timeout = 60
# No limit to an address here: a long search in Cyrillic is six times as long there, and gets an
# answer.  What is exposed to the world stands behind nginx, which has its own limit.
limit_request_line = 0
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True


def when_ready(server):
    """The application is loaded, and no worker has parted yet; whoever asks meanwhile waits to be answered."""
    from django.db import Error

    from sessions.before_serving import read_beforehand

    try:
        read_beforehand()
    except Error as error:
        # Each page says so, until there is a record to be read.
        server.log.warning("The record cannot be read yet: %s", error)


def post_fork(server, worker):
    """A page makes and drops some thirty thousand objects, hardly any in circles: by Python's own
    measure the collector would look at them forty times a page.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    # What all sessions are kept in is made anew with every change of them. Left to itself the C library would come
    # to put these long pieces among the short ones, and each thread's apart: megabytes of a worker that nobody uses.
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(MMAP_THRESHOLD, 512 * 1024)
        mallopt(ARENA_MAX, 2)
