"""manage.py import_users."""

import json
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.enums import Profile
from accounts.models import Account, Guardianship, JournalEntry
from documents.models import KeptFile
from imports.models import ImportLine, ImportRun
from imports.review.wording import without_password_sentence
from schools.models import Group, Niveau, School, SchoolClass, SchoolNiveau
from tests.golden import DATA
from tests.imports.college import COLLEGE, FOUND, STS, UAI
from tests.imports.wizard import ECOLE, Wizard, activate

# When the school year of the files of the collège is the current one.
NOVEMBER = "2018-11-22"
WHOLE = str(ECOLE / "CSVExtraction.csv")


def import_users(capsys, *options: str, file: str = WHOLE) -> dict:
    capsys.readouterr()
    call_command("import_users", file, "--school", "1", "--source", "base_eleves_eleves", "--json", *options)
    return json.loads(capsys.readouterr().out)


def test_import_users_counts_each_step_and_writes(school, capsys, data_dir):
    report = import_users(capsys, "--activate-niveaux")
    assert (report["extraction"]["pupils"], report["extraction"]["classes"]) == (151, 9)
    assert report["classes"] == {"before": 0, "added": 9, "removed": 0, "after": 9}
    assert (report["users"]["added"], report["users"]["active_after"]) == (151, 151)
    assert (Account.objects.pupils().count(), SchoolClass.objects.count()) == (151, 9)
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []
    assert ImportLine.objects.count() == 0


def test_import_users_again_changes_nothing(school, capsys):
    import_users(capsys, "--activate-niveaux")
    before = list(Account.objects.order_by("pk").values())
    report = import_users(capsys)
    assert report["classes"] == {"before": 9, "added": 0, "removed": 0, "after": 9}
    assert (report["users"]["added"], report["users"]["modified"], report["users"]["removed"]) == (0, 0, 0)
    assert list(Account.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("file", [WHOLE, str(ECOLE / "reimport/CSVExtraction.csv")])
def test_import_users_dry_run_announces_what_is_then_written(school, capsys, file):
    import_users(capsys, "--activate-niveaux")
    announced = import_users(capsys, "--dry-run", file=file)
    assert ImportRun.objects.open().count() == 0
    assert Account.objects.pupils().active().count() == 151
    assert import_users(capsys, file=file) == announced | {"dry_run": False}


def test_import_users_dry_run_writes_nothing(school, capsys):
    import_users(capsys, "--dry-run", "--activate-niveaux")
    rows = (Account, SchoolClass, SchoolNiveau, ImportRun, JournalEntry)
    assert [model.objects.count() for model in rows] == [0] * 5


def test_import_users_without_the_levels_writes_nothing_and_says_what_to_do(school, capsys, data_dir):
    with pytest.raises(CommandError, match="--activate-niveaux"):
        import_users(capsys)
    assert (SchoolClass.objects.count(), ImportRun.objects.open().count()) == (0, 0)
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_import_users_in_words(school, capsys):
    activate()
    call_command("import_users", WHOLE, "--school", "1", "--source", "base_eleves_eleves")
    before = "0 compte ouvert, 0 compte fermé"
    after = "151 comptes ouverts, 0 compte fermé"
    written = "Enregistré : 151 utilisateurs ajoutés, 0 utilisateur modifié, 0 utilisateur retiré"
    assert capsys.readouterr().out.splitlines() == [
        "151 élèves trouvés.",
        "9 classes trouvées.",
        "Ligne 153 : SANSCLASSE Élie n'a pas de classe dans le fichier : élève sans classe affectée.",
        "0 classe présente + 9 classes ajoutées − 0 classe supprimée = 9 classes résultantes.",
        f"Avant : {before}. {written}. Après : {after}.",
        without_password_sentence(151),
    ]


def test_import_users_dry_run_refuses_what_the_real_run_refuses(school, capsys):
    with pytest.raises(CommandError, match="--activate-niveaux") as refused:
        import_users(capsys, "--dry-run")
    with pytest.raises(CommandError) as real:
        import_users(capsys)
    assert str(refused.value) == str(real.value)


def test_import_users_with_a_level_that_does_not_exist_activates_none(school, capsys, tmp_path):
    file = tmp_path / "CSVExtraction.csv"
    file.write_bytes((ECOLE / "CSVExtraction.csv").read_bytes().replace(b"COURS MOYEN 2EME ANNEE", b"NIVEAU INCONNU"))
    for option in ("--dry-run", "--activate-niveaux"):
        with pytest.raises(CommandError, match="Rien n'a été écrit"):
            import_users(capsys, "--activate-niveaux", option, file=str(file))
    assert (SchoolNiveau.objects.count(), SchoolClass.objects.count(), ImportRun.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_import_users_file_of_another_school_is_accepted_on_purpose_alone(school, capsys, options):
    with time_machine.travel(NOVEMBER, tick=False):
        School.objects.filter(pk=school.pk).update(uai="0579999B")
        file = str(COLLEGE / "ElevesSansAdresses.xml")
        command = ("import_users", file, "--school", "1", "--source", "siecle_eleves", "--activate-niveaux", *options)
        with pytest.raises(CommandError, match=f"{UAI}.*ajoutez --other-school"):
            call_command(*command)
        call_command(*command, "--other-school")
    expected = FOUND["ElevesSansAdresses.xml"]
    assert f"{expected['eleves'] - expected['sans_classe']} élèves trouvés." in capsys.readouterr().out


def test_import_users_dry_run_of_staff_compares_staff(school, capsys):
    with time_machine.travel(NOVEMBER, tick=False):
        options = ("--school", "1", "--source", "sts_professeurs", "--activate-niveaux", "--dry-run", "--json")
        call_command("import_users", str(STS), *options)
    report = json.loads(capsys.readouterr().out)
    assert report["users"]["added"] == report["extraction"]["teachers"] + report["extraction"]["directors"] > 10


def test_import_users_beside_an_open_import_activates_nothing(admin, client_as, capsys):
    activate("CP")
    Wizard(client_as(admin)).upload(ECOLE / "CSVExtraction.csv")
    with pytest.raises(CommandError, match="Claire MARCHAND"):
        import_users(capsys, "--activate-niveaux")
    assert [active.niveau.reference for active in SchoolNiveau.objects.all()] == ["CP"]


def test_import_users_overtaken_by_somebody_else_says_so(school, capsys):
    niveau = Niveau.objects.get(reference="CP")
    added = []

    def somebody_adds_a_class_once_they_were_compared(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if not added and 'FROM "schools_schoolclass"' in sql and ImportRun.objects.open().exists():
            added.append("CP_68932")
            SchoolClass.objects.create(school=school, niveau=niveau, reference="CP_68932", name="CP")
        return found

    with (
        connection.execute_wrapper(somebody_adds_a_class_once_they_were_compared),
        pytest.raises(CommandError, match=r"Quelqu'un d'autre .* Relancez la commande"),
    ):
        import_users(capsys, "--activate-niveaux")
    assert (SchoolClass.objects.count(), ImportRun.objects.open().count()) == (1, 0)


@pytest.mark.parametrize(
    ("file", "words"),
    [("absent.csv", "ne peut pas être lu"), (str(ECOLE / "hostile/binary.csv"), "n'est pas un fichier texte")],
)
def test_import_users_unusable_file_is_refused_in_words(school, capsys, file, words):
    with pytest.raises(CommandError, match=words):
        import_users(capsys, file=file)


def test_import_users_beside_an_open_import_is_refused(wizard, capsys):
    wizard.upload(ECOLE / "CSVExtraction.csv")
    with pytest.raises(CommandError, match="Claire MARCHAND"):
        import_users(capsys)


def test_import_users_unknown_school(db):
    with pytest.raises(CommandError, match="numéro 9"):
        call_command("import_users", WHOLE, "--school", "9", "--source", "base_eleves_eleves")


# --- The command says as much as the pages ----------------------------------------------------------------------------

TABLEURS = DATA / "tableurs"


def told(capsys, source: str, file, *options: str) -> str:
    capsys.readouterr()
    call_command("import_users", str(file), "--school", "1", "--source", source, *options)
    return capsys.readouterr().out


def test_import_users_finds_children_by_letters_and_names_the_others(school, capsys):
    told(capsys, "base_eleves_eleves", TABLEURS / "noms_proches_eleves.csv", "--activate-niveaux")
    said = told(capsys, "base_eleves_parents", TABLEURS / "noms_proches_parents.csv")
    assert Account.objects.filter(profile=Profile.TUT).count() == 9
    assert "PARENTLONG Ida n'aura pas de compte. PRUNIER Marie, Anne (CM2) : n'est pas un élève actif." in said


def test_import_users_tells_homonyms_apart_by_their_class(school, capsys):
    told(capsys, "onde_eleves", TABLEURS / "parents_coupe_eleves.csv", "--activate-niveaux")
    said = told(capsys, "base_eleves_parents", TABLEURS / "homonymes_parents.csv")
    mothers = Account.objects.filter(profile=Profile.TUT).filter(last_name="MERE").order_by("first_name")
    children = [
        (mother.first_name, link.pupil.school_class.niveau.reference)
        for mother in mothers
        for link in Guardianship.objects.filter(guardian=mother)
    ]
    assert children == [("Deux", "CP"), ("Un", "CM1")]
    assert "n'aura pas de compte" not in said


def test_import_users_of_guardians_says_that_pupils_come_first(school, capsys):
    said = told(capsys, "base_eleves_parents", TABLEURS / "noms_proches_parents.csv", "--dry-run")
    assert "Importez d'abord les élèves" in said
    report = json.loads(told(capsys, "base_eleves_parents", TABLEURS / "noms_proches_parents.csv", "--json"))
    assert (report["has_no_pupil"], len(report["left_out"])) == (True, 10)
    assert report["left_out"][0][:2] == ["PARENTACCENT Ida", "ROC Elie (CM2)"]


def test_import_users_says_which_child_of_a_guardian_is_not_found(school, capsys):
    told(capsys, "onde_eleves", TABLEURS / "parents_coupe_eleves.csv", "--activate-niveaux")
    titles = "Civilité Responsable;Nom responsable;Prénom responsable" + ";Nom de famille enfant;Prénom enfant" * 2
    data = f"{titles}\nMme;ROSIER;Ida;LAGRUME;Tom;HOMONY;Léa\n"
    path = school_file(data)
    said = told(capsys, "base_eleves_parents", path)
    assert "ROSIER Ida : un lien ignoré. HOMONY Léa : plusieurs élèves portent ce nom." in said


def school_file(data: str) -> Path:
    path = Path(settings.DATA_DIR) / "envoi.csv"
    path.write_text(data, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("source", "name"), [("siecle_communs", "Communs.xml"), ("siecle_nomenclature", "Nomenclature.xml")]
)
def test_import_users_of_codes_says_only_what_the_file_is_about_and_keeps_it(school, capsys, source, name):
    with time_machine.travel(NOVEMBER):
        School.objects.update(uai=UAI)
        said = told(capsys, source, COLLEGE / name).splitlines()
    assert [line for line in said if "trouvée" not in line or "matière" not in line] == [
        "Ce fichier est vérifié et gardé pour les exports qui en ont besoin."
    ]
    assert KeptFile.objects.get().source_code == source


STS_GROUP = (
    "<STS_EDT><DONNEES><INDIVIDUS><INDIVIDU ID='1' TYPE='epp'><NOM_USAGE>A</NOM_USAGE><PRENOM>B</PRENOM>"
    "<FONCTION>ENS</FONCTION></INDIVIDU></INDIVIDUS><STRUCTURE><DIVISIONS><DIVISION CODE='6A'><MEFS_APPARTENANCE>"
    "<MEF CODE='10010012110'/></MEFS_APPARTENANCE></DIVISION></DIVISIONS><GROUPES><GROUPE CODE='LATIN'>{}</GROUPE>"
    "</GROUPES></STRUCTURE></DONNEES></STS_EDT>"
)
OF_6A = "<DIVISIONS_APPARTENANCE><DIVISION_APPARTENANCE CODE='6A'/></DIVISIONS_APPARTENANCE>"


def test_import_users_gives_a_group_the_level_of_its_divisions(school, capsys):
    told(capsys, "sts_professeurs", school_file(STS_GROUP.format(OF_6A)), "--activate-niveaux")
    assert list(Group.objects.values_list("reference", "niveau__reference")) == [("LATIN", "6")]


def test_import_users_of_a_group_without_a_level_says_how_to_tell_it(school, capsys):
    file = school_file(STS_GROUP.format(""))
    with pytest.raises(CommandError) as refused:
        told(capsys, "sts_professeurs", file, "--activate-niveaux")
    assert '--niveau "LATIN=6"' in str(refused.value)
    assert "ajoutez --activate-niveaux" not in str(refused.value)
    announced = json.loads(
        told(capsys, "sts_professeurs", file, "--activate-niveaux", "--niveau", "latin=5", "--json", "--dry-run")
    )
    assert (announced["classes"]["added"], Group.objects.count()) == (1, 0)
    told(capsys, "sts_professeurs", file, "--activate-niveaux", "--niveau", "latin=5")
    assert list(Group.objects.values_list("reference", "niveau__reference")) == [("LATIN", "5")]


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("LATIN", "RÉFÉRENCE=NIVEAU"),
        ("GREC=5", "n'a pas de classe ni de groupe GREC"),
        ("LATIN=13", "Niveau inconnu : 13"),
    ],
)
def test_import_users_refuses_a_level_that_means_nothing(school, capsys, option, words):
    with pytest.raises(CommandError, match=words):
        told(capsys, "sts_professeurs", school_file(STS_GROUP.format("")), "--niveau", option)
    assert (Group.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_import_users_refuses_damaged_classes_and_writes_nothing(school, capsys):
    with pytest.raises(CommandError, match=r"ligne 2, colonne « classe » : « 6,00E\+01 »"):
        told(capsys, "tableur_eleves", TABLEURS / "classe_scientifique.csv", "--activate-niveaux")
    assert (SchoolClass.objects.count(), Account.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("command", "given", "missing"),
    [
        ("import_users", ["fichier.csv", "--source", "base_eleves_eleves"], "--school"),
        ("import_users", ["fichier.csv", "--school", "1"], "--source"),
        ("import_validations", ["fichier.zip"], "--school"),
        ("export_validations", [], "--school"),
        ("extract_users", [], "--school"),
    ],
)
def test_command_that_writes_wants_to_know_of_which_school_and_of_what(db, command, given, missing):
    with pytest.raises(CommandError, match=missing):
        call_command(command, *given)
