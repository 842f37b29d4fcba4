from django.db import migrations, models


def empty(apps, schema_editor):
    """All entries are made anew after `migrate`, where sessions have none (`sessions.register.complete_entries`)."""
    entries = apps.get_model("commission", "RegisterEntry")
    entries.objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("commission", "0012_names_moved"),
    ]

    operations = [
        migrations.AddField(
            model_name="registerentry",
            name="report",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RunPython(empty, migrations.RunPython.noop, elidable=True),
    ]
