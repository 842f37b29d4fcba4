"""What an empty list offers: the nearest wider questions."""

from dataclasses import dataclass

from commission.applied import applied
from commission.asked import address_without


@dataclass(frozen=True)
class Wider:
    """The question without `text`, which one parameter asked, and how many rows that finds."""

    text: str
    count: int
    address: str


def wider_questions(found, request):
    """What `found` (a Listing) would find without one parameter, the fewest rows first.

    A query for each parameter that was asked; nothing that finds nothing.
    """
    texts: dict[str, list[str]] = {}
    for piece in applied(found, request):
        texts.setdefault(piece.name, []).append(str(piece.text))
    wider = [
        Wider(
            ", ".join(pieces),
            found.without(name).count(),
            address_without(request, name),
        )
        for name, pieces in texts.items()
    ]
    return sorted((each for each in wider if each.count), key=lambda each: each.count)
