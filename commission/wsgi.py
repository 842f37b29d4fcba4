"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from commission.thread_locals import keep_by_thread

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")

keep_by_thread()
pages = get_wsgi_application()
# Asks for the database, therefore not before Django is set up.
from commission.unchanged import unchanged_first

application = unchanged_first(pages)
