"""What a check of a school finds: of each kind, how many and a few of them in words. A sound school has none."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Account
from documents.archives.services import ArchiveDamaged, content_of
from documents.models import Archive
from evaluations.models import SymbolImage
from operation.backups.emptying import every_table_of_a_school, rows_of
from referentiels.nodes import KINDS
from sacoche.kit.parts.saved import SavedPart, in_order
from sacoche.kit.parts.tables import keys_of
from sacoche.kit.stored import fetch
from schools.models import School, SchoolLogo

_SHOWN = 5
_NUMBERS = (("sconet_id", None, "Id Sconet"), ("elenoet", "", "N° Sconet"), ("reference", "", "Référence (INE…)"))


@dataclass(frozen=True)
class Finding:
    """Something broken. `what` says it in French; `key` is the foreign key of rows that a repair can put right."""

    what: str
    number: int
    examples: tuple[str, ...]
    key: Any = None


def findings(school: School) -> list[Finding]:
    """All that is broken in the open school. Raises StorageFailed."""
    return [finding for check in CHECKS for finding in check(school) if finding.number]


def broken_keys(school: School) -> Iterator[tuple[Any, Any]]:
    """Each foreign key with the rows of the school in which it points at nothing, or at another school's row."""
    for model in every_table_of_a_school():
        for key in keys_of(model):
            if key.name != "school":
                yield key, _broken(model, key, school)


def _broken(model: type[models.Model], key: Any, school: School) -> Any:
    target, column = key.related_model, key.target_field.attname
    there: Any = models.QuerySet(target).filter(**{column: OuterRef(key.attname)})
    rows = rows_of(model, school).exclude(**{key.attname: None})
    owned = [field for field in keys_of(target) if field.name == "school"]
    strange = Exists(there.exclude(school_id=school.pk).exclude(school_id=None)) if owned else Q(pk__in=[])
    # What may point at what is gone: an item that « Annuler » would bring back, who signed before he left.
    may_be_gone = key.remote_field.on_delete is models.DO_NOTHING
    return rows.filter(strange if may_be_gone else strange | ~Exists(there))


def _keys(school: School) -> Iterator[Finding]:
    for key, rows in broken_keys(school):
        number = rows.count()
        if number:
            names = tuple(str(row[0]) for row in rows.order_by("pk").values_list("pk")[:_SHOWN])
            what = f"{key.model._meta.label} : « {key.name} » ne désigne rien de cet établissement"
            yield Finding(what, number, tuple(f"n° {name}" for name in names), key)


def _doubled_numbers(school: School) -> Iterator[Finding]:
    """Two people of one profile under one number of the ministry."""
    people = Account.objects.active()
    for field, none, label in _NUMBERS:
        numbered = people.exclude(**{field: none}).order_by()
        doubled = numbered.values("profile", field).annotate(number=Count("pk")).filter(number__gt=1)
        examples = [
            f"{row[field]} : " + ", ".join(map(str, numbered.filter(profile=row["profile"], **{field: row[field]})[:3]))
            for row in doubled[:_SHOWN]
        ]
        yield Finding(f"{label} porté par plusieurs personnes", len(doubled), tuple(examples))


def _doubled_ranks(school: School) -> Iterator[Finding]:
    """Two places of a référentiel under one rank: their order is then only that in which they were made."""
    for kind in KINDS.values():
        model: Any = kind.model
        doubled = model.objects.order_by().values(kind.parent_id, "order").annotate(n=Count("pk")).filter(n__gt=1)
        examples = tuple(f"{kind.parent} n° {row[kind.parent_id]}, rang {row['order']}" for row in doubled[:_SHOWN])
        yield Finding(f"{model._meta.label} : deux au même rang", len(doubled), examples)


def _files(school: School) -> Iterator[Finding]:
    """Files that their rows name, and that are gone or of another size."""
    for part in in_order():
        if part.folder:
            wrong = list(_wrong_files(part, school))
            yield Finding(f"Fichiers de « {part.folder} » perdus ou altérés", len(wrong), tuple(wrong[:_SHOWN]))


def _wrong_files(part: SavedPart, school: School) -> Iterator[str]:
    for row in part.rows_of(school).order_by("pk"):
        stream = fetch(part.folder, str(school.pk), str(row.key))
        if stream is None:
            yield f"{row} : n'est plus sur le serveur"
            continue
        with stream:
            size = stream.seek(0, 2)
        if size != row.size:
            yield f"{row} : {size} octets au lieu de {row.size}"


def _images(school: School) -> Iterator[Finding]:
    """Images that are no longer what their SHA-256 says."""
    for model, what in ((SchoolLogo, "Logo"), (SymbolImage, "Images de codes")):
        images: Any = model.objects
        wrong = [each.digest for each in images.order_by("pk") if each.digest != _digest(each.content)]
        yield Finding(f"{what} : contenu qui n'est plus celui de son empreinte", len(wrong), tuple(wrong[:_SHOWN]))


def _digest(content: Any) -> str:
    return hashlib.sha256(bytes(content)).hexdigest()[:16]


def _archives(school: School) -> Iterator[Finding]:
    """Archives whose bytes are no longer those that were printed, lost ones among them."""
    wrong = []
    for archive in Archive.objects.order_by("pk").iterator(chunk_size=100):
        try:
            content_of(archive)
        except ArchiveDamaged:
            wrong.append(f"{archive.title}, {archive.person_name} ({archive.period})")
    yield Finding("Archives qui ne sont plus celles de leur empreinte", len(wrong), tuple(wrong[:_SHOWN]))


CHECKS: tuple[Callable[[School], Iterator[Finding]], ...] = (
    _keys,
    _doubled_numbers,
    _doubled_ranks,
    _files,
    _images,
    _archives,
)
