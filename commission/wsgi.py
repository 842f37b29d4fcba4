"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")

pages = get_wsgi_application()
# Asks for the database, therefore not before Django is set up.
from commission.unchanged import unchanged_first

application = unchanged_first(pages)
