"""A delegation begins with the people of the last session: one click, which saves the page as well."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions.actions import copy_delegation, last_with_delegation


@dataclass(frozen=True)
class LastDelegation:
    """What a side had at the last session: its key, how many people, and the session's title."""

    side: int
    number: int
    session: str


def last_delegation(session, side):
    """Of a side with nobody in its delegation yet, None of the others.  Two queries for a session."""
    if session.is_published:
        return None  # Who was there is corrected with a note to readers.
    if "_last_delegations" not in session.__dict__:
        session._last_delegations = _of_each_side(session)
    return session._last_delegations.get(side.pk)


def _of_each_side(session):
    last = last_with_delegation(session)
    if last is None:
        return {}
    numbers, taken = {}, set()
    for row in session.delegation_members.model.objects.filter(
        session__in=[last.pk, session.pk]
    ).values_list("session", "side"):
        if row[0] == session.pk:
            taken.add(row[1])
        else:
            numbers[row[1]] = numbers.get(row[1], 0) + 1
    return {
        side: LastDelegation(side, number, str(last))
        for side, number in numbers.items()
        if side not in taken
    }


class CopiesDelegations:
    """For the page of a session: answers the button of an empty delegation."""

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        asked = request.POST.get("_copy_delegation", "")
        side = obj.commission.sides.filter(pk=asked).first() if asked.isdecimal() else None  # fmt: skip
        if side is None or obj.is_published:
            return response
        came, unsure = copy_delegation(session=obj, side=side, by=request.user)
        sentence = ngettext(
            "%(count)d person of the last session is in the delegation now, in the position held on the day of this one.",
            "%(count)d people of the last session are in the delegation now, in the positions held on the day of this one.",
            len(came),
        )
        messages.success(request, sentence % {"count": len(came)})
        if unsure:
            names = ", ".join(str(member) for member in unsure)
            sentence = _("The record does not know the positions of %(names)s: what stands there is of the last session. Please check it.")  # fmt: skip
            messages.warning(request, sentence % {"names": names})
        return HttpResponseRedirect(f"{request.path}#delegation-{side.pk}-group")
