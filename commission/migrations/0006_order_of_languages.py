from django.db import migrations, models

from commission.languages import check_languages
from commission.languages import languages_of_countries as commission_languages


def languages_of_sides(apps, schema_editor):
    """Commissions that are there already begin with the languages of their sides."""
    commissions = apps.get_model("commission", "Commission").objects
    for commission in commissions.prefetch_related("sides"):
        sides = sorted(commission.sides.all(), key=lambda side: side.order)
        countries = [side.country for side in sides]
        commissions.filter(pk=commission.pk).update(
            languages=" ".join(commission_languages(countries))
        )


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0005_sign_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='commission',
            name='languages',
            field=models.CharField(blank=True, help_text="In which the commission's texts are shown where the reader's language is missing: “tk kk ru”. Filled in with the languages of its sides when empty.", max_length=30, validators=[check_languages], verbose_name='order of languages'),
        ),
        migrations.RunPython(languages_of_sides, migrations.RunPython.noop),
    ]
