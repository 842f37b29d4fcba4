import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.load.together.plain_settings")
django.setup()

from .run import together

if __name__ == "__main__":
    together(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
