"""« Venir de SACoche », page after page: sent, seen, decided on, taken, undone; refused in words (V1, V2, V34–V39)."""

import csv
import datetime
import html
import io
import zipfile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Account, JournalEntry
from entrance.signin import sign_in
from evaluations.models import Mark, MarkChange, ScaleSettings
from imports.models import KeptTable, MoveIn, MoveStatus
from imports.sacoche import moves
from imports.sacoche.moves import FILES, NotEmpty
from referentiels.models import Item, Referentiel
from sacoche.kit.tenancy import school_scope
from schools.models import Group, Matiere, Niveau, SchoolClass, SchoolNiveau
from tests.factories import AccountFactory, SchoolClassFactory
from tests.imports.sacoche.figures import figures
from tests.imports.sacoche.writer import DATA, files_of, zipped


@pytest.fixture
def client(admin, client_as):
    """The browser of the administrator of an empty space."""
    return client_as(admin)


def send(client, content, name="dump_SACoche_0.zip"):
    """Send a backup; the page that comes."""
    file = SimpleUploadedFile(name, content, content_type="application/zip")
    return client.post(reverse("imports:move"), {"fichier": file}, follow=True)


def backup(name):
    return (DATA / f"{name}.zip").read_bytes()


def text_of(page):
    """What is read on the page, with ordinary spaces."""
    return " ".join(html.unescape(page.content.decode()).split())


def take(client, move, **answers):
    """« Reprendre », with what the page shows first."""
    move.refresh_from_db()
    asked = {f"niveau_{each['key']}": each["proposed"] for each in move.seen["questions"]}
    boxes = {"identity": "on", "rights": "on", "renew_shared": "on"} | asked | answers
    return client.post(reverse("imports:move_take", args=[move.uuid]), boxes, follow=True)


def is_empty():
    rows = (SchoolClass, Group, Referentiel, Item, Mark, Matiere, SchoolNiveau, ScaleSettings)
    return not any(model.objects.exists() for model in rows)


# ---------------------------------------------------------------- from the file to the figures, and back


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2012", ("23/02/2012", "École du Banc", "0751234J", "28 tables", "6 001 lignes")),
        ("2017", ("19/09/2017", "École du Banc", "0751234J", "78 tables", "10 778 lignes")),
    ],
)
def test_backup_is_recognised_and_nothing_is_written_before_reprendre_v1_v2(client, name, told):
    page = send(client, backup(name))
    assert all(words in text_of(page) for words in told)
    assert is_empty()
    assert Account.objects.count() == 1
    move = MoveIn.objects.get()
    assert move.is_open
    assert page.redirect_chain[-1][0] == reverse("imports:move_review", args=[move.uuid])


def test_school_is_taken_then_given_back_empty(client, school, admin, data_dir):
    before = (school.name, school.uai, dict(school.access))
    send(client, backup("2012"))
    move = MoveIn.objects.get()
    page = take(client, move)
    assert page.redirect_chain[-1][0] == reverse("imports:move_result", args=[move.uuid])
    assert 'résultats</th><td class="num">2653</td><td class="num">2653</td>' in text_of(page)
    assert "a changé" not in text_of(page)
    assert not [path for path in data_dir.rglob("*") if path.is_file() and FILES in str(path)]
    assert sign_in(school=school, login="ann.durand", password="sacoche1", address="192.0.2.1")
    undo = reverse("imports:move_undo", args=[move.uuid])
    assert client.post(undo).status_code == 422
    page = client.post(undo, {"sure": "on"}, follow=True)
    assert "l'espace est vide" in text_of(page)
    assert is_empty()
    assert list(Account.objects.all()) == [admin]
    assert not KeptTable.objects.exists()
    school.refresh_from_db()
    assert (school.name, school.uai, school.access) == before
    codes = set(JournalEntry.objects.values_list("code", flat=True))
    assert {"imports.receive_move", "imports.apply_move", "imports.undo_move"} <= codes
    # And it may come again.
    send(client, backup("2012"))
    take(client, MoveIn.objects.open().get())
    assert Mark.objects.count() == 2653


def test_what_was_done_since_is_counted_before_it_goes(client, school, moved):
    move = moved("2012")
    mark = Mark.objects.filter(code="1").first()
    MarkChange.objects.create(
        school=school,
        pupil_id=mark.pupil_id,
        item_id=mark.item_id,
        evaluation_id=mark.evaluation_id,
        before="1",
        after="2",
        gesture="cell",
        at=move.ended_at + datetime.timedelta(hours=1),
        batch="0" * 32,
    )
    page = client.get(reverse("imports:move_undo", args=[move.uuid]))
    assert "1 résultat a été saisi ou changé" in text_of(page)


def test_move_of_more_than_a_week_ago_is_not_undone(client, moved):
    move = moved("2012")
    later = move.ended_at + datetime.timedelta(days=8)
    with time_machine.travel(later, tick=False), pytest.raises(moves.NotUndoable):
        moves.undo(move, actor=None)
    assert Mark.objects.exists()


def test_administrator_who_came_with_the_backup_does_not_undo_it(client_as, admin, moved):
    move = moved("2012")
    newcomer = Account.objects.get(login="admin1")
    with pytest.raises(moves.NotUndoable, match="vient de la sauvegarde"):
        moves.undo(move, actor=newcomer)
    assert Account.objects.filter(pk=newcomer.pk).exists()


def test_backup_is_given_up_and_its_file_goes(client, data_dir):
    send(client, backup("2012"))
    move = MoveIn.objects.get()
    assert [path for path in data_dir.rglob("*") if path.is_file()]
    client.post(reverse("imports:move_give_up", args=[move.uuid]))
    assert not [path for path in data_dir.rglob("*") if path.is_file()]
    assert is_empty()
    assert client.get(reverse("imports:move_review", args=[move.uuid])).status_code == 410
    assert take(client, move).status_code == 410


def test_backup_that_waits_for_a_day_is_forgotten(client, data_dir):
    send(client, backup("2012"))
    move = MoveIn.objects.get()
    (path,) = [path for path in data_dir.rglob("*") if path.is_file()]
    assert path.stat().st_mode & 0o077 == 0
    with time_machine.travel(move.expires_at + datetime.timedelta(minutes=1), tick=False):
        assert moves.purge_moves() == 1
    move.refresh_from_db()
    assert move.status == MoveStatus.CANCELLED
    assert not path.exists()
    assert not KeptTable.objects.exists()


# ---------------------------------------------------------------- odd rows


def test_every_odd_row_has_its_fate_v34(client):
    send(client, backup("2012-bizarre"))
    move = MoveIn.objects.get()
    boxes = move.seen["boxes"]
    assert boxes == {"taken": 3610, "corrected": 1, "aside": 31, "left": 2429}
    assert sum(boxes.values()) == move.seen["rows"] == 6071
    page = client.get(reverse("imports:move_lines", args=[move.uuid]))
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig")), delimiter=";"))
    fates = {(table, row): fate for table, row, fate, _why, _words in rows[1:]}
    for odd in figures("bizarre"):
        found = fates.get((odd["table"], odd["row"]), "repris")
        expected = {"taken": "repris", "set aside": "mis de côté", "corrected": "repris et corrigé"}
        assert found == expected.get(odd["fate"], "non repris"), odd


def test_texts_are_as_they_were_and_repaired_when_it_is_asked_v35_v36(client):
    send(client, backup("2012-bizarre"))
    move = MoveIn.objects.get()
    page = client.get(reverse("imports:move_review", args=[move.uuid]))
    assert "« LEFÃˆVRE » → « LEFÈVRE »" in text_of(page)
    take(client, move, repairs="on")
    people = {f"{each.last_name} {each.first_name}" for each in Account.objects.all()}
    assert "LEFÈVRE Cécile" in people
    assert 'A\\B "dit" L\'AUTRE Jo\\' in people
    titles = set(Mark.objects.values_list("evaluation__title", flat=True))
    assert "Titre fini par une barre \\" in titles
    assert not Item.objects.filter(link__istartswith="javascript").exists()
    assert Item.objects.filter(coefficient=255).count() == 1


def test_damaged_text_stays_when_its_repair_is_not_asked_v36(client, client_as):
    send(client, backup("2012-bizarre"))
    take(client, MoveIn.objects.get())
    damaged = Account.objects.get(last_name="LEFÃˆVRE")
    assert damaged.first_name == "CÃ©cile"
    bold = Account.objects.get(last_name__startswith="<b>")
    page = client.get(reverse("accounts:pupils") + "?q=gras")
    assert "<b>GRAS</b>" not in page.content.decode()
    assert bold.school_class is None


def test_niveau_of_a_class_is_the_one_that_is_chosen(client):
    send(client, backup("2012-bizarre"))
    move = MoveIn.objects.get()
    page = client.post(
        reverse("imports:move_review", args=[move.uuid]), {"niveau_class-23": "CM1", "identity": "on"}, follow=True
    )
    assert "Vos choix sont gardés" in text_of(page)
    move.refresh_from_db()
    assert move.answers["niveaux"] == {"class-23": "CM1"}
    take(client, move, **{"niveau_class-23": "CM1"})
    assert SchoolClass.objects.get(reference="CE2_44BD_2").niveau.reference == "CM1"


def _with_a_lycee(files):
    """A référentiel of a niveau that our list has not."""
    referentiel = "dump_sacoche_referentiel_000.sql"
    files[referentiel] = files[referentiel].replace(b'("613","17",', b'("613","121",')


def test_niveau_that_our_list_has_not_becomes_the_schools_own(client, school):
    send(client, _changed(_with_a_lycee))
    move = MoveIn.objects.get()
    assert [each["key"] for each in move.seen["questions"]] == ["niveau-121"]
    take(client, move)
    own = Niveau.objects.get(school=school)
    assert (own.reference, own.label) == ("1BTS1", "BTS 1 an")
    assert Referentiel.objects.filter(niveau=own).count() == 1
    move.refresh_from_db()
    moves.undo(move, actor=None)
    assert not Niveau.objects.filter(school=school).exists()


# ---------------------------------------------------------------- refused


def _changed(change):
    files = files_of("2012")
    change(files)
    return zipped(files).read()


def _renamed(files):
    files["autre.sql"] = files.pop("dump_sacoche_user_000.sql")


def _without_marks(files):
    del files["dump_sacoche_saisie_000.sql"]


def _with_a_text(files):
    files["lisezmoi.txt"] = b"bonjour"


def _with_an_update(files):
    name = "dump_sacoche_user_000.sql"
    files[name] = files[name].replace(b"INSERT INTO sacoche_user VALUES", b"UPDATE sacoche_user SET")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_renamed, "autre.sql"),
        (_without_marks, "saisie"),
        (_with_a_text, "lisezmoi.txt"),
        (_with_an_update, "dump_sacoche_user_000.sql"),
    ],
)
def test_archive_that_somebody_changed_is_refused_by_the_name_of_its_file_v37(client, data_dir, change, named):
    page = send(client, _changed(change))
    assert page.status_code == 422
    assert named in text_of(page)
    assert is_empty()
    assert not MoveIn.objects.open().exists()
    assert not [path for path in data_dir.rglob("*") if path.is_file()]
    assert JournalEntry.objects.filter(code="imports.refuse_move").count() == 1


@pytest.mark.parametrize("content", [b"", b"bonjour", backup("2012")[:40_000]])
def test_file_that_is_no_archive_is_refused_v37(client, content):
    page = send(client, content)
    assert page.status_code == 422
    assert "archive" in text_of(page)
    assert is_empty()


def test_nothing_sent_is_told(client):
    page = client.post(reverse("imports:move"))
    assert page.status_code == 422
    assert "Choisissez d'abord la sauvegarde" in text_of(page)


def test_space_that_is_not_empty_is_refused_v39(client, school, moved):
    SchoolClassFactory()
    page = send(client, backup("2012"))
    assert page.status_code == 409
    assert "espace vide" in text_of(page)
    with pytest.raises(NotEmpty):
        moved("2012")


def test_same_backup_twice_is_refused_v39(client, moved):
    moved("2012")
    page = send(client, backup("2012"))
    assert page.status_code == 409
    assert Account.objects.filter(last_name="DURAND").count() == 1


def test_space_filled_while_the_page_was_read_is_left_as_it_is(client):
    send(client, backup("2012"))
    SchoolClassFactory(reference="AUTRE")
    page = take(client, MoveIn.objects.get())
    assert page.status_code == 409
    assert [each.reference for each in SchoolClass.objects.all()] == ["AUTRE"]
    assert not Mark.objects.exists()


def test_backup_of_another_school_is_not_found_and_a_teacher_is_refused_v39(client, client_as, other_school, teacher):
    Account.objects.filter(pk=teacher.pk).delete()
    send(client, backup("2012"))
    move = MoveIn.objects.get()
    with school_scope(other_school):
        stranger = client_as(AccountFactory(profile="ADM"))
    addresses = ("move_review", "move_result", "move_lines", "move_data", "move_undo")
    for name in addresses:
        address = reverse(f"imports:{name}", args=[move.uuid])
        assert stranger.get(address).status_code == 404
    pupil = AccountFactory(profile="ENS")
    assert client_as(pupil).get(reverse("imports:move")).status_code == 403


def test_work_stopped_in_the_middle_leaves_the_space_empty_v38(client, school):
    send(client, backup("2012"))
    move = MoveIn.objects.get()

    class Killed(Exception):
        pass

    def stop(done, total):
        if done >= 60:
            raise Killed

    with pytest.raises(Killed):
        moves.apply(move, actor=None, steps=moves.Steps(progress=stop))
    assert is_empty()
    assert Account.objects.count() == 1
    move.refresh_from_db()
    assert move.is_open
    moves.apply(move, actor=None)
    assert Mark.objects.count() == 2653


# ---------------------------------------------------------------- data kept


def test_data_that_has_no_room_is_given_as_files_v28(client, moved):
    move = moved("2017")
    page = client.get(reverse("imports:move_data", args=[move.uuid]))
    with zipfile.ZipFile(io.BytesIO(page.content)) as archive:
        assert {"livret_saisie.jsonl", "officiel_saisie.jsonl", "officiel_archive_image.jsonl"} <= set(
            archive.namelist()
        )
        assert len(archive.read("livret_saisie.jsonl").decode().splitlines()) == 483


# ---------------------------------------------------------------- a password that is to be changed


def test_person_with_a_shared_password_chooses_another_one_before_anything_else(client_as, moved):
    moved("2012")
    durand = Account.objects.get(login="ann.durand")
    durand.activated_at, durand.notice_version = durand.created_at, 99
    durand.save()
    browser = client_as(durand)
    page = browser.get(reverse("home"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("accounts:renew_password")
    address = reverse("accounts:renew_password")
    same = {"password": "sacoche1", "again": "sacoche1"}
    assert browser.post(address, same).status_code == 422
    new = {"password": "quatre lampes bleues ici", "again": "quatre lampes bleues ici"}
    assert browser.post(address, new).status_code == 302
    durand.refresh_from_db()
    assert not durand.must_renew_password
    assert browser.get(reverse("home")).status_code == 200
