"""Every page of every wizard read again, and every form sent again: nothing is lost, nothing is written twice."""

import pytest

from accounts.models import (
    Account,
    Address,
    GroupMembership,
    GroupTeaching,
    Guardianship,
    JournalEntry,
    TeachingAssignment,
)
from documents.models import KeptFile
from schools.models import Group, SchoolClass
from tests.imports.college import COLLEGE, STS
from tests.imports.wizard import ECOLE, Wizard, activate, text_of

# One file for each list of steps, and the files that come before it.
PUPILS = ("siecle_eleves", COLLEGE / "ElevesSansAdresses.xml")
FIVE = [("base_eleves_eleves", ECOLE / "CSVExtraction.csv")]
SIX = [PUPILS, ("siecle_responsables", COLLEGE / "ResponsablesAvecAdresses.xml")]
SEVEN = [PUPILS, ("sts_professeurs", STS)]
THREE = [("siecle_nomenclature", COLLEGE / "Nomenclature.xml")]
WRITTEN = [
    SchoolClass,
    Group,
    Account,
    TeachingAssignment,
    GroupTeaching,
    GroupMembership,
    Address,
    Guardianship,
    KeptFile,
    JournalEntry,
]


def written() -> list[int]:
    """How many rows of everything that an import writes."""
    return [model.objects.count() for model in WRITTEN]


def assert_the_same_twice(wizard: Wizard, step: str) -> None:
    """The page of the step, asked for again by the browser, is the one that was there."""
    first, again = wizard.get(step), wizard.get(step)
    assert (first.status_code, again.status_code, text_of(again)) == (200, 200, text_of(first))


@pytest.mark.parametrize("files", [THREE, FIVE, SIX, [PUPILS], SEVEN], ids=["3", "5", "6", "7 pupils", "7 staff"])
def test_each_step_reloaded_and_sent_twice_is_harmless(wizards, files):
    activate()
    for source, file in files[:-1]:
        wizards(source).go(file)
    source, file = files[-1]
    wizard = wizards(source)
    wizard.upload(file, file.name)
    before = written()
    for step in wizard.run.steps:
        form = {} if step in ("fichier", "extraction", "nettoyage") else wizard.form(step)
        if form:
            assert_the_same_twice(wizard, step)
        if step != "fichier":
            assert wizard.post(step, form).status_code == 302
            once = written()
            assert (wizard.post(step, form).status_code, written()) == (302, once)
        assert_the_same_twice(wizard, step)
    assert written() != before
