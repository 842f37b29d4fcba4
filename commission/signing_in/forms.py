from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code from the telephone, or one of the recovery codes; spaces in either are of no account."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        error_messages={"required": _("Type the code that your app shows.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )  # fmt: skip

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split()).lower()
