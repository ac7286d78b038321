"""Which file this is, whatever its name: people choose the wrong one, and must be told which they chose."""

from dataclasses import dataclass

from sacoche.kit.files.tabular import Table


@dataclass(frozen=True)
class Kind:
    """A file that schools have. `heading` is what the import of such a file is called, empty when there is none."""

    words: str
    heading: str = ""
    # What to do with such a file, when no import reads it as it is.
    advice: str = ""


BASE_ELEVES = "Fichier extrait de Base Élèves"
ONDE = "Fichiers extraits de ONDE (ex-Base Élèves)"
FACTOS = "Fichiers extraits de Factos"
SIECLE = "Fichiers extraits de Siècle (ex-Sconet) / STS-Web"
TABLEUR = "Fichiers fabriqués avec un tableur"
PUPILS = "Importer les élèves"
STAFF = "Importer professeurs & directeurs"
GUARDIANS = "Importer les parents"
NOMENCLATURE = "Importer les nomenclatures"
COMMUNS = "Importer les données communes de l'établissement"


def heading(group: str, title: str) -> str:
    """What the pages of an import are called."""
    return f"{group} → {title}"


_COMMUNS = Kind("le fichier « Communs » de Siècle", heading(SIECLE, COMMUNS))

# XML documents by the name of their root.
DOCUMENTS = {
    "BEE_ELEVES": Kind("le fichier des élèves de Siècle", heading(SIECLE, PUPILS)),
    "BEE_RESPONSABLES": Kind("le fichier des responsables de Siècle", heading(SIECLE, GUARDIANS)),
    "STS_EDT": Kind("l'export « Emploi du temps » de STS-Web (sts_emp)", heading(SIECLE, STAFF)),
    "EDT_STS": Kind("le fichier qu'un logiciel d'emploi du temps prépare pour STS-Web (emp_sts)"),
    "BEE_NOMENCLATURES": Kind("le fichier « Nomenclature » de Siècle", heading(SIECLE, NOMENCLATURE)),
    "BEE_COMMUN": _COMMUNS,
    "BEE_COMMUNS": _COMMUNS,
    "BEE_STRUCTURES": Kind("le fichier « Structures » de Siècle"),
    "BEE_ETABLISSEMENTS": Kind("le fichier « Établissements » de Siècle"),
    "BEE_GEOGRAPHIQUE": Kind("le fichier « Géographique » de Siècle"),
    "sacoche": Kind("un fichier de validations de SACoche"),
    "html": Kind("une page web enregistrée"),
}

_ONDE_PUPILS = Kind("l'extraction des élèves d'ONDE", heading(ONDE, PUPILS))
_IDENTITIES = "Importer / Imposer des identifiants"
_ENT = Kind("un fichier d'identifiants d'un ENT", _IDENTITIES)
_TABLEUR_PUPILS = Kind("le fichier d'élèves fait avec un tableur", heading(TABLEUR, PUPILS))
_TEACHERS = Kind(
    "une liste d'enseignants (extraction d'ONDE ou de Base Élèves)",
    advice=(
        "Les enseignants s'importent par « Fichiers fabriqués avec un tableur → Importer professeurs & directeurs », "
        "avec le fichier modèle de cette page ; ou s'ajoutent un par un, dans la gestion des professeurs."
    ),
)
# Tables by headers that only they have, the most particular first.
_TABLES: list[tuple[tuple[str, ...], Kind]] = [
    (("Identifiant ENT",), _ENT),
    (("Id ENT",), _ENT),
    (("Id Siecle", "Type", "Login"), _ENT),
    (("LOGIN", "MOT DE PASSE"), Kind("un fichier d'identifiants de SACoche", _IDENTITIES)),
    (("Identifiant GEP du responsable 1",), Kind("le fichier des parents de Factos", heading(FACTOS, GUARDIANS))),
    (("Identifiant GEP",), Kind("le fichier des élèves de Factos", heading(FACTOS, PUPILS))),
    (
        ("Civilité Responsable",),
        Kind("l'extraction des responsables légaux de Base Élèves ou d'ONDE", heading(ONDE, GUARDIANS)),
    ),
    # Nobody says of a pupil that he is the head, nor what he teaches.
    (("Nom", "Prénom", "Directeur"), _TEACHERS),
    (("Nom enseignant",), _TEACHERS),
    (("Civilité enseignant",), _TEACHERS),
    (("Nom", "Prénom", "Civilité", "Classe", "Téléphone portable"), _TEACHERS),
    (("Libellé classe",), _ONDE_PUPILS),
    (("Nom Elève", "Identifiant classe"), _ONDE_PUPILS),
    (("Nom Elève", "Classe"), Kind("l'extraction des élèves de Base Élèves", heading(BASE_ELEVES, PUPILS))),
    (("enfant1",), Kind("le fichier de parents fait avec un tableur", heading(TABLEUR, GUARDIANS))),
    (("nom", "profil"), Kind("le fichier de personnels fait avec un tableur", heading(TABLEUR, STAFF))),
    (("numéro", "nom", "prénom", "classe"), _TABLEUR_PUPILS),
    (("référence", "nom", "prénom", "classe"), _TABLEUR_PUPILS),
]


def kind_of_document(root: str) -> Kind:
    """The kind of an XML document, by the name of its root."""
    if root in DOCUMENTS:
        return DOCUMENTS[root]
    if root.startswith("BEE_"):
        return Kind(f"un autre fichier de Siècle ({root})")
    if "STS" in root:
        return Kind(f"un autre export de STS-Web ({root})")
    return Kind(f"un fichier XML inconnu ({root[:40]})")


def kind_of_table(table: Table) -> Kind | None:
    """The kind of a table, by its headers; None for what no application extracts."""
    for headers, kind in _TABLES:
        if all(table.column([header]) is not None for header in headers):
            return kind
    return None


def other_file(kind: Kind, wanted: str) -> str:
    """The sentence that names the file sent, and what was `wanted` instead: never the same thing twice."""
    if kind.words in wanted:
        return f"C'est bien {kind.words}, mais ce fichier ne se lit pas sous cette forme : renvoyez le CSV d'origine."
    sentence = f"C'est {kind.words} ; ici, il faut {wanted}."
    if kind.advice:
        return f"{sentence} {kind.advice}"
    return f"{sentence} Pour l'importer, choisissez « {kind.heading} »." if kind.heading else sentence
