from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _


class StoredFile(FieldFile):
    """An uploaded file that visitors reach only through a view that asks for its record's state."""

    @property
    def url(self):
        """The view's address, never the storage's: the media folder is not served by itself."""
        return self.instance.get_absolute_url()  # type: ignore[attr-defined]

    @property
    def is_new(self):
        """True from the upload until the save."""
        return bool(self) and not self._committed  # type: ignore[attr-defined]


class StoredFileField(models.FileField):
    """A FileField whose validators read new uploads only.

    An admin page validates every row it shows at each save; without this rule a session with
    twenty photos would be decoded twenty times over for a comma in a caption.
    """

    attr_class = StoredFile

    def run_validators(self, value):
        if value.is_new:
            super().run_validators(value)


def stored_name(instance, field):
    """Name of the file the database has for this row now, "" if none. One query for a saved row."""
    if instance.pk is None:
        return ""
    rows = type(instance)._base_manager.filter(pk=instance.pk)
    return rows.values_list(field, flat=True).first() or ""


def check_stored(file):
    """Raise ValidationError when the file that a row names is kept no longer."""
    if not file.storage.exists(file.name):
        raise ValidationError(
            _("The file “%(name)s” is kept no longer: its 30 days are over.")
            % {"name": getattr(file.instance, "original_name", file.name)}
        )


def remove_stored(storage, name):
    """Remove a file, or a folder with the files in it, at once."""
    try:
        _, files = storage.listdir(name)
    except (NotADirectoryError, FileNotFoundError):
        files = []
    for file in files:
        storage.delete(f"{name}/{file}")
    storage.delete(name)
