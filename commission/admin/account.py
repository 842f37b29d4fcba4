"""Accounts of staff, and the log of their sign-ins."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.forms import ModelMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from commission.models import SignIn, SignInOutcome
from commission.signing_in.log import note
from commission.signing_in.steps import take_away_second_step

# An account's devices are set up by who owns them, and taken away here.
admin.site.unregister([TOTPDevice, StaticDevice])
admin.site.unregister([get_user_model(), Group])

# Django keeps the names of rights in English, as rows.
RIGHTS = {
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
    "view": pgettext_lazy("right", "view"),
}


class RightsField(ModelMultipleChoiceField):
    """Rights by what one may do with which kind of record, in the language of the page."""

    def label_from_instance(self, right):
        model = right.content_type.model_class()
        what = RIGHTS.get(right.codename.partition("_")[0])
        if not model or not what:
            return str(right)
        return f"{capfirst(model._meta.verbose_name)}: {what}"


class WithRights:
    """An admin whose form chooses rights."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name in ("user_permissions", "permissions"):
            kwargs["form_class"] = RightsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Group)
class StaffGroupAdmin(WithRights, GroupAdmin):
    """Django's, with rights in words."""


@admin.register(get_user_model())
class AccountAdmin(WithRights, UserAdmin):
    """Django's, which also tells who has set a second step up, and takes it away from who lost it."""

    list_display = [*UserAdmin.list_display, "has_second_step"]
    actions = ["take_second_step_away"]

    def get_queryset(self, request):
        device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(second_step=Exists(device))

    @admin.display(description=_("second step"), boolean=True, ordering="second_step")
    def has_second_step(self, account):
        return account.second_step

    @admin.action(
        description=_("Take away the second step of signing in: the telephone is lost"),
        permissions=["change"],
    )
    def take_second_step_away(self, request, accounts):
        # Who may change accounts, and is no administrator, opens no administrator's door.
        if not request.user.is_superuser:
            accounts = accounts.filter(is_superuser=False)
        for account in accounts:
            take_away_second_step(account)
            note(
                SignInOutcome.SECOND_STEP_TAKEN_AWAY,
                request,
                account.get_username(),
                account,
            )
        self.message_user(
            request,
            ngettext(
                "%(count)d account sets its second step up anew at its next sign-in.",
                "%(count)d accounts set their second step up anew at their next sign-in.",
                len(accounts),
            )
            % {"count": len(accounts)},
            messages.SUCCESS,
        )


@admin.register(SignIn)
class SignInAdmin(admin.ModelAdmin):
    """Read and filtered; nobody writes it."""

    list_display = ["moment", "name", "outcome", "address"]
    list_filter = ["outcome", "moment"]
    list_display_links = None
    search_fields = ["name", "address"]
    date_hierarchy = "moment"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
