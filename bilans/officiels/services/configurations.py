"""Keep, give and delete the configurations of official documents."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Account
from bilans.models import ClassConfiguration, Configuration
from bilans.officiels.kinds import OfficialKind, official_kinds
from sacoche.kit.journal import record
from schools.models import School


@transaction.atomic
def save_configuration(*, actor: Account, configuration: Configuration) -> None:
    """Keep a configuration, new or changed."""
    configuration.save()
    record(
        "bilans.save_configuration",
        actor=actor,
        school=actor.school,
        name=configuration.name,
        kind=official_kinds.get(configuration.kind).label,
    )


@transaction.atomic
def delete_configuration(*, actor: Account, configuration: Configuration) -> None:
    """Delete a configuration; its classes have the default one again."""
    kind = official_kinds.get(configuration.kind)
    record("bilans.delete_configuration", actor=actor, school=actor.school, name=configuration.name, kind=kind.label)
    configuration.delete()


@transaction.atomic
def give_configurations(*, actor: Account, kind: OfficialKind, chosen: Mapping[int, Configuration | None]) -> int:
    """Give each of these classes (by number) a configuration, None for the default one; how many changed."""
    School.objects.select_for_update(no_key=True).get(pk=actor.school_id or 0)
    rows = ClassConfiguration.objects.filter(kind=kind.code, school_class__in=chosen).select_related("school_class")
    present = {row.school_class_id: row for row in rows}
    changed: dict[str, int] = {}
    for key, wanted in chosen.items():
        row = present.get(key)
        if (row.configuration_id if row else None) == (wanted.pk if wanted else None):
            continue
        ClassConfiguration.objects.filter(kind=kind.code, school_class=key).delete()
        if wanted:
            ClassConfiguration.objects.create(kind=kind.code, school_class_id=key, configuration=wanted)
        name = wanted.name if wanted else "par défaut"
        changed[name] = changed.get(name, 0) + 1
    for name, number in changed.items():
        record(
            "bilans.give_configuration",
            actor=actor,
            school=actor.school,
            name=name,
            kind=kind.label,
            classes=number,
        )
    return sum(changed.values())
