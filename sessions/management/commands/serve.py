"""`make run`: the portal with its demo records, on a laptop or a first server."""

import os
import secrets
import socket
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command

from commission.models import Commission

DEMO = settings.BASE_DIR / "sessions" / "demo"


class Command(BaseCommand):
    help = "Prepares what is missing, loads the demo records and makes an administrator once, and serves."
    # The checks of the whole project are `make check`'s; here they would only delay the start.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_taken_port(settings.HOST, settings.PORT)
        call_command("prepare")
        if not Commission.objects.exists():
            self.load_demo_records()
        if not get_user_model().objects.exists():
            self.make_administrator()
        self.stdout.write(f"Serving on {settings.SITE_URL}/ (Ctrl-C stops it).")
        self.stdout.flush()
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn"])  # noqa: S606

    def load_demo_records(self) -> None:
        files = sorted(DEMO.glob("*.toml"))
        if files:
            self.stdout.write("Loading the demo records…")
            call_command("import_records", *map(str, files), verbosity=0)

    def make_administrator(self) -> None:
        """Only the hash of the password is kept, so it can be shown this once."""
        password = secrets.token_urlsafe(12)
        get_user_model().objects.create_superuser("admin", password=password)
        self.stdout.write(
            f"An administrator was made for {settings.SITE_URL}/admin/: name admin, password {password}\n"
            "This password is shown only now. To set another: .venv/bin/python manage.py changepassword admin"
        )


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CommandError unless a server could listen there now."""
    try:
        family, kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(address)
    except OSError as error:
        reason = (
            os.strerror(error.errno)
            if error.errno and error.errno > 0
            else error.strerror
        )
        raise CommandError(
            f"Port {port} on {host} cannot be used ({reason}): stop what runs there,"
            f" or choose another, as in PORT={port + 1 if port < 65535 else 8000} make run."
        ) from None
