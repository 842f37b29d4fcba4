"""Records whose rows depend on what is chosen first: the main fields are saved, then the rows appear."""


class InTwoSteps:
    """As with Django's users: the page for adding asks for little and leads on to the whole page."""

    # Fields that the rows depend on, so that they stay as they were chosen.
    fixed_once_added: list[str] = []
    publishes_when_added = False

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def get_readonly_fields(self, request, obj=None):
        fixed = self.fixed_once_added if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def response_add(self, request, obj, post_url_continue=None):
        if not {"_addanother", "_popup", "_publish"} & request.POST.keys():
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)
