from typing import Any

from django.db import migrations, models
from django.utils import timezone


def suspend_those_that_were(apps: Any, schema_editor: Any) -> None:
    """A connector that schools chose had been confirmed: closed now, the operator closed it, and it stays so."""
    chosen = {ent["connector"] for ent in apps.get_model("schools", "School").objects.values_list("access__ent", flat=True) if ent}
    closed = apps.get_model("accounts", "Connector").objects.filter(confirmed_at=None, code__in=chosen)
    closed.update(suspended_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_notices'),
        ('schools', '0005_request_limit'),
    ]

    operations = [
        migrations.AddField(
            model_name='connector',
            name='suspended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(suspend_those_that_were, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='connector',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('suspended_at', None), _connector='OR'), name='connector_has_one_state'),
        ),
    ]
