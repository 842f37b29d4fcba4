import tomllib

import pytest
from django.core.management import CommandError, call_command

from commission.models import AgreementRelation, Commission, CooperationArea
from participants.models import Organisation, Participant
from sessions.importing.files import import_files
from sessions.models import Decision, DelegationMember, Passage, Session, Source
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_document,
    make_document_file,
    make_figure,
    make_follow_up,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_photo,
    make_position,
    make_session,
    make_signature,
    make_source,
    picture,
)

from .records_files import day, everything, imported

pytestmark = pytest.mark.django_db


def exported(folder, *commissions):
    """{path: bytes} of an export."""
    call_command("export_records", *commissions, to=folder, verbosity=0)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def empty():
    """Take every record out of the database again."""
    Decision.objects.update(continues=None)
    AgreementRelation.objects.all().delete()
    Session.objects.all().delete()
    for model in (Source, Commission, Participant, Organisation):
        if model is Commission:
            for commission in Commission.objects.all():
                commission.agreements.all().delete()
                commission.figures.all().delete()
        model.objects.all().delete()


def there_and_back(tmp_path):
    """What is exported, and what is exported after importing that into an empty record."""
    first = exported(tmp_path / "first")
    empty()
    outcome = import_files(sorted((tmp_path / "first").glob("*.toml")))
    assert outcome.problems == []
    return first, exported(tmp_path / "second")


def test_a_record_with_every_field_comes_back_to_the_byte(tmp_path):
    imported(tmp_path)
    first, second = there_and_back(tmp_path)
    assert first == second
    assert list(first) == [
        "areas.toml",
        "files/tm-kz/11/document-1/ru/protocol.pdf",
        "files/tm-kz/11/photo-1.jpg",
        "indicators.toml",
        "participants.toml",
        "tm-kz.toml",
    ]
    assert first["files/tm-kz/11/photo-1.jpg"] == picture()


def test_the_export_says_what_was_imported(tmp_path):
    """Not only twice the same: the same as what came in, apart from what the record fills in."""
    imported(tmp_path)
    said = {}
    for name, content in exported(tmp_path / "out").items():
        if name.endswith(".toml"):
            said |= tomllib.loads(content.decode())
    expected = everything()
    expected["participants"][1]["sort_name"] = "Zhumangarin Serik"
    expected["participants"][2]["sort_name"] = "Person Third"
    expected["participants"][0]["variants"].sort()
    session_10, extraordinary, session_11 = expected["sessions"]
    session_10 |= {"kind": "ordinary", "format": "in_person"}
    del session_10["sources"]
    for number, decision in enumerate(session_10["decisions"], start=1):
        decision["number"] = number
    session_11["passages"][0]["areas"].sort()
    session_11["documents"][0]["files"][0]["file"] = (
        "files/tm-kz/11/document-1/ru/protocol.pdf"
    )
    session_11["photos"][0]["file"] = "files/tm-kz/11/photo-1.jpg"
    assert said["sessions"] == [session_10, extraordinary, session_11]
    assert said == expected


def test_rows_entered_by_hand_come_back_to_the_byte(tmp_path):
    """Gaps in numbers, line ends of browsers, equal orders, embargoes, texts in one language."""
    commission = make_commission(state="draft", name_ru="Комиссия", name=None)
    sphere = make_area(order=3, state="withdrawn")
    areas = [make_area(parent=sphere, order=1, terms=[("ru", "ж/д")]) for _ in range(3)]
    person = make_participant(
        state="draft", variants=["Б", "A"], note="One\r\n\r\ntwo  \r\n"
    )
    for title in ("First", "Second", "Third"):
        make_position(participant=person, title=title, organisation=make_organisation())
    session = make_session(commission=commission, kind="co-chairs", number=None,
                           starts_on=day("2024-09-01"), date_precision="late")  # fmt: skip
    make_session(commission=commission, number=12, state="draft", called_off=True)
    make_member(session=session, participant=make_participant())
    make_member(session=session, participant=person, position_tk='Wezir "x"')
    for number in (2, 3, 9):
        make_passage(session=session, number=number, areas=areas, text='Ends in """\\')
    decision = make_decision(session=session, number=4, due_on=day("2024-01-01"),
                             due_precision="year")  # fmt: skip
    for status in ("planned", "completed", "dropped"):
        make_follow_up(decision=decision, status=status, stated_on=day("2025-02-01"))
    for publisher in ("B", "A"):
        make_source(figure=make_figure(commission=commission, value="143.250"),
                    publisher=publisher, published_on=day("2024-05-01"),
                    published_precision="month")  # fmt: skip
    agreement = make_agreement(commission=commission, signed_on=None)
    make_signature(agreement=agreement)
    make_document_file(document=make_document(agreement=agreement), name="Хат №1.pdf")
    make_document(session=session, title="Without a file")
    make_photo(session=session, content=picture(kind="PNG"))
    first, second = there_and_back(tmp_path)
    assert first == second
    assert len(first) == 6
    assert (
        f"files/{commission.slug}/agreements/{agreement.slug}/document-1/en/Хат №1.pdf"
        in first
    )
    assert Passage.objects.filter(number=9, text_en='Ends in """\\').count() == 1
    assert DelegationMember.objects.get(position_tk=None).position_en is None


def test_it_writes_drafts_too(tmp_path):
    make_session(title="A draft", state="draft")
    text = b"".join(exported(tmp_path).values()).decode()
    assert "A draft" in text


def test_it_writes_the_named_commissions_only(tmp_path):
    for slug in ("tm-kz", "tm-uz", "areas"):
        make_commission(slug=slug)
    assert list(exported(tmp_path / "one", "tm-uz")) == [
        "areas.toml", "indicators.toml", "participants.toml", "tm-uz.toml"
    ]  # fmt: skip
    assert list(exported(tmp_path / "all")) == [
        "areas-commission.toml", "areas.toml", "indicators.toml", "participants.toml",
        "tm-kz.toml", "tm-uz.toml",
    ]  # fmt: skip


def test_an_unknown_commission_is_refused_before_anything_is_written(tmp_path):
    make_commission(slug="tm-kz")
    with pytest.raises(
        CommandError, match=r"There is no commission “tm-ka” \(did you mean “tm-kz”"
    ):
        exported(tmp_path, "tm-ka")
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="cannot be written or read"):
        exported(tmp_path / "file" / "below")


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_sessions(
    count, tmp_path, django_assert_num_queries
):
    commission = make_commission()
    for _ in range(count):
        session = make_session(commission=commission)
        make_passage(session=session, areas=[make_area()])
        make_decision(session=session, status="planned")
        make_member(session=session)
    with django_assert_num_queries(29):
        exported(tmp_path)


def test_the_demo_records_come_back_to_the_byte(tmp_path, settings):
    files = sorted((settings.BASE_DIR / "sessions" / "demo").glob("*.toml"))
    outcome = import_files(files)
    assert outcome.problems == []
    assert CooperationArea.objects.count() > 40
    first, second = there_and_back(tmp_path)
    assert first == second
    assert import_files(files) == (0, 0, outcome.created, 0, [])
