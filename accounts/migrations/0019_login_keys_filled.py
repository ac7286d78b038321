from typing import Any

from django.db import migrations, models
from django.db.models.functions import Lower

import sacoche.kit.migrations

# So many rows are held at a time, for a few hundredths of a second.
_AT_ONCE = 5000


def fill(apps: Any, schema_editor: Any) -> None:
    """The key of each account, some at a time, each time a transaction of its own; done again, it changes nothing."""
    accounts = apps.get_model("accounts", "Account")._base_manager.using(schema_editor.connection.alias)
    last = accounts.aggregate(last=models.Max("pk"))["last"] or 0
    first = accounts.aggregate(first=models.Min("pk"))["first"] or 0
    for start in range(first, last + 1, _AT_ONCE):
        some = accounts.filter(pk__gte=start, pk__lt=start + _AT_ONCE, login_key="")
        # Each database has its own idea of the letters beyond those of English.
        beyond = {pk: login for pk, login in some.values_list("pk", "login") if not login.isascii()}
        some.exclude(pk__in=list(beyond)).update(login_key=Lower("login"))
        for pk, login in beyond.items():
            accounts.filter(pk=pk).update(login_key=login.lower())


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("accounts", "0018_login_key"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        sacoche.kit.migrations.AddIndexQuietly(
            model_name="account",
            index=models.Index(fields=["school", "login_key"], name="account_by_login_key"),
        ),
    ]
