"""Files that gave an account to somebody else, or closed that of somebody whom they name: what becomes of each now."""

import json

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.models import Account, Guardianship, TeachingAssignment
from imports import services
from imports.management import pipeline
from imports.models import ImportRun
from imports.queries import undoable_run
from imports.sources import sources
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from tests.factories import AccountFactory, SchoolClassFactory, SchoolFactory
from tests.golden import DATA
from tests.imports.wizard import Wizard, activate, counts_of, text_of

FILES = DATA / "identites"
DAY = "2026-11-30"


@pytest.fixture
def at_work(school):
    with time_machine.travel(DAY, tick=False):
        activate("6", "5", "2GT", "CM1")
        yield school


def send(school, source: str, file: str | bytes) -> dict:
    """Import a file with the boxes as they come; the report."""
    data = file if isinstance(file, bytes) else (FILES / file).read_bytes()
    return pipeline.import_file(
        school=school, source=sources.get(source), file_name="a", data=data, is_activating=True, is_any_school=True
    )


def people() -> dict[str, tuple]:
    """Everybody by login: names, identifiers, whether he is there."""
    rows = Account.objects.exclude(profile="ADM").order_by("login")
    return {each.login: (each.full_name, each.reference, each.left_on is None) for each in rows}


def doubts(report: dict) -> list[tuple[int, str]]:
    return [(doubt["line"], doubt["person"]) for doubt in report["doubts"]]


def problems(report: dict) -> list[str]:
    return [message for _, message in report["extraction"]["problems"]]


CHANGING = ("added", "modified", "removed")


def written(report: dict) -> list[int]:
    return [report["users"][name] for name in CHANGING]


# --- Numbers of another -----------------------------------------------------------------------------------------------


def test_numbers_given_again_from_one_are_asked_about(at_work):
    send(at_work, "tableur_eleves", "identifiant_repris_1.csv")
    before = people()
    report = send(at_work, "tableur_eleves", "identifiant_repris_2.csv")
    assert (written(report), people()) == ([0, 0, 0], before)
    assert sorted(doubts(report)) == [
        (2, "ARGOUSIER Noé"),
        (3, "ABRICOT Lina"),
        (4, "BOUVREUIL Hugo"),
        (5, "CORMORAN Maud"),
    ]


def test_numbers_that_a_spreadsheet_turned_into_powers_change_nobody(at_work):
    send(at_work, "tableur_eleves", "numero_scientifique_1.csv")
    before = people()
    send(at_work, "tableur_eleves", "numero_scientifique_2.csv")
    after = people()
    assert {login: after[login][0] for login in before} == {login: before[login][0] for login in before}


def test_ine_typed_for_another_child_is_asked_about(at_work):
    send(at_work, "onde_eleves", "ine_repris_1.csv")
    before = people()
    report = send(at_work, "onde_eleves", "ine_repris_2.csv")
    assert (written(report), people()) == ([0, 0, 0], before)
    assert report["doubts"] == [
        {
            "line": 2,
            "person": "PAQUERET Zoé",
            "reason": "son numéro est celui de LAGRUME Tom, mais le nom, le prénom et la date de naissance diffèrent",
            "accounts": ["LAGRUME Tom"],
        }
    ]


@pytest.mark.parametrize(
    ("source", "name", "label", "line"), [("onde_eleves", "ine", "INE", 6), ("tableur_eleves", "numero", "numéro", 6)]
)
def test_number_given_twice_closes_nobody_and_is_told_by_its_name(at_work, source, name, label, line):
    send(at_work, source, f"{name}_double_1.csv")
    before = people()
    report = send(at_work, source, f"{name}_double_2.csv")
    assert (written(report), people(), report["doubts"]) == ([0, 0, 0], before, [])
    assert any(f"a le même {label} que la ligne {line - 1}" in message for message in problems(report))


def test_two_registers_of_sts_number_two_people(at_work):
    report = send(at_work, "sts_professeurs", "sts_deux_registres.xml")
    assert report["users"]["added"] == 2
    assert problems(report) == []
    assert TeachingAssignment.objects.get(school_class__reference="6A").teacher.last_name == "COQUELICOT"
    assert written(send(at_work, "sts_professeurs", "sts_deux_registres.xml")) == [0, 0, 0]


def test_ine_that_changed_is_one_person_whose_number_changes(at_work):
    send(at_work, "onde_eleves", "ine_double_1.csv")
    before = people()
    report = send(at_work, "onde_eleves", "ine_change_2.csv")
    assert written(report) == [0, 1, 0]
    after = people()
    changed = {login: told for login, told in after.items() if told != before[login]}
    assert list(changed.values()) == [("NOMEAC Pree", "999999999ZZ", True)]


def test_numbers_with_zeros_find_their_pupils_again(at_work):
    data = (FILES / "siecle_zeros.xml").read_bytes()
    # Exported once without zeros, once with.
    send(at_work, "siecle_eleves", data.replace(b'"000', b'"'))
    before = people()
    send(at_work, "siecle_eleves", data)
    assert (len(before), people()) == (2, before)


# --- Cité scolaire ----------------------------------------------------------------------------------------------------


def test_file_of_the_college_closes_nobody_of_the_lycee(at_work):
    School.objects.filter(pk=at_work.pk).update(uai="0751234J")
    at_work.refresh_from_db()
    send(at_work, "siecle_eleves", "cite_college.xml")
    send(at_work, "siecle_eleves", "cite_lycee.xml")
    assert Account.objects.pupils().active().count() == 10
    report = send(at_work, "siecle_eleves", "cite_college.xml")
    assert (written(report), report["classes"]["removed"]) == ([0, 0, 0], 0)
    assert Account.objects.pupils().active().count() == 10
    assert sorted(SchoolClass.objects.values_list("reference", "uai")) == [("2GT1", "0751235K"), ("6A", "0751234J")]


def test_pupil_who_left_the_college_is_proposed_by_its_file_alone(at_work):
    School.objects.filter(pk=at_work.pk).update(uai="0751234J")
    at_work.refresh_from_db()
    send(at_work, "siecle_eleves", "cite_college.xml")
    send(at_work, "siecle_eleves", "cite_lycee.xml")
    college = (FILES / "cite_college.xml").read_text("latin-1")
    start, end = college.index('<ELEVE ELEVE_ID="107"'), college.index("</ELEVES>")
    report = send(at_work, "siecle_eleves", (college[:start] + college[end:]).encode("latin-1"))
    assert report["users"]["removed"] == 1
    assert Account.objects.pupils().inactive().get().last_name == "NOMDAC"


def test_undo_forgets_the_school_that_a_file_was_of(at_work):
    School.objects.filter(pk=at_work.pk).update(uai="0751234J")
    at_work.refresh_from_db()
    send(at_work, "siecle_eleves", "cite_college.xml")
    Account.objects.update(uai="")
    SchoolClass.objects.update(uai="")
    send(at_work, "siecle_eleves", "cite_college.xml")
    assert set(Account.objects.pupils().values_list("uai", flat=True)) == {"0751234J"}
    services.undo(run=undoable_run(), actor=None)
    assert set(Account.objects.pupils().values_list("uai", flat=True)) == {""}
    assert set(SchoolClass.objects.values_list("uai", flat=True)) == {""}


# --- Somebody named is never proposed for departure -------------------------------------------------------------------

ONDE = "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Niveau;Libellé classe;Identifiant classe"


def onde(*rows: str) -> bytes:
    return "\n".join([ONDE, *rows, ""]).encode()


CLASS = [f"NOM{n}AC;;Pre;0{n}/10/2016;M;07083232{n}JA;CM1;CM1 A;4411" for n in range(1, 8)]


def test_pupil_whose_class_is_missing_keeps_his_account_and_his_class(at_work):
    send(at_work, "onde_eleves", onde(*CLASS))
    report = send(at_work, "onde_eleves", onde(*CLASS[:-1], CLASS[-1].replace("CM1 A;4411", ";")))
    assert written(report) == [0, 0, 0]
    assert Account.objects.pupils().active().filter(school_class=None).count() == 0


def test_class_where_somebody_is_left_is_not_proposed_for_deletion(at_work):
    alone = "SEUL;;Ana;01/10/2016;F;070832999JA;CM1;CM1 B;4422"
    send(at_work, "onde_eleves", onde(*CLASS, alone))
    report = send(at_work, "onde_eleves", onde(*CLASS, alone.replace("CM1 B;4422", ";")))
    assert report["classes"]["removed"] == 0
    assert Account.objects.get(last_name="SEUL").school_class is not None


def test_guardian_in_doubt_keeps_her_account_and_her_links(at_work):
    school_class = SchoolClassFactory(niveau="6", reference="6A")
    child = AccountFactory(last_name="ALPHA", first_name="Ana", school_class=school_class, reference="E1")
    titles = "numéro;civilité;nom;prénom;courriel;adresse1;adresse2;adresse3;adresse4;cp;ville;pays;enfant 1;enfant 2"
    first = [titles, "R1;F;MARTIN;Ana;;;;;;;;;E1;", "R2;M;MARTIN;Luc;;;;;;;;;E1;", ""]
    send(at_work, "tableur_parents", "\n".join(first).encode())
    before = set(Guardianship.objects.values_list("guardian__login", "rank"))
    # The number of the mother, with other names.
    again = [titles, "R1;F;DURAND;Zoé;;;;;;;;;E1;", "R2;M;MARTIN;Luc;;;;;;;;;E1;", ""]
    report = send(at_work, "tableur_parents", "\n".join(again).encode())
    assert doubts(report) == [(2, "DURAND Zoé")]
    assert set(Guardianship.objects.values_list("guardian__login", "rank")) == before
    assert Guardianship.objects.filter(pupil=child).count() == 2


def test_teacher_whose_profile_is_not_understood_keeps_his_account(at_work):
    titles = "numéro;genre;nom;prénom;profil;courriel;classes;groupes"
    rows = [f"P{n};M;PROF{n};Luc;ENS;;;" for n in range(1, 6)]
    send(at_work, "tableur_professeurs", "\n".join([titles, *rows, ""]).encode())
    rows[0] = rows[0].replace("ENS", "BOUCHER")
    report = send(at_work, "tableur_professeurs", "\n".join([titles, *rows, ""]).encode())
    assert written(report) == [0, 0, 0]
    assert Account.objects.filter(last_name="PROF1").active().exists()


# --- Two schools, two imports, two times ------------------------------------------------------------------------------


def test_two_schools_of_one_server_may_have_the_same_ine(at_work):
    send(at_work, "onde_eleves", "ine_repris_1.csv")
    other = SchoolFactory()
    with school_scope(other):
        activate("CM1")
        report = send(other, "onde_eleves", "ine_repris_2.csv")
        assert (report["users"]["added"], report["doubts"]) == (2, [])
    assert Account.objects.get(reference="070832327JA").last_name == "LAGRUME"


@pytest.mark.parametrize("name", ["identifiant_repris", "ine_repris", "ine_double", "numero_double"])
def test_doubtful_file_sent_twice_asks_the_same(at_work, name):
    source = "onde_eleves" if name.startswith("ine") else "tableur_eleves"
    send(at_work, source, f"{name}_1.csv")
    once = send(at_work, source, f"{name}_2.csv")
    before = people()
    again = send(at_work, source, f"{name}_2.csv")
    assert (doubts(again), written(again), people()) == (doubts(once), [0, 0, 0], before)


# --- The command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_command_names_the_lines_in_doubt_and_ends_with_its_own_status(at_work, capsys, options):
    send(at_work, "onde_eleves", "ine_repris_1.csv")
    command = ("import_users", str(FILES / "ine_repris_2.csv"), "--school", "1", "--source", "onde_eleves", *options)
    with pytest.raises(CommandError, match="1 ligne du fichier est à vérifier") as refused:
        call_command(*command)
    assert refused.value.returncode == 3
    assert "Ligne 2 : PAQUERET Zoé, à vérifier : son numéro est celui de LAGRUME Tom" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command(*command, "--json")
    assert [doubt["line"] for doubt in json.loads(capsys.readouterr().out)["doubts"]] == [2]


def test_command_without_a_doubt_ends_well(at_work, capsys):
    call_command("import_users", str(FILES / "ine_repris_1.csv"), "--school", "1", "--source", "onde_eleves", "--json")
    assert json.loads(capsys.readouterr().out)["doubts"] == []


# --- The page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def review(at_work, client_as):
    """The review of users, where Zoé has the INE of Tom."""
    send(at_work, "onde_eleves", "ine_repris_1.csv")
    wizard = Wizard(client_as(AccountFactory(profile="ADM", login="administrateur")), source="onde_eleves")
    return wizard.go(FILES / "ine_repris_2.csv", until="classes")


def key_of(form: dict) -> str:
    return next(name for name in form if name.startswith("lecture:"))


def test_page_shows_both_readings_and_ticks_neither(review):
    page = review.get("utilisateurs")
    assert counts_of(page)["à vérifier"] == 1
    form = review.form("utilisateurs")
    assert (form[key_of(form)], form.get("tick")) == (["plus-tard"], None)
    words = text_of(page)
    for said in ("LAGRUME Tom", "PAQUERET Zoé", "03/10/2016", "04/01/2017", "Décider plus tard"):
        assert said in words


def test_doubt_left_for_later_changes_nobody_and_is_told(review):
    before = people()
    review.validate("utilisateurs")
    assert people() == before
    assert "Ligne 2 : PAQUERET Zoé" in text_of(review.get("utilisateurs"))


def test_doubt_decided_as_the_same_person_renames_the_account(review):
    tom = Account.objects.get(last_name="LAGRUME")
    form = review.form("utilisateurs")
    review.validate("utilisateurs", **{key_of(form): f"u-{tom.pk}"})
    tom.refresh_from_db()
    assert (tom.full_name, tom.login, tom.left_on) == ("PAQUERET Zoé", "tom.lagrume", None)


def test_doubt_decided_as_somebody_else_makes_an_account_and_leaves_the_other(review):
    form = review.form("utilisateurs")
    review.validate("utilisateurs", **{key_of(form): "n-2"})
    assert sorted(Account.objects.pupils().active().values_list("last_name", flat=True)) == [
        "LAGRUME",
        "MIRABEAU",
        "PAQUERET",
    ]


def test_decision_on_a_doubt_is_undone_with_its_import(review):
    before = people()
    tom = Account.objects.get(last_name="LAGRUME")
    form = review.form("utilisateurs")
    review.validate("utilisateurs", **{key_of(form): f"u-{tom.pk}"})
    review.post("nettoyage")
    services.undo(run=undoable_run(), actor=None)
    assert people() == before


def test_account_chosen_for_two_lines_is_refused_on_the_page_and_the_choices_stay(at_work, client_as):
    send(at_work, "tableur_eleves", "identifiant_repris_1.csv")
    text = (FILES / "identifiant_repris_2.csv").read_text("utf-8-sig")
    for born in ("14/02/2012", "03/10/2012", "12/01/2012", "23/05/2012"):
        text = text.replace(born, "")
    wizard = Wizard(client_as(AccountFactory(profile="ADM", login="administrateur")), source="tableur_eleves")
    wizard.upload(text.encode(), "a.csv")
    wizard.post("extraction")
    for step in ("classes", "groupes"):
        wizard.validate(step)
    lina = Account.objects.get(last_name="ABRICOT")
    before = people()
    answer = wizard.validate("utilisateurs", **{"lecture:d-2": f"u-{lina.pk}", "lecture:d-3": f"u-{lina.pk}"})
    assert (answer.status_code, people()) == (422, before)
    assert text_of(answer).count("Ce compte est choisi pour deux lignes du fichier") == 2


def test_doubt_decided_from_a_screen_out_of_date_is_asked_again(review):
    form = review.form("utilisateurs")
    tom = Account.objects.get(last_name="LAGRUME")
    Account.objects.filter(pk=tom.pk).update(first_name="Thomas")
    answer = review.post("utilisateurs", form | {key_of(form): f"u-{tom.pk}"})
    assert answer.status_code == 409
    assert Account.objects.get(pk=tom.pk).full_name == "LAGRUME Thomas"


def test_file_sent_while_the_import_of_a_colleague_is_open_changes_nobody(review):
    before = people()
    with pytest.raises(services.ImportUnderWay):
        send(review.run.school, "onde_eleves", "ine_repris_2.csv")
    assert people() == before
    assert ImportRun.objects.open().count() == 1
