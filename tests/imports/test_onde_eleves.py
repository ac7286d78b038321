"""Reading the extraction of ONDE, and layouts that nobody has seen yet."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports.class_references import class_reference
from imports.extraction import Extraction, IncomingClass, IncomingPupil, Problem, UnknownLayout, UnreadableFile
from imports.models import ImportRun
from imports.sources.onde_eleves import OndeEleves
from tests.golden import DATA
from tests.imports.wizard import text_of

SOURCE = OndeEleves()
HEADER = "Nom élève;Prénom élève;Date naissance;Sexe;INE; Cycle;Niveau;Libellé classe;Identifiant classe"


def read(*lines: str, header: str = HEADER, mapping: dict[str, str] | None = None) -> Extraction:
    return SOURCE.read("\r\n".join([header, *lines, ""]).encode("iso-8859-15"), mapping)


def test_read_whole_school():
    extraction = SOURCE.read((DATA / "ecole" / "ONDE_CSVExtraction.csv").read_bytes())
    assert (len(extraction.pupils), len(extraction.classes), extraction.problems) == (151, 9, [])


def test_read_every_value_of_a_row():
    extraction = read("le gall;anne-sophie;2016-01-25;F;123456789ab;CYCLE II;CE1;CE1-CE2 Mme DURAND;4001")
    assert extraction.pupils == [
        IncomingPupil(
            line=2,
            last_name="LE GALL",
            first_name="Anne-Sophie",
            class_reference="4001_CE1",
            birth_date=datetime.date(2016, 1, 25),
            gender="F",
            reference="123456789AB",
        )
    ]
    assert extraction.classes == [
        IncomingClass(
            reference="4001_CE1",
            niveau_reference="CE1",
            name="[CE1] CE1-CE2 Mme DU",
            long_name="[CE1] CE1-CE2 Mme DURAND",
            former_reference=class_reference("CE1", "CE1-CE2 Mme DURAND"),
        )
    ]


def test_read_class_of_two_levels_gives_two_classes():
    extraction = read("A;Ana;;;;;CE1;CE1-CE2;4001", "B;Ben;;;;;CE2;CE1-CE2;4001")
    assert [(each.last_name, each.class_reference) for each in extraction.pupils] == [
        ("A", "4001_CE1"),
        ("B", "4001_CE2"),
    ]


def test_read_long_class_identifiers_are_told_apart():
    extraction = read("A;Ana;;;;;CE1;CE1-CE2;1234567", "B;Ben;;;;;CE2;CE1-CE2;1234567")
    assert [each.reference for each in extraction.classes] == ["1234567_C2", "1234567_CE"]


def test_read_pupil_without_class_number_is_without_class():
    extraction = read("A;Ana;;;;;CE1;CE1;4001", "B;Ben;;;;;CE1;;")
    assert [each.last_name for each in extraction.without_class] == ["B"]
    message = "B Ben n'a pas d'identifiant de classe dans le fichier : élève sans classe affectée."
    assert extraction.problems == [Problem(3, message)]


def test_read_class_without_level_says_that_it_must_be_chosen():
    extraction = read("A;Ana;;;;;;Les grands;4001")
    assert [(each.reference, each.niveau_reference) for each in extraction.classes] == [("4001_MULTI", "multi")]
    assert extraction.problems == [Problem(2, "la classe « Les grands » n'a pas de niveau : il sera à choisir.")]


@pytest.mark.parametrize(
    ("written", "kept"), [("90123456A", "0090123456A"), ("1234567AB", "001234567AB"), ("123456789AB", "123456789AB")]
)
def test_read_ine_that_lost_its_zeros_gets_them_back_and_it_is_said(written, kept):
    extraction = read(f"A;Ana;;;{written};;CE1;CE1;4001")
    assert extraction.pupils[0].reference == kept
    said = [] if written == kept else [f"INE « {written} » sans ses zéros (un tableur les enlève) : repris « {kept} »."]
    assert [problem.message for problem in extraction.problems] == said


@pytest.mark.parametrize(
    "header",
    [
        "Nom de famille;Prénoms;Date de naissance;Genre;Identifiant national;Cycle;Niveau;Division;Id classe",
        "NOM ELEVE;PRENOM ELEVE;DATE NAISSANCE;SEXE;INE;CYCLE;NIVEAU;LIBELLE CLASSE;IDENTIFIANT CLASSE",
        "Nom;Prénom;Date naissance;Sexe;INE;Cycle;Niveau;Classe;Identifiant classe",
    ],
)
def test_read_columns_by_any_of_their_names(header):
    line = "A;Ana;25/01/2016;F;123456789AB;;CE1;CE1;4001"
    assert read(line, header=header).pupils == read(line).pupils


def test_read_layout_without_class_numbers_makes_references_as_base_eleves():
    extraction = read("A;Ana;CP;CP B", header="Nom élève;Prénom élève;Niveau;Libellé classe")
    assert [each.reference for each in extraction.classes] == ["CP_68932"]


def test_read_unknown_layout_says_its_headers_and_what_is_wanted():
    with pytest.raises(UnknownLayout, match="« Nom élève », « Libellé classe »") as refusal:
        read("A;Ana;CP", header="Identité;Prénom;Lieu")
    assert refusal.value.headers == ["Identité", "Prénom", "Lieu"]
    assert [(column.key, column.guess) for column in refusal.value.columns if column.is_compulsory] == [
        ("last_name", ""),
        ("first_name", "Prénom"),
        ("classe", ""),
    ]


def test_read_unknown_layout_once_the_columns_are_told():
    mapping = {"last_name": "Identité", "classe": "Lieu"}
    extraction = read("A;Ana;CP", header="Identité;Prénom;Lieu", mapping=mapping)
    assert [each.full_name for each in extraction.pupils] == ["A Ana"]


def test_columns_told_once_are_known_at_the_next_import(wizard):
    def send(name: str):
        upload = SimpleUploadedFile("onde.csv", f"Identité;Prénom;Lieu\r\n{name};Ana;CP\r\n".encode())
        received = wizard.client.post("/imports/", {"categorie": "onde_eleves", "fichier": upload})
        wizard.run = ImportRun.objects.get(uuid=received.url.split("/")[2])
        return wizard.post("extraction")

    assert "Identité" in text_of(send("A"))
    wizard.post("extraction", {"colonne:last_name": "Identité", "colonne:classe": "Lieu"})
    assert "1 élève trouvé." in text_of(wizard.get("extraction"))
    wizard.client.post(reverse("imports:cancel", args=[wizard.run.uuid]))
    assert send("B").status_code == 302
    assert "1 élève trouvé." in text_of(wizard.get("extraction"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ecole/CSVExtraction_Parents.csv", "responsables légaux"),
        ("college/factos_eleves.csv", "Factos"),
        ("college/ElevesSansAdresses.xml", "fichier des élèves de Siècle"),
        ("college/ExportXML_ElevesSansAdresses.zip", "archive ZIP"),
    ],
)
def test_read_another_file_is_refused_and_named(name, words):
    with pytest.raises(UnreadableFile, match=words):
        SOURCE.read((DATA / name).read_bytes())
