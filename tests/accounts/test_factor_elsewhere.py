"""A school put back on a server of another key: nobody is let in by it, it is said, and there is a way out."""

import time
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.factor.factors import renew_recovery_codes
from accounts.models import Account, JournalEntry, Notice
from operation.backups.writing import write_backup
from operation.console.journal import told as said_by
from operation.console.models import OperatorEntry
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.accounts.factor import OWN, PROVE, shown, with_application
from tests.console import enter_console, operator_called
from tests.factories import PASSWORD
from tests.html import words
from tests.operation.saving import PASSWORD as OF_FILES
from tests.operation.saving import file_key, nobody

OTHER_SERVER = "la clé d'un autre serveur, bien assez longue pour un établissement"


@pytest.fixture
def moved(admin: Account, settings: Any, tmp_path: Any, monkeypatch: Any, capsys: Any) -> dict[str, Any]:
    """The school of an administrator who has an application and codes, put back on another server under n° 7."""
    secret = with_application(admin)
    codes = renew_recovery_codes(account=admin)
    path = tmp_path / "sauvegarde.sacoche"
    with path.open("wb") as stream:
        write_backup(school=admin.school, stream=stream, key=file_key(), by="", progress=nobody)
    School.objects.filter(pk=admin.school.pk).update(identity="00000000-0000-0000-0000-000000000001")
    settings.SECRET_KEY, settings.BACKUP_PASSWORD = OTHER_SERVER, OF_FILES
    call_command("restore", str(path), "--number", "7")
    return {"secret": secret, "codes": codes, "told": capsys.readouterr().out, "login": admin.login}


def half_way(login: str) -> Client:
    browser = Client()
    browser.post("/", {"base": 7, "login": login, "password": PASSWORD})
    assert browser.get("/accueil/").status_code == 302
    return browser


def test_who_puts_the_school_back_is_told_whose_factor_opens_nothing_here(moved: dict[str, Any]):
    said = words_of(moved["told"])
    assert "1 compte a une application de codes scellée par la clé d'un autre serveur" in said
    assert "manage.py second_factor" in said


def words_of(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def test_neither_application_nor_code_on_paper_opens_and_the_page_says_why(moved: dict[str, Any]):
    for typed in (shown(moved["secret"]), moved["codes"][0]):
        page = words(half_way(moved["login"]).post(PROVE, {"code": typed}))
        assert "votre établissement vient d'un autre serveur" in page
        assert "retirer votre second facteur" in page


def test_operator_takes_it_away_from_his_console_and_it_is_written_down(moved: dict[str, Any]):
    school, console = School.objects.get(number=7), Client()
    enter_console(console, operator_called())
    with school_scope(school):
        administrator = Account.objects.get(login=moved["login"])
    page = "/console/etablissements/7/facteur/"

    assert console.post(page, {"administrateur": administrator.pk}).url == "/console/etablissements/7/"

    browser = Client()
    browser.post("/", {"base": 7, "login": moved["login"], "password": PASSWORD})
    assert browser.get(OWN).status_code == 200
    told = f"a retiré le second facteur de « {moved['login']} », établissement n° 7 ({school.name})"
    assert said_by(OperatorEntry.objects.latest("pk")) == told
    with school_scope(school):
        assert JournalEntry.objects.filter(code="accounts.reset_factor").exists()
        assert Notice.objects.filter(account=administrator).exists()


def test_factor_is_not_taken_from_who_is_no_administrator_nor_without_the_password_again(
    admin: Account, teacher: Account
):
    with_application(admin)
    console = Client()
    enter_console(console, operator_called())
    page = "/console/etablissements/1/facteur/"
    assert console.post(page, {"administrateur": teacher.pk}).status_code == 404
    session = console_session_of(console)
    session["proved_at"] = time.time() - 3600
    session.save()
    assert "C'est bien vous" in words(console.post(page, {"administrateur": admin.pk})).replace("’", "'")
    assert half_way_of(admin)


def console_session_of(console: Client) -> Any:
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    return SessionStore(console.cookies[settings.CONSOLE_COOKIE_NAME].value)


def half_way_of(account: Account) -> bool:
    browser = Client()
    browser.post("/", {"base": 1, "login": account.login, "password": PASSWORD})
    return browser.get("/accueil/").status_code == 302


def test_administrator_without_a_factor_is_told_so(admin: Account):
    console = Client()
    enter_console(console, operator_called())
    page = console.post("/console/etablissements/1/facteur/", {"administrateur": admin.pk}, follow=True)
    assert "n'a pas de second facteur" in words(page).replace("’", "'")
