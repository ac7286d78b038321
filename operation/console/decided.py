"""What the operator decided of the whole server, read for sacoche.kit.installation."""

from dataclasses import fields

from operation.console.models import Decided
from sacoche.kit.installation import Installation, Maintenance
from sacoche.kit.prepared import Prepared

# What they share, by name; the maintenance is made of several columns.
_PLAIN = tuple(field.name for field in fields(Installation) if field.name != "maintenance")
_row = Prepared(lambda: Decided.objects.order_by().defer("logo_content")[:1])


def read_decided() -> Installation:
    """What is decided now; as the settings say when nothing ever was."""
    for row in _row():
        plain = {name: getattr(row, name) for name in _PLAIN}
        return Installation(**plain, maintenance=maintenance_of(row))
    return Installation()


def maintenance_of(row: Decided) -> Maintenance | None:
    """The maintenance that is set, begun or not."""
    if row.maintenance_begins_at is None:
        return None
    return Maintenance(row.maintenance_reason, row.maintenance_begins_at, row.maintenance_ends_at)
