from commission.models import Commission
from sessions.models import Session
from tests.factories import make_commission, make_session


def test_a_changed_slug_leads_on_to_the_row(db):
    commission = make_commission(slug="tm-kaz")
    commission = Commission.objects.get(pk=commission.pk)
    commission.slug = "tm-kz"
    commission.save()
    assert Commission.id_by_former_slug("tm-kaz") == commission.pk
    assert Commission.id_by_former_slug("tm-kz") is None


def test_a_slug_that_comes_back_is_former_no_longer(db):
    commission = make_commission(slug="one")
    for slug in ("two", "one"):
        commission.slug = slug
        commission.save()
    assert Commission.id_by_former_slug("one") is None
    assert Commission.id_by_former_slug("two") == commission.pk


def test_the_keys_of_two_commissions_sessions_do_not_meet(db):
    one, other = make_session(number=11), make_session(number=11)
    one.number = 12
    one.save()
    assert Session.id_by_former_slug("11", scope=str(one.commission_id)) == one.pk
    assert Session.id_by_former_slug("11", scope=str(other.commission_id)) is None
