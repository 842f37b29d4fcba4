"""What is kept per language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from .models import Organisation, Participant, Position, Signature


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "short_name", "description")


@register(Participant)
class ParticipantTranslation(TranslationOptions):
    fields = ("name", "note")


@register(Position)
class PositionTranslation(TranslationOptions):
    fields = ("title",)


@register(Signature)
class SignatureTranslation(TranslationOptions):
    fields = ("position",)
