"""A line that cannot be used closes nobody: without a name, without a child, of another function, a number twice."""

import datetime

import pytest
import time_machine

from accounts.models import Account, Guardianship
from imports.brought.extraction import IncomingChild, IncomingGuardian, IncomingPupil
from imports.management import pipeline
from imports.plan import Children, KnownChild, KnownGuardianship, KnownPerson, plan_users
from imports.plan.guardianships import links_not_found, plan_guardianships
from imports.sources import sources
from tests.factories import AccountFactory, SchoolClassFactory
from tests.imports.counting import calls_of
from tests.imports.wizard import Wizard, activate, text_of

BORN, OTHER = datetime.date(2012, 4, 12), datetime.date(2013, 5, 13)


@pytest.fixture
def at_work(school):
    with time_machine.travel("2026-11-30", tick=False):
        activate("6", "CM1")
        yield school


def send(school, source: str, *rows: str) -> dict:
    """Import these rows with the boxes as they come; the report."""
    data = "\n".join([*rows, ""]).encode()
    return pipeline.import_file(
        school=school, source=sources.get(source), file_name="a", data=data, is_activating=True, is_any_school=True
    )


def problems(report: dict) -> list[str]:
    return [f"{line} : {message}" for line, message in report["extraction"]["problems"]]


# --- Whom a line without a name may be about --------------------------------------------------------------------------

TOM = {"birth_date": BORN, "reference": "070832327JA", "elenoet": "12"}
UNNAMED = [
    # The last name, the first name, what else the line has; whether the account of LAGRUME Tom is kept for it.
    ("", "", {"reference": "070832327JA"}, True),
    ("", "", {"reference": "70832327ja"}, True),
    ("", "", {"elenoet": "012"}, True),
    ("", "", {"former_reference": "070832327JA"}, True),
    ("LAGRUME", "", {}, True),
    ("LAGRUME", "", {"birth_date": BORN}, True),
    ("", "Tom", {"birth_date": BORN}, True),
    # A number says more than a birth date.
    ("", "", {"reference": "070832327JA", "birth_date": OTHER}, True),
    ("LAGRUME", "", {"birth_date": OTHER}, False),
    ("", "Tom", {"birth_date": OTHER}, False),
    ("", "Tom", {}, False),
    ("PAQUERET", "", {}, False),
    ("", "", {"reference": "999"}, False),
    ("", "", {}, False),
]


@pytest.mark.parametrize(("last_name", "first_name", "told", "is_kept"), UNNAMED)
def test_line_without_a_name_keeps_the_account_that_it_may_be_about(last_name, first_name, told, is_kept):
    there = [KnownPerson(n, f"ÉLÈVE {n}", "Léa", class_reference="6A") for n in range(10, 20)]
    known = KnownPerson(1, "LAGRUME", "Tom", class_reference="6A", **TOM)
    line = IncomingPupil(2, last_name, first_name, is_left_out=True, class_reference="6A", **told)
    same = [IncomingPupil(each.id, each.last_name, "Léa", class_reference="6A") for each in there]
    changes = plan_users(existing=[known, *there], incoming=[*same, line], class_references=["6A"])
    of_tom = next(change for change in changes if change.known and change.known.id == 1)
    assert (of_tom.decision.value, of_tom.is_ticked) == (("keep", False) if is_kept else ("remove", True))
    assert of_tom.perhaps_at == (2 if is_kept else 0)


def test_account_that_another_line_names_is_not_kept_twice_for_one_without_a_name():
    known = KnownPerson(1, "LAGRUME", "Tom", class_reference="6A", **TOM)
    named = IncomingPupil(2, "LAGRUME", "Tom", class_reference="6A", **TOM)
    unnamed = IncomingPupil(3, "", "", is_left_out=True, reference="070832327JA")
    changes = plan_users(existing=[known], incoming=[named, unnamed], class_references=["6A"])
    assert [change.decision.value for change in changes] == ["keep", "ignore"]


def test_thousands_of_lines_without_a_name_are_compared_in_a_number_of_calls_that_grows_with_theirs():
    def work(number: int) -> int:
        # Other names each time: what was cleaned once is kept.
        marks = [f"{number}{n:04}" for n in range(number)]
        existing = [KnownPerson(int(mark), mark, "Léa", class_reference="6A", reference=f"R{mark}") for mark in marks]
        lines = [IncomingPupil(int(mark), "", "Léa", is_left_out=True, reference=f"R{mark}") for mark in marks]
        return calls_of(lambda: plan_users(existing=existing, incoming=lines, class_references=["6A"]))

    work(10)  # What is only done once.
    assert work(800) < 4.4 * work(200)


# --- By every source --------------------------------------------------------------------------------------------------

XML = '<?xml version="1.0" encoding="UTF-8"?>'
STS = "<PARAMETRES><UAJ CODE='0751234K'/><ANNEE_SCOLAIRE ANNEE='2026'/></PARAMETRES>"
SIECLE = "<PARAMETRES><UAJ>0690001X</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE></PARAMETRES>"


def sts(*people: str) -> str:
    return f"{XML}<STS_EDT>{STS}<DONNEES><INDIVIDUS>{''.join(people)}</INDIVIDUS></DONNEES></STS_EDT>"


def member(number: int, name: str, function: str = "ENS", first_name: str = "Luc") -> str:
    names = f"<NOM_USAGE>{name}</NOM_USAGE><PRENOM>{first_name}</PRENOM>"
    return f'<INDIVIDU ID="{number}" TYPE="epp">{names}<FONCTION>{function}</FONCTION></INDIVIDU>'


def siecle(*pupils: tuple[int, str, str]) -> str:
    people = "".join(
        f'<ELEVE ELEVE_ID="{number}"><NOM>{name}</NOM><PRENOM>{first_name}</PRENOM>'
        "<CODE_MEF>10010012110</CODE_MEF></ELEVE>"
        for number, name, first_name in pupils
    )
    divisions = "".join(
        f'<STRUCTURES_ELEVE ELEVE_ID="{number}"><STRUCTURE><CODE_STRUCTURE>6A</CODE_STRUCTURE>'
        "<TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>"
        for number, _, _ in pupils
    )
    content = f"<ELEVES>{people}</ELEVES><STRUCTURES>{divisions}</STRUCTURES>"
    return f"{XML}<BEE_ELEVES>{SIECLE}<DONNEES>{content}</DONNEES></BEE_ELEVES>"


def responsables(*people: tuple[int, str, str, str]) -> str:
    """Each with the number of the child as it is written."""
    named = "".join(
        f'<PERSONNE PERSONNE_ID="{number}"><NOM>{name}</NOM><PRENOM>{first_name}</PRENOM></PERSONNE>'
        for number, name, first_name, _ in people
    )
    links = "".join(
        f"<RESPONSABLE_ELEVE><ELEVE_ID>{child}</ELEVE_ID><PERSONNE_ID>{number}</PERSONNE_ID>"
        "<RESP_LEGAL>1</RESP_LEGAL></RESPONSABLE_ELEVE>"
        for number, _, _, child in people
    )
    content = f"<PERSONNES>{named}</PERSONNES><RESPONSABLES>{links}</RESPONSABLES>"
    return f"{XML}<BEE_RESPONSABLES>{SIECLE}<DONNEES>{content}</DONNEES></BEE_RESPONSABLES>"


PUPILS = "numéro;genre;nom;prénom;date de naissance;courriel;classe;groupes"
STAFF = "numéro;genre;nom;prénom;profil;courriel;classes;groupes"
PARENTS = "numéro;genre;nom;prénom;courriel;a1;a2;a3;a4;code postal;commune;pays;enfant1"
BASE = "Nom Elève;Prénom Elève;Date naissance;Sexe;Niveau;Classe"
ONDE = "Nom élève;Prénom élève;Date naissance;Sexe;INE;Niveau;Libellé classe;Identifiant classe"
BASE_PARENTS = "Nom responsable;Prénom responsable;Adresse responsable;Nom de famille enfant;Prénom enfant"
FOUR = range(1, 5)
# The file that brings the last of the people, and the same where his line cannot be used.
LINES = {
    "a spreadsheet of pupils, without a name": (
        "tableur_eleves",
        [PUPILS, *(f"N{n};M;NOM{n};Luc;;;6A;" for n in FOUR), "N9;M;DERNIER;Luc;;;6A;"],
        [PUPILS, *(f"N{n};M;NOM{n};Luc;;;6A;" for n in FOUR), "N9;M;;;;;6A;"],
    ),
    "Base Élèves, without a first name": (
        "base_eleves_eleves",
        [BASE, *(f"NOM{n};Luc;;M;CM1;CM1 A" for n in FOUR), "DERNIER;Luc;03/10/2016;M;CM1;CM1 A"],
        [BASE, *(f"NOM{n};Luc;;M;CM1;CM1 A" for n in FOUR), "DERNIER;;03/10/2016;M;CM1;CM1 A"],
    ),
    "ONDE, without a last name": (
        "onde_eleves",
        [ONDE, *(f"NOM{n};Luc;;M;;CM1;CM1 A;44" for n in FOUR), "DERNIER;Luc;;M;070832327JA;CM1;CM1 A;44"],
        [ONDE, *(f"NOM{n};Luc;;M;;CM1;CM1 A;44" for n in FOUR), ";Luc;;M;70832327JA;CM1;CM1 A;44"],
    ),
    "SIECLE, without a name": (
        "siecle_eleves",
        [siecle(*((n, f"NOM{n}", "Luc") for n in FOUR), (9, "DERNIER", "Luc"))],
        [siecle(*((n, f"NOM{n}", "Luc") for n in FOUR), (9, "", ""))],
    ),
    "a spreadsheet of staff, without a name": (
        "tableur_professeurs",
        [STAFF, *(f"N{n};M;NOM{n};Luc;ENS;;;" for n in FOUR), "N9;M;DERNIER;Luc;ENS;;;"],
        [STAFF, *(f"N{n};M;NOM{n};Luc;ENS;;;" for n in FOUR), "N9;M;;;ENS;;;"],
    ),
    "STS, without a name": (
        "sts_professeurs",
        [sts(*(member(n, f"NOM{n}") for n in FOUR), member(9, "DERNIER"))],
        [sts(*(member(n, f"NOM{n}") for n in FOUR), member(9, "", first_name=""))],
    ),
    "STS, of a function that no import brings": (
        "sts_professeurs",
        [sts(*(member(n, f"NOM{n}") for n in FOUR), member(9, "DERNIER"))],
        [sts(*(member(n, f"NOM{n}") for n in FOUR), member(9, "DERNIER", "AGENT"))],
    ),
    "STS, a number that the file gives to two people": (
        "sts_professeurs",
        [sts(*(member(n, f"NOM{n}") for n in FOUR), member(9, "DERNIER"))],
        [sts(member(1, "NOM1"), member(1, "DERNIER"), *(member(n, f"NOM{n}") for n in (2, 3, 4)))],
    ),
}


def places_of_everybody() -> dict[str, str]:
    accounts = Account.objects.active().exclude(profile="ADM")
    return dict(accounts.values_list("login", "school_class__reference"))


@pytest.mark.parametrize(("source", "before", "after"), LINES.values(), ids=LINES)
def test_somebody_whose_line_cannot_be_used_keeps_his_account(at_work, source, before, after):
    send(at_work, source, *before)
    places = places_of_everybody()
    report = send(at_work, source, *after)
    assert (len(places), report["users"]["removed"], report["users"]["added"]) == (5, 0, 0)
    assert (
        dict(Account.objects.active().exclude(profile="ADM").values_list("login", "school_class__reference")) == places
    )


GUARDIANS = {
    "a spreadsheet, without a name": (
        "tableur_parents",
        [PARENTS, "R1;F;MARTIN;Ana;;;;;;;;;E1", "R2;M;DERNIER;Luc;;;;;;;;;E1"],
        [PARENTS, "R1;F;MARTIN;Ana;;;;;;;;;E1", "R2;M;;;;;;;;;;;E1"],
    ),
    "a spreadsheet, the number of the child rounded": (
        "tableur_parents",
        [PARENTS, "R1;F;MARTIN;Ana;;;;;;;;;E1", "R2;M;DERNIER;Luc;;;;;;;;;E1"],
        [PARENTS, "R1;F;MARTIN;Ana;;;;;;;;;E1", "R2;M;DERNIER;Luc;;;;;;;;;2,61E+11"],
    ),
    "Base Élèves, without a child": (
        "base_eleves_parents",
        [BASE_PARENTS, "MARTIN;Ana;;ALPHA;Ana", "DERNIER;Luc;;ALPHA;Ana"],
        [BASE_PARENTS, "MARTIN;Ana;;ALPHA;Ana", "DERNIER;Luc;;;"],
    ),
    "Base Élèves, without a first name": (
        "base_eleves_parents",
        [BASE_PARENTS, "MARTIN;Ana;;ALPHA;Ana", "DERNIER;Luc;;ALPHA;Ana"],
        [BASE_PARENTS, "MARTIN;Ana;;ALPHA;Ana", "DERNIER;;;ALPHA;Ana"],
    ),
    "SIECLE, without a name": (
        "siecle_responsables",
        [responsables((1, "MARTIN", "Ana", "7"), (2, "DERNIER", "Luc", "7"))],
        [responsables((1, "MARTIN", "Ana", "7"), (2, "", "", "7"))],
    ),
    "SIECLE, the number of the child is not one": (
        "siecle_responsables",
        [responsables((1, "MARTIN", "Ana", "7"), (2, "DERNIER", "Luc", "7"))],
        [responsables((1, "MARTIN", "Ana", "7"), (2, "DERNIER", "Luc", "sept"))],
    ),
}


@pytest.mark.parametrize(("source", "before", "after"), GUARDIANS.values(), ids=GUARDIANS)
def test_guardian_whose_line_cannot_be_used_keeps_account_and_children(at_work, source, before, after):
    school_class = SchoolClassFactory(niveau="6", reference="6A")
    AccountFactory(last_name="ALPHA", first_name="Ana", school_class=school_class, reference="E1", sconet_id=7)
    send(at_work, source, *before)
    links = set(Guardianship.objects.values_list("guardian__last_name", "rank"))
    report = send(at_work, source, *after)
    assert (len(links), report["users"]["removed"]) == (2, 0)
    assert set(Guardianship.objects.values_list("guardian__last_name", "rank")) == links
    assert Account.objects.get(last_name="DERNIER").left_on is None


def test_number_that_sts_gives_to_two_people_is_told_and_nobody_s(at_work):
    report = send(at_work, "sts_professeurs", sts(member(1, "NOM"), member(1, "DERNIER")))
    assert any("DERNIER Luc a le même Id Sconet que la ligne 1" in message for message in problems(report))
    assert list(Account.objects.filter(profile="ENS").values_list("last_name", "sconet_id")) == [("NOM", None)]


def test_page_says_why_somebody_without_a_name_is_kept(at_work, client_as):
    source, before, after = LINES["a spreadsheet of pupils, without a name"]
    send(at_work, source, *before)
    wizard = Wizard(client_as(AccountFactory(profile="ADM", login="administrateur")), source=source)
    wizard.upload("\n".join([*after, ""]).encode(), "a.csv")
    wizard.post("extraction")
    for step in ("classes", "groupes"):
        wizard.validate(step)
    page = text_of(wizard.get("utilisateurs"))
    assert "ligne 6, sans nom lisible, peut-être la sienne : gardé tel quel" in page


# --- The children of a guardian ---------------------------------------------------------------------------------------

PUPIL = KnownChild(1, "LAGRUME", "Tom", elenoet="12", reference="00A7")
CHILDREN = [
    # What the file calls the child by; the pupil who is found.
    (IncomingChild(1, reference="00A7"), 1),
    (IncomingChild(1, reference="a7"), 1),
    (IncomingChild(1, elenoet="0012"), 1),
    (IncomingChild(1, elenoet="13"), None),
    (IncomingChild(1, elenoet="12", last_name="LAGRUMME", first_name="Tom"), 1),
    # The number of one, the names of another.
    (IncomingChild(1, elenoet="12", last_name="MIRABEAU", first_name="Ana"), None),
    # A number that nobody has: new to whoever has none, that of somebody else otherwise.
    (IncomingChild(1, elenoet="99", last_name="MIRABEAU", first_name="Ana"), 2),
    (IncomingChild(1, elenoet="99", last_name="LAGRUME", first_name="Tom"), None),
]


@pytest.mark.parametrize(("child", "expected"), CHILDREN)
def test_number_of_a_child_needs_a_witness_when_the_file_has_one(child, expected):
    assert Children([PUPIL, KnownChild(2, "MIRABEAU", "Ana")]).find(child) == expected


def test_number_of_another_child_is_told_with_his_name():
    children = Children([PUPIL])
    wrong = IncomingChild(1, elenoet="12", last_name="MIRABEAU", first_name="Ana")
    assert children.why_lost(wrong) == "son numéro est celui de LAGRUME Tom"


def test_number_that_two_pupils_have_finds_the_one_who_has_it_to_the_letter():
    children = Children([KnownChild(1, "A", "Ana", reference="007"), KnownChild(2, "B", "Bob", reference="7")])
    found = [children.find(IncomingChild(1, reference=value)) for value in ("007", "7", "07")]
    assert found == [1, 2, None]
    assert children.why_lost(IncomingChild(1, reference="07")) == "plusieurs élèves ont ce numéro"


LEA = [KnownChild(1, "HOMONY", "Léa"), KnownChild(2, "HOMONY", "Léa"), KnownChild(3, "HOMONY", "Zoé", reference="Z3")]
LOST = [
    # The child whom nothing finds; whether the mother stays that of the first Léa, whom the father alone has.
    (IncomingChild(1, last_name="HOMONY", first_name="Léa"), True),
    (IncomingChild(1, last_name="HOMONI", first_name="Léa"), True),
    (IncomingChild(1, reference="A1"), True),
    (IncomingChild(1, last_name="PAQUERET", first_name="Noé"), False),
]


@pytest.mark.parametrize(("child", "stays"), LOST)
def test_guardian_of_a_child_whom_nothing_finds_keeps_the_link_that_may_be_his(child, stays):
    children = Children(LEA)
    mother = IncomingGuardian(2, "HOMONY", "Ida", children=(IncomingChild(1, reference="Z3"), child))
    existing = {1: [KnownGuardianship(10), KnownGuardianship(11)]}
    unclear = links_not_found([(10, mother)], children, existing)
    changes = plan_guardianships(existing=existing, told={1: [11]}, unclear=unclear)
    assert changes[0].after == ((10, 11) if stays else (11,))


# --- Numbers of children given again ----------------------------------------------------------------------------------


def parents_of(*rows: tuple[str, str, str]) -> list[str]:
    first_names = {"P9": "Eva"}
    return [PARENTS, *(f"{n};F;{name};{first_names.get(n, 'Ida')};;;;;;;;;{child}" for n, name, child in rows)]


@pytest.fixture
def numbered(at_work):
    """Four pupils numbered from 1, each with a guardian."""
    names = [f"NOM{n}" for n in FOUR]
    send(at_work, "tableur_eleves", PUPILS, *(f"{n};M;{name};Luc;;;6A;" for n, name in enumerate(names, 1)))
    send(at_work, "tableur_parents", *parents_of(*((f"P{n}", name, str(n)) for n, name in enumerate(names, 1))))
    return at_work


def links() -> set[tuple[str, str]]:
    return set(Guardianship.objects.values_list("pupil__last_name", "guardian__last_name"))


def test_numbers_of_children_given_again_give_nobody_the_child_of_another(numbered):
    before = links()
    again = [(f"P{n}", f"NOM{n}", str(n + 1)) for n in FOUR]
    report = send(numbered, "tableur_parents", *parents_of(("P9", "AAA", "1"), *again))
    assert links() == before
    told = [(doubt["line"], doubt["person"], doubt["accounts"]) for doubt in report["doubts"]]
    assert told == [(2, "AAA Eva", ["NOM1 Luc"]), *((n + 2, f"NOM{n} Ida", [f"NOM{n + 1} Luc"]) for n in (1, 2, 3))]
    assert report["guardianships"] == {"modified": 0, "unsure": 4}


@pytest.mark.parametrize(
    "rows",
    [
        # One of them was his guardian already; somebody of his name.
        [("P1", "NOM1", "1"), ("P9", "AAA", "1")],
        [("P9", "NOM1", "1")],
    ],
)
def test_guardian_of_a_child_by_number_is_believed_when_something_confirms_it(numbered, rows):
    report = send(numbered, "tableur_parents", *parents_of(*rows, *((f"P{n}", f"NOM{n}", str(n)) for n in (2, 3, 4))))
    assert (report["doubts"], report["guardianships"]["unsure"]) == ([], 0)
    assert report["guardianships"]["modified"] == 1


def test_page_does_not_tick_guardians_whom_a_number_alone_gives(numbered, client_as):
    wizard = Wizard(client_as(AccountFactory(profile="ADM", login="administrateur")), source="tableur_parents")
    rows = parents_of(("P9", "AAA", "1"), *((f"P{n}", f"NOM{n}", str(n)) for n in (2, 3, 4)))
    wizard.upload("\n".join([*rows, ""]).encode(), "a.csv")
    wizard.post("extraction")
    for step in ("utilisateurs", "adresses"):
        wizard.validate(step)
    page = wizard.get("responsabilites")
    assert "1 élève changerait de tous ses responsables, sur la foi d'un numéro seul" in text_of(page)
    assert wizard.form("responsabilites").get("tick") is None


# --- People of two schools of a cité scolaire -------------------------------------------------------------------------


def test_teacher_of_college_and_lycee_is_closed_by_neither_file_alone(at_work):
    of_both, of_college = member(2, "DAHLIA"), [member(n, f"NOM{n}") for n in range(3, 9)]
    college = sts(of_both, *of_college)
    lycee = sts(of_both, member(9, "ROSE")).replace("0751234K", "0751235K")
    for file in (college, lycee, college):
        send(at_work, "sts_professeurs", file)
    report = send(at_work, "sts_professeurs", sts(*of_college))
    assert report["users"]["removed"] == 0
    assert Account.objects.get(last_name="DAHLIA").left_on is None
    assert report["users"]["active_after"] == 8


def test_guardian_with_a_child_in_each_school_is_closed_by_neither_file_alone(at_work):
    school_class = SchoolClassFactory(niveau="6", reference="6A")
    for number in range(7, 13):
        AccountFactory(last_name=f"E{number}", first_name="Ana", school_class=school_class, sconet_id=number)
    others = [(n, f"NOM{n}", "Luc", str(n)) for n in range(8, 13)]
    college = responsables((1, "MARTIN", "Ana", "7"), *others)
    lycee = responsables((1, "MARTIN", "Ana", "7")).replace("0690001X", "0690002Y")
    for file in (college, lycee, college):
        send(at_work, "siecle_responsables", file)
    report = send(at_work, "siecle_responsables", responsables(*others))
    assert report["users"]["removed"] == 0
    assert Account.objects.get(last_name="MARTIN").left_on is None
