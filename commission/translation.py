"""What is kept per language (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    Agreement,
    AgreementEvent,
    Commission,
    CooperationArea,
    Correction,
    Figure,
    Indicator,
    Side,
)


@register(Commission)
class CommissionTranslation(TranslationOptions):
    fields = ("name", "short_name", "description")


@register(Side)
class SideTranslation(TranslationOptions):
    fields = ("name",)


@register(CooperationArea)
class CooperationAreaTranslation(TranslationOptions):
    fields = ("name",)


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "summary", "place")


@register(AgreementEvent)
class AgreementEventTranslation(TranslationOptions):
    fields = ("note",)


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name",)


@register(Figure)
class FigureTranslation(TranslationOptions):
    fields = ("note",)


@register(Correction)
class CorrectionTranslation(TranslationOptions):
    fields = ("note",)
