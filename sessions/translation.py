"""What is kept per language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    AgendaItem,
    Decision,
    DelegationMember,
    Document,
    FollowUp,
    Passage,
    Photo,
    Session,
    Source,
)


@register(Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "summary", "place")


@register(DelegationMember)
class DelegationMemberTranslation(TranslationOptions):
    fields = ("position",)


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("text",)


@register(Passage)
class PassageTranslation(TranslationOptions):
    fields = ("text",)


@register(Decision)
class DecisionTranslation(TranslationOptions):
    fields = ("text",)


@register(FollowUp)
class FollowUpTranslation(TranslationOptions):
    fields = ("note",)


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title",)


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("caption", "alt")


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("title", "doubt")
