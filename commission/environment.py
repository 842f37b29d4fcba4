"""Reads settings from environment variables, typed, with refusals that say how to mend them."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
MAIL_AS_FILES = "django.core.mail.backends.filebased.EmailBackend"
# How each keeps strangers from reading, and the port it is usually on.
SMTP = {"smtp": ("", 25), "smtp+tls": ("starttls", 587), "smtps": ("tls", 465)}
LOOPBACK = ("127.0.0.1", "localhost", "::1")

SQLITE_OPTIONS = {
    # Writers queue at BEGIN instead of failing halfway through a transaction.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000"
    ),
}


def refuse(sentence: str) -> NoReturn:
    """Stop the start with one sentence on standard error and exit code 1, without a traceback."""
    raise SystemExit(f"Cannot start: {sentence}")


class Environment:
    """A view of environment variables; an empty variable counts as one that is not set.

    Every method refuses (see `refuse`) a value that it cannot use. Values are never repeated
    in a refusal where they could hold a password.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self.variables.get(name, "").strip() or default

    def boolean(self, name: str, *, default: bool) -> bool:
        value = self.text(name, "yes" if default else "no").lower()
        if value not in YES | NO:
            refuse(f"{name} is “{value}”; write it as true or false.")
        return value in YES

    def whole_number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            refuse(
                f"{name} is “{value}”; write it as a whole number from {least} to {most}."
            )
        return int(value)

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            return ZoneInfo(value).key
        except (OSError, ValueError, KeyError):
            refuse(
                f"{name} is “{value}”, which is no time zone; write a name such as Asia/Ashgabat."
            )

    def web_address(self, name: str) -> str:
        """An http or https address; "" when it is not set."""
        value = self.text(name)
        if value and not _is_web_address(value):
            refuse(
                f"{name} is “{value}”; write a web address such as https://example.org/terms."
            )
        return value

    def mail_or_web_address(self, name: str) -> str:
        """A web address, or a mail address with "mailto:" before it; "" when it is not set."""
        value = self.text(name)
        if not value or _is_web_address(value):
            return value
        mail = value.removeprefix("mailto:")
        if mail.count("@") != 1 or not mail.isprintable() or " " in mail:
            refuse(
                f"{name} is “{value}”; write a mail address, or a web address such as https://example.org/contact."
            )
        return f"mailto:{mail}"

    def mail(self, name: str, default: str, folder: Path) -> dict[str, Any]:
        """Django's settings for sending mail by one address; "file" puts letters into the folder, and
        "" sends none.
        """
        value = self.text(name, default)
        if not value or value == "none":
            return {"EMAIL_BACKEND": NO_MAIL}
        if value == "file":
            return {"EMAIL_BACKEND": MAIL_AS_FILES, "EMAIL_FILE_PATH": folder}
        try:
            return smtp(value)
        except (ValueError, KeyError):
            refuse(
                f"{name} cannot be read; write it as smtp+tls://USER:PASSWORD@HOST:587, smtps://USER:PASSWORD@HOST:465"
                " or, without a password or to this machine, smtp://HOST:25 (signs such as @ or / in the password"
                " percent-encoded); file keeps letters as files, and none sends none."
            )

    def mail_address(self, name: str, default: str, *, is_needed: bool) -> str:
        """A mail address alone, from which the portal writes."""
        value = self.text(name, default)
        if is_needed and not value:
            refuse(
                f"{name} is not set; write the address from which the portal writes, such as records@example.org."
            )
        sound = (
            value.count("@") == 1
            and value.isprintable()
            and not set(value) & set(' <>",;')
        )
        if value and not sound:
            refuse(
                f"{name} is “{value}”; write a mail address alone, such as records@example.org."
            )
        return value

    def site_url(self, name: str, default: str) -> str:
        """An http or https address of the site's root, without the closing slash."""
        value = self.text(name, default).rstrip("/")
        try:
            parts = urlsplit(value)
            sound = (
                parts.scheme in {"http", "https"}
                and parts.hostname
                and parts.netloc
                and parts.port != 0
            )
        except ValueError:
            sound = False
        if (
            not sound
            or value != f"{parts.scheme}://{parts.netloc}"
            or "@" in parts.netloc
        ):
            refuse(
                f"{name} is “{value}”; write the site's whole address, such as https://records.example.org."
            )
        return value

    @staticmethod
    def local_address(host: str, port: int) -> str:
        """Where this machine's own browser finds a server on the host and port."""
        host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def directory(self, name: str, default: Path) -> Path:
        """An absolute path of a directory that exists (it is made when absent)."""
        path = Path(self.text(name, str(default))).expanduser().resolve()
        try:
            path.mkdir(parents=True, exist_ok=True)
            writable = os.access(path, os.W_OK | os.X_OK)
        except OSError:
            writable = False
        if not writable:
            refuse(
                f"this account may not write to {path};"
                f" set {name} to a directory where it may."
            )
        return path

    def file_if(self, name: str, path: Path) -> Path | None:
        """The path when the variable is true, of a file that is to be read and written; else None."""
        if not self.boolean(name, default=False):
            return None
        if path.exists() and not os.access(path, os.R_OK | os.W_OK):
            refuse(
                f"this account may not write to {path}, as {name} asks for; make it the owner of the file."
            )
        return path

    def secret_key(self, name: str, kept_in: Path) -> str:
        """The variable, or else the key kept in the file, which is made once, readable by its owner alone."""
        key = self.text(name) or kept_key(kept_in, name)
        if len(key) < 50 or len(set(key)) < 5:
            refuse(
                f"{name} is too short to be safe; set it to at least 50 random characters."
            )
        return key

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Django's settings for one database address, see https://www.postgresql.org/docs/current/libpq-connect.html."""
        url = self.text(name, default)
        if url.startswith("sqlite:///"):
            return sqlite(url)
        if url.startswith(("postgresql://", "postgres://")):
            try:
                return postgresql(conninfo_to_dict(url))
            except (ProgrammingError, KeyError, ValueError):
                pass
        refuse(
            f"{name} cannot be read; write it as postgresql://USER:PASSWORD@HOST:5432/NAME"
            " (signs such as @ or / in the password percent-encoded) or as sqlite:////PATH/TO/FILE."
        )


def sqlite(url: str) -> dict[str, Any]:
    path = unquote(url.removeprefix("sqlite:///"))
    if not path or not Path(path).parent.is_dir():
        refuse(
            "DATABASE_URL names a SQLite file in a directory that does not exist; make the directory first."
        )
    return {
        "ENGINE": "commission.sqlite3",
        "NAME": path,
        # Each thread keeps its connection: a new one reads the whole schema before its first answer.
        "CONN_MAX_AGE": None,
        "OPTIONS": dict(SQLITE_OPTIONS),
    }


def postgresql(parts: dict[str, Any]) -> dict[str, Any]:
    """Django's settings from libpq's."""
    named = {
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
        "HOST": "host",
        "PORT": "port",
    }
    options = {key: value for key, value in parts.items() if key not in named.values()}
    # What PostgreSQL believes to be expensive, which searches only seem to be, it compiles, or starts processes to share
    # it with: either takes longer than to answer.  What the address says itself comes later and wins.
    quick = "-c jit=off -c max_parallel_workers_per_gather=0"
    options["options"] = f"{quick} {options.get('options', '')}".strip()
    options.setdefault("connect_timeout", "10")
    # A question that is asked again was planned the first few times and is not planned again.
    options |= {"server_side_binding": True, "prepare_threshold": 3}
    for port in filter(None, str(parts.get("port", "")).split(",")):
        int(port)
    return {
        "ENGINE": "commission.postgresql",
        **{django: parts.get(libpq, "") for django, libpq in named.items()},
        "NAME": parts["dbname"],
        # Each thread keeps its connection, as with SQLite: one for each of gunicorn's threads.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def smtp(url: str) -> dict[str, Any]:
    """Django's settings of the address of a mail server.  ValueError, KeyError: it is none, or would
    show a password to the network.
    """
    parts = urlsplit(url)
    tls, port = SMTP[parts.scheme]
    host, password = parts.hostname or "", unquote(parts.password or "")
    if (
        not host
        or parts.path.strip("/")
        or (password and not tls and host not in LOOPBACK)
    ):
        raise ValueError
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "tls",
        # A reader waits for the letter that asks them to confirm.
        "EMAIL_TIMEOUT": 10,
    }


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    sound = value.isprintable() and " " not in value
    return sound and parts.scheme in {"http", "https"} and bool(parts.hostname)


def kept_key(path: Path, name: str) -> str:
    try:
        if not path.exists():
            keep_new_key(path)
        return path.read_text().strip()
    except OSError:
        refuse(
            f"no key can be kept in {path}; set {name} to at least 50 random characters."
        )


def keep_new_key(path: Path) -> None:
    """Write a key to the path unless another process did so meanwhile: the link is made whole or not at all."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(64))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
