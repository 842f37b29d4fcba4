"""The portal's settings without hashed static files, which a test would have to collect first."""

from commission.settings import *
from commission.settings import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
