import sacoche.kit.lowered
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_moved_schools"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="login_key",
            field=sacoche.kit.lowered.LoweredField(db_default="", editable=False, max_length=128, of="login"),
        ),
    ]
