"""Reading Nomenclature.xml and Communs.xml, which bring nobody."""

import zlib

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import KeptFile
from imports.brought.extraction import UnreadableFile
from imports.models import ImportRun
from imports.sources.siecle_communs import SiecleCommuns
from imports.sources.siecle_nomenclature import SiecleNomenclature
from tests.imports.college import UAI, college
from tests.imports.wizard import text_of


@pytest.mark.parametrize("name", ["Nomenclature.xml", "ExportXML_Nomenclature.zip"])
def test_read_nomenclature_s52(name):
    extraction = SiecleNomenclature().read(college(name))
    assert (len(extraction.matieres), extraction.uai, extraction.year) == (13, UAI, 2018)
    assert [each.reference for each in extraction.matieres][:3] == ["A-PLA", "AGL1", "ALL2"]


def test_read_communs_s52():
    extraction = SiecleCommuns().read(college("Communs.xml"))
    assert (extraction.uai, extraction.year) == (UAI, 2018)


@pytest.mark.parametrize(
    ("source", "data", "words"),
    [
        (SiecleNomenclature(), college("Communs.xml"), "fichier « Communs »"),
        (SiecleCommuns(), college("Nomenclature.xml"), "fichier « Nomenclature »"),
        (SiecleNomenclature(), b"<BEE_NOMENCLATURES/>", "aucune matière"),
        (SiecleCommuns(), b"<BEE_COMMUN/>", "de quel établissement"),
    ],
)
def test_read_another_file_is_refused_and_named_s52(source, data, words):
    with pytest.raises(UnreadableFile, match=words):
        source.read(data)


@time_machine.travel("2018-11-22")
def test_nomenclature_is_checked_and_kept_for_the_exports_s52(wizard, school):
    school.uai = UAI
    school.save()
    upload = SimpleUploadedFile("Nomenclature.xml", college("Nomenclature.xml"))
    received = wizard.client.post("/imports/", {"categorie": "siecle_nomenclature", "fichier": upload})
    wizard.run = ImportRun.objects.get(uuid=received.url.split("/")[2])
    wizard.post("extraction")
    told = text_of(wizard.get("extraction"))
    kept = KeptFile.objects.get()
    assert ("13 matières trouvées." in told, "gardé pour les exports" in told) == (True, True)
    assert (kept.source_code, kept.uai, kept.year) == ("siecle_nomenclature", UAI, 2018)
    assert zlib.decompress(kept.content) == college("Nomenclature.xml")
    wizard.post("nettoyage")
    assert "procédure d'import terminée" in text_of(wizard.get("nettoyage"))


def test_spreadsheet_category_offers_its_model(wizard):
    page = wizard.client.get("/imports/", {"categorie": "tableur_eleves"})
    assert "Télécharger le fichier modèle" in text_of(page)
    model = wizard.client.get("/imports/modele/tableur_eleves.csv")
    assert model.content.decode("cp1252").startswith("numéro;genre;nom;prénom;")
