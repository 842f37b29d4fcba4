import commission.collation
from commission.collation import sort_key
from commission.languages import text_and_language
from participants.models.participant import sorted_as
from django.db import migrations, models


def make_keys(apps, schema_editor):
    said = {
        "Organisation": lambda row, code: text_and_language(row, "name", code)[0],
        "Participant": sorted_as,
    }
    for name, called in said.items():
        model = apps.get_model("participants", name)
        for row in model.objects.iterator():
            keys = {
                f"sort_key_{code}": sort_key(called(row, code), code)
                for code in ("en", "ru", "kk", "tk")
            }
            model.objects.filter(pk=row.pk).update(**keys)


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0002_news_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='sort_key_en',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='en', max_length=120),
        ),
        migrations.AddField(
            model_name='organisation',
            name='sort_key_kk',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='kk', max_length=120),
        ),
        migrations.AddField(
            model_name='organisation',
            name='sort_key_ru',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='ru', max_length=120),
        ),
        migrations.AddField(
            model_name='organisation',
            name='sort_key_tk',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='tk', max_length=120),
        ),
        migrations.AddField(
            model_name='participant',
            name='sort_key_en',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='en', max_length=120),
        ),
        migrations.AddField(
            model_name='participant',
            name='sort_key_kk',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='kk', max_length=120),
        ),
        migrations.AddField(
            model_name='participant',
            name='sort_key_ru',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='ru', max_length=120),
        ),
        migrations.AddField(
            model_name='participant',
            name='sort_key_tk',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='tk', max_length=120),
        ),
        migrations.RunPython(make_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['sort_key_en', 'id'], name='organisation_by_en'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['sort_key_ru', 'id'], name='organisation_by_ru'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['sort_key_kk', 'id'], name='organisation_by_kk'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['sort_key_tk', 'id'], name='organisation_by_tk'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['sort_key_en', 'id'], name='participant_by_en'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['sort_key_ru', 'id'], name='participant_by_ru'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['sort_key_kk', 'id'], name='participant_by_kk'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['sort_key_tk', 'id'], name='participant_by_tk'),
        ),
    ]
