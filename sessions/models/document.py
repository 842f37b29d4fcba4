import secrets
from urllib.parse import quote

from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from commission.models import Agreement, Noted, PublishableQuerySet
from commission.routes import address_of
from sessions.document_files import (
    check_document,
    file_sha256,
    recognise_document,
    safe_file_name,
)

from .session import Session
from .stored_file import StoredFileField, remove_on_commit, stored_name

# What may stand in a path as it is (RFC 3986, section 3.3), as Django's `reverse` has it.
SIGNS_OF_PATHS = "!$&'()*+,;=/~:@"
# The portal's own languages first, then those of the countries it has commissions with.
DOCUMENT_LANGUAGES = [
    ("en", _("English")),
    ("ru", _("Russian")),
    ("kk", _("Kazakh")),
    ("tk", _("Turkmen")),
    ("ar", _("Arabic")),
    ("az", _("Azerbaijani")),
    ("be", _("Belarusian")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("fa", _("Persian")),
    ("fr", _("French")),
    ("hi", _("Hindi")),
    ("hu", _("Hungarian")),
    ("hy", _("Armenian")),
    ("it", _("Italian")),
    ("ja", _("Japanese")),
    ("ka", _("Georgian")),
    ("ko", _("Korean")),
    ("ky", _("Kyrgyz")),
    ("mn", _("Mongolian")),
    ("ms", _("Malay")),
    ("pl", _("Polish")),
    ("ps", _("Pashto")),
    ("ro", _("Romanian")),
    ("tg", _("Tajik")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
    ("ur", _("Urdu")),
    ("uz", _("Uzbek")),
    ("vi", _("Vietnamese")),
    ("zh", _("Chinese")),
]
LANGUAGE_NAMES = dict(DOCUMENT_LANGUAGES)


class DocumentQuerySet(PublishableQuerySet):
    def published(self, *, at=None):
        """Documents whose session or agreement visitors may read."""
        sessions = Session.objects.published(at=at)
        agreements = Agreement.objects.published(at=at)
        return self.filter(
            Q(session__in=sessions.values("pk"))
            | Q(agreement__in=agreements.values("pk"))
        )


class Document(Noted):
    """A paper of a session or of an agreement: one text, with a file for each language."""

    belongs_to = ("session", "agreement")

    class Kind(models.TextChoices):
        PROTOCOL = "protocol", _("Protocol")
        FINAL_ACT = "final-act", _("Final act")
        COMMUNIQUE = "communique", _("Communiqué")
        ANNEX = "annex", _("Annex")
        AGREEMENT_TEXT = "agreement-text", _("Text of the agreement")
        OTHER = "other", _("Other document")

    session = models.ForeignKey(
        "commission_sessions.Session",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("session"),
    )
    agreement = models.ForeignKey(
        "commission.Agreement",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("agreement"),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, default=Kind.PROTOCOL
    )
    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_(
            "As it stands on the paper. Left empty, the kind of document is shown."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="document_of_session_or_agreement",
                condition=Q(session__isnull=False, agreement__isnull=True)
                | Q(session__isnull=True, agreement__isnull=False),
                violation_error_message=_(
                    "A document belongs to one session or to one agreement: "
                    "choose one of the two and leave the other empty."
                ),
            ),
        ]

    def __str__(self):
        return self.title or self.get_kind_display()


class DocumentFileQuerySet(PublishableQuerySet):
    def published(self, *, at=None):
        """Files of the documents that visitors may read."""
        return self.filter(document__in=Document.objects.published(at=at).values("pk"))


def document_path(instance, filename):
    """Where the file is kept under MEDIA_ROOT: nothing of the uploaded name is in it."""
    return f"documents/{secrets.token_hex(16)}"


class DocumentFile(Noted):
    """A document in one language."""

    belongs_to = ("document__session", "document__agreement")

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="files", verbose_name=_("document")
    )
    language = models.CharField(_("language"), max_length=8, choices=DOCUMENT_LANGUAGES)
    authentic = models.BooleanField(
        _("authentic"),
        default=False,
        help_text=_(
            "Tick this for a version that was signed and is equally authentic. "
            "Leave it empty for a translation."
        ),
    )
    file = StoredFileField(
        _("file"),
        upload_to=document_path,
        max_length=255,
        validators=[check_document],
        help_text=_(
            "A PDF, Word (.docx), Excel (.xlsx) or OpenDocument text (.odt) file."
        ),
    )
    # What follows is read from the file when it is saved.
    original_name = models.CharField(_("file name"), max_length=150, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    content_type = models.CharField(_("content type"), max_length=100, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of a document")
        ordering = ["-authentic", "language"]
        constraints = [
            models.UniqueConstraint(
                name="document_file_once_a_language",
                fields=["document", "language"],
                violation_error_message=_(
                    "This document already has a file in this language: "
                    "replace that file, or choose another language."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.document} ({self.get_language_display()})"

    def save(self, *args, **kwargs):
        """Read a new file's facts, keep it, and drop the one it replaces.

        Raises ValidationError for a file that is not a document of the kinds we keep.
        A new file of a saved row costs one query more.
        """
        if not self.file.is_new:
            return super().save(*args, **kwargs)
        replaced = stored_name(self, "file")
        self._read_facts()
        super().save(*args, **kwargs)
        remove_on_commit(self.file.storage, replaced)

    def get_language_display(self):  # type: ignore[no-redef]
        # Django's own way goes through the whole list of languages each time.
        return str(LANGUAGE_NAMES.get(self.language, self.language))

    def get_absolute_url(self):
        name = quote(self.original_name, safe=SIGNS_OF_PATHS)
        return address_of("files:document-file", self.document_id, self.language, name)

    @property
    def format_name(self):
        """ "PDF", "DOCX" …, by what was recognised in the file."""
        return self.original_name.rpartition(".")[2].upper()

    def _read_facts(self):
        document_format = recognise_document(self.file)
        self.original_name = safe_file_name(self.file.name, document_format.extension)
        self.size = self.file.size
        self.content_type = document_format.content_type
        self.sha256 = file_sha256(self.file)


@receiver(post_delete, sender=DocumentFile)
def remove_document_file(instance, **kwargs):
    # A signal, because rows that go with their session are deleted without a call of delete().
    remove_on_commit(instance.file.storage, instance.file.name)
