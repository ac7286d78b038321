"""Logins and passwords of the new pupils: asked for, made in slices, given once (S33 to S35)."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from lxml import html
from pypdf import PdfReader

from accounts.models import Account
from documents.models import SealedNote
from imports import services
from imports.services import identifiers
from sacoche.kit.clock import today
from sacoche.kit.sealing import Unsealed, unseal
from tests.factories import AccountFactory
from tests.imports.wizard import Wizard, text_of
from tests.slips import csv_lines

SAMPLE = b"Nom Eleve;Prenom Eleve;Niveau;Classe\nALPHA;Ana;CP;CP B\nBRAVO;Ben;CP;CP A\n"
LINK = "→ Récupérer les identifiants de tout nouvel utilisateur inscrit."
LABELS = "→ Archiver / Imprimer (étiquettes PDF)."


@pytest.fixture
def ready(wizard) -> Wizard:
    """An import whose users have been applied: two new pupils without a password."""
    return wizard.go(SAMPLE, until="utilisateurs")


def address(wizard: Wizard, name: str) -> str:
    return reverse(f"imports:{name}", args=[wizard.run.uuid])


def make_all(wizard: Wizard) -> None:
    while not identifiers.progress(wizard.run).is_complete:
        assert wizard.client.post(address(wizard, "make_identifiers")).status_code == 302


def csv_rows(wizard: Wizard) -> list[list[str]]:
    return [
        line.split(";") for line in csv_lines(wizard.client.get(address(wizard, "identifiers_csv")).content) if line
    ]


def test_result_offers_the_identifiers_when_somebody_is_new_s33(ready):
    page = html.fromstring(ready.get("utilisateurs").content)
    assert page.xpath(f"//a[.='{LINK}']/@href") == [address(ready, "identifiers")]
    assert [cell.text_content() for cell in page.xpath("//table[@id='bilan']//tr/td[8]")] == ["à éditer", "à éditer"]


def test_result_says_that_there_are_none_when_nobody_is_new_s33(ready):
    make_all(ready)
    csv_rows(ready)
    ready.post("nettoyage")
    ready.go(SAMPLE, until="utilisateurs")
    page = ready.get("utilisateurs")
    assert LINK not in text_of(page)
    assert "Aucun nouvel utilisateur" in text_of(page)
    cells = html.fromstring(page.content).xpath("//table[@id='bilan']//tr/td[8]")
    assert [cell.text_content() for cell in cells] == ["ne peut plus être lu"] * 2


def test_no_password_exists_before_the_labels_are_asked_for(ready, data_dir):
    page = ready.client.get(address(ready, "identifiers"))
    assert LABELS in text_of(page)
    assert set(Account.objects.pupils().values_list("password", flat=True)) == {"!"}
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_labels_give_working_logins_and_passwords_of_new_pupils_only_s34(ready, client):
    AccountFactory(last_name="ANCIENNE", first_name="Zoé")
    make_all(ready)
    response = ready.client.get(address(ready, "labels"))
    words = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert ("ALPHA Ana" in words, "ana.alpha" in words, "[CP] CP B" in words, "ANCIENNE" in words) == (
        True,
        True,
        True,
        False,
    )
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith('attachment; filename="identifiants_1_eleves_')
    rows = csv_rows(ready)
    assert [row[3:7] for row in rows[1:]] == [
        ["[CP] CP A", "BRAVO", "Ben", "ben.bravo"],
        ["[CP] CP B", "ALPHA", "Ana", "ana.alpha"],
    ]
    for row in rows[1:]:
        account = Account.objects.get(login=row[6])
        assert account.check_password(row[7])
        assert row[7] in words


def test_clear_text_is_in_no_file_and_in_no_row_but_sealed_by_the_key_of_the_server_s35(ready, data_dir, settings):
    make_all(ready)
    passwords = [row[7] for row in csv_rows(ready)[1:]]
    kept = [path.read_bytes() for path in data_dir.rglob("*") if path.is_file()]
    [note] = SealedNote.objects.all()
    rows = str(list(Account.objects.values())) + str(ready.run.summary) + str(bytes(note.content))
    assert [password for password in passwords if password in rows or password.encode() in b"".join(kept)] == []
    assert sorted(unseal(bytes(note.content)).values()) == sorted(passwords)
    settings.SECRET_KEY = "another key"
    with pytest.raises(Unsealed):
        unseal(bytes(note.content))


def test_passwords_cannot_be_read_after_the_cleaning_s35(ready, data_dir):
    make_all(ready)
    assert "ne pourront plus être relus" in text_of(ready.client.get(address(ready, "identifiers")))
    ready.client.get(address(ready, "labels"))
    ready.post("nettoyage")
    assert ready.client.get(address(ready, "labels")).status_code == 410
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []
    assert SealedNote.objects.count() == 0


def test_end_asks_first_while_labels_were_made_and_never_downloaded(ready):
    make_all(ready)
    asked = ready.post("nettoyage")
    assert asked.status_code == 422
    assert "2 mots de passe sont prêts et n'ont jamais été récupérés." in text_of(asked)
    ready.run.refresh_from_db()
    assert ready.run.is_open
    assert ready.client.head(address(ready, "labels")).status_code == 200
    assert ready.post("nettoyage").status_code == 422  # nobody has the bytes of a HEAD
    ready.client.get(address(ready, "labels"))
    assert ready.post("nettoyage").status_code == 302


def test_end_without_the_labels_is_a_choice(ready):
    make_all(ready)
    assert ready.post("nettoyage", {"sans_etiquettes": "1"}).status_code == 302
    assert "L'importation est terminée !" in text_of(ready.get("nettoyage"))


def test_end_names_those_who_still_have_no_password(ready):
    ready.post("nettoyage")
    rows = html.fromstring(ready.get("nettoyage").content).xpath("//table[@id='sans-mot-de-passe']/tbody/tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["ALPHA Ana", "[CP] CP B", "ana.alpha"],
        ["BRAVO Ben", "[CP] CP A", "ben.bravo"],
    ]


def test_passwords_go_with_a_cancelled_import(ready, data_dir):
    make_all(ready)
    ready.client.post(address(ready, "cancel"))
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []
    assert SealedNote.objects.count() == 0
    assert ready.client.get(address(ready, "identifiers_csv")).status_code == 410


def test_only_the_administrator_who_asked_reads_the_passwords(ready, client_as):
    make_all(ready)
    other = Wizard(client_as(AccountFactory(profile="ADM", login="admin2")), ready.run)
    assert other.client.get(address(ready, "labels")).status_code == 409
    other.client.post(address(ready, "take_over"))
    answers = [other.client.get(address(ready, name)) for name in ("labels", "identifiers_csv")]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert "demandés par Claire MARCHAND" in text_of(answers[0])
    assert other.client.post(address(ready, "make_identifiers")).status_code == 409


def test_passwords_hashed_while_the_import_is_being_cancelled_are_given_to_nobody(ready):
    drawn = [(account.pk, "motdepasse2", "x") for account in Account.objects.pupils()]
    services.cancel(run=ready.run, actor=ready.run.holder)
    with pytest.raises(services.RunGone):
        identifiers._give(ready.run, ready.run.holder, drawn)
    assert set(Account.objects.pupils().values_list("password", flat=True)) == {"!"}
    assert SealedNote.objects.count() == 0


def test_whoever_takes_over_makes_and_reads_the_passwords_that_were_not_made(ready, client_as):
    make_all(ready)
    Account.objects.filter(login="ana.alpha").update(password="!")  # as if the page had been left between two slices
    colleague = AccountFactory(profile="ADM", login="admin2")
    other = Wizard(client_as(colleague), ready.run)
    other.client.post(address(ready, "take_over"))
    page = text_of(other.client.get(address(ready, "identifiers")))
    assert ("1 utilisateur attend un mot de passe" in page, "demandés par Claire MARCHAND" in page) == (True, True)
    make_all(other)
    assert [row[6] for row in csv_rows(other)[1:]] == ["ana.alpha"]
    assert "1 mot de passe est prêt" in text_of(other.client.get(address(ready, "identifiers")))
    made_by_colleague = csv_rows(other)[1][7]
    assert Account.objects.get(login="ana.alpha").check_password(made_by_colleague)
    # Whoever began never reads what the colleague made.
    ready.client.post(address(ready, "take_over"))
    assert made_by_colleague not in str(csv_rows(ready))


def confirmation(wizard: Wizard) -> list[str]:
    page = html.fromstring(wizard.get("utilisateurs").content)
    return page.xpath(f"//form[@action='{address(wizard, 'cancel')}']/@data-confirm")


def test_cancelling_asks_first_as_soon_as_new_pupils_wait_for_a_password(wizard):
    wizard.go(SAMPLE, until="classes")
    assert confirmation(wizard) == []
    wizard.validate("utilisateurs")
    assert "2 utilisateurs n'ont pas encore de mot de passe" in confirmation(wizard)[0]
    make_all(wizard)
    assert "Les mots de passe préparés par vous seront effacés" in confirmation(wizard)[0]


def test_pupils_left_without_a_password_get_theirs_from_the_next_import(ready):
    AccountFactory(last_name="ANCIENNE", first_name="Zoé")
    Account.objects.filter(login="ben.bravo").update(left_on=today())
    ready.client.post(address(ready, "cancel"))
    ready.go(SAMPLE.replace(b"BRAVO;Ben", b"CHARLIE;Chloe"), until="utilisateurs")
    make_all(ready)
    # Ana waits since the first import; Ben has left, and Zoé has hers.
    assert [row[6] for row in csv_rows(ready)[1:]] == ["chl.charlie", "ana.alpha"]
    row = csv_rows(ready)[2]
    assert Account.objects.get(login=row[6]).check_password(row[7])


def test_import_by_command_says_that_passwords_remain_and_the_next_import_makes_them(wizard, tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_bytes(SAMPLE)
    call_command("import_users", str(path), "--school", "1", "--source", "base_eleves_eleves")
    told = capsys.readouterr().out
    assert "2 utilisateurs n'ont pas encore de mot de passe" in told
    wizard.go(SAMPLE, until="utilisateurs")
    page = text_of(wizard.get("utilisateurs"))
    assert (LINK in page, "2 utilisateurs d'un import précédent n'ont pas encore de mot de passe" in page) == (
        True,
        True,
    )
    make_all(wizard)
    assert len(csv_rows(wizard)) == 3


def test_progress_is_shown_and_goes_on_by_itself_or_with_a_button(ready):
    make_all(ready)
    Account.objects.filter(login="ana.alpha").update(password="!")  # as if the page had been left between two slices
    page = html.fromstring(ready.client.get(address(ready, "identifiers")).content)
    assert (page.xpath("//progress/@value"), page.xpath("//progress/@max")) == (["1"], ["2"])
    assert page.xpath("//*[@hx-post]/@hx-post") == [address(ready, "make_identifiers")]
    assert page.xpath("//noscript//button/text()") == ["Continuer"]
    fragment = ready.client.post(address(ready, "make_identifiers"), headers={"HX-Request": "true"})
    assert LABELS in text_of(fragment)
    # The page that has just seen the last password made downloads the sheet; opened again, it does not.
    assert html.fromstring(fragment.content).xpath("//a[@data-starts]/@href") == [address(ready, "labels")]
    again = html.fromstring(ready.client.get(address(ready, "identifiers")).content)
    assert (again.xpath("//a[@data-starts]"), again.xpath("//*[@data-unhanded]/@id")) == ([], ["etat"])
    assert len(csv_rows(ready)) == 3


def test_account_given_a_password_meanwhile_keeps_it(ready):
    pupil = Account.objects.get(login="ana.alpha")
    pupil.set_password("choisi-à-la-main")
    pupil.save()
    make_all(ready)
    pupil.refresh_from_db()
    assert pupil.check_password("choisi-à-la-main")
    assert [row[6] for row in csv_rows(ready)[1:]] == ["ben.bravo"]


def test_asking_again_makes_no_other_password(ready):
    make_all(ready)
    before = csv_rows(ready)
    ready.client.post(address(ready, "make_identifiers"))
    assert csv_rows(ready) == before


def test_labels_before_they_are_made_lead_to_the_page_that_makes_them(ready):
    assert ready.client.get(address(ready, "labels")).status_code == 409
    ready.client.post(address(ready, "make_identifiers"))
    assert ready.client.get(address(ready, "labels")).status_code == 200
