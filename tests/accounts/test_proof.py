"""« C'est bien vous ? »: whoever finds a session open takes no account, and its owner loses nothing that he typed."""

import datetime
import html as entities
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.enums import Profile
from accounts.models import Account, JournalEntry
from accounts.own.linking import link_accounts
from entrance.sessions import PROOF_SECONDS
from sacoche.kit.clock import today
from schools.models import School
from tests.accounts.test_ent import Visitor
from tests.ent import Ent
from tests.factories import PASSWORD, AccountFactory
from tests.html import words
from tests.imports.wizard import Wizard, activate
from tests.pages.routes import routes

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ASKED = "C'est bien vous ?"
LATER = PROOF_SECONDS + 1
START = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
NEW = "tout-neuf-en-novembre"


def sign_in(login: str = "admin") -> Client:
    browser = Client()
    assert browser.post("/", {"base": 1, "login": login, "password": PASSWORD}).status_code == 302
    return browser


def left_open(login: str = "admin") -> Client:
    """A session that its owner left a quarter of an hour ago; the clock is at that moment from then on."""
    with time_machine.travel(START - datetime.timedelta(seconds=LATER), tick=False):
        return sign_in(login)


def fields_of(response: Any) -> tuple[str, dict[str, list[str]]]:
    """Where the form of the page goes and what it sends, as a browser would."""
    (form,) = [each for each in html.fromstring(response.content).forms if "preuve" in each.fields]
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return form.action, sent


def form_of(response: Any) -> dict[str, list[str]]:
    """What the form of the page would send if nobody touched it."""
    form = next(each for each in html.fromstring(response.content).xpath("//main//form[@method='post']"))
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def answer(browser: Client, response: Any, password: str) -> Any:
    address, sent = fields_of(response)
    return browser.post(address, sent | {"preuve": password})


# What the product marks, by name of address, and with what methods.
MARKED = {route.name: route.view.proved_methods for route in routes() if hasattr(route.view, "proved_methods")}


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("the password of somebody else", "accounts:give_staff_password"),
        ("the password of somebody else", "accounts:give_pupil_password"),
        ("the password of somebody else", "accounts:give_guardian_password"),
        ("the password of somebody else", "accounts:give_administrator_password"),
        ("an account with its password", "accounts:add_administrator"),
        ("passwords of many", "imports:identities_generate"),
        ("passwords of many, from a file", "imports:identities_preview"),
        ("how people sign in", "accounts:sign_in_mode"),
        ("the accounts, as a file", "exports:extraction"),
        ("the logins, as a file", "imports:identities_csv"),
        ("passwords on paper", "imports:identities_labels"),
        ("passwords on paper", "imports:labels"),
        ("passwords as a file", "imports:identifiers_csv"),
        ("passwords as a file", "imports:identities_issue_csv"),
        ("an account that is deleted", "accounts:delete_departed"),
        ("an account that goes into another", "accounts:merge"),
        ("the whole school, as a file", "operation:backups"),
        ("the whole school, as a file", "operation:download_backup"),
        ("the whole school, as it was", "operation:restoration"),
        ("the whole school, deleted", "operation:leave"),
    ],
)
def test_what_would_let_somebody_take_accounts_asks_who_is_there(what: str, name: str) -> None:
    assert name in MARKED


@pytest.fixture
def at_start() -> Any:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def test_session_found_open_gives_no_password_to_anybody(admin: Account, teacher: Account, at_start: Any) -> None:
    browser = left_open()

    response = browser.post(reverse("accounts:give_staff_password", args=[teacher.pk]), {"password": NEW})

    assert (response.status_code, ASKED in words(response)) == (403, True)
    assert "Rien n'est encore enregistré, et ce que vous avez saisi n'est pas perdu." in words(response)
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)


def test_owner_goes_on_with_what_he_typed(admin: Account, teacher: Account, at_start: Any) -> None:
    browser, address = left_open(), reverse("accounts:give_staff_password", args=[teacher.pk])

    asked = browser.post(address, {"password": NEW})
    wrong = answer(browser, asked, "faux")
    done = answer(browser, wrong, PASSWORD)

    assert (wrong.status_code, "Ce n'est pas votre mot de passe." in words(wrong)) == (422, True)
    assert (done.status_code, NEW in words(done)) == (200, True)
    teacher.refresh_from_db()
    assert teacher.check_password(NEW)
    # The question does not come back for what follows.
    assert browser.post(address, {"password": "une phrase bien à moi"}).status_code == 200
    assert JournalEntry.objects.filter(code="accounts.proof_failed", actor=admin).count() == 1


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("director", "email", "voleur@exemple.fr"),
        ("administrator", "email", "voleur@exemple.fr"),
        ("staff", "id_ent", "ent-voleur"),
        ("pupil", "email", "voleur@exemple.fr"),
        ("guardian", "id_ent", "ent-voleur"),
    ],
)
def test_address_where_codes_are_sent_and_name_at_the_ent_are_not_changed_from_a_session_found_open(
    admin: Account, at_start: Any, kind: str, field: str, value: str
) -> None:
    """« Identifiants perdus » would then send the thief a link that opens the account; the ENT would let him in."""
    profile = {"director": Profile.DIR, "administrator": Profile.ADM, "pupil": Profile.ELV, "guardian": Profile.TUT}
    account = AccountFactory(profile=profile.get(kind, Profile.ENS), login="victime")
    browser, address = left_open(), reverse(f"accounts:edit_{kind}", args=[account.pk])
    typed = form_of(browser.get(address)) | {field: [value], "first_name": ["Camille-Zoé"]}

    asked = browser.post(address, typed)
    account.refresh_from_db()
    assert (asked.status_code, ASKED in words(asked)) == (403, True)
    assert (getattr(account, field), account.first_name) == ("", "Camille")
    done = answer(browser, asked, PASSWORD)

    assert done.status_code == 302
    account.refresh_from_db()
    assert (getattr(account, field), account.first_name) == (value, "Camille-Zoé")


def test_name_misspelt_is_put_right_without_a_question(admin: Account, at_start: Any) -> None:
    pupil = AccountFactory(email="camille@exemple.fr", id_ent="c-1")
    browser, address = left_open(), reverse("accounts:edit_pupil", args=[pupil.pk])

    response = browser.post(address, form_of(browser.get(address)) | {"first_name": ["Camila"]})

    assert response.status_code == 302
    pupil.refresh_from_db()
    assert pupil.first_name == "Camila"


def test_file_makes_no_account_and_changes_no_address_from_a_session_found_open(admin: Account, at_start: Any) -> None:
    director = AccountFactory(profile=Profile.DIR, last_name="MODÈLE", first_name="Karim", reference="DIR_1")
    activate()
    wizard = Wizard(left_open(), source="tableur_professeurs")
    wizard.upload(
        "numéro;genre;nom;prénom;profil;courriel;classes;groupes\n"
        "dir_1;M;MODÈLE;Karim;DIR;voleur@exemple.fr;;\n"
        "prof_2;F;EXEMPLE;Hélène;ENS;;;\n".encode(),
        "personnels.csv",
    )
    for step in ("extraction", "classes", "groupes"):
        wizard.post(step, wizard.form(step) if step != "extraction" else {})

    asked = wizard.post("utilisateurs", wizard.form("utilisateurs"))
    director.refresh_from_db()
    assert (asked.status_code, ASKED in words(asked), director.email) == (403, True, "")
    assert not Account.objects.filter(reference="PROF_2").exists()
    answer(wizard.client, asked, PASSWORD)

    director.refresh_from_db()
    assert director.email == "voleur@exemple.fr"
    assert Account.objects.filter(reference="PROF_2").exists()


def test_every_value_typed_comes_back_as_it_was(admin: Account, at_start: Any) -> None:
    browser, address = left_open(), reverse("exports:extraction")
    typed = {"table": ['"><script>', "é & co"], "vide": [""], "format": ["csv"]}

    action, sent = fields_of(browser.post(f"{address}?a=1&b=2", typed))

    assert action == f"{address}?a=1&b=2"
    assert {name: sent[name] for name in typed} == typed


def test_page_asked_for_comes_after_the_proof(admin: Account, at_start: Any) -> None:
    browser, address = left_open(), reverse("imports:identities_csv")

    asked = browser.get(address)
    assert (asked.status_code, ASKED in words(asked)) == (403, True)
    done = answer(browser, asked, PASSWORD)

    assert (done.status_code, done.url) == (302, address)
    assert browser.get(address)["Content-Type"].startswith("text/csv")


def test_proof_lasts_as_long_as_such_actions_follow_one_another(admin: Account, at_start: Any) -> None:
    browser, address = sign_in(), reverse("imports:identities_csv")

    statuses = []
    for seconds in (0, PROOF_SECONDS - 1, PROOF_SECONDS - 1, LATER):
        at_start.shift(seconds)
        statuses.append(browser.get(address).status_code)

    assert statuses == [200, 200, 200, 403]


def test_password_asked_again_is_slowed_like_any_other(admin: Account, at_start: Any) -> None:
    browser = left_open()
    asked = browser.get(reverse("imports:identities_csv"))
    for _ in range(5):
        answer(browser, asked, "faux")

    assert "Trop d'essais infructueux : réessayez dans 5 secondes." in words(answer(browser, asked, PASSWORD))


def test_proof_never_leads_elsewhere(admin: Account, at_start: Any) -> None:
    browser, address = left_open(), reverse("imports:identities_csv")

    response = browser.post(
        f"{address}?next=https://ailleurs.example/", {"preuve": PASSWORD, "preuve-lecture": "1"}, follow=False
    )

    assert response.url.startswith(address)


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/identifiants/?a=1", "/identifiants/?a=1"),
        ("http://testserver/identifiants/#csv", "/identifiants/"),
        # The page itself would ask again.
        ("http://testserver/identifiants/identifiants.csv", "/accueil/"),
        ("https://ailleurs.example/identifiants/", "/accueil/"),
        ("http://testserver//ailleurs.example/", "/accueil/"),
        ("http://[ailleurs", "/accueil/"),
        ("javascript:alert(1)", "/accueil/"),
        ("", "/accueil/"),
    ],
)
def test_whoever_gives_up_or_is_given_a_file_goes_back_where_he_was(
    admin: Account, at_start: Any, referer: str, back: str
) -> None:
    browser = left_open()

    asked = browser.get(reverse("imports:identities_csv"), headers={"referer": referer})
    wrong = answer(browser, asked, "faux")

    for page in (asked, wrong):
        main = html.fromstring(page.content).xpath("//main")[0]
        assert main.xpath(".//*[@data-file-comes]/a/@href") == main.xpath(".//a[text()='Annuler']/@href") == [back]


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_link_to_a_file_shows_the_question_instead_of_a_download_that_failed(template: Path) -> None:
    """With the attribute `download` a browser saves whatever comes: this page, or that of sign-in, or « échec »."""
    assert not re.search(r"<a\b[^>]*\sdownload\b", template.read_text(encoding="utf-8"))


def test_form_of_another_site_proves_nothing(admin: Account, at_start: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = left_open().cookies

    response = strict.post(reverse("imports:identities_csv"), {"preuve": PASSWORD, "preuve-lecture": "1"})

    assert (response.status_code, "Page périmée" in words(response)) == (403, True)


def test_other_account_of_the_same_person_asks_for_its_own_password(admin: Account, school: School) -> None:
    """Whoever knows the password of a teacher who is also an administrator takes no account of the school."""
    teacher = AccountFactory(profile=Profile.ENS, login="claire.prof", password=admin.password)
    link_accounts(account=teacher, other=admin)
    browser = sign_in("claire.prof")
    browser.post(reverse("accounts:switch", args=[admin.pk]))

    assert browser.get(reverse("imports:identities_csv")).status_code == 403


def test_script_is_told_in_words(admin: Account, at_start: Any) -> None:
    response = left_open().post(reverse("exports:extraction"), headers={"accept": "application/json"})

    assert (response.status_code, "Redonnez votre mot de passe" in response.json()["error"]) == (403, True)


def test_accounts_long_gone_are_not_deleted_from_a_session_found_open(admin: Account, at_start: Any) -> None:
    gone = AccountFactory(left_on=today() - datetime.timedelta(days=4 * 366))
    address = f"{reverse('accounts:delete_departed')}?compte={gone.pk}"
    browser = left_open()
    seen = re.search(r'name="seen" value="([^"]+)"', browser.get(address).content.decode())
    assert seen

    asked = browser.post(address, {"seen": entities.unescape(seen[1])})
    assert Account.objects.filter(pk=gone.pk).exists()
    answer(browser, asked, PASSWORD)

    assert not Account.objects.filter(pk=gone.pk).exists()


# --- Through the ENT --------------------------------------------------------------------------------------------------


@pytest.fixture
def by_ent(ent: Ent, ent_school: School, admin: Account) -> Callable[..., Visitor]:
    """by_ent(login, **account): the administrator, with neither session nor password here, known to the ENT."""
    ent.know(**{"ent-claire": {}, "ent-autre": {}})
    admin.id_ent, admin.password = "ent-claire", "!"
    admin.save()
    AccountFactory(profile=Profile.ENS, id_ent="ent-autre")

    def visitor(login: str = "ent-claire") -> Visitor:
        return Visitor(ent, login)

    return visitor


def test_account_of_an_ent_proves_itself_there_and_loses_nothing(
    by_ent: Callable[..., Visitor], teacher: Account
) -> None:
    claire = by_ent()
    claire.arrive()
    address = reverse("accounts:give_staff_password", args=[teacher.pk])

    asked = claire.client.post(address, {"password": NEW})
    assert "Se réidentifier par Mon Bureau (nouvel onglet)" in words(asked)
    assert "Mot de passe SACoche de" not in words(asked)
    # In the other tab; the ENT, where the session is open still, asks for the password again.
    left = claire.client.get(reverse("accounts:prove_through_ent"))
    assert "renew=true" in left.url
    back = claire.client.get(claire.person.way_back_from(left.url))
    assert (back.status_code, "L'ENT vous a reconnu" in words(back)) == (200, True)

    done = answer(claire.client, asked, "")
    assert (done.status_code, NEW in words(done)) == (200, True)
    teacher.refresh_from_db()
    assert teacher.check_password(NEW)


def test_ticket_got_without_typing_a_password_proves_nothing(by_ent: Callable[..., Visitor]) -> None:
    """The computer of the staff room: the ENT is open, and whoever sits there takes « renew » out of the address."""
    claire = by_ent()
    claire.arrive()
    left = claire.client.get(reverse("accounts:prove_through_ent")).url.replace("&renew=true", "")

    back = claire.client.get(claire.person.way_back_from(left))

    assert (back.status_code, "Identité non vérifiée" in words(back)) == (403, True)
    assert claire.client.get(reverse("imports:identities_csv")).status_code == 403


def test_another_person_at_the_ent_proves_nothing(by_ent: Callable[..., Visitor]) -> None:
    claire, other = by_ent(), by_ent("ent-autre")
    claire.arrive()
    left = claire.client.get(reverse("accounts:prove_through_ent")).url

    back = claire.client.get(other.person.way_back_from(left))

    assert (back.status_code, "L'ENT a reconnu une autre personne" in words(back)) == (403, True)
    assert claire.client.get(reverse("imports:identities_csv")).status_code == 403
    assert "Claire MARCHAND" in claire.who()


def test_account_with_neither_password_nor_ent_is_told_what_to_do(admin: Account, client_as: Any) -> None:
    browser = client_as(admin)
    Account.objects.filter(pk=admin.pk).update(password="!")
    admin.refresh_from_db()
    browser.force_login(admin, backend="accounts.backends.LocalBackend")
    session = browser.session
    session.pop("proved_at", None)
    session.save()

    page = words(browser.get(reverse("imports:identities_csv")))

    assert "demandez à un autre administrateur de vous donner un mot de passe" in page
