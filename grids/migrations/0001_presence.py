from django.db import migrations, models


def leave_unlogged(apps, schema_editor):
    """A heartbeat of every open grid each 20 s is not worth a write to the log; after a crash, pages say it again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE grids_presentpage SET UNLOGGED")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PresentPage',
            fields=[
                ('key', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.RunPython(leave_unlogged, migrations.RunPython.noop),
    ]
