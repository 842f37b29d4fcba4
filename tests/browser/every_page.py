"""One record of everything a page can show, and the address of every kind of page."""

import datetime

from django.conf import settings

from commission.models.noted import writing
from sessions.following.links import link_to_confirm, link_to_stop
from sessions.models import Follower
from tests.factories import (
    make_agenda_item,
    make_agreement,
    make_area,
    make_commission,
    make_correction,
    make_decision,
    make_document_file,
    make_event,
    make_figure,
    make_follow_up,
    make_indicator,
    make_member,
    make_organisation,
    make_participant,
    make_passage,
    make_photo,
    make_position,
    make_relation,
    make_responsible_body,
    make_session,
    make_signature,
    make_source,
)
from tests.factories import make_document as make_empty_document

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def in_turn(pages, first=0):
    """The items of `pages`, each address in the next of the portal's languages, from the `first` on."""
    for place, (name, address) in enumerate(pages.items(), first):
        language = LANGUAGES[place % len(LANGUAGES)]
        yield f"{name}, {language}", address.replace("/en/", f"/{language}/", 1)


def _address(link):
    return link.removeprefix(settings.SITE_URL)


@writing()
def make_every_page():
    """{name: address} of each kind of page, all of them with something on it."""
    commission = make_commission(slug="turkmenistan-kazakhstan")
    sphere = make_area(slug="transport", name="Transport and communications")
    sector = make_area(slug="railways", name="Railways", parent=sphere)
    person = make_participant(slug="name-surname", name="Name Surname")
    ministry = make_organisation(slug="ministry", name="Ministry of Railways")
    make_position(participant=person, organisation=ministry)
    agreement = make_agreement(slug="programme", commission=commission, areas=[sector],
                               enters_into_force="notification", valid_until=datetime.date(2190, 1, 1))  # fmt: skip
    turkmen, kazakh = commission.sides.all()
    make_event(agreement=agreement, kind="notified", side=turkmen, note_ru="Нотой.",
               publisher="Ministry", address="https://example.org/note")  # fmt: skip
    for kind, year in (("entered", 2190), ("extended", 2024)):
        make_event(
            agreement=agreement, kind=kind, happened_on=datetime.date(year, 1, 1)
        )
    lively = make_agreement(slug="treaty", commission=commission)
    for kind, year in (("entered", 2022), ("suspended", 2023), ("resumed", 2024)):
        make_event(agreement=lively, kind=kind, happened_on=datetime.date(year, 1, 1))
    make_relation(agreement=agreement, other=lively)
    make_signature(agreement=agreement, participant=person, organisation=ministry)
    make_document_file(document=make_empty_document(agreement=agreement))
    for name in ("Mutual trade", "Transit"):
        indicator = make_indicator(name=name)
        for year in (2020, 2021):
            make_figure(commission=commission, indicator=indicator, year=year)
        make_figure(
            commission=commission, indicator=indicator, value=100, change_percent=80,
            period_start=datetime.date(2021, 1, 1), period_end=datetime.date(2021, 9, 30),
        )  # fmt: skip
        make_figure(
            commission=commission, indicator=indicator, value=90,
            period_start=datetime.date(2020, 1, 1), period_end=datetime.date(2020, 9, 30),
        )  # fmt: skip
        make_figure(commission=commission, indicator=indicator, is_target=True,
                    period_start=None, period_end=None)  # fmt: skip
    earlier = make_session(commission=commission, summary_en="The first of them.")
    session = make_session(commission=commission, agreements=[agreement])
    for area in (sphere, sector):
        make_passage(session=earlier, areas=[area])
        make_passage(session=session, areas=[area])
    make_passage(
        session=session, text_en="", text_ru="Стороны обсудили *железную дорогу*."
    )
    make_member(session=session, participant=person, role="co_chair")
    make_agenda_item(session=session, areas=[sector])
    make_photo(session=session)
    make_photo(session=session, alt="A signing")
    make_document_file(document=make_empty_document(session=session))
    make_member(session=session, side=kazakh, role="secretary", role_confirmed=False)
    protocol = make_empty_document(session=session, title="Protocol")
    make_document_file(document=protocol, language="ru")
    make_document_file(document=protocol, language="en", authentic=False)
    for record in (
        {"session": session},
        {"commission": commission},
        {"agreement": agreement},
    ):
        make_source(**record, doubt="Another source names another day.")
    carried = make_decision(session=earlier, status="planned")
    make_decision(session=earlier, status="completed")
    make_decision(session=earlier, due_on=datetime.date(2011, 1, 1))
    decision = make_decision(
        session=session,
        areas=[sector],
        due_on=datetime.date(2013, 1, 1),
        continues=carried,
    )
    make_responsible_body(decision=decision, organisation=ministry)
    for side, status in zip(
        commission.sides.all(), ("in_progress", "completed"), strict=True
    ):
        make_follow_up(decision=decision, side=side, status=status)
    follower = Follower.objects.create(
        address="reader@example.org",
        kind="record",
        query="area=railways",
        language="en",
    )
    make_correction(session, note_ru="Был указан другой день.")
    return {
        "home": "/en/",
        "citation": "/en/sessions/turkmenistan-kazakhstan/2/passages/2/cite/?quote=sides+discussed",
        "session list": "/en/sessions/",
        "session list, narrowed": "/en/sessions/?q=matter&area=railways",
        "session list, empty": "/en/sessions/?q=nothinglikeit",
        "session list, misunderstood": "/en/sessions/?page=banana&year_from=99999",
        "search": "/en/search/",
        "search, found": "/en/search/?q=matter",
        "search, found by name": "/en/search/?q=ministry+of+railways",
        "search, empty": "/en/search/?q=nothinglikeit",
        "session": session.get_absolute_url(),
        "session, narrowed": f"{session.get_absolute_url()}?area=railways",
        "session, in two languages": f"{session.get_absolute_url()}?with=ru",
        "passage": session.passages.first().get_absolute_url(),
        "decision list": "/en/decisions/",
        "decision list, narrowed": "/en/decisions/?status=overdue&due=2013",
        "sessions compared": "/en/sessions/turkmenistan-kazakhstan/compare/?from=1&to=2",
        "sessions compared, misunderstood": "/en/sessions/turkmenistan-kazakhstan/compare/?from=9",
        "decision": decision.get_absolute_url(),
        "commission list": "/en/commissions/",
        "commission": commission.get_absolute_url(),
        "area list": "/en/areas/",
        "area": sphere.get_absolute_url(),
        "agreement list": "/en/agreements/",
        "agreement list, narrowed": "/en/agreements/?status=not_yet&party=KZ",
        "agreement in force": lively.get_absolute_url(),
        "agreement": agreement.get_absolute_url(),
        "participant list": "/en/participants/",
        "participant": person.get_absolute_url(),
        "organisation list": "/en/organisations/",
        "organisation": ministry.get_absolute_url(),
        "corrections": "/en/corrections/",
        "preview link that opens nothing": "/preview/x/en/",
        "api": "/en/api/",
        "about": "/en/about/",
        "help": "/en/help/",
        "what the tables hold": "/en/tables/",
        "whole record": "/en/data/",
        "report an error": "/en/report-an-error/?about="
        + session.passages.first().get_absolute_url().removeprefix("/en"),
        "follow by mail": "/en/follow/?area=railways",
        "follow by mail, asked": "/en/follow/?list=decisions&status=overdue&sent=1",
        "follow by mail, unknown": "/en/follow/?area=nowhere",
        "follow by mail, confirm": _address(
            link_to_confirm(follower, rhythm="daily", language="en")
        ),
        "follow by mail, expired": "/en/follow/confirm/expired/",
        "follow by mail, stop": _address(link_to_stop(follower)),
        "file, misunderstood": "/en/sessions/table.csv?kind=strange",
        "not found": "/en/no-such-page/",
    }
