"""`{% url %}` gives Django's address, in whatever language and below whatever prefix it is asked next."""

import pytest
from django.template import Context, engines
from django.template.defaulttags import URLNode
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString
from django.utils.translation import override

from commission.routes import below
from commission.templatetags import routed
from commission.templatetags.routed import OfRecord, Route


def made(source):
    template = engines["django"].from_string(source)
    kept = template.template.nodelist.get_nodes_by_type(Route)
    return template, len(kept)


def drawn(template, language="en", **context):
    with override(language):
        return template.render(context)


@pytest.mark.parametrize(
    "source",
    [
        '{% url "sessions:table" "passages" "csv" %}',
        '{% url "sessions:table" "passages" "csv" as table %}{{ table }}',
    ],
)
def test_an_address_is_that_of_the_language_and_of_the_preview_link(source):
    template, kept = made(source)
    assert kept == 1
    for _time in range(2):
        assert drawn(template) == "/en/passages/table.csv"
        assert drawn(template, "ru") == "/ru/passages/table.csv"
        with below("/preview/abc/"):
            assert drawn(template) == "/preview/abc/en/passages/table.csv"


def test_an_address_of_what_is_not_there_is_nothing_with_a_name():
    template, kept = made('{% url "sessions:nowhere" as place %}[{{ place }}]')
    assert kept == 1
    assert drawn(template) == drawn(template) == "[]"


@pytest.mark.parametrize(
    "source",
    [
        '{% url "sessions:table" name "csv" %}',
        "{% url route name 'csv' %}",
        '{% url "sessions:table" name "csv" as table %}{{ table }}',
    ],
)
def test_an_address_is_that_of_what_the_page_says(source):
    template, kept = made(source)
    assert kept == 1
    for name in ("passages", "decisions", "passages"):
        for language in ("en", "ru"):
            found = drawn(template, language, name=name, route="sessions:table")
            assert found == f"/{language}/{name}/table.csv"


@pytest.mark.parametrize(
    "source",
    [
        '{% url "sessions:table" name|lower "csv" %}',
        '{% url "sessions:table" name=table.name form="csv" %}',
    ],
)
def test_what_may_be_one_of_many_addresses_is_djangos_own(source):
    template, kept = made(source)
    assert kept == 0 and template.template.nodelist.get_nodes_by_type(URLNode)
    for name in ("passages", "decisions"):
        found = drawn(template, name=name, table={"name": name})
        assert found == f"/en/{name}/table.csv"


@pytest.mark.parametrize(
    "source",
    [
        '{% url "sessions:session-report" session.slug session.key form %}',
        '{% url "sessions:session-report" session.slug session.key form as it %}{{ it }}',
    ],
)
def test_an_address_of_a_record_is_made_of_its_keys(source):
    template, kept = made(source)
    assert kept == 0 and template.template.nodelist.get_nodes_by_type(OfRecord)
    for slug, key in (("tm-kz", 11), ("tm-uz", "extraordinary-2020-09-17")):
        session = {"slug": slug, "key": key}
        for form in ("pdf", "docx"):
            for language in ("en", "ru"):
                found = drawn(template, language, session=session, form=form)
                assert found == f"/{language}/sessions/{slug}/{key}/report.{form}"
        with below("/preview/abc/"):
            found = drawn(template, session=session, form="pdf")
        assert found == f"/preview/abc/en/sessions/{slug}/{key}/report.pdf"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            '{% url "sessions:table" table.name "csv" %}',
            {"table": {"name": "passages"}},
        ),
        ('{% url "files:download" file.name %}', {"file": {"name": "passages.csv"}}),
    ],
)
def test_what_is_no_key_of_a_record_is_asked_of_django(source, said):
    template, _kept = made(source)
    (node,) = template.template.nodelist.get_nodes_by_type(OfRecord)
    assert drawn(template, **said) == node.node.render(Context(said))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"session": {"slug": "tm-kz", "key": ""}, "form": "pdf"},
        {"session": {"slug": "a b", "key": "11"}, "form": "pdf"},
        {"session": {"slug": "tm-kz", "key": "11"}},
        {"session": {"slug": "tm-kz", "key": "11"}, "form": None},
        {"session": {"slug": "tm-kz", "key": "11"}, "form": "gif"},
        {"session": {"slug": "tm-kz", "key": "11"}, "form": ["pdf"]},
        {"session": {"slug": ["tm-kz"], "key": "11"}, "form": "pdf"},
    ],
)
def test_an_address_of_no_record_is_an_error_each_time(said):
    template, _kept = made(
        '{% url "sessions:session-report" session.slug session.key form %}'
    )
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            drawn(template, **said)


PASSAGE = '{% url "sessions:passage-detail" session.slug session.key passage.number %}'


@pytest.mark.parametrize("number", [None, "abc", "", -3, 1.5, [1]])
def test_a_number_is_asked_for_where_a_route_takes_numbers(number):
    said = {"session": {"slug": "tm-kz", "key": "11"}, "passage": {"number": number}}
    template, _kept = made(PASSAGE)
    with pytest.raises(NoReverseMatch):
        drawn(template, **said)
    named, _kept = made(f"{PASSAGE.replace(' %}', ' as it %}')}[{{{{ it }}}}]")
    assert drawn(named, **said) == "[]"


@pytest.mark.parametrize("number", [4, "4", SafeString("4")])
def test_a_number_may_be_written_in_any_way(number):
    said = {"session": {"slug": "tm-kz", "key": "11"}, "passage": {"number": number}}
    template, _kept = made(PASSAGE)
    assert drawn(template, **said) == "/en/sessions/tm-kz/11/passages/4/"


def test_of_many_addresses_some_are_kept_and_all_are_right(monkeypatch):
    monkeypatch.setattr(routed, "MOST_KEPT", 2)
    template, _kept = made('{% url "commission:commission-detail" slug %}')
    for _time in range(2):
        for slug in ("tm-kz", "tm-uz", "tm-tj"):
            assert drawn(template, slug=slug) == f"/en/commissions/{slug}/"
    (route,) = template.template.nodelist.get_nodes_by_type(Route)
    assert len(route.kept) == 2


def test_an_address_that_lacks_something_is_an_error_each_time():
    template, _kept = made('{% url "commission:commission-detail" slug %}')
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            drawn(template)
