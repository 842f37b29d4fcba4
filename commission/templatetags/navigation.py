"""Where the reader is and where else the same page stands: current links, languages, permalinks."""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override

from commission.routes import below

register = template.Library()

# As people write them on buttons; the full name stands beside, for those who listen.
SHORT_NAMES = {"en": "EN", "ru": "РУ", "kk": "ҚАЗ", "tk": "TKM"}


class LanguageLink(NamedTuple):
    """One language of the switcher; `url` is this page in it."""

    code: str
    short_name: str
    name: str
    url: str
    is_current: bool


def address_in(language, address, request):
    """`address` of the request's page (a path, with or without a query) as it stands in `language`.

    A page that has no address in it (an error page) gives that language's home.
    """
    current = get_language()
    if language == current:
        return address
    prefix = get_script_prefix()
    if request.resolver_match and address.startswith(f"{prefix}{current}/"):
        # Below the language, addresses are the same in all of them.
        return f"{prefix}{language}{address.removeprefix(f'{prefix}{current}')}"
    with override(language):
        return reverse("sessions:home")


def asked_of(request):
    """What a list was asked ("?area=roads"), whichever of its pages it is; "" for nothing."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}" if query else ""


class OnceALanguage(template.Node):
    """What stands in it, made once in a process for each language."""

    def __init__(self, nodelist):
        self.nodelist, self.made = nodelist, {}

    def render(self, context):
        language = get_language()
        if language not in self.made:
            # Whatever page is the first to need it, a draft's below a preview link too.
            with below("/"):
                self.made[language] = self.nodelist.render(context)
        return self.made[language]


@register.tag
def once_a_language(parser, token):
    """For parts of a page that are the same on all: they may ask neither the request nor the record."""
    nodelist = parser.parse(["endonce_a_language"])
    parser.delete_first_token()
    return OnceALanguage(nodelist)


class KeptAs(template.Node):
    """What stands in it, also to be said again further down: `{{ name }}`."""

    def __init__(self, name, nodelist):
        self.name, self.nodelist = name, nodelist

    def render(self, context):
        made = self.nodelist.render(context)
        context[self.name] = mark_safe(" ".join(made.split()))  # noqa: S308 - rendered as it is
        return made


@register.tag
def kept_as(parser, token):
    """`{% kept_as "page_title" %}{% block title %}…`: Django says a block once."""
    name = token.split_contents()[1].strip('"')
    nodelist = parser.parse(["endkept_as"])
    parser.delete_first_token()
    return KeptAs(name, nodelist)


@register.simple_tag(takes_context=True)
def url_in_language(context, language):
    """Absolute address of this page in `language`, without its query, for hreflang links."""
    request = context["request"]
    return settings.SITE_URL + address_in(language, request.path, request)


@register.simple_tag(takes_context=True)
def permalink(context):
    """Absolute address of this page in its own language, without its query."""
    return settings.SITE_URL + context["request"].path


@register.simple_tag(takes_context=True)
def printed_address(context):
    """Absolute address of this page as it was asked: on paper, a list is one by what it was asked."""
    return settings.SITE_URL + context["request"].get_full_path()


@register.simple_tag(takes_context=True)
def asked_query(context):
    """As `asked_of`, of this page."""
    return asked_of(context["request"])


@register.simple_tag(takes_context=True)
def language_links(context):
    """A LanguageLink per language, in the order of the settings; the query is kept."""
    request = context["request"]
    current = get_language()
    return [
        LanguageLink(
            code=code,
            short_name=SHORT_NAMES.get(code, code.upper()),
            name=name,
            url=address_in(code, request.get_full_path(), request),
            is_current=code == current,
        )
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def current(context, url):
    """`aria-current` for a link to `url`: "page" on it, "true" on the pages below it, else nothing."""
    path = context["request"].path
    if path == url:
        return format_html(' aria-current="{}"', "page")
    return (
        format_html(' aria-current="{}"', "true")
        if url and path.startswith(url)
        else ""
    )


@register.filter
def page_numbers(paginator, number):
    """Page numbers around `number`, with the paginator's ellipsis where some are left out."""
    return paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
