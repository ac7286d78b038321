"""Who is professeur principal by hand, and who typed his own e-mail address: no file undoes either."""

from django.db import migrations, models


def keep_what_is_known(apps, schema_editor):
    """The professeurs principaux of links that files made are those of files, as they were until now."""
    apps.get_model("accounts", "TeachingAssignment").objects.filter(is_pp=True, is_by_hand=False).update(
        is_pp_by_hand=False
    )
    # Nobody knows any more where an address came from: only those who signed in may have typed theirs.
    typed = apps.get_model("accounts", "Account").objects.exclude(email="").exclude(activated_at=None)
    typed.update(is_email_own=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="is_email_own",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="teachingassignment",
            name="is_pp_by_hand",
            field=models.BooleanField(default=True, editable=False, verbose_name="professeur principal"),
        ),
        migrations.RunPython(keep_what_is_known, migrations.RunPython.noop),
    ]
