"""The signs for yes and no in lists and forms, which Django reads out in English: "True", "False"."""

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

SIGNS = {
    True: ("yes", _("yes")),
    False: ("no", _("no")),
    None: ("unknown", _("not known")),
}


def sign(value):
    name, words = SIGNS[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), words)  # fmt: skip


# Where Django's own lists and read-only fields look for it.
admin_list._boolean_icon = sign  # type: ignore[attr-defined]
