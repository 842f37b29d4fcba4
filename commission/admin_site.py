"""The admin's front page, in the order of a clerk's work, and what its pickers show.

Beside the package `admin`, not in it: the admins in there register with this site while they are
imported.
"""

from functools import partial, update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.i18n import set_language

from .kept_forms import keeping, kept_form

# What comes in daily first, what is set up once last; models by their labels.
GROUPS = [
    (
        _("The record"),
        ["commission_sessions.session", "commission_sessions.decision", "commission.agreement",
         "commission_sessions.errorreport"],
    ),
    (_("People and bodies"), ["participants.participant", "participants.organisation"]),
    (
        _("Commissions, sectors, figures"),
        ["commission.commission", "commission.cooperationarea", "commission.figure",
         "commission.indicator"],
    ),
    (_("The desk"), ["auth.user", "auth.group", "commission.signin", "commission_sessions.follower"]),
]  # fmt: skip


class ChoiceLabels(AutocompleteJsonView):
    """Results of a picker, labelled so that rows of one name can be told apart."""

    def serialize_result(self, obj, to_field_name):
        label = choice_label(self.admin_site, obj)
        return {"id": str(getattr(obj, to_field_name)), "text": label}


def choice_label(site, row):
    """What pickers show for `row`: its admin's `choice_label`, or else its name."""
    model_admin = site.get_model_admin(type(row))
    return str(getattr(model_admin, "choice_label", str)(row))


class RecordsSite(AdminSite):
    site_header = site_title = _("Commission Records")
    # The forms need the width; the front page holds the same list.
    enable_nav_sidebar = False
    index_title = _("What would you like to work on?")

    def admin_view(self, view, cacheable=False):
        """What is typed on a page whose sign-in ended meanwhile is kept."""
        inner = super().admin_view(view, cacheable)
        return update_wrapper(keeping(inner), inner)

    def get_urls(self):
        from .signing_in import views

        return [
            path(
                "kept/<str:key>/",
                self.admin_view(partial(kept_form, self)),
                name="kept-form",
            ),
            *self.deleted_urls(),
            path("second-step/", views.second_step, name="second-step"),
            path("second-step/set-up/", views.set_up, name="second-step-set-up"),
            path(
                "recovery-codes/",
                self.admin_view(views.recovery_codes),
                name="recovery-codes",
            ),
            path(
                "missing-texts/",
                self.admin_view(self.missing_texts_view),
                name="missing-texts",
            ),
            path("language/", set_language, name="language"),
            # In the place of Django's, which tells the address of any row to whoever is staff.
            path(
                "r/<path:content_type_id>/<path:object_id>/",
                self.admin_view(self.view_on_site_view),
                name="view_on_site",
            ),
            *super().get_urls(),
        ]

    def deleted_urls(self):
        from .admin import deleted

        return [
            path("deleted/", self.admin_view(partial(deleted.deleted_list, self)), name="deleted"),
            path(
                "deleted/<int:record>/",
                self.admin_view(partial(deleted.bring_back_page, self)),
                name="bring-back",
            ),
        ]  # fmt: skip

    def view_on_site_view(self, request, content_type_id, object_id):
        """To the page of a row that this person may see; 404 for all others."""
        from django.contrib.contenttypes.models import ContentType

        if not content_type_id.isdecimal():
            raise Http404
        kind = ContentType.objects.filter(pk=content_type_id).first()
        model = kind and kind.model_class()
        if model is None or not self.is_registered(model):
            raise Http404
        model_admin = self.get_model_admin(model)
        row = model_admin.get_object(request, object_id)
        if row is None or not model_admin.has_view_permission(request, row):
            raise Http404
        if not hasattr(row, "get_absolute_url"):
            raise Http404
        return redirect(row)

    def missing_texts_view(self, request):
        from .admin.missing import missing_texts

        context = {
            **self.each_context(request),
            "title": now_("Missing texts"),
            "kinds": missing_texts(request, self),
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/missing_texts.html", context)

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Django's page for name and password, which is the first of two steps here."""
        from django.contrib.admin.forms import AdminAuthenticationForm

        from .signing_in.views import Password

        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        onward = {} if REDIRECT_FIELD_NAME in request.GET else {
            REDIRECT_FIELD_NAME: reverse("admin:index")
        }  # fmt: skip
        context = {
            **self.each_context(request),
            "title": now_("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            **onward,
            **(extra_context or {}),
        }
        request.current_app = self.name
        return Password.as_view(
            extra_context=context,
            authentication_form=AdminAuthenticationForm,
            template_name="admin/login.html",
        )(request)

    def autocomplete_view(self, request):
        return ChoiceLabels.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """Django's list of apps, its models regrouped; whatever is in no group stays at the end."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {
            m["model"]._meta.label_lower: m for app in apps for m in app["models"]
        }
        groups = [_group(name, [models.pop(m) for m in labels if m in models])
                  for name, labels in GROUPS]  # fmt: skip
        for app in apps:
            app["models"] = [m for m in app["models"] if m in models.values()]
        return [group for group in (*groups, *apps) if group["models"]]


def _group(name, models):
    first = models[0] if models else {}
    return {
        "name": name,
        "app_label": "group",
        "app_url": first.get("admin_url") or "",
        "has_module_perms": True,
        "models": models,
    }
