"""Permalinks last: an address that changes leads on to the new one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerSlug(models.Model):
    """A slug that a row once had, so that its old address redirects.

    `model` is the row's model label ("participants.participant"); `scope` sets rows apart that
    may share a slug (a session's key is unique within its commission only), empty otherwise.
    """

    model = models.CharField(max_length=80)
    scope = models.CharField(max_length=20, blank=True, default="")
    slug = models.CharField(max_length=120)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(
                "model", "scope", "slug", name="former_slug_leads_one_way"
            ),
        ]

    def __str__(self):
        return f"{self.model} {self.slug}"


class Addressed(models.Model):
    """A row whose slug makes its address; changing the slug keeps the old address alive.

    `slug_field` names the column; `slug_scope()` tells rows apart that may share one.
    """

    slug_field = "slug"

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row.was_read()
        return row

    def was_read(self):
        """Remembers the address that the row has; for whoever makes it without `from_db`."""
        self._slug_in_db = self.__dict__.get(self.slug_field)

    def slug_scope(self):
        return ""

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        slug, before = (
            getattr(self, self.slug_field),
            getattr(self, "_slug_in_db", None),
        )
        if before and before != slug:
            self._remember(before, instead_of=slug)
        self._slug_in_db = slug

    def _remember(self, former, *, instead_of):
        ours = FormerSlug.objects.filter(
            model=self._meta.label_lower, scope=self.slug_scope()
        )
        ours.filter(slug=instead_of).delete()
        ours.update_or_create(
            slug=former,
            defaults={
                "object_id": self.pk,
                "model": self._meta.label_lower,
                "scope": self.slug_scope(),
            },
        )

    @classmethod
    def id_by_former_slug(cls, slug, scope=""):
        """The primary key of the row that once had this slug, or None.  One query."""
        former = FormerSlug.objects.filter(
            model=cls._meta.label_lower, scope=scope, slug=slug
        )
        return former.values_list("object_id", flat=True).first()


def slug_field(**kwargs):
    """A slug column: ASCII, lower case, unique unless told otherwise."""
    kwargs.setdefault("unique", True)
    return models.SlugField(
        _("address"),
        max_length=80,
        help_text=_(
            "The last part of the page's address: small Latin letters, digits and hyphens. "
            "When you change it, the old address goes on working."
        ),
        **kwargs,
    )
