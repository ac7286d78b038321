"""Reading Nomenclature.xml and Communs.xml, which bring nobody."""

import pytest

from imports.extraction import UnreadableFile
from imports.sources.siecle_communs import SiecleCommuns
from imports.sources.siecle_nomenclature import SiecleNomenclature
from tests.imports.college import UAI, college


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
