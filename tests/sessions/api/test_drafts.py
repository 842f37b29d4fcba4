"""Public records of the API that hang on unpublished ones: beside the walk of tests/test_drafts_never_leak.py."""

import pytest

from sessions.api.operations import RESOURCES
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_correction,
    make_decision,
    make_figure,
    make_indicator,
    make_member,
    make_organisation,
    make_participant,
    make_position,
    make_session,
    make_signature,
    tomorrow,
)
from tests.sessions.api.asking import HERE, get

pytestmark = pytest.mark.django_db
HIDDEN = {
    "draft": {"state": "draft"},
    "embargoed": {"state": "published", "publish_at": tomorrow()},
    "withdrawn": {"state": "withdrawn"},
}
hidden = pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)


@hidden
def test_a_body_that_is_not_public_is_nowhere_named(client, hidden):
    body = make_organisation(**hidden)
    person = make_participant(slug="person")
    make_position(participant=person, organisation=body)
    session = make_session(commission=make_commission(slug="tm-kz"))
    make_member(session=session, participant=person, organisation=body)
    signature = make_signature(participant=person, organisation=body)
    [position] = get(client, f"{HERE}/participants/person/")["positions"]
    [member] = get(client, f"{HERE}/sessions/tm-kz/1/")["delegations"]
    assert (position["organisation"], member["organisation"]) == (None, None)
    agreement = get(client, f"{HERE}/agreements/{signature.agreement.slug}/")
    assert agreement["signatures"] == []


@hidden
def test_a_decision_says_nothing_of_an_unpublished_one_in_its_thread(client, hidden):
    commission = make_commission(slug="tm-kz")
    earlier = make_decision(session=make_session(commission=commission, **hidden))
    decision = make_decision(
        session=make_session(commission=commission), continues=earlier
    )
    make_decision(
        session=make_session(commission=commission, **hidden), continues=decision
    )
    record = get(client, f"{HERE}/decisions/tm-kz/2/1/")
    thread = {record[name] for name in ("continues", "carried_over")}
    assert (thread, record["continued_by"]) == ({None, False}, [])


@hidden
def test_a_figure_names_no_unpublished_area_and_drafts_have_no_indicator(
    client, hidden
):
    sector = make_area(parent=make_area(**hidden))
    figure = make_figure(indicator=make_indicator(area=sector))
    assert get(client, f"{HERE}/figures/{figure.pk}/")["area"] is None
    measured = make_indicator(slug="secret")
    of_hidden = make_figure(commission=make_commission(**hidden), indicator=measured)
    assert client.get(f"{HERE}/figures/{of_hidden.pk}/").status_code == 404
    answers = [
        client.get(f"{HERE}/figures/?indicator={slug}").text.replace(slug, "—")
        for slug in ("secret", "made-up")
    ]
    assert answers[0] == answers[1]


@hidden
def test_what_was_corrected_in_an_unpublished_record_is_not_told(client, hidden):
    commission = make_commission(slug="tm-kz")
    rows = [
        make_session(commission=commission, **hidden),
        make_agreement(commission=commission, **hidden),
        make_area(**hidden),
        make_participant(**hidden),
        make_organisation(**hidden),
        make_session(commission=make_commission(**hidden)),
    ]
    for row in rows:
        make_correction(row, "Hushed.")
    make_correction(make_session(commission=commission), "Said aloud.")
    said = "".join(
        client.get(f"{HERE}/{each.name}/?fields={','.join(each.fields)}").text
        for each in RESOURCES
    )
    assert ("Said aloud." in said, "Hushed." in said) == (True, False)


@hidden
def test_unpublished_rows_are_neither_listed_nor_counted(client, hidden):
    commission = make_commission(**hidden)
    make_area(**hidden)
    make_participant(**hidden)
    make_organisation(**hidden)
    make_decision(session=make_session(commission=commission))
    make_decision(session=make_session(commission=make_commission(), **hidden))
    make_figure(commission=commission)
    make_agreement(commission=commission)
    answers = {each.name: get(client, f"{HERE}/{each.name}/") for each in RESOURCES}
    counts = {name: (answer["count"], len(answer["results"])) for name, answer in answers.items()}  # fmt: skip
    # That of the hidden session is public itself.
    assert counts == {each.name: (0, 0) for each in RESOURCES} | {"commissions": (1, 1)}


def test_staff_read_here_what_everybody_does(admin_client, client):
    make_area(slug="draft", state="draft")
    assert admin_client.get(f"{HERE}/areas/draft/").status_code == 404
    assert get(admin_client, f"{HERE}/areas/")["count"] == 0
