from functools import reduce
from itertools import chain
from operator import or_

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.utils import get_translation_fields

from commission.countries import country_choices, country_name
from commission.dates import check_range, date_in_words, first_day, precision_field
from commission.languages import text_and_language
from commission.models import (
    Addressed,
    Agreement,
    Commission,
    CooperationArea,
    Publishable,
    PublishableQuerySet,
)
from commission.prepared import Prepared, answers_to, give
from commission.routes import address_of
from sessions.titles import session_title


class SessionKind(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary")
    EXTRAORDINARY = "extraordinary", _("extraordinary")
    CO_CHAIRS = "co-chairs", _("co-chairs' meeting")


class SessionFormat(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    VIDEO = "video", _("by video conference")
    HYBRID = "hybrid", _("partly by video")


class SessionQuerySet(PublishableQuerySet):
    public_through = ("commission",)

    def newest_first(self):
        """The one total order of sessions: by date, then by id."""
        return self.order_by("-starts_on", "-id")

    def not_called_off(self):
        """Sessions that took place, or are still to."""
        return self.filter(called_off=False)

    def about(self, areas):
        """Sessions whose passages, agenda or decisions carry any of `areas`.

        `areas`: an iterable of areas or primary keys; a sphere includes its sectors.  One query
        at once, for the keys of the sectors.
        """
        from .agenda import AgendaItem
        from .decision import Decision
        from .passage import Passage

        # Both the keys and the one UNION are what keeps SQLite quick with a million passages.
        within = list(
            CooperationArea.objects.within(areas).values_list("pk", flat=True)
        )
        carried = [
            carrier.areas.through.objects.filter(cooperationarea__in=within).values(
                f"{carrier._meta.model_name}__session"
            )
            for carrier in (Passage, AgendaItem, Decision)
        ]
        return self.filter(pk__in=carried[0].union(*carried[1:]))

    def mentioning(self, words):
        """Sessions that answer a search: a text, or the `Query` that was read from it.

        What is looked for may stand in any row of the session and in the names of what is joined
        to it; names that are not public themselves find nothing (`finding.py`).  No query more, but
        for words in quotation marks with letters of their own.
        """
        from .finding import holding, question_in

        query = question_in(words) if isinstance(words, str) else words
        for clause in query.clauses:
            self = self.filter(reduce(or_, map(holding, clause)))
        for term in query.without:
            self = self.exclude(holding(term))
        return self

    def held_in(self, names):
        """Sessions whose place is one of `names`, as it is written in any language."""
        rule = Q()
        for column in get_translation_fields("place"):
            rule |= Q(**{f"{column}__in": names})
        return self.filter(rule)

    def attended_by(self, participants):
        """Sessions with any of `participants` in a public place of a delegation."""
        from .delegation import DelegationMember

        members = DelegationMember.objects.published().filter(
            participant__in=participants
        )
        return self.filter(pk__in=members.values("session"))

    def involving(self, organisations):
        """Sessions where any of `organisations` sent a member or answers for a decision."""
        from .decision import ResponsibleBody
        from .delegation import DelegationMember

        members = DelegationMember.objects.published().filter(
            organisation__in=organisations
        )
        bodies = ResponsibleBody.objects.published().filter(
            organisation__in=organisations
        )
        return self.filter(
            Q(pk__in=members.values("session"))
            | Q(pk__in=bodies.values("decision__session"))
        )

    def with_card(self):
        """What a row of a list shows, but for its strip.  No query more."""
        return self.select_related("commission")


class Session(Addressed, Publishable):
    """A meeting of a commission: ordinary (numbered), extraordinary, or of its co-chairs."""

    belongs_to = ("commission",)

    slug_field = "key"

    commission = models.ForeignKey(
        Commission,
        models.PROTECT,
        related_name="sessions",
        verbose_name=_("commission"),
    )
    kind = models.CharField(
        _("kind"),
        max_length=13,
        choices=SessionKind.choices,
        default=SessionKind.ORDINARY,
    )
    number = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(999)],
        help_text=_("Of an ordinary session; the others have none."),
    )
    key = models.CharField(_("address"), max_length=80, editable=False)
    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_(
            "Leave it empty for “Eleventh session” or “Extraordinary session in …”."
        ),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One sentence that says what the session was about."),
    )
    starts_on = models.DateField(_("date"))
    date_precision = precision_field()
    ends_on = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("Only when it lasted longer than a day."),
    )
    called_off = models.BooleanField(
        _("called off"),
        default=False,
        help_text=_("It was announced, and did not take place."),
    )
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("The city.")
    )
    country = models.CharField(
        _("country"), max_length=2, choices=country_choices, blank=True
    )
    format = models.CharField(
        _("held"),
        max_length=10,
        choices=SessionFormat.choices,
        default=SessionFormat.IN_PERSON,
    )
    agreements = models.ManyToManyField(
        Agreement,
        blank=True,
        related_name="sessions",
        verbose_name=_("agreements signed"),
        help_text=_("Agreements signed at or around the session."),
    )

    objects = SessionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-starts_on", "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["commission", "key"],
                name="session_key_is_its_own",
                violation_error_message=_(
                    "The commission already has a session with this number, or of this kind on "
                    "this day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="ordinary", number__isnull=False, number__gte=1)
                | (~Q(kind="ordinary") & Q(number__isnull=True)),
                name="session_number_is_the_ordinarys",
                violation_error_message=_(
                    "An ordinary session needs its number; the other kinds have none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="session_ends_after_it_begins",
                violation_error_message=_("The session ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(date_precision="day"),
                name="session_range_is_of_days",
                violation_error_message=_(
                    "A session with an imprecise date has no last day: leave “until” empty."
                ),
            ),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            # The sessions list and home, newest first.
            models.Index(fields=["-starts_on", "-id"], name="session_newest_first"),
            # Previous and next on a session's page.
            models.Index(
                fields=["commission", "starts_on", "id"], name="session_in_sequence"
            ),
            # "12" suggests the latest sessions of that number.
            models.Index(
                fields=["number", "-starts_on", "-id"], name="session_by_number"
            ),
        ]

    def __str__(self):
        return f"{self.full_title} ({self.commission}, {self.starts_on.year})"

    def save(self, *args, **kwargs):
        self.set_key()
        super().save(*args, **kwargs)

    def set_key(self):
        """Bring date and address in line with kind, number and precision."""
        self.starts_on = first_day(self.starts_on, self.date_precision)
        self.key = self.make_key()

    def make_key(self):
        """The last part of the address: "11", "extraordinary-2020-09-17", "co-chairs-2023-10"."""
        if self.kind == SessionKind.ORDINARY:
            return str(self.number)
        written = {"day": "%Y-%m-%d", "month": "%Y-%m"}.get(self.date_precision, "%Y")
        part = (
            self.date_precision
            if self.date_precision in ("early", "middle", "late")
            else ""
        )
        return "-".join(
            filter(None, [self.kind, part, self.starts_on.strftime(written)])
        )

    def slug_scope(self):
        return str(self.commission_id)

    def clean(self):
        check_range(self.starts_on, self.ends_on)
        if self.starts_on and (self.number or self.kind != SessionKind.ORDINARY):
            self.set_key()
            same = Session.objects.filter(commission=self.commission_id, key=self.key)
            if self.commission_id and same.exclude(pk=self.pk).exists():
                raise ValidationError(
                    _(
                        "The commission already has the session “%(key)s”: open that one instead."
                    )
                    % {"key": self.key}
                )

    def check_order(self, day):
        """Raise ValidationError (of `starts_on`) unless the session can be moved to `day`: threads run from
        earlier sessions to later ones, and what is said of a decision comes after it.  Three queries.
        """
        decisions = self.decisions.order_by("number")
        for column, sentence in (
            ("continues__session__starts_on__gte", _("Decision %(number)s carries on one of a session that would not be earlier: mend what it continues first.")),
            ("continued_by__session__starts_on__lte", _("Decision %(number)s is carried on by a session that would not be later: mend what that one continues first.")),
            ("follow_ups__stated_on__lt", _("A statement on decision %(number)s would be older than the decision: mend its day first.")),
        ):  # fmt: skip
            number = (
                decisions.filter(**{column: day})
                .values_list("number", flat=True)
                .first()
            )
            if number:
                raise ValidationError({"starts_on": sentence % {"number": number}})

    def check_publishable(self):
        """Every photo needs a description for those who cannot see it.  One query."""
        missing = self.photos.without_alt().count()  # type: ignore[attr-defined]
        if missing:
            raise ValidationError(
                ngettext(
                    "%(count)d photo has no description for those who cannot see it: add one first.",
                    "%(count)d photos have no description for those who cannot see them: "
                    "add them first.",
                    missing,
                )
                % {"count": missing}
            )

    def get_absolute_url(self):
        return address_of("sessions:session-detail", self.commission.slug, self.key)

    @property
    def full_title(self):
        """Its title as it is shown, or the one that is made for it."""
        return text_and_language(self, "title")[0] or self.made_title

    @property
    def made_title(self):
        """The title that kind, number and place make: "Eleventh session"."""
        is_ordinary = self.kind == SessionKind.ORDINARY
        place = "" if is_ordinary else text_and_language(self, "place")[0]
        return session_title(self.kind, self.number, place)

    @property
    def date_in_words(self):
        return date_in_words(self.starts_on, self.date_precision, self.ends_on)

    @property
    def country_name(self):
        return country_name(self.country)

    def in_sequence(self):
        """(previous, next) public sessions of the commission by date, None at the ends.

        Those that were called off are among them.  Two queries, none where `load_record` asked them.
        """
        return self.__dict__.get("neighbours") or self.the_one_of_each(
            answers_to(*self.beside(EARLIER, LATER))
        )

    def last_before(self):
        """The public session of the commission before this one that took place, or None.  One query."""
        return self.the_one_of_each(answers_to(*self.beside(LAST_BEFORE)))[0]

    def beside(self, *questions):
        """Questions about this session's place in the sequence, with their values (`answers_to`)."""
        place = {
            "commission": self.commission_id,
            "day": self.starts_on,
            "pk": self.pk,
            "now": timezone.now(),
        }
        return [(question, place) for question in questions]

    def the_one_of_each(self, answers):
        """The one session that answers each question of `beside`, or None."""
        for session in chain.from_iterable(answers):
            give(session, "commission", self.commission)
        return tuple(next(iter(sessions), None) for sessions in answers)


def _neighbours(side, *order, **rule):
    """The session of a commission on one side ("lt" or "gt") of a place in its sequence, of those
    that `rule` lets in.
    """

    def question(commission, day, pk, now):
        beyond = Q(**{f"starts_on__{side}": day}) | Q(
            **{"starts_on": day, f"pk__{side}": pk}
        )
        public = Session.objects.rewrite(False).published(at=now)
        public = public.filter(beyond, commission=commission, **rule).only(*OWN_SHOWN)
        return public.order_by(*order)[:1]

    return Prepared(question)


EARLIER = _neighbours("lt", "-starts_on", "-pk")
LATER = _neighbours("gt", "starts_on", "pk")
LAST_BEFORE = _neighbours("lt", "-starts_on", "-pk", called_off=False)


# What a row of a list shows of a session itself, and with its commission.
OWN_SHOWN = [
    *("kind", "number", "key", "starts_on", "ends_on", "date_precision", "called_off"),
    "commission",
    *get_translation_fields("title"),
    *get_translation_fields("place"),
]
SHOWN = [
    *OWN_SHOWN,
    *("commission__slug", "commission__languages"),
    *(f"commission__{name}" for name in get_translation_fields("short_name")),
]


def _cards(pks, now):
    """Only what a row shows: of a record in four languages most columns are for elsewhere."""
    public = Session.objects.rewrite(False).published(at=now).filter(pk__in=pks)
    return public.with_card().only(*SHOWN).order_by()


CARDS = Prepared(_cards)


def cards_of(pks):
    """The public ones of the sessions with the primary keys `pks`, in that order.  One query."""
    return in_order_of(pks, CARDS(pks=list(pks), now=timezone.now()))


def in_order_of(pks, rows):
    """Those of `rows` whose primary keys are among `pks`, in that order."""
    known = {row.pk: row for row in rows}
    return [known[pk] for pk in pks if pk in known]
