from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0005_signatures_say_what_was_taught'),
    ]

    operations = [
        migrations.AddField(
            model_name='evaluation',
            name='is_lasting',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
