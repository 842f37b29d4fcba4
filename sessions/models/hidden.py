"""Which people and bodies are not public: few, so that whatever is made of many leaves these out."""

from functools import partial
from typing import Any

from commission.kept import Kept
from commission.models import is_public
from participants.models import Organisation, Participant


def _hidden(model):
    rows = model.objects.exclude(is_public()).order_by()
    return frozenset(rows.values_list("pk", flat=True))


# What is released by itself moves the version, too.
_KEPT: dict[Any, Kept[frozenset[int]]] = {
    model: Kept(partial(_hidden, model)) for model in (Participant, Organisation)
}


def hidden(model: type[Participant] | type[Organisation]) -> frozenset[int]:
    """Primary keys of those that are not public.  One query in the life of a content version."""
    return _KEPT[model]()
