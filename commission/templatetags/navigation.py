"""Where the reader is and where else the same page stands: current links, languages, permalinks."""

from functools import cache
from typing import NamedTuple

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, override

from commission.asked import asked_of
from commission.routes import address_of, below

register = template.Library()

# As people write them on buttons; the full name stands beside, for those who listen.
SHORT_NAMES = {"en": "EN", "ru": "РУ", "kk": "ҚАЗ", "tk": "TKM"}


class LanguageLink(NamedTuple):
    """One language of the switcher; `url` is this page in it, `page` its whole address without a query."""

    code: str
    short_name: str
    name: str
    url: str
    page: str
    is_current: bool


# The main navigation, in its order.
MAIN = [
    ("sessions:session-list", gettext_lazy("Sessions")),
    ("commission:area-list", gettext_lazy("Sectors")),
    ("sessions:decision-list", gettext_lazy("Decisions")),
    ("commission:agreement-list", gettext_lazy("Agreements")),
    ("participants:participant-list", gettext_lazy("Participants")),
]


class MainLink(NamedTuple):
    """One part of the record; `current` is what `aria-current` says of it, "" elsewhere."""

    url: str
    name: str
    current: str


def addresses_of(request):
    """{language: the request's page (path and query) in it}.

    A page that has no address in others (an error page) gives their homes.
    """
    current, address = get_language(), request.get_full_path()
    codes = [code for code, _name in settings.LANGUAGES]
    prefix = get_script_prefix()
    if request.resolver_match and address.startswith(f"{prefix}{current}/"):
        # Below the language, addresses are the same in all of them.
        rest = address.removeprefix(f"{prefix}{current}")
        return {code: f"{prefix}{code}{rest}" for code in codes}
    return {code: address if code == current else _home_in(code) for code in codes}


def _home_in(language):
    with override(language):
        return reverse("sessions:home")


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
    addresses, current = addresses_of(context["request"]), get_language()
    return [
        LanguageLink(
            code=code,
            short_name=SHORT_NAMES.get(code, code.upper()),
            name=name,
            url=addresses[code],
            page=settings.SITE_URL + addresses[code].partition("?")[0],
            is_current=code == current,
        )
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def main_links(context):
    """A MainLink for each part of the record."""
    path, names = context["request"].path, _main_names(get_language())
    links = []
    for (route, _lazy), name in zip(MAIN, names, strict=True):
        url = address_of(route)
        links.append(MainLink(url, name, _current(path, url)))
    return links


@cache
def _main_names(language):
    """The names of MAIN in `language`, the active one."""
    return [str(name) for _route, name in MAIN]


@register.simple_tag(takes_context=True)
def current(context, url):
    """`aria-current` for a link to `url`: "page" on it, "true" on the pages below it, else nothing."""
    said = _current(context["request"].path, url)
    return format_html(' aria-current="{}"', said) if said else ""


def _current(path, url):
    if path == url:
        return "page"
    return "true" if url and path.startswith(url) else ""


class PageLink(NamedTuple):
    """A page of a list around the one that is shown; what is left out has no address."""

    number: str
    address: str
    is_current: bool


@register.simple_tag(takes_context=True)
def page_links(context, page):
    """A PageLink for each number around that of `page` (a paginator's), and for what is left out."""
    numbers = page.paginator.get_elided_page_range(
        page.number, on_each_side=2, on_ends=1
    )
    return [
        PageLink(
            number=str(number),
            address=page_address(context, number) if isinstance(number, int) else "",
            is_current=number == page.number,
        )
        for number in numbers
    ]


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """This list from the page `number`."""
    asked = asked_of(context["request"])
    return f"{asked}{'&' if asked else '?'}page={number}"
