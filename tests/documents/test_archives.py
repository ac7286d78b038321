"""What was printed stays as it was printed: bytes, names, versions, first readings; and goes to another school."""

import dataclasses
import datetime
import hashlib
import io
import os
import resource
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.mail import send_due_mails
from accounts.merging.merge import merge_accounts
from accounts.models import Account, JournalEntry
from documents.archives import links
from documents.archives.services import (
    FOLDER,
    ArchiveDamaged,
    Batch,
    Printed,
    content_of,
    data_of,
    note_reading,
)
from documents.archives.zips import write_zip
from documents.models import Archive, ArchiveLink, FrozenArchive
from sacoche.kit.clock import local, now
from sacoche.kit.stored import StorageFailed, store
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School
from tests.factories import AccountFactory
from tests.operation.saving import beside, restore, save

PDF = b"%PDF-1.4 un bulletin"
WEEK = datetime.timedelta(days=7)


def printed(about: Account, *, content: bytes = PDF, **changes: Any) -> Printed:
    said = Printed(
        about=about,
        kind="bulletin",
        title="Bulletin du 1er trimestre",
        year=2026,
        period="1er trimestre",
        period_order=1,
        school_name="Collège Simone-Exemple",
        uai="0341234G",
        class_name="5A",
        content=content,
        pages=2,
        data={"mean": "13,8"},
    )
    return dataclasses.replace(said, **changes)


def archive(author: Account, *documents: Printed) -> list[Archive]:
    batch = Batch(school=author.school, author=author, at=now())
    for document in documents:
        batch.add(document)
    return batch.write()


def files_of(school: School, data_dir: Path) -> list[Path]:
    folder = data_dir / FOLDER / str(school.pk)
    return sorted(folder.iterdir()) if folder.is_dir() else []


# --- What is kept -----------------------------------------------------------------------------------------------------


def test_bytes_are_given_back_as_they_were_printed_with_the_values_that_they_show(director, pupil):
    [kept] = archive(director, printed(pupil))

    assert content_of(kept) == PDF
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (kept.pages, kept.version, kept.author_label) == (2, 1, "LEROY É.")
    assert data_of(kept) == {"mean": "13,8"}


def test_what_the_storage_holds_tells_nothing_to_whoever_has_a_copy_of_it(director, pupil, school, data_dir):
    archive(director, printed(pupil))

    [held] = files_of(school, data_dir)
    content = held.read_bytes()
    assert b"PDF" not in content
    assert b"mean" not in content
    assert pupil.last_name not in held.name


def test_names_of_the_day_stay_when_the_school_the_class_or_the_pupil_is_renamed(director, pupil, school):
    [kept] = archive(director, printed(pupil))
    pupil.last_name, pupil.first_name = "AUTRE", "Nom"
    pupil.save()
    school.name = "Collège Autre-Nom"
    school.save()

    kept = Archive.objects.get()
    assert (kept.person_name, kept.school_name, kept.class_name) == ("MARTIN Zoé", "Collège Simone-Exemple", "5A")


def test_printed_again_it_is_another_version_and_the_first_one_stays(director, pupil):
    [first] = archive(director, printed(pupil))
    [second] = archive(director, printed(pupil, content=b"%PDF-1.4 corrig\xc3\xa9"))

    assert (first.version, second.version) == (1, 2)
    assert content_of(first) == PDF
    assert list(Archive.objects.last_versions()) == [second]


def test_another_period_or_another_year_is_another_document_and_no_version(director, pupil):
    kept = archive(director, printed(pupil), printed(pupil, period="2e trimestre"), printed(pupil, year=2027))

    assert [each.version for each in kept] == [1, 1, 1]
    assert Archive.objects.last_versions().count() == 3


def test_archive_is_never_changed_but_by_who_had_it_in_his_hands(director, pupil):
    [kept] = archive(director, printed(pupil))

    with pytest.raises(FrozenArchive):
        kept.save()
    with pytest.raises(FrozenArchive):
        Archive.objects.update(sha256="0" * 64)
    with pytest.raises(FrozenArchive):
        Archive.objects.bulk_update([kept], ["title"])


def test_one_changed_byte_is_seen_and_nothing_is_given(director, pupil, school, data_dir):
    [kept] = archive(director, printed(pupil))
    path = data_dir / FOLDER / str(school.pk) / str(kept.key)
    content = bytearray(path.read_bytes())
    content[20] ^= 1
    path.write_bytes(content)

    with pytest.raises(ArchiveDamaged, match="MARTIN Zoé"):
        content_of(kept)


def test_file_that_is_gone_is_said(director, pupil, school, data_dir):
    [kept] = archive(director, printed(pupil))
    for path in files_of(school, data_dir):
        path.unlink()

    with pytest.raises(ArchiveDamaged, match="sauvegardes"):
        content_of(kept)


# --- Half-written -----------------------------------------------------------------------------------------------------


def test_disk_that_fills_up_at_the_second_pupil_leaves_neither_row_nor_file(director, pupil, school, data_dir):
    batch = Batch(school=school, author=director, at=now())
    batch.add(printed(pupil))
    with no_file_longer_than(4096), pytest.raises(StorageFailed, match="plein"):
        batch.add(printed(AccountFactory(), content=PDF * 1000))
    batch.undo()

    assert files_of(school, data_dir) == []
    assert not Archive.objects.exists()


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """What a disk that is full does to whoever writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_purge_sweeps_after_a_day_what_no_archive_names_and_leaves_the_others(director, pupil, school, data_dir):
    archive(director, printed(pupil))
    store(FOLDER, str(school.pk), "0f0f", b"left by a process that was killed")
    store(FOLDER, str(school.pk), "1e1e", b"of a print that goes on")
    day_before = (now() - datetime.timedelta(hours=25)).timestamp()
    for path in files_of(school, data_dir):
        if not path.name.startswith("1e1e"):
            os.utime(path, (day_before, day_before))

    call_command("purge", verbosity=0)

    assert {path.name for path in files_of(school, data_dir)} == {"1e1e", str(Archive.objects.get().key)}


def test_archive_is_opened_once_its_school_is_restored_on_a_server_of_another_key(director, pupil, school, settings):
    archive(director, printed(pupil))
    stream, key = save(school)
    settings.SECRET_KEY = "celle d'un autre serveur, où la sauvegarde est restaurée"

    restored = restore(stream, key, beside(number=7))

    with school_scope(restored.school):
        kept = Archive.objects.get()
        assert content_of(kept) == PDF
        assert (kept.person_name, kept.about.last_name) == ("MARTIN Zoé", "MARTIN")


def test_account_that_is_effaced_takes_its_archives_along(director, pupil, school, data_dir):
    archive(director, printed(pupil))
    pupil.delete()
    day_before = (now() - datetime.timedelta(hours=25)).timestamp()
    for path in files_of(school, data_dir):
        os.utime(path, (day_before, day_before))

    call_command("purge", verbosity=0)

    assert not Archive.objects.exists()
    assert files_of(school, data_dir) == []


# --- Two accounts of one person ---------------------------------------------------------------------------------------


def test_two_accounts_of_one_pupil_become_one_and_no_bulletin_is_lost(director, admin, pupil):
    other = AccountFactory(last_name="MARTIN", first_name="Zoé")
    archive(director, printed(pupil))
    archive(director, printed(other, content=b"%PDF-1.4 ailleurs"), printed(other, period="2e trimestre"))

    merge_accounts(kept=pupil, other=other, actor=admin)

    found = Archive.objects.filter(about=pupil).order_by("period_order", "period", "version")
    assert [(each.period, each.version) for each in found] == [
        ("1er trimestre", 1),
        ("1er trimestre", 2),
        ("2e trimestre", 1),
    ]
    assert content_of(found[1]) == b"%PDF-1.4 ailleurs"


# --- First readings ---------------------------------------------------------------------------------------------------


def test_first_reading_by_the_pupil_and_by_a_guardian_are_dated_and_stay(director, pupil):
    [kept] = archive(director, printed(pupil))
    guardian = AccountFactory(profile=Profile.TUT)
    note_reading(kept, director)
    kept.refresh_from_db()
    assert (kept.read_by_person_at, kept.read_by_guardian_at) == (None, None)

    note_reading(kept, guardian)
    kept.refresh_from_db()
    first = kept.read_by_guardian_at
    note_reading(kept, AccountFactory(profile=Profile.TUT))
    note_reading(kept, pupil)
    kept.refresh_from_db()

    assert first is not None
    assert kept.read_by_guardian_at == first
    assert kept.read_by_person_at is not None


# --- ZIP --------------------------------------------------------------------------------------------------------------


def test_zip_holds_the_very_bytes_under_names_that_every_system_takes(director, school):
    homonyms = [AccountFactory(last_name="D'ÂGE/LENOIR", first_name="Zoé") for _ in range(2)]
    kept = archive(director, *(printed(each, content=PDF + bytes([rank])) for rank, each in enumerate(homonyms)))
    stream = io.BytesIO()
    write_zip(stream, kept)

    with zipfile.ZipFile(stream) as opened:
        names = opened.namelist()
        found = {hashlib.sha256(opened.read(name)).hexdigest() for name in names}
    assert names == [
        "5A/D'ÂGE LENOIR Zoé - Bulletin du 1er trimestre 2026-2027.pdf",
        "5A/D'ÂGE LENOIR Zoé - Bulletin du 1er trimestre 2026-2027 (2).pdf",
    ]
    assert found == {each.sha256 for each in kept}


# --- To another school ------------------------------------------------------------------------------------------------


@pytest.fixture
def address(director: Account, pupil: Account, school: School) -> str:
    """What the secretary of another school finds in her mail."""
    kept = archive(director, printed(pupil))
    links.transmit(owner=director, school=school, archives=kept, recipient="secretariat@exemple.fr")
    send_due_mails()
    [sent] = mail.outbox
    return next(word for word in sent.body.split() if word.startswith("http"))


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_mail_and_address_name_nobody(address, pupil, director):
    [sent] = mail.outbox

    assert sent.to == ["secretariat@exemple.fr"]
    for word in (pupil.last_name, pupil.first_name, "5A", "trimestre", director.last_name):
        assert word not in sent.body + sent.subject + address
    last_day = local(now()) + WEEK
    assert f"{last_day:%d/%m/%Y}" in sent.body


def test_page_of_the_address_gives_nothing_by_itself_and_names_nobody(address, pupil):
    page = Client().get(path_of(address))

    assert page.status_code == 200
    assert "1 document scolaire" in page.content.decode()
    assert pupil.last_name not in page.content.decode()
    with all_schools():
        assert ArchiveLink.objects.get().times == 0


def test_each_press_gives_the_file_and_is_counted_in_the_journal(address, school):
    for _ in range(2):
        given = Client().post(path_of(address))
        assert given.status_code == 200
        with zipfile.ZipFile(io.BytesIO(given.getvalue())) as opened:
            [content] = [opened.read(name) for name in opened.namelist()]
        assert content == PDF

    assert ArchiveLink.objects.get().times == 2
    assert JournalEntry.objects.filter(code="documents.take_transmitted").count() == 2


def test_address_gives_until_the_evening_of_its_seventh_day_then_says_that_it_has_expired(address):
    link = ArchiveLink.objects.get()
    last = local(link.expires_at)
    assert (last.date(), last.hour, last.minute) == ((local(link.created_at) + WEEK).date(), 23, 59)

    ArchiveLink.objects.update(expires_at=now() - datetime.timedelta(seconds=1))

    for answer in (Client().get(path_of(address)), Client().post(path_of(address))):
        assert answer.status_code == 410
        assert "a expiré" in answer.content.decode()
    assert ArchiveLink.objects.get().times == 0


def test_withdrawn_address_is_unknown(address, director):
    links.withdraw(actor=director, link=ArchiveLink.objects.get())

    assert Client().get(path_of(address)).status_code == 404
    assert Client().post(path_of(address)).status_code == 404
    assert JournalEntry.objects.filter(code="documents.withdraw_link").count() == 1


def test_forged_address_is_unknown(db):
    assert Client().get(reverse("documents:transmitted", args=["x" * 43])).status_code == 404


def test_archives_of_another_school_are_not_given_by_an_address_that_would_name_them(address, other_school):
    with school_scope(other_school):
        stranger = AccountFactory(profile=Profile.DIR)
        [theirs] = archive(stranger, printed(AccountFactory()))
    ArchiveLink.objects.update(keys=[str(theirs.key)])

    assert Client().post(path_of(address)).status_code == 410
