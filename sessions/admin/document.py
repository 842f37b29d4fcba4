"""Documents with their files, on the page of their session or agreement."""

from django import forms
from django.conf import settings
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _

from commission.admin import AgreementAdmin
from commission.admin.record import RecordForm
from commission.admin.rows import Rows
from sessions.models import Document, DocumentFile


class FilesFormSet(BaseInlineFormSet):
    """The files of one document: those it has, then a free place for each language without one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        has = {file.language for file in self.get_queryset()}
        free = [code for code, _name in settings.LANGUAGES if code not in has]
        self.initial_extra = [{"language": code} for code in free]
        self.extra = len(free) + 1

    def add_fields(self, form, index):
        super().add_fields(form, index)
        # The table's heads are no labels for those who do not see it.
        for name in ("language", "file", "authentic", "DELETE"):
            if name in form.fields:
                form.fields[name].widget.attrs["aria-label"] = form.fields[name].label

    def get_queryset(self):
        if not hasattr(self, "_queryset"):
            self._queryset = (
                self.instance.files.all()
                if self.instance.pk
                else self.model.objects.none()
            )
        return self._queryset


FILES = inlineformset_factory(
    Document,
    DocumentFile,
    formset=FilesFormSet,
    fields=["language", "file", "authentic"],
    widgets={"file": forms.FileInput},
)


class DocumentForm(RecordForm):
    """A document's form; `files_formset` holds its files and lives and dies with it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bound = {"data": self.data, "files": self.files} if self.is_bound else {}
        self.files_formset = FILES(
            instance=self.instance, prefix=f"{self.prefix}-files", **bound
        )

    def is_multipart(self):
        return True

    def has_changed(self):
        return super().has_changed() or self.files_formset.has_changed()

    def clean(self):
        if not self.files_formset.is_valid():
            self.add_error(
                None,
                _("A file of this document is refused: the reason stands beside it."),
            )
        return super().clean()

    def save(self, commit=True):
        document = super().save(commit)
        if commit:
            self.files_formset.instance = document
            self.files_formset.save()
        return document


class DocumentRows(Rows):
    model = Document
    form = DocumentForm
    number_field = "order"
    fields = [("kind", "title")]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("files")


AgreementAdmin.inlines.append(DocumentRows)
