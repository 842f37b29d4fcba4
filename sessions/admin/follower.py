"""How many follow what by mail, without their addresses; and the way to delete one on request."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sessions.models import Follower


@admin.register(Follower)
class FollowerAdmin(admin.ModelAdmin):
    """Addresses are shown to nobody: whoever asks to be deleted is found by the whole address."""

    list_display = ["__str__", "rhythm", "language", "asked_at", "confirmed_at"]
    list_display_links = None
    fields = ["kind", "query", "rhythm", "language", "asked_at", "confirmed_at"]
    list_filter = ["kind", "rhythm", "language", ("confirmed_at", admin.EmptyFieldListFilter)]  # fmt: skip
    # Makes the box; what is typed is compared with the whole address alone.
    search_fields = ["address"]
    search_help_text = _("A whole mail address, to delete what it follows.")
    ordering = ["kind", "query", "pk"]

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.filter(address__iexact=search_term.strip()), False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
