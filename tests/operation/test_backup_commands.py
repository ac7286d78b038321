"""`manage.py backup` and `restore`: the nights of the operator, and a school that changes server."""

import datetime
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Account
from evaluations.models import EvaluationFile
from evaluations.services.files import open_file
from operation.backups import nightly
from operation.models import Backup, Origin
from operation.queries import was_saved_lately
from sacoche.kit.clock import now
from sacoche.kit.stored import discard
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School
from tests.factories import AccountFactory, SchoolClassFactory
from tests.operation.life import live
from tests.operation.saving import PASSWORD, rows


@pytest.fixture(autouse=True)
def operator(settings, tmp_path):
    settings.BACKUP_DIR, settings.BACKUP_PASSWORD = tmp_path / "nuits", PASSWORD


def kept(school: School) -> list[str]:
    return [path.name for path in nightly.kept_files(school)]


def told(capsys, *command: str) -> str:
    call_command(*command)
    return str(capsys.readouterr().out).replace("\u00a0", " ").replace("\u202f", " ")


def test_every_school_is_saved_each_night_in_a_file_of_the_server_alone(school, other_school, capsys):
    said = told(capsys, "backup", "--all")

    assert ("n° 1 :" in said, "n° 2 :" in said, "relue" in said) == (True, True, True)
    for each in (school, other_school):
        with school_scope(each):
            [path] = nightly.kept_files(each)
            assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
            [noted] = Backup.objects.all()
            assert (noted.origin, noted.name, noted.size) == (Origin.NIGHTLY, path.name, path.stat().st_size)
            assert was_saved_lately()


def test_old_nights_go_and_the_last_one_never(school, settings):
    settings.BACKUP_DAYS = 7
    folder = nightly.folder_of(school)
    folder.mkdir(parents=True)
    for name, days in (("sauvegarde_1_2020-01-01", 30), ("sauvegarde_1_2020-01-02", 8), ("sauvegarde_1_2020-01-03", 6)):
        (folder / f"{name}.sacoche").write_bytes(b"x")
        moment = (now() - datetime.timedelta(days=days)).timestamp()
        os.utime(folder / f"{name}.sacoche", (moment, moment))

    call_command("backup", "--school", "1", verbosity=0)

    assert [name[:23] for name in kept(school)][1:] == ["sauvegarde_1_2020-01-03"]
    for path in nightly.kept_files(school):
        os.utime(path, (0, 0))
    assert (nightly.drop_old(school), len(kept(school))) == (1, 1)


def test_school_that_cannot_be_saved_stops_no_other_and_is_named(school, other_school, capsys):
    nightly.folder_of(school).parent.mkdir(parents=True)
    nightly.folder_of(school).write_bytes(b"a file where the folder should be")

    with pytest.raises(CommandError, match="1 sauvegarde a échoué : n° 1"):
        call_command("backup", "--all", verbosity=0)

    assert len(kept(other_school)) == 1
    assert not was_saved_lately()


def test_short_password_saves_nothing(school, settings):
    settings.BACKUP_PASSWORD = "court"
    with pytest.raises(CommandError, match="BACKUP_PASSWORD doit avoir 12 caractères"):
        call_command("backup", "--all")
    assert kept(school) == []


def test_last_night_restored_beside_the_living_school_differs_in_nothing(school, capsys):
    live(school)
    call_command("backup", "--school", "1", verbosity=0)
    before, schools = rows(school), School.objects.count()

    said = told(capsys, "drill", "--school", "1")

    assert "Écarts entre la sauvegarde et ce qui en revient : 0" in said
    assert "Fichiers qui ne sont plus sur le serveur : 0" in said
    # But the line of the journal that says that it was saved.
    assert "Écarts avec l'établissement d'aujourd'hui : 1\n  accounts.JournalEntry : 1 en plus" in said
    assert (rows(school), School.objects.count()) == (before, schools)


def test_every_last_night_is_tried_and_a_school_without_any_is_named(school, other_school, capsys):
    call_command("backup", "--all", verbosity=0)
    said = told(capsys, "drill", "--all")
    assert said.count("Écarts entre la sauvegarde et ce qui en revient : 0") == 2

    for path in nightly.kept_files(school):
        path.write_bytes(path.read_bytes()[:-1])
    for path in nightly.kept_files(other_school):
        path.unlink()
    with pytest.raises(CommandError, match="voyez ci-dessus"):
        call_command("drill", "--all")
    said = capsys.readouterr().err
    assert ("n° 1 : Cette sauvegarde est coupée" in said, "n° 2 : Aucune sauvegarde" in said) == (True, True)


def test_drill_names_what_has_changed_since_and_a_file_that_is_lost(school, capsys):
    live(school)
    call_command("backup", "--school", "1", verbosity=0)
    pupil = Account.objects.pupils().first()
    Account.objects.filter(pk=pupil.pk).update(first_name="Autre")
    discard("evaluations", str(school.pk))

    said = told(capsys, "drill", str(nightly.kept_files(school)[0]))

    assert "accounts.Account : 0 en plus, 0 en moins, 1 changées" in said
    assert f"({pupil.pk},) : first_name" in said
    assert "Fichiers qui ne sont plus sur le serveur : 1\n  evaluations/" in said


def test_school_goes_to_another_server_with_its_people_and_its_files(school, capsys):
    """The other server: the same one, once nothing of the school is left there and its numbers have gone on."""
    live(school)
    account = AccountFactory(login="cle")
    call_command("backup", "--school", "1", verbosity=0)
    [path] = nightly.kept_files(school)
    file = EvaluationFile.objects.first()
    discard("evaluations", str(school.pk))
    counts = {code: len(held) for code, held in rows(school).items()}
    from operation.backups.emptying import empty, rows_of

    empty(school, kept=(School,))
    with all_schools():
        School.objects.filter(pk=school.pk).delete()
    assert not rows_of(Account, school).exists()

    said = told(capsys, "restore", str(path), "--number", "12")

    assert "Établissement n° 12 : École Jules-Exemple" in said
    moved = School.objects.get(number=12)
    with school_scope(moved):
        again = {code: len(held) for code, held in rows(moved).items()}
        assert again == counts | {"accounts.JournalEntry": counts["accounts.JournalEntry"]}
        assert Account.objects.get(login="cle").check_password("lettres-et-42")
        assert open_file(EvaluationFile.objects.get(key=file.key)).read() == b"%PDF-1.7 Sujet"
    assert account.pk
    connection.check_constraints()


def test_living_school_is_replaced_only_when_it_is_asked(school):
    SchoolClassFactory()
    call_command("backup", "--school", "1", verbosity=0)
    [path] = nightly.kept_files(school)
    SchoolClassFactory()

    with pytest.raises(CommandError, match="est déjà sur ce serveur, sous le n° 1"):
        call_command("restore", str(path))
    assert len(rows(school)["schools.SchoolClass"]) == 2
    call_command("restore", str(path), "--over", verbosity=0)
    assert len(rows(school)["schools.SchoolClass"]) == 1
    school.refresh_from_db()
    assert "server" not in school.access.get("closings", {})


def test_number_that_another_school_has_is_refused(school, other_school):
    call_command("backup", "--school", "1", verbosity=0)
    [path] = nightly.kept_files(school)
    School.objects.filter(pk=school.pk).update(identity="00000000-0000-4000-8000-000000000000", number=2_000)

    with pytest.raises(CommandError, match="a déjà le n° 2 : donnez-en un autre"):
        call_command("restore", str(path), "--number", "2")
    call_command("restore", str(path))
    assert School.objects.filter(number=1).exists()


def test_password_of_an_administrator_opens_his_file(school, settings, tmp_path):
    given = tmp_path / "mot"
    given.write_text("celui de l'administratrice\n", encoding="utf-8")
    call_command("backup", "--school", "1", "--password-file", str(given), verbosity=0)
    [path] = nightly.kept_files(school)

    with pytest.raises(CommandError, match="Ce mot de passe n'ouvre pas"):
        call_command("drill", str(path))
    call_command("drill", str(path), "--password-file", str(given))
    with pytest.raises(CommandError, match="« nulle part » ne peut pas être lu"):
        call_command("restore", "nulle part")
    with pytest.raises(CommandError, match="Aucun établissement n'a le numéro 77"):
        call_command("drill", "--school", "77")


def test_transfer_cut_in_the_middle_is_refused_in_words_then_begun_again(school, tmp_path):
    live(school)
    call_command("backup", "--school", "1", verbosity=0)
    [path] = nightly.kept_files(school)
    cut = tmp_path / "coupee.sacoche"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    School.objects.filter(pk=school.pk).update(identity="00000000-0000-4000-8000-000000000000")

    with pytest.raises(CommandError, match="est coupée avant la fin"):
        call_command("restore", str(cut), "--number", "12")
    assert not School.objects.filter(number=12).exists()
    call_command("restore", str(path), "--number", "12", verbosity=0)
    assert School.objects.filter(number=12).exists()
