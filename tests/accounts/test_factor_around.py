"""Around a second factor: browsers that are spared it, acts that ask for it, rules of a school, a telephone lost."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.access.services import set_factor_rules
from accounts.enums import FactorRule, Profile
from accounts.factor import factors
from accounts.models import Account, Application, JournalEntry, KnownBrowser, Notice, OpenSession, RecoveryCode
from accounts.own.linking import link_accounts
from accounts.safety.renewal import renew_password
from sacoche.kit.factor.totp import PERIOD_SECONDS
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.accounts.factor import (
    ASKED,
    JSON,
    MORE_THAN_A_QUARTER,
    OWN,
    PROVE,
    codes_of,
    is_in,
    post_codes,
    registered,
    secret_of,
    shown,
    signed_by,
    signed_in,
    with_application,
)
from tests.authenticator import Authenticator
from tests.factories import PASSWORD, AccountFactory, hashed
from tests.html import words

# --- Browsers --------------------------------------------------------------------------------------------------------


def test_browser_that_is_trusted_is_not_asked_for_thirty_days(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret), "trusts": "on"})
    browser.post("/deconnexion/")
    assert post_codes(browser, admin).url == "/accueil/"
    browser.post("/deconnexion/")
    clock.shift(datetime.timedelta(days=30, minutes=1))
    assert post_codes(browser, admin).url == PROVE


def test_browser_that_is_not_trusted_is_asked_each_time(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret)})
    browser.post("/deconnexion/")
    assert post_codes(browser, admin).url == PROVE


def test_cookie_of_a_trusted_browser_trusts_no_other_account(admin: Account, director: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    with_application(director)
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret), "trusts": "on"})
    browser.post("/deconnexion/")
    assert post_codes(browser, director).url == PROVE


def test_first_sign_in_from_another_browser_is_told_and_its_session_shut_from_the_page(teacher: Account, clock: Any):
    mine = signed_in(teacher)
    assert not Notice.objects.exists()
    mine.post("/deconnexion/")
    post_codes(mine, teacher)
    assert not Notice.objects.exists()

    theirs = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    post_codes(theirs, teacher)

    assert "ouvert dans un nouveau navigateur : Firefox sur Windows" in words(mine.get("/notifications/"))
    notice = Notice.objects.get()
    assert mine.post(reverse("accounts:open_notice", args=[notice.pk])).url == "/mon-compte/sessions/"
    session = OpenSession.objects.exclude(session_key=mine.session.session_key).get()
    mine.post(reverse("accounts:close_session", args=[session.pk]))
    assert not is_in(theirs)
    assert is_in(mine)


def test_closing_a_session_from_afar_forgets_that_its_browser_was_trusted(admin: Account, clock: Any):
    secret = with_application(admin)
    stolen, mine = Client(), Client()
    post_codes(stolen, admin)
    stolen.post(PROVE, {"code": shown(secret), "trusts": "on"})
    clock.shift(datetime.timedelta(seconds=PERIOD_SECONDS))
    post_codes(mine, admin)
    mine.post(PROVE, {"code": shown(secret)})
    mine.post(reverse("accounts:close_other_sessions"))
    assert post_codes(stolen, admin).url == PROVE


def test_trusted_browser_is_forgotten_from_the_page_of_sessions(admin: Account, director: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret), "trusts": "on"})
    assert "Navigateurs dispensés du second facteur" in words(browser.get("/mon-compte/sessions/"))
    known = KnownBrowser.objects.get(account=admin)
    forget = reverse("accounts:forget_browser", args=[known.pk])
    assert signed_in(director).post(forget).status_code == 404
    browser.post(forget)
    browser.post("/deconnexion/")
    assert post_codes(browser, admin).url == PROVE


def test_new_password_trusts_no_browser_any_more(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret), "trusts": "on"})
    renew_password(account=Account.objects.get(pk=admin.pk), password_hash=hashed())
    assert post_codes(browser, admin).url == PROVE


# --- « C'est bien vous ? » --------------------------------------------------------------------------------------------


def long_since_in(admin: Account, secret: str, clock: Any) -> Client:
    """The session of an administrator who proved who he is more than a quarter of an hour ago."""
    browser = Client()
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret)})
    clock.shift(MORE_THAN_A_QUARTER)
    return browser


def sent(page: Any, **more: str) -> dict[str, list[str]]:
    """What the form of the page would send, with what is added."""
    form = next(each for each in html.fromstring(page.content).xpath("//main//form[@method='post']"))
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields | {name.replace("_", "-"): [value] for name, value in more.items()}


def asked_for(page: Any) -> list[str]:
    """What the page asks for."""
    fields = html.fromstring(page.content).xpath("//main//form[@method='post']//input[@type!='hidden']/@name")
    return [name for name in fields if name]


def ask_for_password_of(browser: Client, other: Account) -> tuple[str, Any]:
    """The address, and the page that stands before it."""
    address = reverse("accounts:give_staff_password", args=[other.pk])
    return address, browser.post(address, {"password_random": "on"})


def test_dangerous_act_asks_for_the_password_and_the_factor(admin: Account, teacher: Account, clock: Any):
    secret = with_application(admin)
    browser = long_since_in(admin, secret, clock)
    address, page = ask_for_password_of(browser, teacher)
    assert ASKED in words(page)

    # The password alone is noted, the code is still asked for, and what was typed goes on.
    half = browser.post(address, sent(page, preuve=PASSWORD))
    assert half.status_code == 422
    assert "Tapez le code de votre application" in words(half)
    assert sent(half)["password_random"] == ["on"]
    assert asked_for(half) == ["preuve-code"]

    done = browser.post(address, sent(half, preuve_code=shown(secret)))
    assert done.status_code == 200
    assert teacher.login in words(done)


def test_factor_alone_is_not_enough_without_the_password(admin: Account, teacher: Account, clock: Any):
    secret = with_application(admin)
    browser = long_since_in(admin, secret, clock)
    address, page = ask_for_password_of(browser, teacher)
    refused = browser.post(address, sent(page, preuve="faux", preuve_code=shown(secret)))
    assert "Ce n'est pas votre mot de passe" in words(refused)


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(("verifies", "status"), [(True, 200), (False, 422)])
def test_passkey_alone_is_enough_when_it_asks_who_holds_it(
    admin: Account, teacher: Account, verifies: bool, status: int, clock: Any
):
    browser, key = signed_in(admin), Authenticator(verifies=verifies)
    registered(browser, key)
    clock.shift(MORE_THAN_A_QUARTER)
    address, page = ask_for_password_of(browser, teacher)
    answer = signed_by(browser, key, "accounts:passkey_to_prove")
    assert browser.post(address, sent(page, preuve_cle=answer)).status_code == status


def test_trusted_browser_is_asked_for_the_factor_before_a_dangerous_act(admin: Account, teacher: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret), "trusts": "on"})
    browser.post("/deconnexion/")
    post_codes(browser, admin)
    address, page = ask_for_password_of(browser, teacher)
    assert asked_for(page) == ["preuve-code"]
    clock.shift(datetime.timedelta(seconds=PERIOD_SECONDS))
    assert browser.post(address, sent(page, preuve_code=shown(secret))).status_code == 200


def test_account_without_a_factor_is_asked_for_its_password_as_before(admin: Account, teacher: Account, clock: Any):
    browser = signed_in(admin)
    clock.shift(MORE_THAN_A_QUARTER)
    address, page = ask_for_password_of(browser, teacher)
    assert asked_for(page) == ["preuve"]
    assert browser.post(address, sent(page, preuve=PASSWORD)).status_code == 200


# --- What the school asks ---------------------------------------------------------------------------------------------


def test_compulsory_factor_is_added_before_any_other_page(admin: Account, school: School, clock: Any):
    set_factor_rules(actor=admin, school=school, rules={"ADM": FactorRule.REQUIRED})
    browser = signed_in(admin)
    assert browser.get("/accueil/").url == OWN
    assert "ajoutez-en un pour continuer" in words(browser.get(OWN))
    secret = secret_of(browser.get(f"{OWN}application/"))
    browser.post(f"{OWN}application/", {"code": shown(secret)})
    assert is_in(browser)


def test_compulsory_factor_is_not_taken_away_by_its_owner(admin: Account, school: School, clock: Any):
    set_factor_rules(actor=admin, school=school, rules={"ADM": FactorRule.REQUIRED})
    secret, browser = with_application(admin), Client()
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret)})
    answer = browser.post(f"{OWN}application/retirer/", follow=True)
    assert "ajoutez-en un autre avant de supprimer celui-ci" in words(answer)
    assert Application.objects.filter(account=admin).exists()


def test_what_an_open_page_saves_is_saved_even_when_a_factor_is_to_be_added(admin: Account, school: School, clock: Any):
    set_factor_rules(actor=admin, school=school, rules={"ADM": FactorRule.REQUIRED})
    browser = signed_in(admin)
    assert browser.post("/session/", **JSON).status_code == 200
    assert browser.post("/mon-compte/blocs/", {"block": "messages", "is_folded": "on"}).status_code != 302


def test_rule_is_of_each_profile_and_those_of_heads_are_proposed_from_the_first_day(
    admin: Account, teacher: Account, school: School, clock: Any
):
    assert "Ajoutez un second facteur" in words(signed_in(admin).get("/accueil/"))
    page = signed_in(admin).get("/acces/second-facteur/")
    chosen = dict(html.fromstring(page.content).xpath("//main//form[@method='post']")[0].form_values())
    assert {name: chosen[name] for name in ("ADM", "DIR", "ENS")} == {
        "ADM": "proposed",
        "DIR": "proposed",
        "ENS": "free",
    }
    assert "ELV" not in chosen
    signed_in(admin).post("/acces/second-facteur/", chosen | {"ENS": "required"})
    assert signed_in(teacher).get("/accueil/").url == OWN
    assert JournalEntry.objects.get(code="accounts.set_factor_rules").details == {
        "rules": "obligatoire pour professeur"
    }


def test_rule_that_does_not_exist_is_refused_in_words(admin: Account, clock: Any):
    refused = signed_in(admin).post("/acces/second-facteur/", {"ADM": "peut-être"})
    assert refused.status_code == 422
    assert "Choisissez dans la liste" in words(refused)


def test_taking_the_last_factor_away_forgets_its_recovery_codes(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    factors.renew_recovery_codes(account=admin)
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret), "trusts": "on"})
    browser.post(f"{OWN}application/retirer/")
    assert not RecoveryCode.objects.exists()
    browser.post("/deconnexion/")
    assert post_codes(browser, admin).url == "/accueil/"


def test_new_recovery_codes_replace_those_of_before(admin: Account, clock: Any):
    secret, browser = with_application(admin), Client()
    before = factors.renew_recovery_codes(account=admin)
    post_codes(browser, admin)
    browser.post(PROVE, {"code": shown(secret)})
    after = codes_of(browser.post(f"{OWN}secours/"))
    other = Client()
    post_codes(other, admin)
    assert "Ce n'est pas un de vos codes de secours" in words(other.post(PROVE, {"code": before[0]}))
    assert other.post(PROVE, {"code": after[0]}).status_code == 302


# --- Going from one account to another --------------------------------------------------------------------------------


def test_switching_to_an_account_that_has_a_factor_asks_for_it(admin: Account, teacher: Account, clock: Any):
    link_accounts(account=teacher, other=admin)
    secret, browser = with_application(admin), signed_in(teacher)
    assert browser.post(reverse("accounts:switch", args=[admin.pk])).url == PROVE
    assert "DURAND" in words(browser.get("/accueil/"))
    browser.post(PROVE, {"code": shown(secret)})
    assert "MARCHAND" in words(browser.get("/accueil/"))


def test_switching_to_an_account_that_must_have_a_factor_asks_to_add_it(
    admin: Account, teacher: Account, school: School, clock: Any
):
    link_accounts(account=teacher, other=admin)
    set_factor_rules(actor=admin, school=school, rules={"ADM": FactorRule.REQUIRED})
    browser = signed_in(teacher)
    browser.post(reverse("accounts:switch", args=[admin.pk]))
    assert browser.get("/accueil/").url == OWN


def test_account_that_is_no_longer_linked_is_not_switched_to(admin: Account, teacher: Account, clock: Any):
    link_accounts(account=teacher, other=admin)
    secret, browser = with_application(admin), signed_in(teacher)
    browser.post(reverse("accounts:switch", args=[admin.pk]))
    browser.post(reverse("accounts:unlink", args=[admin.pk]))
    browser.post(PROVE, {"code": shown(secret)})
    assert "DURAND" in words(browser.get("/accueil/"))


# --- Lost -------------------------------------------------------------------------------------------------------------


def test_administrator_takes_the_lost_factor_of_a_colleague_away(
    admin: Account, teacher: Account, client_as: Callable[[Account], Client], clock: Any
):
    with_application(teacher)
    browser = client_as(admin)
    assert "Retirer le second facteur" in words(browser.get(reverse("accounts:edit_staff", args=[teacher.pk])))
    browser.post(reverse("accounts:reset_staff_factor", args=[teacher.pk]))
    assert post_codes(Client(), teacher).url == "/accueil/"
    assert JournalEntry.objects.get(code="accounts.reset_factor").details["person"].startswith("DURAND Paul")
    notice = Notice.objects.get(account=teacher, code="accounts.factor_gone")
    assert notice.details == {"who": "Claire MARCHAND"}


def test_administrator_does_not_take_his_own_away_so(
    admin: Account, client_as: Callable[[Account], Client], clock: Any
):
    with_application(admin)
    browser = client_as(admin)
    page = browser.get(reverse("accounts:edit_administrator", args=[admin.pk]))
    assert "Retirer le second facteur" not in words(page)
    session = browser.session
    session["factor_at"] = datetime.datetime.now(datetime.UTC).timestamp()
    session.save()
    answer = browser.post(reverse("accounts:reset_administrator_factor", args=[admin.pk]), follow=True)
    assert "ne retire pas son propre second facteur" in words(answer)
    assert Application.objects.filter(account=admin).exists()


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("second_factor", *arguments, stdout=out)
    return out.getvalue()


def test_operator_takes_the_factor_of_the_last_administrator_away_and_the_journal_says_it(admin: Account, clock: Any):
    with_application(admin)
    assert "1 second facteur retiré" in run("1", "ADMIN")
    assert post_codes(Client(), admin).url == "/accueil/"
    entry = JournalEntry.objects.get(code="accounts.reset_factor")
    assert (entry.actor_label, entry.school) == ("commande du serveur", admin.school)
    assert Notice.objects.get(account=admin).details == {"who": "l'exploitant du serveur"}


def test_operator_takes_those_of_a_whole_school_away(
    admin: Account, teacher: Account, other_school: School, clock: Any
):
    with_application(admin)
    with_application(teacher)
    with school_scope(other_school):
        with_application(AccountFactory(profile=Profile.ADM, login="autre"))
    assert "2 seconds facteurs retirés" in run("1", "--all")
    with school_scope(other_school):
        assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("1",), "Donnez l'identifiant d'un compte"),
        (("1", "admin", "--all"), "Donnez l'identifiant d'un compte"),
        (("1", "personne"), "« personne »"),
    ],
)
def test_operator_who_names_nobody_is_told(admin: Account, arguments: tuple[str, ...], sentence: str):
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)
