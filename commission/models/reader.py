"""Whose eyes a page is for, and what those see beside what is public."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from .reach import model_at, reach, reaches


class LinkReader(AnonymousUser):
    """Whoever opened a preview link: sees a few unpublished records and what stands on them.

    `shown` are their primary keys by the label of their model ("commission_sessions.session").
    """

    def __init__(self, shown):
        super().__init__()
        self.shown = shown

    def sees(self, row):
        return row.pk in self.shown.get(row._meta.label_lower, ())

    def rule(self, model):
        """Which rows of `model` it sees: those shown, and parts of them; None for none."""
        if any(field.name == "state" for field in model._meta.fields):
            keys = self.shown.get(model._meta.label_lower)
            return Q(pk__in=keys) if keys else None
        rule = Q()
        for path in model.belongs_to:
            if keys := self.shown.get(model_at(model, path)._meta.label_lower):
                rule |= Q(**{f"{path}__in": keys})
        return rule or None


def seen_by(reader, model):
    """Which rows of `model` a reader sees though they may not be public, as a `Q`.

    An empty one: all of them; None: none.  `reader` is None for the public, a `LinkReader`, or a
    user, who sees what may be viewed and is theirs to keep.
    """
    if reader is None:
        return None
    if isinstance(reader, LinkReader):
        return reader.rule(model)
    if not (reader.is_active and reader.is_staff):
        return None
    if not reader.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
        return None
    return reach(reader, model)


def may_see_unpublished(reader, model):
    """True for a reader who sees every row of `model`.

    Reads a user's permissions, which Django keeps once they are loaded (two queries).
    """
    rule = seen_by(reader, model)
    return rule is not None and not rule


def sees(reader, row):
    """True when `reader` sees `row`, public itself or not."""
    if row.is_published:
        return True
    if reader is None:
        return False
    if isinstance(reader, LinkReader):
        return reader.sees(row)
    return seen_by(reader, type(row)) is not None and reaches(reader, row)
