import secrets
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from commission.models import Noted, PublishableQuerySet, PublishState
from commission.routes import address_of
from sessions.images import check_photo
from sessions.renditions import rendition_sizes, write_renditions

from .stored_file import StoredFileField, remove_on_commit, stored_name


class Rendition(NamedTuple):
    """One size of a photo as the pages use it: address, width and height in pixels."""

    src: str
    width: int
    height: int


class PhotoQuerySet(PublishableQuerySet):
    public_through = ("session", "session__commission")
    own_state = False

    def without_alt(self):
        """Photos described in no language: a session with one of these is not published."""
        rule = models.Q()
        for column in get_translation_fields("alt"):
            rule &= models.Q(**{column: ""}) | models.Q(**{column: None})
        return self.filter(rule)


def photo_path(instance, filename):
    """Where the original is kept under MEDIA_ROOT: nothing of the uploaded name is in it."""
    return f"{instance.folder}/original"


class Photo(Noted):
    """A photograph of a session.

    The uploaded original is kept as it came and is never served; what visitors get are its
    renditions, which carry no metadata. The token names their folder and is part of their
    addresses, so a replaced picture never shows through an old address.
    """

    belongs_to = ("session",)

    session = models.ForeignKey(
        "commission_sessions.Session",
        models.CASCADE,
        related_name="photos",
        verbose_name=_("session"),
    )
    image = StoredFileField(
        _("image"),
        upload_to=photo_path,
        max_length=255,
        validators=[check_photo],
        help_text=_(
            "A JPEG, PNG, WebP or AVIF picture of at most 20 MB and 50 megapixels. "
            "It is turned upright, and where and how it was taken is removed before it is shown."
        ),
    )
    caption = models.CharField(
        _("caption"),
        max_length=500,
        blank=True,
        help_text=_(
            "Who and what is to be seen, where and when; shown under the photo."
        ),
    )
    alt = models.CharField(
        _("description for those who cannot see it"),
        max_length=500,
        blank=True,
        help_text=_(
            "What the photo shows, in a sentence. A session is published only when "
            "each of its photos has one."
        ),
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("The photographer or agency, as they wish to be named."),
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    # What follows is made from the picture when it is saved; sizes are of the upright picture.
    token = models.CharField(_("token"), max_length=32, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["order", "id"]

    def __str__(self):
        return self.caption or self.alt or _("Photo %(number)s") % {"number": self.pk}

    def save(self, *args, **kwargs):
        """Keep a new picture with its renditions, and drop the one it replaces.

        Renditions are written before the row, so that no reader meets a photo without them;
        until the row is there nobody knows their address. Raises ValidationError for a file
        that is not a picture we can show. A new picture of a saved row costs one query more.
        """
        if not self.image.is_new:
            return super().save(*args, **kwargs)
        replaced = stored_name(self, "image").removesuffix("/original")
        self.token = secrets.token_hex(16)
        self.width, self.height = write_renditions(
            self.image, self.image.storage, self.folder
        )
        super().save(*args, **kwargs)
        remove_on_commit(self.image.storage, replaced)

    def get_absolute_url(self):
        return self.renditions[-1].src

    def clean(self):
        public = (
            hasattr(self, "session") and self.session.state == PublishState.PUBLISHED
        )
        if public and not any(
            getattr(self, each) for each in get_translation_fields("alt")
        ):
            raise ValidationError(
                _(
                    "The session is published: describe this photo in at least one language."
                )
            )

    @property
    def folder(self):
        """The folder of the original and its renditions, under MEDIA_ROOT."""
        return f"photos/{self.token}"

    @property
    def renditions(self):
        """The sizes there are, from the narrowest to the widest, at most four. No queries."""
        sizes = rendition_sizes(self.width, self.height)
        return [
            Rendition(self._address(width), width, height) for width, height in sizes
        ]

    @property
    def srcset(self):
        """The value of an <img>'s srcset attribute."""
        return ", ".join(f"{each.src} {each.width}w" for each in self.renditions)

    def src(self, width):
        """Address of the narrowest rendition at least this wide, or else of the widest."""
        wide_enough = [each for each in self.renditions if each.width >= width]
        return (wide_enough or self.renditions[-1:])[0].src

    def _address(self, width):
        return address_of("files:photo-rendition", self.pk, self.token, width)


@receiver(post_delete, sender=Photo)
def remove_photo_files(instance, **kwargs):
    # A signal, because rows that go with their session are deleted without a call of delete().
    remove_on_commit(instance.image.storage, instance.folder)
