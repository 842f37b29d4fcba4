"""The picture of a page, for where its address is shared."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sessions.cards.drawing import drawn
from sessions.cards.of_records import card_of, site_card
from sessions.subjects import subject_at


@require_safe
def card(request, **where):
    """Of the record whose page this address stands below; drafts have none.  Four queries or fewer."""
    page = request.path.removesuffix("card.png")
    about = f"/{page.split('/', 2)[2]}"
    made = card_of(subject_at(about).record) if where else site_card()
    return HttpResponse(drawn(made), content_type="image/png")
