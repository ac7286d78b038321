"""« Contrôle des données »: nothing on a sound school; a row broken by hand is named, and repaired when it is asked."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from accounts.models import Account, Guardianship, JournalEntry
from documents.archives.services import FOLDER
from documents.models import Archive
from evaluations.models import EvaluationFile, SymbolImage
from operation.checking.findings import findings
from operation.models import Backup, Origin
from referentiels.models import Item
from sacoche.kit.stored import discard, read, store
from sacoche.kit.tenancy import school_scope
from tests.factories import AccountFactory, GuardianshipFactory, SchoolClassFactory
from tests.html import words
from tests.operation.life import live

PAGE = "operation:check"


def found(school) -> list[tuple[str, int]]:
    return [(each.what, each.number) for each in findings(school)]


def saved() -> None:
    told = {"name": "a.sacoche", "size": 9, "row_count": 1, "file_count": 0, "origin": Origin.NIGHTLY}
    Backup.objects.create(**told)


def test_school_that_has_lived_is_sound(school):
    live(school)
    assert found(school) == []


def test_page_says_that_all_is_well(admin, client_as, school):
    page = client_as(admin).get(reverse(PAGE))
    assert "0 défaut : les données de l'établissement sont saines." in words(page)


@pytest.fixture
def broken(school, other_school, admin):
    """A pupil in a class of another school, and a link that cannot do without its pupil."""
    with school_scope(other_school):
        strange, stranger = SchoolClassFactory(), AccountFactory(profile="ELV")
    pupil = AccountFactory(profile="ELV")
    link = GuardianshipFactory(pupil=AccountFactory(profile="ELV"))
    _by_hand("accounts_account", "school_class_id", strange.pk, pupil.pk)
    _by_hand("accounts_guardianship", "pupil_id", stranger.pk, link.pk)
    return pupil, link


def _by_hand(table: str, column: str, value: int, pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


def test_row_broken_by_hand_is_named_and_nothing_is_repaired_by_looking(admin, client_as, school, broken):
    pupil, link = broken
    page = words(client_as(admin).get(reverse(PAGE)))

    assert "accounts.Account : « school_class » ne désigne rien de cet établissement" in page
    assert f"n° {pupil.pk}" in page
    assert "accounts.Guardianship : « pupil » ne désigne rien de cet établissement" in page
    pupil.refresh_from_db()
    assert pupil.school_class_id
    assert Guardianship.objects.filter(pk=link.pk).exists()


def test_repair_asks_for_a_backup_of_the_day(admin, client_as, school, broken):
    page = words(client_as(admin).post(reverse("operation:repair"), follow=True))

    assert "Sauvegardez d'abord l'établissement" in page
    assert len(found(school)) == 2


def test_button_repairs_what_is_broken_and_the_journal_says_it(admin, client_as, school, broken):
    pupil, link = broken
    saved()
    page = words(client_as(admin).post(reverse("operation:repair"), follow=True))

    assert "Réparé : 1 ligne effacée, 1 lien vidé." in page
    assert found(school) == []
    pupil.refresh_from_db()
    assert pupil.school_class_id is None
    assert not Guardianship.objects.filter(pk=link.pk).exists()
    assert JournalEntry.objects.get(code="operation.repair").details == {"deleted": 1, "emptied": 1}


def test_doubled_numbers_are_named(school):
    for name in ("UN", "DEUX"):
        AccountFactory(profile="ELV", last_name=name, sconet_id=4_321, elenoet="77")
    AccountFactory(profile="ENS", sconet_id=4_321)

    assert found(school) == [
        ("Id Sconet porté par plusieurs personnes", 1),
        ("N° Sconet porté par plusieurs personnes", 1),
    ]
    assert "DEUX" in findings(school)[0].examples[0]


def test_lost_files_altered_images_and_doubled_ranks_are_named(school):
    live(school)
    file = EvaluationFile.objects.get()
    SymbolImage.objects.update(content=b"autre")
    item = Item.objects.get()
    Item.objects.create(theme=item.theme, order=item.order, name="Au même rang", coefficient=1)

    store("evaluations", str(school.pk), str(file.key), b"court")
    assert (f"{file.name} : 5 octets au lieu de {file.size}",) in [each.examples for each in findings(school)]
    discard("evaluations", str(school.pk))

    assert found(school) == [
        ("referentiels.Item : deux au même rang", 1),
        ("Fichiers de « evaluations » perdus ou altérés", 1),
        ("Images de codes : contenu qui n'est plus celui de son empreinte", 1),
    ]


def test_archive_whose_bytes_changed_is_named_p257(school):
    live(school)
    archive = Archive.objects.get()
    sealed = bytearray(read(FOLDER, str(school.pk), str(archive.key)))
    sealed[-1] ^= 1
    store(FOLDER, str(school.pk), str(archive.key), bytes(sealed))

    assert found(school) == [("Archives qui ne sont plus celles de leur empreinte", 1)]
    assert archive.person_name in findings(school)[0].examples[0]
    # Nothing repairs it: it is in the backups.
    assert Archive.objects.get().sha256 == archive.sha256


def test_command_names_the_defects_of_every_school_and_repairs_when_asked(school, other_school, broken, capsys):
    with pytest.raises(CommandError, match="2 défauts"):
        call_command("check_data")
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "n° 1 École Jules-Exemple, Saint-Exemple : 2 défauts" in said
    assert "n° 2 École des Tilleuls, Autreville : 0 défaut" in said

    with pytest.raises(CommandError, match="Sauvegardez d'abord"):
        call_command("check_data", "--school", "1", "--repair")
    saved()
    call_command("check_data", "--school", "1", "--repair")
    assert found(school) == []
    assert Account.objects.exists()
