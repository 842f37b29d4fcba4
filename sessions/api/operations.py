"""The API as django-ninja routes and describes it: for each resource a list and one record."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from pydantic import create_model

from .agreements import AGREEMENTS
from .commissions import AREAS, COMMISSIONS, FIGURES
from .decisions import DECISIONS
from .parameters import of_list, of_record
from .people import ORGANISATIONS, PARTICIPANTS
from .problems import NotUnderstoodError, problem, refused
from .resource import Resource, answer_list, answer_record
from .schemas import Problem, Schema
from .sessions import SESSIONS

RESOURCES = [
    COMMISSIONS,
    AREAS,
    SESSIONS,
    PARTICIPANTS,
    ORGANISATIONS,
    DECISIONS,
    AGREEMENTS,
    FIGURES,
]
VERBS = ["GET", "HEAD"]

api = NinjaAPI(title="Commission Records", version="1", openapi_url=None, docs_url=None)


@api.exception_handler(NotUnderstoodError)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return refused(error.errors)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, "Nothing that is published stands at this address.")


def _list(resource: Resource) -> None:
    name = resource.schema.__name__.removesuffix("Record")
    schema = create_model(
        f"{name}List",
        __base__=Schema,
        count=(int, ...),
        next=(str | None, ...),
        notices=(list[str], ...),
        results=(list[resource.schema], ...),  # type: ignore[name-defined]
    )

    def view(request: HttpRequest) -> HttpResponse:
        return answer_list(resource, request)

    api.api_operation(
        VERBS,
        f"/{resource.name}/",
        response={200: schema, 400: Problem, 429: Problem},
        operation_id=f"list_{resource.name}",
        summary=f"The {resource.name}",
        tags=[resource.name],
        by_alias=True,
        url_name=f"{resource.one}-list",
        openapi_extra={"parameters": of_list(resource)},
    )(view)


def _by_slug(resource):
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        return answer_record(resource, request, slug)

    return "{slug:slug}", view


def _by_id(resource):
    def view(request: HttpRequest, id: int) -> HttpResponse:
        return answer_record(resource, request, id)

    return "{int:id}", view


def _by_key(resource):
    def view(request: HttpRequest, commission: str, key: str) -> HttpResponse:
        return answer_record(resource, request, commission, key)

    return "{slug:commission}/{slug:key}", view


def _by_number(resource):
    def view(
        request: HttpRequest, commission: str, key: str, number: int
    ) -> HttpResponse:
        return answer_record(resource, request, commission, key, number)

    return "{slug:commission}/{slug:key}/{int:number}", view


WAYS = {
    ("slug",): _by_slug,
    ("pk",): _by_id,
    ("commission", "key"): _by_key,
    ("commission", "key", "number"): _by_number,
}


def _record(resource: Resource) -> None:
    path, view = WAYS[resource.parts](resource)
    api.api_operation(
        VERBS,
        f"/{resource.name}/{path}/",
        response={200: resource.schema, 400: Problem, 404: Problem, 429: Problem},
        operation_id=f"read_{resource.one}",
        summary=f"One {resource.one}",
        tags=[resource.name],
        by_alias=True,
        url_name=f"{resource.one}-detail",
        openapi_extra={"parameters": of_record(resource)},
    )(view)


for each in RESOURCES:
    _list(each)
    _record(each)
