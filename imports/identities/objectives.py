"""The objectives of the page, with the words of the list (seed 002)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from imports.identities.layouts import ARGOS, BY_HEADERS, ENT_CHOICES, LAYOUTS, Headers
from imports.identities.lines import IdentityFile, read_by_headers, read_by_layout, read_gepi, read_sacoche
from sacoche.kit.registry import Registry

Reader = Callable[[bytes, str], IdentityFile]


@dataclass(frozen=True)
class Objective:
    """What to do. One that reads a file has a `reader`, the `field` that it fills, and the layouts to choose from."""

    code: str
    label: str
    title: str
    field: str = ""
    field_label: str = ""
    reader: Reader | None = None
    layouts: Sequence[tuple[str, str]] = ()
    help_text: str = ""
    # A service that no longer answers: apart in the list.
    is_former: bool = False


def _ent(data: bytes, layout: str) -> IdentityFile:
    return read_by_headers(data, Headers()) if layout == BY_HEADERS else read_by_layout(data, LAYOUTS[layout])


def _argos(data: bytes, layout: str) -> IdentityFile:
    return read_by_headers(data, Headers()) if layout == BY_HEADERS else read_by_layout(data, ARGOS)


_CLOSED = (
    "Ce service n'est plus ouvert : SACoche ne peut plus l'interroger. Si vous en avez gardé un fichier CSV, "
    "envoyez-le ici ; ses identifiants deviennent ceux de l'ENT."
)
_BY_HEADERS = (BY_HEADERS, "Par intitulés de colonnes")

objectives: Registry[Objective] = Registry("identity objectives")
for _each in (
    Objective("generer", "Générer de nouveaux identifiants SACoche.", "Générer de nouveaux identifiants SACoche"),
    Objective(
        "imposer",
        "Importer / Imposer des identifiants SACoche.",
        "Importer / Imposer des identifiants SACoche",
        field="login",
        field_label="identifiant",
        reader=lambda data, _layout: read_sacoche(data),
        help_text=(
            "Le fichier téléchargé ci-dessus, modifié : identifiant, mot de passe, nom, prénom. Une case vide ou "
            "« inchangé » garde ce qui est."
        ),
    ),
    Objective(
        "lcs",
        "Récupérer les identifiants du LCS.",
        "Récupérer les identifiants du LCS",
        field="id_ent",
        field_label="Id ENT",
        reader=lambda data, _layout: read_by_headers(data, Headers()),
        layouts=(_BY_HEADERS,),
        help_text=_CLOSED,
        is_former=True,
    ),
    Objective(
        "argos",
        "Récupérer les identifiants d'ARGOS.",
        "Récupérer les identifiants d'ARGOS",
        field="id_ent",
        field_label="Id ENT",
        reader=_argos,
        layouts=((ARGOS.code, ARGOS.label), _BY_HEADERS),
        help_text=_CLOSED,
        is_former=True,
    ),
    Objective(
        "ent",
        "Importer / Imposer les identifiants d'un ENT.",
        "Importer / Imposer les identifiants d'un ENT",
        field="id_ent",
        field_label="Id ENT",
        reader=_ent,
        layouts=ENT_CHOICES,
        help_text="Le fichier CSV des identifiants, extrait de l'ENT par son administrateur, tel quel.",
    ),
    Objective(
        "gepi",
        "Récupérer les identifiants de Gepi.",
        "Récupérer les identifiants de Gepi",
        field="id_gepi",
        field_label="Id Gepi",
        reader=lambda data, _layout: read_gepi(data),
        help_text="base_eleve_gepi.csv, base_professeur_gepi.csv, base_cpe_gepi.csv ou base_responsable_gepi.csv.",
    ),
):
    objectives.register(_each)
