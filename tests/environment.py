"""The environment that the tests run in, set before Django reads its settings.

DATABASE_URL alone is taken from outside, so that the same suite runs on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

KNOBS = ("DEBUG", "HOST", "PORT", "SITE_URL", "SECRET_KEY", "TIME_ZONE")
KNOBS += (
    "HSTS_SECONDS",
    "ACCEL_REDIRECT_PREFIX",
    "DOCUMENT_MAX_MB",
    "IDLE_MINUTES",
    "LICENCE",
    "LICENCE_URL",
    "CONTACT",
    "SECURITY_CONTACT",
    "FORWARDED_ALLOW_IPS",
    "MAIL_URL",
    "MAIL_FROM",
    "DIGEST_HOUR",
    "FOLLOWS_PER_HOUR",
    "ONE_MACHINE",
)

for knob in KNOBS:
    os.environ.pop(knob, None)

# pytest-xdist's workers inherit what the first process set.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="commission-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

# Tests come from one address; that of the limit sets its own.
os.environ["API_PER_MINUTE"] = "100000"
# Tests of the door itself ask for both steps; the others come in by one.
os.environ["SECOND_STEP"] = "no"
os.environ["DJANGO_SETTINGS_MODULE"] = "commission.settings"
