"""Files of a whole school brought in one after the other: they fit together, and again they change nothing."""

import socket

import pytest
import time_machine

from accounts.models import Account, Address, GroupMembership, Guardianship, TeachingAssignment
from imports.management.pipeline import import_file
from imports.sources import sources
from schools.models import School
from tests.imports.college import COLLEGE, STS, UAI, college
from tests.imports.wizard import ECOLE, NIVEAUX, activate

SIECLE = [
    ("siecle_eleves", "ExportXML_ElevesSansAdresses.zip"),
    ("sts_professeurs", STS.name),
    ("siecle_responsables", "ResponsablesAvecAdresses_2018.xml"),
]
TABLEUR = [
    ("tableur_eleves", "tableur_eleves.csv"),
    ("tableur_professeurs", "tableur_profs.csv"),
    ("tableur_parents", "tableur_parents.csv"),
]


def bring(school: School, code: str, data: bytes) -> dict:
    activate_all = {"actor": None, "is_activating": True}
    return import_file(school=school, source=sources.get(code), file_name=code, data=data, **activate_all)


ECOLE_FILES = {
    "base_eleves": [("base_eleves_eleves", "CSVExtraction.csv"), ("base_eleves_parents", "CSVExtraction_Parents.csv")],
    "onde": [("onde_eleves", "ONDE_CSVExtraction.csv"), ("onde_parents", "ONDE_CSVExtraction_Parents.csv")],
}
# Every source that brings people: each from the files of its application, kept by whoever has access to it.
BY_FILES = {
    "siecle": [(code, COLLEGE / name) for code, name in SIECLE],
    "tableur": [(code, COLLEGE / name) for code, name in TABLEUR],
    "factos": [("factos_eleves", COLLEGE / "factos_eleves.csv")],
} | {kind: [(code, ECOLE / name) for code, name in files] for kind, files in ECOLE_FILES.items()}


@pytest.fixture
def no_network(monkeypatch):
    """Nothing is reached from here but the database."""

    def refuse(*_):
        raise AssertionError("an import asked for something by the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@time_machine.travel("2018-11-22")
@pytest.mark.parametrize("files", BY_FILES.values(), ids=BY_FILES)
def test_people_come_from_files_alone_without_any_application_of_the_ministry_s45(school, files, no_network):
    School.objects.filter(pk=school.pk).update(uai=UAI)
    school.refresh_from_db()
    activate(*NIVEAUX, "6", "5", "4", "3")
    for code, file in files:
        assert bring(school, code, file.read_bytes())["users"]["added"] > 0


@time_machine.travel("2018-11-22")
@pytest.mark.parametrize(("files", "staff"), [(SIECLE, 18), (TABLEUR, 17)], ids=["siecle", "tableur"])
def test_three_files_make_the_college_and_again_change_nothing_s60(school, files, staff):
    School.objects.filter(pk=school.pk).update(uai=UAI)
    school.refresh_from_db()
    activate("6", "5", "4", "3")
    for code, name in files:
        bring(school, code, college(name))
    counted = [Account, TeachingAssignment, GroupMembership, Guardianship, Address]
    before = [model.objects.count() for model in counted]
    assert before == [34 + staff + 42, 40, 28, 51, 42]
    again = [bring(school, code, college(name))["users"] for code, name in files]
    assert [(each["added"], each["modified"], each["removed"]) for each in again] == [(0, 0, 0)] * 3
    assert [model.objects.count() for model in counted] == before


def test_pupil_without_class_of_a_spreadsheet_is_added_and_keeps_the_class_given_since(school):
    activate("6", "5", "4", "3")
    data = "numéro;genre;nom;prénom;date;courriel;classe;groupes\n1;F;A;Ana;;;6A;\n2;F;B;Bea;;;;\n".encode()
    assert bring(school, "tableur_eleves", data)["users"]["added"] == 2
    school_class = Account.objects.get(last_name="A").school_class
    Account.objects.filter(last_name="B").update(school_class=school_class)
    bring(school, "tableur_eleves", data)
    assert Account.objects.get(last_name="B").school_class == school_class
