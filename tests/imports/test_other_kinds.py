"""A file of another kind is recognised by its content and named, with the option to choose; its name says nothing."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from imports.brought.extraction import UnreadableFile
from imports.sources import sources
from tests.golden import DATA
from tests.imports.college import STS, college
from tests.imports.wizard import text_of

TABLEUR = "Fichiers fabriqués avec un tableur"
IDENTITIES = "« Importer / Imposer des identifiants »"


@pytest.mark.parametrize(
    ("name", "source", "option"),
    [
        ("college/tableur_eleves.csv", "onde_eleves", f"« {TABLEUR} → Importer les élèves »"),
        ("college/tableur_eleves_4col.csv", "onde_eleves", f"« {TABLEUR} → Importer les élèves »"),
        ("college/tableur_profs.csv", "tableur_eleves", f"« {TABLEUR} → Importer professeurs & directeurs »"),
        ("college/tableur_parents.csv", "tableur_eleves", f"« {TABLEUR} → Importer les parents »"),
        ("college/tableur_eleves.csv", "tableur_professeurs", f"« {TABLEUR} → Importer les élèves »"),
        ("college/sacoche_identifiants.csv", "tableur_eleves", IDENTITIES),
        ("college/ent_kosmos.csv", "tableur_eleves", IDENTITIES),
        ("college/ent_esup.csv", "tableur_eleves", IDENTITIES),
        ("college/base_eleve_gepi.csv", "tableur_eleves", IDENTITIES),
        ("college/base_professeur_gepi.csv", "tableur_professeurs", IDENTITIES),
        ("college/factos_eleves.csv", "onde_eleves", "« Fichiers extraits de Factos → Importer les élèves »"),
        ("college/tableur_eleves.csv", "siecle_eleves", f"« {TABLEUR} → Importer les élèves »"),
        ("ecole/CSVExtraction.csv", "onde_eleves", "« Fichier extrait de Base Élèves → Importer les élèves »"),
        ("ecole/CSVExtraction.csv", "siecle_eleves", "« Fichier extrait de Base Élèves → Importer les élèves »"),
        ("ecole/ONDE_CSVExtraction.csv", "base_eleves_eleves", "ONDE (ex-Base Élèves) → Importer les élèves »"),
        ("college/ElevesSansAdresses.xml", "tableur_eleves", "(ex-Sconet) / STS-Web → Importer les élèves »"),
        ("college/ExportXML_ElevesSansAdresses.zip", "onde_eleves", "(ex-Sconet) / STS-Web → Importer les élèves »"),
        ("college/ExportXML_ElevesSansAdresses.zip", "tableur_eleves", "(ex-Sconet) / STS-Web → Importer les élèves »"),
        ("college/ResponsablesAvecAdresses.xml", "siecle_eleves", "(ex-Sconet) / STS-Web → Importer les parents »"),
    ],
)
def test_file_of_another_kind_is_named_with_the_option_to_choose(name, source, option):
    with pytest.raises(UnreadableFile) as refusal:
        sources.get(source).read((DATA / name).read_bytes())
    assert option in str(refusal.value)


def workbook(*rows: tuple[str, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_workbook_of_another_kind_is_named():
    data = workbook(("numéro", "nom", "prénom", "classe"), ("e1", "A", "Ana", "6A"))
    for source in ("siecle_eleves", "base_eleves_eleves"):
        with pytest.raises(UnreadableFile, match=f"{TABLEUR} → Importer les élèves"):
            sources.get(source).read(data)


def test_workbook_of_nothing_known_is_said_to_be_one():
    with pytest.raises(UnreadableFile, match=r"un classeur \.xlsx"):
        sources.get("siecle_eleves").read(workbook(("a", "b"), ("c", "d")))


def test_archive_of_a_known_document_among_others_is_named():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("inconnu.xml", "<inconnu/>")
        archive.writestr("eleves.xml", college("ElevesSansAdresses.xml"))
    with pytest.raises(UnreadableFile, match="le fichier des élèves de Siècle"):
        sources.get("sts_professeurs").read(out.getvalue())


@pytest.mark.parametrize("name", ["ElevesSansAdresses", "ElevesSansAdresses.xml.txt", "ELEVESSANSADRESSES.XML"])
def test_document_is_known_by_its_content_whatever_it_is_called(wizards, name):
    assert wizards("siecle_eleves").upload(college("ElevesSansAdresses.xml"), name).status_code == 302


def test_table_without_extension_is_read(wizard):
    assert wizard.upload(DATA / "ecole/CSVExtraction.csv", "CSVExtraction").status_code == 302


@pytest.mark.parametrize(
    ("source", "data", "words"),
    [
        ("tableur_eleves", college("ElevesSansAdresses.xml"), "C'est le fichier des élèves de Siècle"),
        ("siecle_eleves", college("tableur_eleves.csv"), "C'est le fichier d'élèves fait avec un tableur"),
        ("siecle_responsables", STS.read_bytes(), "C'est l'export « Emploi du temps » de STS-Web (sts_emp)"),
    ],
)
def test_upload_of_another_kind_is_named_on_the_form(wizards, source, data, words):
    response = wizards(source).upload(data, "fichier.csv")
    assert (response.status_code, words in text_of(response)) == (422, True)


@pytest.mark.parametrize("header", ["numéro;nom;prénom;classe", "Réf.;NOM de famille;Prénom usuel;Classe"])
def test_tableur_titles_may_be_in_other_words(header):
    assert len(sources.get("tableur_eleves").read(f"{header}\ne1;A;Ana;6A\n".encode()).pupils) == 1


@pytest.mark.parametrize("header", ["e0;ZÉRO;Zoé;6A", "nom;prénom;numéro;classe"])
def test_tableur_without_its_titles_in_their_place_loses_nobody_and_is_refused(header):
    with pytest.raises(UnreadableFile, match="n'a pas les titres « nom » et « prénom »"):
        sources.get("tableur_eleves").read(f"{header}\ne1;A;Ana;6A\n".encode())
