import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.django_db
def test_it_says_ok_when_the_database_answers(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )


def test_it_says_so_when_the_database_does_not_answer():
    nobody_listens = "postgresql://portal@127.0.0.1:1/records"
    script = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "answer = Client().get('/healthz', headers={'host': 'localhost'})\n"
        "print(answer.status_code, answer.content.decode())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": nobody_listens},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert done.stdout == "503 The database does not answer.\n\n", done.stderr


def test_it_needs_no_language_and_takes_no_post(client):
    assert client.post("/healthz").status_code == 405
