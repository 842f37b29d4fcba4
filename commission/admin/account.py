"""Accounts of staff, and the log of their sign-ins."""

from django.contrib import admin, messages
from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
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

from commission.models import Binding, SignIn, SignInOutcome, bound_to
from commission.roles import IN_WORDS, rights_to_give
from commission.signing_in.log import note
from commission.signing_in.steps import take_away_second_step

from .deleting import NamingWhatGoes

# An account's devices are set up by who owns them, and taken away here.
admin.site.unregister([TOTPDevice, StaticDevice])
admin.site.unregister([get_user_model(), Group])

# Django keeps the names of rights in English, as rows.
RIGHTS = {
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
    "view": pgettext_lazy("right", "view"),
    "publish": pgettext_lazy("right", "publish"),
}


class RightsField(ModelMultipleChoiceField):
    """Rights by what one may do with which kind of record, in the language of the page."""

    def label_from_instance(self, right):
        model = right.content_type.model_class()
        what = RIGHTS.get(right.codename.partition("_")[0], right.name)
        return f"{capfirst(model._meta.verbose_name)}: {what}"


class WithRights(NamingWhatGoes):
    """An admin whose form chooses rights."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name in ("user_permissions", "permissions"):
            kwargs |= {"form_class": RightsField, "queryset": rights_to_give()}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Group)
class StaffGroupAdmin(WithRights, GroupAdmin):
    """Django's, with roles and rights in words."""

    list_display = ["role"]

    @admin.display(description=_("role"), ordering="name")
    def role(self, group):
        return role_in_words(group)


# What only superusers give: it is everything, or goes round the roles.
ABOVE_ROLES = ["is_superuser", "user_permissions"]


class BindingRows(admin.TabularInline):
    model = Binding
    extra = 0
    verbose_name = _("commission")
    verbose_name_plural = _(
        "Bound to these commissions (without any, this person keeps all of them)"
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # Commissions have a page of their own.
        if isinstance(field and field.widget, RelatedFieldWidgetWrapper):
            for what in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{what}_related", False)
        return field


def role_in_words(group):
    """A role in the active language; any other group as it is called."""
    return capfirst(str(IN_WORDS.get(group.name, group.name)))


class RoleFilter(RelatedFieldListFilter):
    """Roles in the active language, beside the list."""

    def field_choices(self, field, request, model_admin):
        return [(group.pk, role_in_words(group)) for group in Group.objects.order_by("name")]  # fmt: skip


@admin.register(get_user_model())
class AccountAdmin(WithRights, UserAdmin):
    """Django's, with the commissions a person is bound to.  It also tells who has set a second step
    up, and takes it away from who lost it.

    Who may change accounts, and is no superuser, makes none and touches none; who is bound to
    commissions, and could unbind themselves, sees no accounts.
    """

    list_display = [*UserAdmin.list_display, "roles", "commissions", "has_second_step"]
    list_display.remove("is_staff")
    list_filter = ["is_superuser", "is_active", ("groups", RoleFilter)]
    inlines = [BindingRows]
    actions = ["take_second_step_away"]

    def has_module_permission(self, request):
        return super().has_module_permission(request) and self._is_theirs(request)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self._is_theirs(request)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and self._is_theirs(request)

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj) and self._is_theirs(request)
        return may and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj) and self._is_theirs(request)
        return may and (request.user.is_superuser or not (obj and obj.is_superuser))

    def _is_theirs(self, request):
        return bound_to(request.user) is None

    def get_readonly_fields(self, request, obj=None):
        above = [] if request.user.is_superuser else ABOVE_ROLES
        return [*super().get_readonly_fields(request, obj), *above]

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field:
            field.label_from_instance = role_in_words
            field.label = _("roles")
        return field

    @admin.display(description=_("roles"))
    def roles(self, account):
        return ", ".join(map(role_in_words, account.groups.all())) or "—"

    @admin.display(description=_("commissions"))
    def commissions(self, account):
        if account.is_superuser:
            return _("all")
        kept = [binding.commission.short_name for binding in account.bindings.all()]
        return ", ".join(kept) or _("all")

    def get_queryset(self, request):
        device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        accounts = super().get_queryset(request).annotate(second_step=Exists(device))
        return accounts.prefetch_related("groups", "bindings__commission")

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
