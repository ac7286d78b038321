"""What a backup says of itself, in its first record."""

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from operation.backups.faults import ALTERED, FOREIGN, NEWER, NotABackup
from schools.models import School

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """Of which school, when, by whom, by which version of the product; how many rows each table has.

    `migrations` is the last one of each application: a version that does not know one of them is older.
    """

    format: int
    product: str
    migrations: Mapping[str, str]
    identity: str
    number: int
    school: str
    uai: str
    made_at: str
    by: str
    counts: Mapping[str, int]

    @property
    def at(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.made_at)

    def record(self) -> dict[str, Any]:
        """As the file has it."""
        return {"sauvegarde": asdict(self)}


def manifest_of(school: School, *, at: datetime.datetime, by: str, counts: Mapping[str, int]) -> Manifest:
    """What the backup of this school says of itself."""
    return Manifest(
        format=FORMAT,
        product=version(),
        migrations=_last_migrations(),
        identity=str(school.identity),
        number=school.number,
        school=str(school),
        uai=school.uai,
        made_at=at.isoformat(),
        by=by,
        counts=counts,
    )


def read_manifest(record: Any) -> Manifest:
    """The manifest, from the first record. Raises NotABackup for one that a newer version wrote."""
    told = record.get("sauvegarde") if isinstance(record, dict) else None
    if not isinstance(told, dict):
        raise NotABackup(FOREIGN)
    if told.get("format") != FORMAT:
        raise NotABackup(NEWER.format(version=told.get("product", "inconnue")))
    try:
        manifest = Manifest(**{name: told[name] for name in Manifest.__dataclass_fields__})
    except KeyError:
        raise NotABackup(ALTERED) from None
    known = _known_migrations()
    if any((app, name) not in known for app, name in manifest.migrations.items()):
        raise NotABackup(NEWER.format(version=manifest.product))
    return manifest


@cache
def version() -> str:
    """That of the product, « 0.2.0 »."""
    told = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])


@cache
def _loader() -> MigrationLoader:
    return MigrationLoader(None)


def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(_loader().graph.nodes)


def _last_migrations() -> dict[str, str]:
    return dict(sorted(_loader().graph.leaf_nodes()))
