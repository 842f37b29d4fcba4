"""What agreements do to each other: never in a circle, whoever writes it and however."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from commission.models import AgreementRelation, writing
from tests.factories import make_agreement, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
@writing()
def chain():
    """Three agreements, each of which amends the one before it."""
    first, second, third = (make_agreement() for _ in range(3))
    make_relation(agreement=second, other=first)
    make_relation(agreement=third, other=second, kind="carries_out")
    return first, second, third


def pairs():
    return set(AgreementRelation.objects.values_list("agreement", "other"))


def test_saving_what_leads_back_is_taken_back(chain):
    before = pairs()
    refused = pytest.raises(ValidationError, match="come after each other")
    with refused, transaction.atomic():
        make_relation(agreement=chain[0], other=chain[2], kind="supersedes")
    assert pairs() == before


def test_writing_many_at_once_is_held_to_the_same(chain):
    before = pairs()
    first, _second, third = chain
    rows = [
        AgreementRelation(agreement=first, other=make_agreement(), kind="amends"),
        AgreementRelation(agreement=first, other=third, kind="amends"),
    ]
    with pytest.raises(ValidationError), transaction.atomic():
        AgreementRelation.objects.bulk_create(rows)
    assert pairs() == before


def test_changing_a_row_is_held_to_the_same(chain):
    before = pairs()
    with pytest.raises(ValidationError), transaction.atomic():
        AgreementRelation.objects.filter(other=chain[0]).update(other=chain[2])
    assert pairs() == before


def test_within_one_change_only_its_end_counts(chain):
    first, second, third = chain
    with writing():
        make_relation(agreement=first, other=third)
        AgreementRelation.objects.filter(agreement=second).delete()
    assert pairs() == {(third.pk, second.pk), (first.pk, third.pk)}


def test_two_may_do_different_things_to_one(chain):
    make_relation(agreement=chain[2], other=chain[0], kind="supersedes")
    make_relation(agreement=chain[2], other=chain[0], kind="amends")
    assert chain[0].related_by.count() == 3


def test_an_agreement_does_nothing_to_itself():
    agreement = make_agreement()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_relation(agreement=agreement, other=agreement)
