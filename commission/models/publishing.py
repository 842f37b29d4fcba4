"""Publication: a state with a moment.

A row is public when its state is *published* and its moment (`publish_at`) has come.
An embargo therefore ends by itself: no job has to run for it.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.collation import sort_key_column

from .content_version import Release
from .noted import Change, Noted, NotedQuerySet, change_ending
from .reader import seen_by


class PublishState(models.TextChoices):
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


_as_at: ContextVar[datetime.datetime | None] = ContextVar("as_at", default=None)


@contextmanager
def as_at(moment: datetime.datetime) -> Iterator[None]:
    """Read what is public at an aware moment, for what is read over minutes: no embargo ends meanwhile."""
    token = _as_at.set(moment)
    try:
        yield
    finally:
        _as_at.reset(token)


def public_now() -> datetime.datetime:
    """The moment at which is read what is public: now, but within `as_at`."""
    return _as_at.get() or timezone.now()


def is_public(prefix="", *, at=None):
    """The publication rule as a `Q`, for rows reached through `prefix` ("session__" …).

    `at` is an aware datetime, now by default.
    """
    return Q(
        **{
            f"{prefix}state": PublishState.PUBLISHED,
            f"{prefix}publish_at__lte": at or public_now(),
        }
    )


class PublishableQuerySet(NotedQuerySet):
    """Query words shared by every row that has a page.

    `public_through` names the relations whose rows must be public as well: a session is not
    public before its commission is.  `own_state` is False for rows without a state of their
    own (passages, decisions …), which are as public as what they belong to.
    """

    public_through: tuple[str, ...] = ()
    own_state = True

    def alphabetically(self):
        """In the order of what they are called, for the reader's language (`Alphabetical` models)."""
        return self.order_by(sort_key_column(), "pk")

    def published(self, *, at=None):
        """Only what visitors may see at the moment `at` (now)."""
        at = at or public_now()
        prefixes = [""] if self.own_state else []
        prefixes += [f"{relation}__" for relation in self.public_through]
        rule = Q()
        for prefix in prefixes:
            rule &= is_public(prefix, at=at)
        return self.filter(rule)

    def visible_to(self, reader):
        """What is published and, for a reader who sees more of these rows, that too (`seen_by`)."""
        others = seen_by(reader, self.model)
        if others is None:
            return self.published()
        if not others:
            return self.all()
        public = self.model._default_manager.published()
        return self.filter(Q(pk__in=public.order_by().values("pk")) | others)


class Publishable(Noted):
    """A row with a page of its own, public from `publish_at` while its state is *published*."""

    state = models.CharField(
        _("state"),
        max_length=12,
        choices=PublishState.choices,
        default=PublishState.DRAFT,
        editable=False,
    )
    publish_at = models.DateTimeField(
        _("published from"),
        null=True,
        blank=True,
        editable=False,
        help_text=_(
            "The moment from which visitors see it; a moment to come is an embargo."
        ),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        # Who may publish a record, schedule and withdraw it, and change it without a word to readers.
        default_permissions = ("add", "change", "delete", "view", "publish")
        indexes = [
            # What is new, on the home page (`sessions.news`).
            models.Index(
                Greatest("publish_at", "updated_at").desc(),
                F("id").desc(),
                name="%(class)s_news",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PublishState.PUBLISHED)
                | Q(publish_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_a_moment",
                violation_error_message=_(
                    "What is published needs the moment it is public from."
                ),
            ),
        ]

    def check_publishable(self):
        """Raise `ValidationError` with every reason why the record cannot be published yet."""

    @property
    def is_published(self):
        """True when visitors see the row itself now (what it belongs to is not asked)."""
        return self.is_public_at(public_now())

    def is_public_at(self, moment):
        """True when visitors see the row itself at an aware moment."""
        return (
            self.state == PublishState.PUBLISHED
            and self.publish_at is not None
            and self.publish_at <= moment
        )

    @property
    def is_embargoed(self):
        """True when the row is released for a moment that is still to come."""
        return self.state == PublishState.PUBLISHED and not self.is_published


def _note_releases(sender, change, **kwargs):
    """Remember the moments to come: what is public changes then without anybody writing."""
    now = timezone.now()
    moments = {
        row.publish_at
        for model in change.written
        if issubclass(model, Publishable)
        for row in change.rows_of(model, ("state", "publish_at"))
        if row.state == PublishState.PUBLISHED and row.publish_at > now
    }
    if moments:
        Release.objects.using(change.using).bulk_create(
            [Release(moment=moment) for moment in moments], ignore_conflicts=True
        )


def note_releases() -> None:
    """Follow every change of the record; called once, when Django is ready."""
    change_ending.connect(_note_releases, sender=Change, dispatch_uid="releases")
