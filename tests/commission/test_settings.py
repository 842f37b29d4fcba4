"""What the environment may say, and the one sentence that answers what it may not."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from commission.environment import SQLITE_OPTIONS, Environment

ROOT = django_settings.BASE_DIR
KEY = "a long enough key, made of more than fifty characters: 0123456789"


def start(directory: Path, command: str = "manage.py check", **variables: str):
    """What a new process does with these variables alone."""
    return subprocess.run(
        [sys.executable, *command.split()],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(directory)} | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def settings_read(directory: Path, *names: str, **variables: str) -> list[str]:
    script = "import sys\nfrom commission import settings\n"
    script += "for name in sys.argv[1:]: print(repr(getattr(settings, name)))"
    (directory / "show.py").write_text(script)
    done = start(
        directory,
        f"{directory / 'show.py'} {' '.join(names)}",
        PYTHONPATH=str(ROOT),
        **variables,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"DEBUG": "maybe"},
            "DEBUG is “maybe”; write it as true or false.",
        ),
        (
            {"LICENCE_URL": "by/4.0"},
            "LICENCE_URL is “by/4.0”; write a web address such as https://example.org/terms.",
        ),
        (
            {"CONTACT": "the desk"},
            "CONTACT is “the desk”; write a mail address, or a web address such as"
            " https://example.org/contact.",
        ),
        (
            {"SITE_URL": "records.example.org"},
            "SITE_URL is “records.example.org”; write the site's whole address,"
            " such as https://records.example.org.",
        ),
        (
            {"DATABASE_URL": "postgresql://portal:hidden@db.example.org:port/records"},
            "DATABASE_URL cannot be read; write it as"
            " postgresql://USER:PASSWORD@HOST:5432/NAME"
            " (signs such as @ or / in the password percent-encoded)"
            " or as sqlite:////PATH/TO/FILE.",
        ),
        (
            {"DATABASE_URL": "sqlite:////nowhere/records.sqlite3"},
            "DATABASE_URL names a SQLite file in a directory that does not exist;"
            " make the directory first.",
        ),
        (
            {"TIME_ZONE": "Mars/Olympus"},
            "TIME_ZONE is “Mars/Olympus”, which is no time zone;"
            " write a name such as Asia/Ashgabat.",
        ),
        (
            {"SECRET_KEY": "secret"},
            "SECRET_KEY is too short to be safe;"
            " set it to at least 50 random characters.",
        ),
        (
            {"DATA_DIR": "/proc/commission"},
            "this account may not write to /proc/commission;"
            " set DATA_DIR to a directory where it may.",
        ),
        (
            {"PORT": "99999"},
            "PORT is “99999”; write it as a whole number from 1 to 65535.",
        ),
    ],
)
def test_a_bad_value_stops_the_start_with_one_sentence(tmp_path, variables, sentence):
    done = start(tmp_path, **variables)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Cannot start: {sentence}\n"


def test_gunicorn_stops_with_the_same_sentence(tmp_path):
    done = start(tmp_path, "-m gunicorn", DEBUG="maybe")

    assert done.returncode != 0
    assert "Cannot start: DEBUG is “maybe”; write it as true or false." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "address",
    [
        "example.org",
        "ftp://example.org",
        "https://",
        "https://example.org/records",
        "https://example.org?q=1",
        "https://example.org:99999",
        "https://user@example.org",
        "https://[::1",
    ],
)
def test_a_site_url_that_is_no_root_of_a_site_is_refused(address):
    with pytest.raises(SystemExit, match="SITE_URL"):
        Environment({"SITE_URL": address}).site_url("SITE_URL", "")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://Records.example.org/", "https://Records.example.org"),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001"),
        ("http://[::1]:8001", "http://[::1]:8001"),
    ],
)
def test_a_site_url_is_kept_without_its_closing_slash(address, kept):
    assert Environment({"SITE_URL": address}).site_url("SITE_URL", "") == kept


def test_a_postgresql_address_is_read_as_libpq_reads_it():
    address = "postgresql://portal:p%40ss%2Fword@db:6432/records?sslmode=verify-full"
    environment = Environment({"DATABASE_URL": address})

    assert environment.database("DATABASE_URL", "") == {
        "ENGINE": "commission.postgresql",
        "NAME": "records",
        "USER": "portal",
        "PASSWORD": "p@ss/word",
        "HOST": "db",
        "PORT": "6432",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "sslmode": "verify-full",
            "options": "-c jit=off -c max_parallel_workers_per_gather=0",
            "connect_timeout": "10",
            "server_side_binding": True,
            "prepare_threshold": 3,
        },
    }


def test_a_postgresql_address_may_name_a_unix_socket():
    environment = Environment({"DATABASE_URL": "postgres:///records?host=/run/pg"})
    database = environment.database("DATABASE_URL", "")

    assert (database["HOST"], database["NAME"]) == ("/run/pg", "records")


@pytest.mark.parametrize(
    "address",
    [
        "mysql://root@localhost/records",
        "postgresql://portal:secret@db",
        "postgresql://portal:secret@db/records?colour=green",
        "records.sqlite3",
    ],
)
def test_no_password_is_repeated_when_a_database_address_is_refused(address):
    environment = Environment({"DATABASE_URL": address})
    with pytest.raises(SystemExit) as refusal:
        environment.database("DATABASE_URL", "")

    assert str(refusal.value).startswith("Cannot start: DATABASE_URL cannot be read;")
    assert "secret" not in str(refusal.value)


def test_a_sqlite_address_may_hold_percent_encoded_signs(tmp_path):
    environment = Environment({"DATABASE_URL": f"sqlite:///{tmp_path}/my%20records"})

    assert environment.database("DATABASE_URL", "") == {
        "ENGINE": "commission.sqlite3",
        "NAME": f"{tmp_path}/my records",
        "CONN_MAX_AGE": None,
        "OPTIONS": SQLITE_OPTIONS,
    }


def test_without_a_word_it_runs_as_production_does_on_this_machine(tmp_path):
    names = ["DEBUG", "SITE_URL", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE"]

    assert settings_read(tmp_path, *names) == [
        "False",
        "'http://127.0.0.1:8000'",
        "['127.0.0.1', 'localhost', '[::1]']",
        "False",
    ]


def test_one_machine_shares_the_number_of_the_latest_change_beside_postgresql_alone(
    tmp_path,
):
    asked = {"ONE_MACHINE": "true", "DATABASE_URL": "postgresql:///records"}
    (shared,) = settings_read(tmp_path, "CHANGE_MARK", **asked)
    assert shared == repr(tmp_path / "latest-change-records")
    assert settings_read(tmp_path, "CHANGE_MARK", ONE_MACHINE="true") == ["None"]


def test_the_site_url_follows_the_host_and_port(tmp_path):
    assert settings_read(tmp_path, "SITE_URL", HOST="0.0.0.0", PORT="8101") == [
        "'http://127.0.0.1:8101'"
    ]


def test_an_https_site_answers_its_own_host_alone_with_secure_cookies(tmp_path):
    names = ["ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    names += ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
    address = "https://records.example.org"

    assert settings_read(tmp_path, *names, SITE_URL=address) == [
        "['records.example.org']",
        "True",
        "True",
        "True",
        "31536000",
    ]


def test_an_https_site_passes_the_deploy_check(tmp_path):
    done = start(
        tmp_path,
        "manage.py check --deploy --fail-level WARNING",
        SITE_URL="https://records.example.org",
    )
    assert done.returncode == 0, done.stderr


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first = settings_read(tmp_path, "SECRET_KEY")
    second = settings_read(tmp_path, "SECRET_KEY")

    assert first == second
    kept = tmp_path / "secret-key"
    assert first == [repr(kept.read_text())]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret-key", "show.py"]


def test_a_key_from_the_environment_is_used_and_none_is_kept(tmp_path):
    assert settings_read(tmp_path, "SECRET_KEY", SECRET_KEY=KEY) == [repr(KEY)]
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", ""),
        ("desk@example.org", "mailto:desk@example.org"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("https://example.org/write", "https://example.org/write"),
    ],
)
def test_a_contact_is_an_address_to_write_to(written, meant):
    environment = Environment({"CONTACT": written})
    assert environment.mail_or_web_address("CONTACT") == meant


# ── Mail ─────────────────────────────────────────────────────────────────────────────────────


def mail_by(url, folder=Path("mail")):
    read = Environment({"MAIL_URL": url}).mail("MAIL_URL", "", folder)
    return {name.removeprefix("EMAIL_"): value for name, value in read.items()}


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "tls", "ssl"),
    [
        ("smtp+tls://me:p%40ss@mail.example.org", "mail.example.org", 587, "me", "p@ss", True, False),
        ("smtps://me:pass@mail.example.org:4465", "mail.example.org", 4465, "me", "pass", False, True),
        ("smtp://relay.example.org", "relay.example.org", 25, "", "", False, False),
        ("smtp://me:pass@localhost:2525/", "localhost", 2525, "me", "pass", False, False),
    ],
)  # fmt: skip
def test_a_mail_server_is_read_from_one_address(url, host, port, user, password, tls, ssl):  # fmt: skip
    assert mail_by(url) == {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend", "HOST": host, "PORT": port, "HOST_USER": user,
        "HOST_PASSWORD": password, "USE_TLS": tls, "USE_SSL": ssl, "TIMEOUT": 10,
    }  # fmt: skip


def test_letters_are_kept_as_files_or_not_written_at_all():
    assert mail_by("file") == {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "FILE_PATH": Path("mail"),
    }
    none = {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    assert mail_by("none") == mail_by("") == none


@pytest.mark.parametrize("url", ["mail.example.org", "smtp://", "http://mail.example.org", "smtps://h:99999999",
                                 "smtps://h/path", "smtp://me:secret@mail.example.org"])  # fmt: skip
def test_what_is_no_mail_server_or_would_show_a_password_is_refused(url):
    with pytest.raises(SystemExit, match="MAIL_URL cannot be read") as refusal:
        mail_by(url)
    assert "secret" not in str(refusal.value)


def test_only_a_portal_on_this_machine_alone_keeps_letters_unasked(tmp_path):
    backend, *_none = settings_read(tmp_path, "EMAIL_BACKEND")
    assert backend == "'django.core.mail.backends.filebased.EmailBackend'"
    read = settings_read(
        tmp_path, "EMAIL_BACKEND", "DEFAULT_FROM_EMAIL", SITE_URL="https://records.example.org"
    )  # fmt: skip
    assert read == ["'django.core.mail.backends.dummy.EmailBackend'", "''"]


def test_who_sends_mail_says_from_where(tmp_path):
    site = {"SITE_URL": "https://records.example.org", "MAIL_URL": "smtps://mail.example.org"}  # fmt: skip
    refused = start(tmp_path, **site)
    assert refused.stderr.startswith("Cannot start: MAIL_FROM is not set")
    refused = start(tmp_path, **site, MAIL_FROM="Records <r@example.org>")
    assert refused.stderr.startswith("Cannot start: MAIL_FROM is “Records <r@example.org>”")  # fmt: skip
    assert settings_read(tmp_path, "DEFAULT_FROM_EMAIL", **site, MAIL_FROM="r@example.org") == ["'r@example.org'"]  # fmt: skip
