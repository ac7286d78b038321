"""The tables of the pages about the structure, for a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sacoche.kit.listed import Column, ListTable, list_tables
from schools.models import Period, PeriodDates

_LEVEL = Column("Niveau", lambda place: place.niveau.label)
_PUPILS = Column("Élèves", lambda place: place.pupil_count)
_PLACE = (
    _LEVEL,
    Column("Référence", lambda place: place.reference),
    Column("Nom", lambda place: place.name),
    Column("Nom complet", lambda place: place.long_name),
    _PUPILS,
    Column("Professeurs", lambda place: place.teacher_count),
)

CLASSES = list_tables.register(ListTable("classes", "Classes", _PLACE))
GROUPS = list_tables.register(ListTable("groupes", "Groupes", _PLACE))
BESOINS = list_tables.register(
    ListTable(
        "groupes-de-besoin",
        "Groupes de besoin",
        (
            _LEVEL,
            Column("Nom", lambda group: group.label),
            _PUPILS,
            Column(
                "Fait par",
                lambda group: ", ".join(link.teacher.full_name for link in group.teachings.all() if link.is_owner),
            ),
        ),
    )
)
MATIERES = list_tables.register(
    ListTable(
        "matieres",
        "Matières",
        (
            Column("Référence", lambda matiere: matiere.reference),
            Column("Nom", lambda matiere: matiere.label),
            Column("Origine", lambda matiere: "établissement" if matiere.is_own else "liste nationale"),
            Column("Langue", lambda matiere: matiere.language if matiere.is_own else ""),
            Column("Utilisée", lambda matiere: "oui" if matiere.is_active else "non"),
            Column("Professeurs", lambda matiere: matiere.teacher_count),
        ),
    )
)
NIVEAUX = list_tables.register(
    ListTable(
        "niveaux",
        "Niveaux",
        (
            Column("Référence", lambda niveau: niveau.reference),
            Column("Nom", lambda niveau: niveau.label),
            Column("Origine", lambda niveau: "établissement" if niveau.is_own else "liste nationale"),
            Column("Classes", lambda niveau: niveau.class_count if niveau.holds_classes else None),
        ),
    )
)
PERIODS = list_tables.register(
    ListTable(
        "periodes",
        "Périodes",
        (
            Column("Ordre", lambda period: period.order),
            Column("Nom", lambda period: period.name),
            Column("Classes et groupes datés", lambda period: period.place_count),
        ),
    )
)


class DatedPlace(NamedTuple):
    """A class or a group in one of its periods."""

    name: str
    period: Period
    dates: PeriodDates


PERIOD_DATES = list_tables.register(
    ListTable(
        "dates-des-periodes",
        "Dates des périodes",
        (
            Column("Classe ou groupe", lambda row: row.name),
            Column("Période", lambda row: row.period.name),
            Column("Début", lambda row: row.dates.starts_on),
            Column("Fin", lambda row: row.dates.ends_on),
        ),
    )
)


def dated_rows(places: Iterable[Any]) -> Iterator[DatedPlace]:
    """A row for each period of each class and group."""
    return (DatedPlace(place.name, dates.period, dates) for place in places for dates in place.dates)
