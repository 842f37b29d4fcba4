"""What Django keeps for each task of an event loop, kept for each thread instead.

The portal is served by threads (gunicorn's gthread).  The active language is asked for some three
hundred times a page, and asgiref's Local, which looks for a task at each of them, is a seventh of
the page's time.  For the WSGI application alone: under ASGI it would mix up readers' languages.
"""

import threading

from django.urls import base
from django.utils import timezone
from django.utils.translation import trans_real

KEPT = (
    (trans_real, "_active"),
    (timezone, "_active"),
    (base, "_prefixes"),
    (base, "_urlconfs"),
)


def keep_by_thread() -> None:
    """Before Django is set up: keep language, time zone, URLconf and script prefix in `threading.local`."""
    for module, name in KEPT:
        setattr(module, name, threading.local())
