"""Every file of the collège made to hurt, sent to the import that would read it: its outcome, and a flat memory."""

import tracemalloc
from dataclasses import dataclass

import pytest

from accounts.models import Account
from imports.models import ImportLine, ImportRun
from schools.models import SchoolClass
from tests.imports.college import COLLEGE, UAI
from tests.imports.wizard import Wizard, rows_of, text_of

PUPILS, GUARDIANS, STAFF, SHEET = "siecle_eleves", "siecle_responsables", "sts_professeurs", "tableur_eleves"


@dataclass(frozen=True)
class Outcome:
    """What the person reads when the file is refused, or asked about, by the import that reads such a file."""

    source: str
    words: tuple[str, ...]
    # Whether the file waits for an answer instead of being refused.
    is_asked: bool = False


REFUSED = {
    "empty.csv": Outcome(SHEET, ("Ce fichier est vide",)),
    "only_header.csv": Outcome(SHEET, ("vide",)),
    "binary.csv": Outcome(SHEET, ("n'est pas un fichier texte",)),
    "missing_column.csv": Outcome(SHEET, ("Base Élèves",)),
    "names.csv": Outcome(SHEET, ("Base Élèves",)),
    "not_xml.xml": Outcome(PUPILS, ("mal formé",)),
    "xxe.xml": Outcome(PUPILS, ("DOCTYPE",)),
    "entity_expansion.xml": Outcome(PUPILS, ("DOCTYPE",)),
    "not_a_zip.zip": Outcome(PUPILS, ("illisible",)),
    "zip_traversal.zip": Outcome(PUPILS, ("nom suspect",)),
    "zip_bomb.zip": Outcome(PUPILS, ("64 Mo",)),
    "other_school.xml": Outcome(PUPILS, ("7501234R", UAI), is_asked=True),
    "last_year.xml": Outcome(PUPILS, ("2017-2018", "2018-2019")),
    "edt_sts_of_timetable_software.xml": Outcome(STAFF, ("logiciel d'emploi du temps",)),
}
# Read: its ranks are put right, and that is said.
READ = {"two_legal_rank_1.xml"}


def send(wizards, source: str, name: str):
    """The answer of the step that refuses the file, that asks about it, or that has read it; and its wizard."""
    wizard = wizards(source)
    response = wizard.upload(COLLEGE / "hostile" / name, name)
    return wizard, wizard.post("extraction") if response.status_code == 302 else response


def written() -> int:
    return Account.objects.filter(profile="ELV").count() + SchoolClass.objects.count() + ImportLine.objects.count()


def test_hostile_files_of_the_college_are_all_in_the_table():
    assert {path.name for path in (COLLEGE / "hostile").iterdir()} == READ | set(REFUSED)


@pytest.mark.parametrize(("name", "outcome"), REFUSED.items(), ids=REFUSED)
def test_hostile_file_of_the_college_is_refused_in_words_and_leaves_nothing(wizards, data_dir, name, outcome):
    _, response = send(wizards, outcome.source, name)
    read = text_of(response)
    assert (response.status_code, [words for words in outcome.words if words not in read]) == (422, []), read
    assert (written(), ImportRun.objects.open().count()) == (0, int(outcome.is_asked))
    assert len([path for path in data_dir.rglob("*") if path.is_file()]) == int(outcome.is_asked)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "outcome"), REFUSED.items(), ids=REFUSED)
def test_hostile_file_of_the_college_is_read_without_growing(wizards, name, outcome):
    send(wizards, outcome.source, name)
    ImportRun.objects.all().delete()
    tracemalloc.start()
    send(wizards, outcome.source, name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * (COLLEGE / "hostile" / name).stat().st_size + 5 * 1024 * 1024


def test_two_guardians_of_one_rank_are_numbered_and_the_report_says_so(wizards):
    wizards(PUPILS).go(COLLEGE / "ElevesSansAdresses.xml")
    wizard, response = send(wizards, GUARDIANS, "two_legal_rank_1.xml")
    assert response.status_code == 302
    told = dict(rows_of(wizard.get("extraction"), "//table[@id='remarques']"))
    sentence = "deux responsables de rang 1 pour l'élève d'Id Sconet 1202011 : numérotés dans l'ordre du fichier."
    assert told["771"] == sentence


@pytest.mark.parametrize("path", sorted((COLLEGE / "variants").iterdir()), ids=lambda path: path.name)
def test_variant_of_the_college_gives_the_pupils_of_the_plain_file(wizards, path):
    def brought(file) -> list:
        wizard: Wizard = wizards(PUPILS).go(file, until="extraction")
        lines = list(ImportLine.objects.filter(run=wizard.run).values_list("kind", "position", "incoming"))
        wizard.run.delete()
        return lines

    assert brought(path) == brought(COLLEGE / "ElevesSansAdresses.xml") != []
