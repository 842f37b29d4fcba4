"""The files of the whole record: made, and taken from the portal as a reader does."""

import csv

from django.core.management import call_command

from sessions.downloads.built import built_downloads

FILE = "/files/data/"


def made(**options):
    call_command("build_downloads", verbosity=0, **options)
    return built_downloads()


def rows(name):
    with (built_downloads().folder / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def ask(client, name, **headers):
    """The answer, read to its end, which closes the file; `body(answer)` is what was read."""
    answer = client.get(FILE + name, headers=headers)
    answer.read = b"".join(answer.streaming_content) if answer.streaming else answer.content  # fmt: skip
    return answer


def body(answer):
    return answer.read
