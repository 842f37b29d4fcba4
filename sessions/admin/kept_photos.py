"""Photos that are sent before their page is saved.

Each waits in a folder that no view serves, under a name that nobody can guess; the page carries it,
signed for who sent it.  Saved, it is copied to where photos are kept; what nobody saved within a day
goes when the next is sent.
"""

import datetime
import io
import secrets

from django import forms
from django.contrib import admin
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.html import format_html

from sessions.images import check_photo
from sessions.models import Session

FOLDER = "waiting-photos"
KEPT_FOR = datetime.timedelta(days=1)


def photo_view(request):
    """Takes one photo: {"kept", "name"}, or {"problem"} with 400 where it is none that can be shown."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    page = admin.site.get_model_admin(Session)
    may = request.user.has_perm("commission_sessions.add_photo")
    if not (may and page.has_change_permission(request)):
        raise PermissionDenied
    file = request.FILES.get("file")
    try:
        if file is None:
            raise ValidationError("")
        check_photo(file)
    except ValidationError as error:
        return JsonResponse({"problem": " ".join(error.messages)}, status=400)
    _sweep()
    file.seek(0)
    stored = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", file)
    kept = {"user": request.user.pk, "stored": stored, "name": file.name}
    return JsonResponse({"kept": signing.dumps(kept, salt=FOLDER), "name": file.name})


def _sweep():
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        stored = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(stored) < timezone.now() - KEPT_FOR:
            default_storage.delete(stored)


class KeptFile(UploadedFile):
    """A photo that was sent before, as if it had come with the page; `token` names it there."""

    def __init__(self, stored, name, token):
        with default_storage.open(stored) as file:
            content = file.read()
        super().__init__(io.BytesIO(content), name, size=len(content))
        self.stored, self.token = stored, token

    def remove(self):
        """Once what was saved is sure."""
        transaction.on_commit(lambda: default_storage.delete(self.stored), robust=True)


class KeptImageInput(forms.FileInput):
    """A file input, or what was sent before for the account with the key `user`."""

    user = None
    # What came back with the form; Django forgets files when it draws a form that was refused.
    kept = None

    def value_from_datadict(self, data, files, name):
        chosen = super().value_from_datadict(data, files, name)
        token = data.get(f"{name}-kept")
        if chosen or not token:
            return chosen
        self.kept = self._kept(token)
        return self.kept

    def _kept(self, token):
        try:
            kept = signing.loads(token, salt=FOLDER, max_age=KEPT_FOR)
            if kept["user"] == self.user:
                return KeptFile(kept["stored"], kept["name"], token)
        except (signing.BadSignature, FileNotFoundError):
            pass
        return None

    def value_omitted_from_data(self, data, files, name):
        return super().value_omitted_from_data(data, files, name) and not data.get(f"{name}-kept")  # fmt: skip

    def render(self, name, value, attrs=None, renderer=None):
        return format_html(
            '{}<input type="hidden" name="{}-kept" value="{}">{}',
            super().render(name, value, attrs, renderer),
            name,
            self.kept.token if self.kept else "",
            self.kept.name if self.kept else "",
        )
