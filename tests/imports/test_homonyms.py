"""People of the same names whom no number tells apart: the same file sent again makes nobody else."""

import pytest

from accounts.models import Account, Guardianship
from imports.management import pipeline
from imports.sources import sources
from tests.factories import AccountFactory, SchoolClassFactory
from tests.imports.wizard import Wizard, activate, rows_of

GUARDIANS = (
    "Civilité Responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;Commune responsable;"
    "Pays;Courriel;Nom de famille enfant;Prénom enfant"
)
SOPHIE_OF_ANA = "MME;MARTIN;Sophie;1 rue A;57000;METZ;FRANCE;;ALPHA;Ana"
SOPHIE_OF_BEN = "MME;MARTIN;Sophie;2 rue B;57000;METZ;FRANCE;;BRAVO;Ben"
LUC = "M.;DUPONT;Luc;2 rue B;57000;METZ;FRANCE;;BRAVO;Ben"
PUPILS = "numéro;genre;nom;prénom;date naiss.;courriel;classe;groupes"
STAFF = "numéro;genre;nom;prénom;profil;courriel;classes;groupes"


@pytest.fixture
def two_children(school):
    activate()
    school_class = SchoolClassFactory(niveau="CP", reference="CP A")
    for last_name, first_name in (("ALPHA", "Ana"), ("BRAVO", "Ben"), ("CHARLI", "Cleo")):
        AccountFactory(last_name=last_name, first_name=first_name, school_class=school_class)
    return school


def send(school, source: str, *lines: str) -> dict:
    """Import these lines with the boxes as they are; the counts of the step « Utilisateurs »."""
    data = "\n".join([*lines, ""]).encode()
    report = pipeline.import_file(school=school, source=sources.get(source), file_name="a.csv", data=data)
    return {name: report["users"][name] for name in ("added", "modified", "removed")}


def children_of() -> dict[int, list[str]]:
    """The children of each guardian called MARTIN, by account."""
    rows = Guardianship.objects.filter(guardian__last_name="MARTIN").order_by("guardian_id", "pupil__sort_key")
    found: dict[int, list[str]] = {}
    for guardian_id, name in rows.values_list("guardian_id", "pupil__last_name"):
        found.setdefault(guardian_id, []).append(name)
    return found


NOTHING = {"added": 0, "modified": 0, "removed": 0}


def test_two_guardians_of_one_name_sent_three_times_are_two_accounts(two_children):
    assert send(two_children, "onde_parents", GUARDIANS, SOPHIE_OF_ANA, SOPHIE_OF_BEN, LUC)["added"] == 3
    for _ in range(2):
        assert send(two_children, "onde_parents", GUARDIANS, SOPHIE_OF_ANA, SOPHIE_OF_BEN, LUC) == NOTHING
    assert Account.objects.filter(profile="TUT").count() == 3


def test_two_guardians_of_one_name_keep_their_own_children_in_whatever_order_they_come(two_children):
    send(two_children, "onde_parents", GUARDIANS, SOPHIE_OF_ANA, SOPHIE_OF_BEN)
    before = children_of()
    assert send(two_children, "onde_parents", GUARDIANS, SOPHIE_OF_BEN, SOPHIE_OF_ANA) == NOTHING
    assert children_of() == before


def test_two_guardians_of_one_name_with_other_children_are_told_by_their_address(two_children):
    send(two_children, "onde_parents", GUARDIANS, SOPHIE_OF_ANA, SOPHIE_OF_BEN, LUC)
    mother_of_ben = Guardianship.objects.get(pupil__last_name="BRAVO", guardian__last_name="MARTIN").guardian_id
    Account.objects.filter(last_name="BRAVO").update(left_on="2013-01-01")
    youngest = SOPHIE_OF_BEN.replace("BRAVO;Ben", "CHARLI;Cleo")
    assert send(two_children, "onde_parents", GUARDIANS, youngest, SOPHIE_OF_ANA)["added"] == 0
    assert "CHARLI" in children_of()[mother_of_ben]


def test_guardian_never_takes_the_account_of_a_homonym_who_has_other_children(two_children):
    send(two_children, "onde_parents", GUARDIANS, SOPHIE_OF_ANA, SOPHIE_OF_BEN)
    before = children_of()
    stranger = "MME;MARTIN;Sophie;9 rue Z;57000;METZ;FRANCE;;CHARLI;Cleo"
    send(two_children, "onde_parents", GUARDIANS, stranger, SOPHIE_OF_ANA)
    after = children_of()
    assert {pk: after[pk] for pk in before} == before


def test_links_to_a_child_unknown_or_borne_by_two_are_named_when_another_child_is_found(two_children, client_as):
    AccountFactory(last_name="BRAVO", first_name="Ben")
    wizard = Wizard(client_as(AccountFactory(profile="ADM", login="administrateur")), source="onde_parents")
    columns = ";Nom de famille enfant;Prénom enfant" * 2
    wizard.go(f"{GUARDIANS}{columns}\n{SOPHIE_OF_ANA};BRAVO;Ben;ZOULOU;Yann\n".encode(), until="adresses")
    assert rows_of(wizard.get("responsabilites"), "//table[@id='laisses']") == [
        ["MARTIN Sophie", "BRAVO Ben", "plusieurs élèves portent ce nom"],
        ["MARTIN Sophie", "ZOULOU Yann", "n'est pas un élève actif"],
    ]
    wizard.validate("responsabilites")
    assert list(children_of().values()) == [["ALPHA"]]


def test_two_teachers_of_one_name_without_a_number_sent_twice_are_two_accounts(two_children):
    lines = (STAFF, ";M;MARTIN;Paul;ENS;;CP A;", ";M;MARTIN;Paul;ENS;;;", ";M;MARTIN;Paul;DIR;;;")
    assert send(two_children, "tableur_professeurs", *lines)["added"] == 3
    assert send(two_children, "tableur_professeurs", *lines) == NOTHING
    lines = (lines[0], *reversed(lines[1:]))
    assert send(two_children, "tableur_professeurs", *lines) == NOTHING


@pytest.mark.parametrize("place", ["CP A", ""])
def test_two_pupils_of_one_name_in_one_class_sent_twice_are_two_accounts(two_children, place):
    others = [f";F;{name};{place}" for name in ("ALPHA;Ana;;", "BRAVO;Ben;;", "CHARLI;Cleo;;")]
    lines = (PUPILS, *others, f";F;MARTIN;Léa;;;{place}", f";F;MARTIN;Léa;;;{place}")
    assert send(two_children, "tableur_eleves", *lines)["added"] == 2
    assert send(two_children, "tableur_eleves", *lines) == NOTHING
