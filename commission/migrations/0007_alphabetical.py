import commission.collation
from commission.collation import sort_key
from commission.languages import text_and_language
from django.db import migrations, models


def make_keys(apps, schema_editor):
    commissions = apps.get_model("commission", "Commission")
    for row in commissions.objects.iterator():
        keys = {
            f"sort_key_{code}": sort_key(text_and_language(row, "short_name", code)[0], code)
            for code in ("en", "ru", "kk", "tk")
        }
        commissions.objects.filter(pk=row.pk).update(**keys)


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0006_order_of_languages'),
    ]

    operations = [
        migrations.AddField(
            model_name='commission',
            name='sort_key_en',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='en', max_length=120),
        ),
        migrations.AddField(
            model_name='commission',
            name='sort_key_kk',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='kk', max_length=120),
        ),
        migrations.AddField(
            model_name='commission',
            name='sort_key_ru',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='ru', max_length=120),
        ),
        migrations.AddField(
            model_name='commission',
            name='sort_key_tk',
            field=commission.collation.SortKeyField(blank=True, default='', editable=False, language='tk', max_length=120),
        ),
        migrations.RunPython(make_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='commission',
            index=models.Index(fields=['sort_key_en', 'id'], name='commission_by_en'),
        ),
        migrations.AddIndex(
            model_name='commission',
            index=models.Index(fields=['sort_key_ru', 'id'], name='commission_by_ru'),
        ),
        migrations.AddIndex(
            model_name='commission',
            index=models.Index(fields=['sort_key_kk', 'id'], name='commission_by_kk'),
        ),
        migrations.AddIndex(
            model_name='commission',
            index=models.Index(fields=['sort_key_tk', 'id'], name='commission_by_tk'),
        ),
    ]
