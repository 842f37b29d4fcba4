"""`manage.py write_openapi`: renews docs/openapi.json; `make openapi` calls it where the example is loaded."""

import json
from typing import Any

from django.core.management import BaseCommand

from sessions.api.document import FILE, examples, made


class Command(BaseCommand):
    help = (
        "Writes docs/openapi.json, with examples from the example commission in the database "
        "(load_example)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        document = made(examples())
        FILE.write_text(f"{json.dumps(document, ensure_ascii=False, indent=1)}\n")
        if options["verbosity"]:
            self.stdout.write(f"{FILE} written.")
