"""What staff see and change in the admin, by the commissions they are bound to (models/reach.py)."""

from django.contrib.admin import FieldListFilter
from django.contrib.admin.filters import RelatedFieldListFilter
from django.db.models import Q

from commission.models import (
    Commission,
    bound_to,
    commission_paths,
    may_touch,
    reach,
)


class ReachedChoices:
    """For ModelAdmin and inlines alike: relations are chosen among what a person keeps, or is public.

    A commission is chosen among theirs alone: whatever is entered belongs to it.
    """

    def get_field_queryset(self, db, db_field, request):
        model = db_field.remote_field.model
        rows, rule = (
            super().get_field_queryset(db, db_field, request),
            reach(request.user, model),
        )
        if not rule:
            return rows
        if model is not Commission and hasattr(model._default_manager, "published"):
            rule |= Q(pk__in=model._default_manager.published().order_by().values("pk"))
        rows = model._default_manager.using(db) if rows is None else rows
        return rows.filter(rule)


class WithinReach:
    """For ModelAdmin: lists, pages, actions and pickers have the rows that a person keeps."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(reach(request.user, self.model))

    def has_add_permission(self, request):
        is_theirs = bound_to(request.user) is None or not self._is_set_up_once
        return (
            super().has_add_permission(request)
            and is_theirs
            and not (self.model is Commission and bound_to(request.user))
        )

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._may(request, obj)

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        if allowed and obj is None and not self._is_kept:
            # Several at once: each would have to be asked for.
            return bound_to(request.user) is None
        return allowed and self._may(request, obj)

    def _may(self, request, obj):
        if obj is not None:
            return may_touch(request.user, obj)
        return bound_to(request.user) is None or not self._is_set_up_once

    @property
    def _is_kept(self):
        """True where rows belong to commissions, or are commissions."""
        return bool(commission_paths(self.model))

    @property
    def _is_set_up_once(self):
        """True for what all records are set up with: areas, indicators."""
        return not self._is_kept and not self.model.named_by


class ReachedFilter(RelatedFieldListFilter):
    """Offers, beside a list, only what the person keeps."""

    def field_choices(self, field, request, model_admin):
        return field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to=reach(request.user, field.remote_field.model),
        )


FieldListFilter.register(
    lambda field: bool(field.remote_field), ReachedFilter, take_priority=True
)
