"""Reading CSVEXTRACTION.CSV."""

import datetime

import pytest

from imports.brought.extraction import Extraction, IncomingPupil, Problem, UnreadableFile
from imports.sources.base_eleves_eleves import BaseElevesEleves
from tests.golden import DATA

ECOLE = DATA / "ecole"
HEADER = "Nom Elève;Prénom Elève;Date naissance;Sexe;INE;Niveau;Classe"
SAMPLE_S24 = """Nom Elève;Prénom Elève;Niveau;Classe
ALPHA;Ana;CP;CP B
BRAVO;Ben;CP;CP A
CHARLI;Cleo;CE1;CE1 et CM1
DELTA;Dan;CE1;CE1
ECHO;Eva;CE2;CE2
FOX;Flo;CM1;CE1 et CM1
GOLF;Guy;CM1;CM1
HOTEL;Ida;CM2;CM2
INDIA;Jo;CLIS;Classe d'Intégration Scolaire
"""


def read(*lines: str) -> Extraction:
    return BaseElevesEleves().read("\r\n".join([HEADER, *lines]).encode("cp1252"))


def read_file(name: str) -> Extraction:
    return BaseElevesEleves().read((ECOLE / name).read_bytes())


def people(extraction: Extraction) -> list[tuple]:
    return sorted((p.last_name, p.first_name, p.birth_date, p.gender, p.class_reference) for p in extraction.pupils)


def test_read_sample_of_nine_classes_s24():
    extraction = BaseElevesEleves().read(SAMPLE_S24.encode())
    found = sorted((c.reference, c.name) for c in extraction.classes)
    assert found == [
        ("CE1_2DDC", "[CE1] CE1 ET CM1"),
        ("CE1_CA59", "[CE1] CE1"),
        ("CE2_8C7E", "[CE2] CE2"),
        ("CLIS_FB7", "[CLIS] D'INTÉGRATION"),
        ("CM1_5C29", "[CM1] CE1 ET CM1"),
        ("CM1_F01A", "[CM1] CM1"),
        ("CM2_7B5F", "[CM2] CM2"),
        ("CP_68932", "[CP] CP B"),
        ("CP_AB870", "[CP] CP A"),
    ]


def test_read_class_of_two_levels_gives_two_classes_s27():
    extraction = read("A;Ana;;;;CE1;CE1 et CM1", "B;Ben;;;;CM1;CE1 et CM1")
    assert [(p.last_name, p.class_reference) for p in extraction.pupils] == [("A", "CE1_2DDC"), ("B", "CM1_5C29")]


def test_read_whole_school():
    extraction = read_file("CSVExtraction.csv")
    assert (len(extraction.pupils), len(extraction.classes), len(extraction.without_class)) == (151, 9, 1)


@pytest.mark.parametrize(
    "variant",
    [
        "comma",
        "cp1252",
        "cr",
        "duplicate_row",
        "iso-8859-1",
        "shuffled_columns",
        "tab_lf_noquote",
        "utf-8",
        "utf-8-sig",
        "utf-16",
    ],
)
def test_read_variant_gives_the_same_people_s117(variant):
    assert people(read_file(f"variants/CSVExtraction_{variant}.csv")) == people(read_file("CSVExtraction.csv"))


def test_read_ligatures_of_iso_8859_15():
    extraction = read_file("variants/CSVExtraction_oe_iso-8859-15.csv")
    assert [p.last_name for p in extraction.pupils if "Œ" in p.last_name] == ["LEBŒUF"]


def test_read_every_value_of_a_row():
    extraction = read("le gall;anne-sophie;25/01/2007;F;0901234567a;CP;CP A")
    assert extraction.pupils == [
        IncomingPupil(
            line=2,
            last_name="LE GALL",
            first_name="Anne-Sophie",
            class_reference="CP_AB870",
            birth_date=datetime.date(2007, 1, 25),
            gender="F",
            reference="0901234567A",
        )
    ]


@pytest.mark.parametrize("written", ["25/01/2007", "2007-01-25", "2007-01-25 00:00:00", "25/01/07", "25-1-2007"])
def test_read_birth_date_as_spreadsheets_rewrite_it_s117(written):
    assert read(f"A;Ana;{written};;;CP;CP").pupils[0].birth_date == datetime.date(2007, 1, 25)


def test_read_birth_date_that_is_none_is_named():
    extraction = read("A;Ana;01/25/2007;;;CP;CP")
    message = "date de naissance « 01/25/2007 » incomprise (JJ/MM/AAAA) : non reprise."
    assert (extraction.pupils[0].birth_date, extraction.problems) == (None, [Problem(2, message)])


def test_read_order_of_logins_is_that_of_bytes():
    assert [p.last_name for p in read("ÉTÉ;A;;;;CP;CP", "ZOLA;B;;;;CP;CP", "ABEL;C;;;;CP;CP").pupils] == [
        "ABEL",
        "ZOLA",
        "ÉTÉ",
    ]


def test_read_same_pupil_in_two_classes_is_one_pupil_in_the_last():
    extraction = read("A;Ana;25/01/2007;;;CP;CP", "A;Ana;25/01/2007;;;CE1;CE1")
    assert [p.class_reference for p in extraction.pupils] == ["CE1_CA59"]
    assert [c.reference for c in extraction.classes] == ["CE1_CA59"]
    assert [problem.line for problem in extraction.problems] == [3]


def test_read_homonyms_without_birth_date_are_two_pupils():
    assert len(read("MARTIN;Léa;;;;CP;CP", "MARTIN;Léa;;;;CP;CP").pupils) == 2


def test_read_ine_used_twice_is_nobodys_and_named():
    extraction = read("A;Ana;;;123;CP;CP", "B;Ben;;;123;CP;CP")
    assert [(p.last_name, p.reference) for p in extraction.pupils] == [("A", ""), ("B", "")]
    assert extraction.problems == [
        Problem(2, "A Ana a le même INE que la ligne 3 : repris sans INE, comparé par son nom."),
        Problem(3, "B Ben a le même INE que la ligne 2 : repris sans INE, comparé par son nom."),
    ]


def test_read_a_stray_byte_in_a_file_in_utf_8_costs_one_line_and_is_said():
    header = "Nom Elève;Prénom Elève;Niveau;Classe;Adresse1"
    data = f"{header}\nLÉVÊQUE;Zoé;CP;CP A;\nNO?L;Ana;CP;CP A;\nBÉNÉ;Élie;CP;CP A;12 all?e\n".encode()
    extraction = BaseElevesEleves().read(data.replace(b"?", b"\xcb"))
    assert [each.full_name for each in extraction.pupils] == ["BÉNÉ Élie", "LÉVÊQUE Zoé"]
    assert [(each.line, each.message) for each in extraction.problems] == [
        (3, "caractère illisible dans le nom (encodage) : ligne ignorée.")
    ]


def test_read_a_stray_byte_in_the_titles_is_said():
    data = "Nom Elève;Pr?nom Elève;Niveau;Classe;Né le;Décès\nÀ;É;CP;CP\n".encode().replace(b"?", b"\xe9")
    with pytest.raises(UnreadableFile, match="deux encodages y sont mêlés"):
        BaseElevesEleves().read(data)


def test_read_hostile_names_are_kept_as_typed_or_refused_by_line():
    extraction = read_file("hostile/names.csv")
    assert {p.last_name for p in extraction.pupils} == {
        "<SCRIPT>ALERT(1)</SCRIPT>",
        "=1+2",
        "ESPACES",
        'GUILLEMET "DOUBLE"',
        "POINT;VIRGULE",
        "RETOUR LIGNE",
    }
    assert [problem.line for problem in extraction.problems] == [7, 10, 11]


def test_read_tricky_classes_are_told_apart():
    extraction = read_file("variants/CSVExtraction_tricky_classes.csv")
    assert [c.reference for c in extraction.classes] == [
        "C.P._622",
        "CM2_3A3F",
        "CM2_517A",
        "CM2_7B5F",
        "GS_55622",
        "INITIAT2",
        "INITIATI",
        "UPE2A_F5",
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hostile/empty.csv", "vide"),
        ("hostile/only_header.csv", "aucun élève"),
        ("hostile/missing_column.csv", "La colonne « Niveau » manque"),
        ("hostile/binary.csv", "n'est pas un fichier texte"),
        ("hostile/xxe.xml", "XML"),
        ("hostile/entity_expansion.xml", "XML"),
        ("hostile/zip_bomb.zip", "se déplie au-delà de 64 Mo"),
        ("hostile/zip_traversal.zip", "nom suspect"),
        ("hostile/not_a_zip.zip", "ZIP"),
        ("hostile/not_xml.xml", "XML"),
        ("ONDE_CSVExtraction.csv", "ONDE"),
        ("CSVExtraction_Parents.csv", "responsables légaux"),
    ],
)
def test_read_unusable_file_is_refused_in_words(name, words):
    with pytest.raises(UnreadableFile, match=words):
        read_file(name)


def test_read_file_cut_inside_a_quoted_cell_is_refused_with_its_line():
    data = (ECOLE / "CSVExtraction.csv").read_bytes()[:20_000]
    with pytest.raises(UnreadableFile, match="coupé ou abîmé"):
        BaseElevesEleves().read(data.rsplit(b'";"', 1)[0])
