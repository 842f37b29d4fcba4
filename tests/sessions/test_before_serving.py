"""What is read before the workers part: nothing is asked for it again, and no connection is shared."""

import runpy
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from commission.register import register
from participants.models import Organisation
from sessions import before_serving
from sessions.before_serving import read_beforehand
from sessions.models.hidden import hidden
from sessions.selection import public_sessions
from tests.factories import make_organisation, make_session


@pytest.fixture
def when_ready():
    return runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))["when_ready"]


@pytest.mark.django_db(transaction=True)
def test_what_was_read_is_not_asked_for_again_and_is_followed(
    django_assert_num_queries,
):
    session, draft = make_session(), make_organisation(state="draft", publish_at=None)
    register.forget()
    read_beforehand()
    assert connection.connection is None
    # The version alone.
    with django_assert_num_queries(1):
        assert public_sessions()[:] == [session.pk]
    with django_assert_num_queries(2):
        assert hidden(Organisation) == {draft.pk}
    make_session(state="draft", publish_at=None)
    later = make_session()
    assert {*public_sessions()[:]} == {session.pk, later.pk}


def test_a_database_that_is_away_stops_no_server(when_ready, monkeypatch):
    said = []
    server = SimpleNamespace(
        log=SimpleNamespace(warning=lambda text, *args: said.append(text % args))
    )

    def away():
        raise OperationalError("it is away")

    monkeypatch.setattr(before_serving, "read_beforehand", away)
    when_ready(server)
    assert said == ["The record cannot be read yet: it is away"]
