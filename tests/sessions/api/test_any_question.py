"""Whatever is asked, by the document or against it, the answer is one that the document describes."""

import pytest
import schemathesis
from django.core.management import call_command
from django.test.client import ClientHandler
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

pytestmark = pytest.mark.django_db
# Of these the document says the form alone: a well-formed name may be nobody's, which is a 400.
OF_THE_RECORD = {
    "area", "commission", "indicator", "country", "party", "side", "place", "organisation",
    "participant", "session", "due", "cursor",
}  # fmt: skip


def portal():
    """The portal as a WSGI application that leaves the test's connection open, as test clients do."""
    handler = ClientHandler(enforce_csrf_checks=False)

    def application(environ, start_response):
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        answer = handler(environ)
        status = f"{answer.status_code} {answer.reason_phrase}"
        start_response(status, list(answer.headers.items()))
        return [answer.content]

    return application


@pytest.fixture(scope="module")
def example(shared_rows):
    call_command("load_example", verbosity=0)


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_every_answer_is_described(example, mode):
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", portal())
    operations = [each.ok() for each in document.get_all_operations()]
    assert len(operations) == 16
    for operation in operations:
        ask(operation, mode)


def ask(operation, mode):
    @settings(
        max_examples=12,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case):
        may_be_nobodys = OF_THE_RECORD & set(case.query or {})
        left_out = [positive_data_acceptance] if may_be_nobodys else []
        case.call_and_validate(excluded_checks=left_out)

    each()
