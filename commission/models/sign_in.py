"""The log of the staff's door: who came in, who was refused, from where and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SignInOutcome(models.TextChoices):
    SIGNED_IN = "signed-in", _("signed in")
    SIGNED_OUT = "signed-out", _("signed out")
    REFUSED = "refused", _("name or password refused")
    CODE_REFUSED = "code-refused", _("code refused")
    LOCKED_OUT = "locked-out", _("locked out")
    SECOND_STEP_SET_UP = "set-up", _("second step set up")
    SECOND_STEP_TAKEN_AWAY = "taken-away", _("second step taken away")


class SignIn(models.Model):
    """One event at the door.  `name` is what was typed, or the account's; the account may be gone."""

    moment = models.DateTimeField(_("moment"), auto_now_add=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=SignInOutcome)
    address = models.GenericIPAddressField(_("address"), null=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-moment", "-id"]
        indexes = [models.Index(fields=["-moment", "-id"], name="sign_in_newest_first")]

    def __str__(self):
        return f"{self.name}: {self.get_outcome_display()}"
