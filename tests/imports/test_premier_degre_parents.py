"""Reading the guardians of Base Élèves and of ONDE, and the files of Factos."""

import datetime

import pytest

from imports.brought.extraction import IncomingChild, IncomingPupil, Problem, UnknownLayout, UnreadableFile
from imports.sources.base_eleves_parents import BaseElevesParents
from imports.sources.factos_eleves import FactosEleves
from imports.sources.factos_parents import FactosParents
from imports.sources.onde_parents import OndeParents
from tests.golden import DATA
from tests.imports.college import FOUND, college

HEADER = (
    "Civilité Responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;"
    "Commune responsable;Pays;Courriel"
)
CHILD = "Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants"
FACTOS = (
    "Identifiant GEP;Nom de l'élève;Prénom élève;"
    "Identifiant GEP du responsable 1;Civilité du responsable 1;Nom du responsable 1;Prénom du responsable 1;"
    "Code postal du responsable 1;Ville du responsable 1;"
    "Identifiant GEP R2;Nom du responsable 2;Prénom du Responsable 2;CpVille Resp2;Ville Resp2"
)


def read(*lines: str, children: int = 2):
    header = ";".join([HEADER, *[CHILD] * children])
    return BaseElevesParents().read("\r\n".join([header, *lines, ""]).encode("cp1252"))


def factos(*lines: str):
    return FactosParents().read("\r\n".join([FACTOS, *lines, ""]).encode("cp1252"))


@pytest.mark.parametrize(
    ("source", "name"),
    [(BaseElevesParents(), "CSVExtraction_Parents.csv"), (OndeParents(), "ONDE_CSVExtraction_Parents.csv")],
)
def test_read_guardians_of_a_whole_school(source, name):
    extraction = source.read((DATA / "ecole" / name).read_bytes())
    assert (len(extraction.guardians), extraction.link_count, extraction.problems) == (204, 263, [])


def test_read_children_of_a_guardian_by_name():
    extraction = read("MME;le gall;anne;12 RUE X;07270;Y;FRANCE;;;martin;léa;CP;;martin;tom;CE1")
    guardian = extraction.guardians[0]
    assert (guardian.full_name, guardian.gender, guardian.address.postal_code) == ("LE GALL Anne", "F", "07270")
    assert guardian.children == (
        IncomingChild(1, last_name="MARTIN", first_name="Léa", class_name="CP"),
        IncomingChild(1, last_name="MARTIN", first_name="Tom", class_name="CE1"),
    )


def test_read_ranks_are_the_order_of_the_file():
    extraction = read("M.;B;Ben;;;;;;;M;Léa;;;;;", "MME;A;Ana;;;;;;;M;Léa;;;;;")
    assert [(each.full_name, each.children[0].rank) for each in extraction.guardians] == [("A Ana", 2), ("B Ben", 1)]


def test_read_guardian_written_twice_is_one_with_all_the_children():
    extraction = read("M.;B;Ben;;;;;;;M;Léa;;;;;", "M.;B;Ben;;;;;;;M;Tom;;;;;")
    assert [[child.first_name for child in each.children] for each in extraction.guardians] == [["Tom", "Léa"]]


def test_read_footer_and_parent_of_nobody_are_named():
    extraction = read("M.;B;Ben;;;;;;;M;Léa;;;;;", "M.;C;Cyr;;;;;;;;;;;;;", "Édité le 1er septembre" + ";" * 15)
    assert extraction.problems == [
        Problem(3, "C Cyr n'a aucun enfant dans le fichier : ligne ignorée."),
        Problem(4, "nom absent : ligne ignorée."),
    ]


def test_read_pupils_file_instead_of_guardians_is_named():
    with pytest.raises(UnreadableFile, match="extraction des élèves de Base Élèves"):
        BaseElevesParents().read((DATA / "ecole" / "CSVExtraction.csv").read_bytes())


# --- Factos -----------------------------------------------------------------------------------------------------------


def test_read_factos_pupils_of_a_whole_college():
    found = FOUND["ElevesSansAdresses.xml"]
    extraction = FactosEleves().read(college("factos_eleves.csv"))
    assert len(extraction.pupils) == found["eleves"] - found["sans_classe"]
    assert [each.reference for each in extraction.classes] == found["classes"]
    assert extraction.problems == []


def test_read_every_value_of_a_factos_pupil():
    header = "Identifiant GEP;Nom de l'élève;Prénom élève;Sexe;Date de naissance;Classe"
    data = f"{header}\r\n12;le gall;anne;Féminin;25/01/2016;CE1 A\r\n13;B;Ben;Non saisi;Non saisi;CE1 A\r\n"
    assert FactosEleves().read(data.encode("cp1252")).pupils == [
        IncomingPupil(line=3, last_name="B", first_name="Ben", class_reference="CE1 A", elenoet="13"),
        IncomingPupil(
            line=2,
            last_name="LE GALL",
            first_name="Anne",
            class_reference="CE1 A",
            birth_date=datetime.date(2016, 1, 25),
            gender="F",
            elenoet="12",
        ),
    ]


def test_read_factos_long_class_names_are_told_apart():
    long = "COURS MOYEN DEUXIEME ANNEE"
    data = f"Nom de l'élève;Prénom élève;Classe\r\nA;Ana;{long} A\r\nB;Ben;{long} B\r\n"
    assert [each.reference for each in FactosEleves().read(data.encode()).classes] == [
        "COURS MOYEN DEUXIEM2",
        "COURS MOYEN DEUXIEME",
    ]


def test_read_factos_layout_that_is_not_known_asks_for_its_columns():
    with pytest.raises(UnknownLayout, match="« Nom de l'élève »"):
        FactosEleves().read(b"Nom;Pr\xe9nom de l'\xe9l\xe8ve;Classe\r\nA;Ana;CP\r\n")


def test_read_factos_guardians_of_a_row_are_numbered():
    extraction = factos("12;M;Léa;51;Mme;MARTIN;Ana;1000;BRUXELLES;52;MARTIN;Paul;75000;75000 PARIS")
    assert [
        (each.full_name, each.elenoet, each.address.postal_code, each.address.town, each.children)
        for each in extraction.guardians
    ] == [
        (
            "MARTIN Ana",
            "51",
            "1000",
            "BRUXELLES",
            (IncomingChild(1, elenoet="12", last_name="M", first_name="Léa"),),
        ),
        ("MARTIN Paul", "52", "75000", "PARIS", (IncomingChild(2, elenoet="12", last_name="M", first_name="Léa"),)),
    ]


def test_read_factos_guardian_of_two_children_is_one():
    extraction = factos("12;M;Léa;51;Mme;MARTIN;Ana;;;;;;;", "13;M;Tom;51;Mme;MARTIN;Ana;;;Non saisi;Non saisi;;;")
    assert [len(each.children) for each in extraction.guardians] == [2]
    assert [each.line for each in extraction.guardians] == [1]


def test_read_factos_two_guardians_with_one_number_are_not_one_person():
    extraction = factos("12;M;Léa;51;Mme;MARTIN;Ana;;;51;DURAND;Paul;;", "13;M;Tom;51;Mme;Martin;ana;;;;;;;")
    assert [(each.full_name, each.elenoet, len(each.children)) for each in extraction.guardians] == [
        ("DURAND Paul", "", 1),
        ("MARTIN Ana", "", 2),
    ]
    same = "DURAND Paul a le même identifiant GEP que MARTIN Ana, ligne 2"
    told = f"{same} : repris sans identifiant GEP tous les deux."
    assert [(each.line, each.message) for each in extraction.problems] == [(2, told)]


def test_read_factos_pupils_instead_of_guardians_is_named():
    with pytest.raises(UnreadableFile, match="fichier des élèves de Factos"):
        FactosParents().read(college("factos_eleves.csv"))
