"""Generated files come from `exports`, lists of codes from `imports`: their rows are carried over, both ways."""

from django.db import migrations

_SAME = ("school_id", "token", "name", "size", "created_at", "expires_at")
_CODES = ("school_id", "source_code", "file_name", "uai", "year", "content")


def carry_over(apps, schema_editor):
    old, new = apps.get_model("exports", "GeneratedFile"), apps.get_model("documents", "GeneratedFile")
    for row in old._base_manager.order_by("pk").iterator():
        told = {
            "piliers": row.pilier_count,
            "items": row.item_count,
            "pupils": row.pupil_count,
            "silent": row.asked_count - row.pupil_count,
            "without_sconet": row.without_sconet_count,
        }
        same = {name: getattr(row, name) for name in _SAME}
        new._base_manager.create(owner_id=row.maker_id, maker=row.exporter, told=told, **same)
    _carry_codes(apps.get_model("imports", "KeptFile"), apps.get_model("documents", "KeptFile"))


def carry_back(apps, schema_editor):
    old, new = apps.get_model("exports", "GeneratedFile"), apps.get_model("documents", "GeneratedFile")
    # Only the validations were made before: nothing else has a place there.
    for row in new._base_manager.filter(maker="sacoche").order_by("pk").iterator():
        counts = {
            "pilier_count": row.told["piliers"],
            "item_count": row.told["items"],
            "pupil_count": row.told["pupils"],
            "asked_count": row.told["pupils"] + row.told["silent"],
            "without_sconet_count": row.told["without_sconet"],
        }
        same = {name: getattr(row, name) for name in _SAME}
        old._base_manager.create(maker_id=row.owner_id, exporter=row.maker, **counts, **same)
    _carry_codes(apps.get_model("documents", "KeptFile"), apps.get_model("imports", "KeptFile"))


def _carry_codes(old, new):
    for row in old._base_manager.order_by("pk").iterator():
        kept = new._base_manager.create(**{name: getattr(row, name) for name in _CODES})
        # The day of a save is written by itself; this one is another day.
        new._base_manager.filter(pk=kept.pk).update(kept_at=row.kept_at)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("exports", "0001_initial"),
        ("imports", "0002_lines_unchecked"),
    ]
    operations = [migrations.RunPython(carry_over, carry_back)]
