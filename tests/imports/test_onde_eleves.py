"""Reading the extraction of ONDE, and layouts that nobody has seen yet."""

import datetime

import pytest
from django.urls import reverse
from lxml import html

from imports import services
from imports.brought.extraction import Extraction, IncomingClass, IncomingPupil, Problem, UnknownLayout, UnreadableFile
from imports.models import RememberedLayout
from imports.reading.class_references import class_reference
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


@pytest.fixture
def told(wizard):
    """The import of a layout that nobody has seen yet."""
    wizard.source = "onde_eleves"
    return wizard


UNSEEN = "Identité;Appellation;Niveau;Lieu\r\nALPHA;Ana;CP;CP A\r\n".encode()
RIGHT = {"colonne:last_name": "Identité", "colonne:first_name": "Appellation", "colonne:classe": "Lieu"}
SWAPPED = RIGHT | {"colonne:last_name": "Appellation", "colonne:first_name": "Identité"}


def staged(wizard) -> list[str]:
    return [line.incoming["last_name"] for line in wizard.run.lines.filter(kind="user")]


def test_columns_told_are_known_at_the_next_import_once_the_users_are_written(told):
    told.upload(UNSEEN)
    assert "Identité" in text_of(told.post("extraction"))
    told.post("extraction", RIGHT)
    told.validate("classes")
    assert RememberedLayout.objects.count() == 0
    told.validate("utilisateurs")
    told.post("nettoyage")
    told.upload(UNSEEN.replace(b"ALPHA", b"BRAVO"))
    assert told.post("extraction").status_code == 302
    page = text_of(told.get("extraction"))
    assert "1 élève trouvé." in page
    assert "Colonnes lues comme vous l'avez dit : Nom dans « Identité », Prénom dans « Appellation »" in page


def test_columns_told_the_wrong_way_round_are_asked_again_for_the_file_sent_again(told):
    told.upload(UNSEEN)
    told.post("extraction", SWAPPED)
    assert staged(told) == ["ANA"]
    told.client.post(reverse("imports:cancel", args=[told.run.uuid]))
    told.upload(UNSEEN)
    assert "Quelles colonnes contiennent quoi ?" in text_of(told.post("extraction"))


def test_columns_told_the_wrong_way_round_are_told_again_on_the_page_of_what_was_found(told):
    told.upload(UNSEEN)
    told.post("extraction", SWAPPED)
    assert "Revoir les colonnes" in text_of(told.get("extraction"))
    page = html.fromstring(told.post("extraction", {"columns": "1"}).content)
    assert page.xpath("//select[@name='colonne:last_name']/option[@selected]/@value") == ["Appellation"]
    assert staged(told) == ["ANA"]
    assert told.post("extraction", RIGHT).status_code == 302
    assert staged(told) == ["ALPHA"]


def test_columns_remembered_are_told_again_at_the_next_import(told):
    RememberedLayout.objects.create(
        source_code="onde_eleves", mapping={key.removeprefix("colonne:"): value for key, value in SWAPPED.items()}
    )
    told.upload(UNSEEN)
    told.post("extraction")
    assert staged(told) == ["ANA"]
    told.post("extraction", {"columns": "1"})
    told.post("extraction", RIGHT)
    assert staged(told) == ["ALPHA"]


def test_columns_are_not_told_again_once_a_step_is_written(told, django_capture_on_commit_callbacks):
    told.upload(UNSEEN)
    told.post("extraction", RIGHT)
    with django_capture_on_commit_callbacks(execute=True):
        told.validate("classes")
    told.post("extraction", SWAPPED)
    told.run.refresh_from_db()
    assert (told.run.done, staged(told)) == (3, ["ALPHA"])
    assert services.read_upload(told.run) is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (RIGHT | {"colonne:first_name": "Identité"}, "« Identité » est choisie pour « Nom » et « Prénom »"),
        (RIGHT | {"colonne:classe": ""}, "« Libellé classe » manque"),
    ],
)
def test_columns_told_that_cannot_be_are_asked_again_and_the_import_goes_on(told, answer, words):
    told.upload(UNSEEN)
    response = told.post("extraction", answer)
    assert (response.status_code, words in text_of(response)) == (422, True)
    assert told.post("extraction", RIGHT).status_code == 302


def test_column_of_niveaux_told_to_be_that_of_classes_and_of_no_niveau_is_read_so_and_remembered(told):
    told.upload("Identité;Appellation;Niveau\r\nALPHA;Ana;CP\r\n".encode())
    answer = RIGHT | {"colonne:classe": "Niveau", "colonne:niveau": "", "colonne:ine": ""}
    assert told.post("extraction", answer).status_code == 302
    told.run.refresh_from_db()
    # What this file has not, and nobody refused, may be read in the next one.
    assert told.run.summary["columns"] == {
        "last_name": "Identité",
        "first_name": "Appellation",
        "classe": "Niveau",
        "niveau": "",
    }
    assert "Classe dans « Niveau », Niveau dans aucune colonne" in text_of(told.get("extraction"))


def test_columns_told_of_a_file_without_anybody_do_not_end_the_import(told):
    told.upload("Identité;Appellation;Niveau;Lieu;Note\r\nALPHA;Ana;CP;CP A;\r\n".encode())
    response = told.post("extraction", RIGHT | {"colonne:first_name": "Note"})
    assert (response.status_code, "Quelles colonnes contiennent quoi ?" in text_of(response)) == (422, True)
    assert told.post("extraction", RIGHT).status_code == 302


def test_columns_told_of_a_file_that_asks_for_none_change_nothing(wizard):
    wizard.upload(b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP B\n")
    assert wizard.post("extraction", {"columns": "1", "colonne:last_name": "Classe"}).status_code == 302
    assert staged(wizard) == ["ALPHA"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ecole/CSVExtraction_Parents.csv", "responsables légaux"),
        ("college/factos_eleves.csv", "Factos"),
        ("college/ElevesSansAdresses.xml", "fichier des élèves de Siècle"),
        ("college/ExportXML_ElevesSansAdresses.zip", "le fichier des élèves de Siècle"),
    ],
)
def test_read_another_file_is_refused_and_named(name, words):
    with pytest.raises(UnreadableFile, match=words):
        SOURCE.read((DATA / name).read_bytes())
