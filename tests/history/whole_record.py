"""A row of every kind, each with everything it can say, for tests of history."""

import datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from commission.history.tables import KEPT
from commission.models import Correction
from commission.models.of_record import naming
from tests import factories as make

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def make_whole_record(state="published"):
    """{label: row} of a session with all that can stand at it, and of records around it."""
    commission = make.make_commission(description="What it is for", languages="tk kk")
    side, other = commission.sides.all()
    area = make.make_area(terms=[("en", "railway")])
    sector = make.make_area(parent=area)
    person, body = (
        make.make_participant(variants=["Atdaýew"]),
        make.make_organisation(variants=["MFA"]),
    )
    position = make.make_position(participant=person, organisation=body)
    agreement = make.make_agreement(commission=commission, areas=[area])
    event = make.make_event(agreement=agreement)
    relation = make.make_relation(agreement=agreement)
    signature = make.make_signature(agreement=agreement, side=side, participant=person)
    figure = make.make_figure(commission=commission)
    for make_another in (make.make_indicator, make.make_organisation, make.make_agreement,
                         make.make_participant, make.make_document, make.make_figure):  # fmt: skip
        make_another()
    before = make.make_decision(session=make.make_session(commission=commission))
    make.make_decision(session=before.session)
    session = make.make_session(
        commission=commission, agreements=[agreement], state=state, title="Title"
    )
    decision = make.make_decision(session=session, areas=[sector], continues=before, due_on=datetime.date(2030, 1, 1))  # fmt: skip
    document = make.make_document(session=session)
    rows = [
        commission, side, area, area.terms.get(), person, person.name_variants.get(), body,
        position, agreement, event, relation, signature, figure, figure.indicator, session, decision,
        make.make_member(session=session, side=other, participant=person),
        make.make_agenda_item(session=session, areas=[area]),
        make.make_passage(session=session, areas=[area, sector], text_ru="Текст"),
        make.make_passage(session=session, areas=[sector]),
        make.make_responsible_body(decision=decision, organisation=body),
        make.make_follow_up(decision=decision, side=side, note="Begun."),
        document, make.make_document_file(document=document),
        make.make_photo(session=session), make.make_source(session=session),
        make.make_source(decision=decision), make.make_source(agreement=agreement),
        make_correction(session), make.make_source(participant=person), make.make_source(commission=commission),
    ]  # fmt: skip
    return {row._meta.label: row for row in reversed(rows)}


def make_correction(record):
    return Correction.objects.create(**naming(record), note="It was another day.")


def every_field():
    """(label of a model, name of a column or many-to-many field) of all that is kept."""
    for kept in KEPT.values():
        for column in kept.columns:
            if not column.primary_key and column.name != "created_at":
                yield kept.model._meta.label, column.name
        for links in kept.links:
            yield kept.model._meta.label, links.name


def other_value(row, name):
    """Another value that the field may hold as far as the database is concerned."""
    field = type(row)._meta.get_field(name)
    now = getattr(row, field.attname)
    if field.is_relation:
        others = field.related_model._base_manager.exclude(pk=now)
        if field.related_model is type(row):
            others = others.exclude(pk=row.pk)
        other = others.order_by("pk").last()
        assert other, (row._meta.label, field.name)
        return other.pk
    if field.choices:
        return next(
            value for value, _label in field.flatchoices if value not in (now, "", None)
        )
    if isinstance(field, models.BooleanField):
        return not now
    if isinstance(field, models.DateTimeField):
        return timezone.now() - datetime.timedelta(days=400)
    if isinstance(field, models.DateField):
        return (now or datetime.date(2021, 1, 1)) + datetime.timedelta(days=3)
    if isinstance(field, models.IntegerField | models.DecimalField):
        return (now or 0) + 7
    return _OTHER.get(name, "other")[: field.max_length or 99]


_OTHER = {"colour": "#123456", "address": "https://example.org/other", "languages": "ru",
          "dac_code": "21020", "file": "documents/0", "image": "photos/0/original"}  # fmt: skip


def all_models():
    """Every model of the three apps that django-simple-history did not make itself."""
    for label in ("commission", "participants", "commission_sessions"):
        for model in apps.get_app_config(label).get_models():
            if not hasattr(model, "instance_type"):
                yield model
