"""« Élèves & groupes de besoin »: the pupils of a teacher, and the groups that he made."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.besoins.queries import besoins_of
from accounts.grids import grids
from accounts.grids.base import Line, LinkGrid, Missing
from accounts.grids.filters import Filter, PupilFilter
from accounts.grids.kinds.pupil_classes import pupil_line
from accounts.grids.links import PUPIL_GROUPS, LinkKind
from accounts.models import Account
from accounts.queries import pupils_of


class BesoinPupils(LinkGrid):
    code: ClassVar[str] = "besoin_pupils"
    address: ClassVar[str] = "groupes-de-besoin/eleves/"
    right: ClassVar[str] = "accounts.make_besoins"
    path: ClassVar[str] = "Paramétrages › Élèves & groupes de besoin"
    title: ClassVar[str] = "Élèves & groupes de besoin"
    row_word: ClassVar[str] = "Élève"
    search_label: ClassVar[str] = "Chercher un élève"
    no_rows: ClassVar[Missing] = Missing(
        "Vos classes et vos groupes n'ont pas encore d'élève : l'administrateur vous les affecte.",
        "Retour à l'accueil",
        "home",
    )
    no_columns: ClassVar[Missing] = Missing(
        "Vous n'avez pas encore de groupe de besoin.", "Ajoutez-en un dans « Groupes de besoin »", "accounts:besoins"
    )
    row_filter: ClassVar[Filter | None] = PupilFilter()
    kind: ClassVar[LinkKind] = PUPIL_GROUPS

    def rows(self, account: Account) -> QuerySet[Any]:
        return pupils_of(account).select_related("school_class")

    def columns(self, account: Account) -> QuerySet[Any]:
        return besoins_of(account)

    def row_line(self, row: Any) -> Line:
        return pupil_line(row)

    def column_line(self, column: Any) -> Line:
        return Line(column.pk, column.label, str(column.niveau))


grids.register(BesoinPupils())
