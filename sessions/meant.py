""" "Did you mean": the question in words that public records hold."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from commission.asked import address_with

from .search.query import Query, Term
from .selection import public_sessions
from .vocabulary import suggested


@dataclass(frozen=True)
class Meant:
    """A question spelt otherwise, and the address that asks it with all else that was asked."""

    text: str
    address: str


def meant_by(
    query: Query, request: HttpRequest, finds: Callable[[Term], int]
) -> Meant | None:
    """What `query` may have meant, None where it is well spelt or nothing comes near.

    `finds(term)` says how many public records hold a term.
    """
    text = suggested(query, finds)
    if not text:
        return None
    return Meant(text, address_with(request, "q", text))


def sessions_with(term: Term) -> int:
    """How many public sessions hold `term`."""
    return len(public_sessions().mentioning(Query(clauses=((term,),))))
