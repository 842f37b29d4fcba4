from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.admin.record import RecordForm
from commission.admin.rows import Rows
from sessions.models import Photo

from .kept_photos import KeptFile, KeptImageInput

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"


class PhotoForm(RecordForm):
    def save(self, commit=True):
        photo = super().save(commit)
        image = self.cleaned_data.get("image")
        if commit and isinstance(image, KeptFile):
            image.remove()
        return photo


class PhotoRows(Rows):
    model = Photo
    form = PhotoForm
    # For the template: several may be chosen at once.
    at_once = ACCEPTED
    number_field = "order"
    fields = [("preview", "image"), "alt", "caption", ("credit", "taken_on")]
    readonly_fields = ["preview"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "image":
            kwargs["widget"] = KeptImageInput({"accept": ACCEPTED})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if "image" in formset.form.base_fields:
            formset.form.base_fields["image"].widget.user = request.user.pk
        return formset

    @admin.display(description=_("preview"))
    def preview(self, photo):
        if not photo.pk:
            return ""
        smallest = photo.renditions[0]
        return format_html(
            '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></a>',
            photo.get_absolute_url(),
            smallest.src,
            smallest.width,
            smallest.height,
            photo.alt,
        )
