"""A signatory's position: that of the day on which the side signed, frozen as text."""

import datetime

import pytest
from django.urls import reverse

from participants.models import Signature
from tests.factories import (
    make_agreement,
    make_event,
    make_participant,
    make_position,
    make_signature,
)
from tests.filled_forms import fields, new_row
from tests.reading import words

pytestmark = pytest.mark.django_db


def day(year, month=1, date=1):
    return datetime.date(year, month, date)


@pytest.fixture
def minister():
    """Deputy until the end of 2020, minister of the same ministry since."""
    person = make_participant(name="Rashid Meredov")
    make_position(participant=person, title_en="Deputy", title_ru="Заместитель",
                  starts_on=day(2015), ends_on=day(2020, 12, 31))  # fmt: skip
    make_position(participant=person, title_en="Minister", title_ru="Министр", starts_on=day(2021))  # fmt: skip
    return person


def position(agreement, participant, **said):
    signature = make_signature(agreement=agreement, participant=participant, **said)
    signature.refresh_from_db()
    return signature.position_en or "", signature.position_ru or ""


DEPUTY, MINISTER, NOTHING = ("Deputy", "Заместитель"), ("Minister", "Министр"), ("", "")


@pytest.mark.parametrize(
    ("signed", "precision", "frozen"),
    [
        (day(2020, 12, 31), "day", DEPUTY),
        (day(2021), "day", MINISTER),
        (day(2021), "year", MINISTER),
        (day(2014, 6), "month", NOTHING),
        (day(2020), "late", DEPUTY),
        (day(2015), "year", DEPUTY),
        (None, "day", NOTHING),
    ],
)
def test_it_is_that_of_the_agreements_day(minister, signed, precision, frozen):
    agreement = make_agreement(signed_on=signed, signed_precision=precision)
    assert position(agreement, minister) == frozen


def test_of_an_imprecise_day_the_post_was_held_throughout(minister):
    minister.positions.filter(title_en="Deputy").update(ends_on=day(2020, 6, 30))
    agreement = make_agreement(signed_on=day(2020), signed_precision="year")
    assert position(agreement, minister) == NOTHING


def test_the_sides_own_day_comes_first(minister):
    agreement = make_agreement(signed_on=day(2021, 2, 1))
    turkmen, kazakh = agreement.commission.sides.all()
    make_event(agreement=agreement, kind="signed", side=turkmen, happened_on=day(2020, 11, 5))  # fmt: skip
    make_event(agreement=agreement, kind="notified", side=kazakh, happened_on=day(2020))
    assert position(agreement, minister, side=turkmen) == DEPUTY
    assert position(agreement, minister, side=kazakh) == MINISTER


def test_what_was_typed_stays(minister):
    agreement = make_agreement(signed_on=day(2021))
    typed = {"position_ru": "Первый вице-премьер"}
    assert position(agreement, minister, **typed) == ("", "Первый вице-премьер")


def test_it_stays_when_the_person_moves_on(minister):
    signature = make_signature(agreement=make_agreement(), participant=minister)
    minister.positions.all().delete()
    signature.save()
    assert signature.position_en == "Minister"


def test_nothing_is_made_up_where_several_posts_could_have_been_held():
    person = make_participant()
    for title in ("Adviser", "Expert"):
        make_position(participant=person, title=title, starts_on=None)
    assert position(make_agreement(), person) == NOTHING


def test_an_organisation_holds_no_post_and_none_is_filled_in(minister):
    agreement = make_agreement()
    signature = make_signature(agreement=agreement, participant=minister)
    assert signature.organisation is None
    assert (signature.position_en, signature.position_ru) == MINISTER


# ── On the agreement's page ──────────────────────────────────────────────────────────────────


def test_the_form_takes_the_day_from_an_event_of_the_same_page(admin_client, minister):
    agreement = make_agreement(signed_on=None)
    side = agreement.commission.sides.first()
    page = reverse("admin:commission_agreement_change", args=[agreement.pk])
    opened = admin_client.get(page)
    assert "Filled in from the person's positions when left empty" in words(opened)
    data = fields(opened)
    new_row(data, "signatures", side=side.pk, participant=minister.pk)
    new_row(data, "events", kind="signed", side=side.pk, happened_on="2020-03-02",
            happened_precision="day", until_precision="day")  # fmt: skip
    assert admin_client.post(page, data).status_code == 302
    [signature] = Signature.objects.all()
    assert (signature.position_en, signature.position_ru) == DEPUTY
    assert "Rashid Meredov Deputy" in words(admin_client.get(agreement.get_absolute_url()))  # fmt: skip


def test_the_form_keeps_what_was_typed(admin_client, minister):
    agreement = make_agreement(signed_on=day(2021))
    page = reverse("admin:commission_agreement_change", args=[agreement.pk])
    data = fields(admin_client.get(page))
    new_row(data, "signatures", side=agreement.commission.sides.first().pk,
            participant=minister.pk, position_en="Special envoy")  # fmt: skip
    assert admin_client.post(page, data).status_code == 302
    [signature] = Signature.objects.all()
    assert (signature.position_en, signature.position_ru) == ("Special envoy", "")
