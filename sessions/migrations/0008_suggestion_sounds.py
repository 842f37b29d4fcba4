from django.db import migrations, models


def forget(apps, schema_editor):
    """Names are read again after migrating: what was kept of them has no sounds."""
    suggestions = apps.get_model("commission_sessions", "Suggestion")
    suggestions.objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('commission_sessions', '0007_decision_entries'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['word', 'kind', 'row'], name='suggestion_sounding'),
        ),
    ]
