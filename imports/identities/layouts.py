"""How the files of identifiers are laid out: data.

Columns are counted from zero. A layout « par intitulés » finds them by their names, whatever the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

BY_HEADERS = "intitules"


@dataclass(frozen=True)
class Layout:
    """Where a file has what. `header_lines` are skipped; None in a column: the file does not have it."""

    code: str
    label: str
    header_lines: int
    last_name: int
    first_name: int
    value: int
    sconet_id: int | None = None


@dataclass(frozen=True)
class Headers:
    """The names that the columns of a file may have."""

    last_name: Sequence[str] = ("Nom", "Nom de famille", "NOM_USAGE")
    first_name: Sequence[str] = ("Prénom", "Prenom")
    value: Sequence[str] = (
        *("Identifiant ENT", "Id ENT", "Identifiant", "uid", "Login ENT", "Code ENT", "externalId"),
        *("Identifiant LCS", "Identifiant Argos", "Identifiant Gepi"),
        # OpenENT has both: its Login is the name that people type, Id what the ENT tells other services.
        *("Id", "Login"),
    )
    sconet_id: Sequence[str] = ("Id Sconet", "Identifiant Sconet", "SCONET_ID", "Id Siècle", "ELEVE_ID")


def _same(codes: Sequence[tuple[str, str]], *place: int) -> list[Layout]:
    return [Layout(code, label, *place) for code, label in codes]


LAYOUTS: dict[str, Layout] = {
    layout.code: layout
    for layout in [
        Layout("perso", "Autre serveur CAS", 1, 1, 2, 0),
        Layout("esup", "ESUP (Montpellier, Languedoc-Roussillon)", 2, 2, 3, 0),
        Layout("atos", "Atos (Lilie, Celia)", 1, 2, 3, 0, 4),
        Layout("envole", "Envole (Orléans-Tours)", 0, 1, 2, 0),
        Layout("itop", "iTOP (Place, Alsace, Auvergne, Isère…)", 1, 1, 2, 0),
        *_same([("itslearning", "ItsLearning (e-primo…)"), ("scolastance", "Scolastance")], 1, 2, 3, 4),
        *_same([("laclasse", "laclasse.com"), ("provence", "Provence (Atrium)")], 1, 1, 2, 3),
        *_same([("liberscol", "Liberscol (Dijon)"), ("reunion", "La Réunion")], 1, 0, 1, 2),
        Layout("netocentre", "Netocentre", 1, 2, 3, 0),
        Layout("openent", "OpenENT (PCN, monlycée.net…)", 1, 3, 4, 0, 1),
        Layout("pentila", "Pentila (Nero)", 1, 0, 1, 5),
        Layout("sopra", "Sopra", 1, 3, 4, 2),
        Layout("toutatice", "Toutatice (Rennes)", 0, 0, 1, 2),
        Layout("webeducation", "Web-éducation (entlibre)", 1, 3, 4, 5, 1),
    ]
}
ARGOS = Layout("argos", "Argos (Bordeaux)", 1, 1, 2, 0)
# Kosmos names its columns: « par intitulés » reads it, under the name that schools look for.
ENT_CHOICES = [
    (BY_HEADERS, "Par intitulés de colonnes (Kosmos : e-lyco, entmip… ; tout fichier qui a des titres)"),
    *((layout.code, layout.label) for layout in LAYOUTS.values()),
]
