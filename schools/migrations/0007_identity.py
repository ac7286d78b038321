"""Each school is told from every other, wherever its backups are read."""

import uuid

from django.db import migrations, models


def name_each(apps, schema_editor):
    schools = apps.get_model("schools", "School").objects
    for pk in list(schools.values_list("pk", flat=True)):
        schools.filter(pk=pk).update(identity=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("schools", "0006_own_niveaux")]

    operations = [
        migrations.AddField("school", "identity", models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.RunPython(name_each, migrations.RunPython.noop),
    ]
