from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.admin.rows import Rows
from sessions.models import Photo


class PhotoRows(Rows):
    model = Photo
    number_field = "order"
    fields = [("preview", "image"), "alt", "caption", ("credit", "taken_on")]
    readonly_fields = ["preview"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "image":
            kwargs["widget"] = forms.FileInput(
                {"accept": "image/jpeg,image/png,image/webp,image/avif"}
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

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
