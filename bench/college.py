"""The files of an invented collège, as SIECLE and STS-Web write them, in ISO-8859-15."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from bench.invented import Child

ENCODING = "iso-8859-15"
NIVEAU_REFERENCES = ("6", "5", "4", "3")
PUPILS_OF_A_DIVISION = 25
# A service of each of these in every division.
MATIERES = ("020700", "061300", "043700", "030201", "062300", "062900", "070800", "080400", "090100", "100100")
_MEFS = ("10010012110", "10110001110", "10210001110", "10310019110")
_PREFIX = '<?xml version="1.0" encoding="ISO-8859-15"?>\n'


@dataclass(frozen=True)
class Origin:
    """The school and the year that a file says it is from."""

    uai: str
    year: int


def division_of(rank: int) -> str:
    """« 6A »: one level after the other, a division of each."""
    number = rank // PUPILS_OF_A_DIVISION
    return f"{NIVEAU_REFERENCES[number % 4]}{chr(ord('A') + number // 4)}"


def _divisions(pupils: int) -> list[str]:
    return list(dict.fromkeys(division_of(rank) for rank in range(pupils)))


def pupils_file(pupils: Sequence[Child], origin: Origin) -> bytes:
    """ElevesSansAdresses.xml of these pupils, the level and the division of each, a group of languages in two."""
    eleves = "".join(_eleve(pupil) for pupil in pupils)
    structures = "".join(_structures(pupil.rank) for pupil in pupils)
    return _document("BEE_ELEVES", f"<ELEVES>{eleves}</ELEVES><STRUCTURES>{structures}</STRUCTURES>", origin)


def _eleve(pupil: Child) -> str:
    rank = pupil.rank
    birth = datetime.date(2006, 1, 1) + datetime.timedelta(days=rank * 37 % 1400)
    return (
        f'<ELEVE ELEVE_ID="{_pupil_id(rank)}" ELENOET="{2000 + rank}"><ID_NATIONAL>{rank:010d}K</ID_NATIONAL>'
        f"<ELENOET>{2000 + rank}</ELENOET><NOM_DE_FAMILLE>{pupil.last_name}</NOM_DE_FAMILLE>"
        f"<PRENOM>{pupil.first_name}</PRENOM><DATE_NAISS>{birth:%d/%m/%Y}</DATE_NAISS><DOUBLEMENT>0</DOUBLEMENT>"
        f"<CODE_PAYS>100</CODE_PAYS><CODE_REGIME>2</CODE_REGIME><CODE_SEXE>{1 + rank % 2}</CODE_SEXE>"
        f"<CODE_MEF>{_MEFS[rank // PUPILS_OF_A_DIVISION % 4]}</CODE_MEF><CODE_STATUT>ST</CODE_STATUT>"
        "<SCOLARITE_AN_DERNIER><CODE_STRUCTURE>CM2</CODE_STRUCTURE><CODE_RNE>5781001X</CODE_RNE><SIGLE>E.E.PU</SIGLE>"
        "<DENOM_PRINC>ECOLE ELEMENTAIRE</DENOM_PRINC><DENOM_COMPL>LES TILLEULS</DENOM_COMPL>"
        "<LL_COMMUNE_INSEE>VILLENEUVE-SUR-SEILLE</LL_COMMUNE_INSEE></SCOLARITE_AN_DERNIER></ELEVE>"
    )


def _structures(rank: int) -> str:
    division = division_of(rank)
    group = f"{division[0]}ALL" if rank % 2 else f"{division[0]}ESP"
    return (
        f'<STRUCTURES_ELEVE ELEVE_ID="{_pupil_id(rank)}" ELENOET="{2000 + rank}">'
        f"{_structure(division, 'D')}{_structure(group, 'G')}</STRUCTURES_ELEVE>"
    )


def _structure(code: str, kind: str) -> str:
    return f"<STRUCTURE><CODE_STRUCTURE>{code}</CODE_STRUCTURE><TYPE_STRUCTURE>{kind}</TYPE_STRUCTURE></STRUCTURE>"


def guardians_file(guardians: Sequence[Child], pupils: int, origin: Origin) -> bytes:
    """ResponsablesAvecAdresses.xml: the guardians go to the pupils in turn, each at an address of his own."""
    people = "".join(_personne(guardian) for guardian in guardians)
    links = "".join(_responsable(guardian.rank, guardian.rank % pupils) for guardian in guardians)
    addresses = "".join(_adresse(guardian.rank) for guardian in guardians)
    content = f"<PERSONNES>{people}</PERSONNES><RESPONSABLES>{links}</RESPONSABLES><ADRESSES>{addresses}</ADRESSES>"
    return _document("BEE_RESPONSABLES", content, origin)


def _personne(guardian: Child) -> str:
    return (
        f'<PERSONNE PERSONNE_ID="{3400000 + guardian.rank}"><NOM_DE_FAMILLE>{guardian.last_name}</NOM_DE_FAMILLE>'
        f"<PRENOM>{guardian.first_name}</PRENOM><LC_CIVILITE>MME</LC_CIVILITE>"
        f"<TEL_PERSONNEL>0199{guardian.rank:06d}</TEL_PERSONNEL>"
        f"<ADRESSE_ID>{560000 + guardian.rank}</ADRESSE_ID></PERSONNE>"
    )


def _responsable(rank: int, pupil_rank: int) -> str:
    return (
        f"<RESPONSABLE_ELEVE><ELEVE_ID>{_pupil_id(pupil_rank)}</ELEVE_ID><PERSONNE_ID>{3400000 + rank}</PERSONNE_ID>"
        "<NIVEAU_RESPONSABILITE>1</NIVEAU_RESPONSABILITE><CODE_PARENTE>10</CODE_PARENTE></RESPONSABLE_ELEVE>"
    )


def _adresse(rank: int) -> str:
    return (
        f'<ADRESSE ADRESSE_ID="{560000 + rank}"><LIGNE1_ADRESSE>{1 + rank % 150} RUE DES LILAS</LIGNE1_ADRESSE>'
        "<CODE_DEPARTEMENT>057</CODE_DEPARTEMENT><CODE_POSTAL>57992</CODE_POSTAL>"
        "<LIBELLE_POSTAL>VILLENEUVE-SUR-SEILLE</LIBELLE_POSTAL><LL_PAYS>FRANCE</LL_PAYS></ADRESSE>"
    )


def staff_file(teachers: Sequence[Child], pupils: int, origin: Origin) -> bytes:
    """sts_emp_UAI_ANNEE.xml: these teachers, the divisions of that many pupils, a service of each matière in each."""
    matieres = "".join(
        f'<MATIERE CODE="{code}"><CODE_GESTION>M{code}</CODE_GESTION><LIBELLE_COURT>M{code}</LIBELLE_COURT>'
        f"<LIBELLE_LONG>MATIERE {code}</LIBELLE_LONG><LIBELLE_EDITION>Matiere {code}</LIBELLE_EDITION></MATIERE>"
        for code in MATIERES
    )
    individus = "".join(_individu(teacher) for teacher in teachers)
    divisions = "".join(_division(rank, code, len(teachers)) for rank, code in enumerate(_divisions(pupils)))
    return _encoded(
        f'<STS_EDT><PARAMETRES><UAJ CODE="{origin.uai}"></UAJ><ANNEE_SCOLAIRE ANNEE="{origin.year}"></ANNEE_SCOLAIRE>'
        "</PARAMETRES>"
        f"<NOMENCLATURES><MATIERES>{matieres}</MATIERES></NOMENCLATURES><DONNEES>"
        f"<INDIVIDUS>{individus}</INDIVIDUS>"
        f"<STRUCTURE><DIVISIONS>{divisions}</DIVISIONS><GROUPES></GROUPES></STRUCTURE></DONNEES></STS_EDT>"
    )


def _individu(teacher: Child) -> str:
    return (
        f'<INDIVIDU ID="{70000 + teacher.rank}" TYPE="epp"><SEXE>{1 + teacher.rank % 2}</SEXE>'
        f"<CIVILITE>{1 + teacher.rank % 2}</CIVILITE><NOM_USAGE>{teacher.last_name}</NOM_USAGE>"
        f"<PRENOM>{teacher.first_name}</PRENOM><FONCTION>ENS</FONCTION></INDIVIDU>"
    )


def _division(rank: int, code: str, teachers: int) -> str:
    first = rank * len(MATIERES)
    services = "".join(
        f'<SERVICE CODE_MATIERE="{matiere}" CODE_MOD_COURS="CG"><ENSEIGNANTS>'
        f'<ENSEIGNANT ID="{70000 + (first + place) % teachers}" TYPE="epp"></ENSEIGNANT></ENSEIGNANTS></SERVICE>'
        for place, matiere in enumerate(MATIERES)
    )
    return (
        f'<DIVISION CODE="{code}"><LIBELLE_LONG>{code}</LIBELLE_LONG>'
        f'<MEFS_APPARTENANCE><MEF CODE="{_MEFS[NIVEAU_REFERENCES.index(code[0])]}"></MEF></MEFS_APPARTENANCE>'
        f"<SERVICES>{services}</SERVICES></DIVISION>"
    )


def _pupil_id(rank: int) -> int:
    return 1200000 + rank


def _document(root: str, content: str, origin: Origin) -> bytes:
    return _encoded(
        f'<{root} VERSION="2.1"><PARAMETRES><UAJ>{origin.uai}</UAJ>'
        f"<ANNEE_SCOLAIRE>{origin.year}</ANNEE_SCOLAIRE></PARAMETRES>"
        f"<DONNEES>{content}</DONNEES></{root}>"
    )


def _encoded(root: str) -> bytes:
    """An element a line and indented, as the ministry writes them: half of what such a file weighs."""
    lines = root.replace("><", ">\n        <")
    return f"{_PREFIX}{lines}\n".encode(ENCODING)
