"""What everybody changes of his own account: password, e-mail address, patterns, open sessions; what he reads of it."""

import datetime
import io
import logging
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.mail import send_due_mails
from accounts.models import Account, Guardianship, JournalEntry, LinkedAccount, OpenSession, OutgoingMail
from accounts.own import emails
from accounts.own.linking import link_accounts
from accounts.people.services import update_account
from entrance.own_sessions import browser_name
from sacoche.kit.clock import now, today
from schools.models import School
from socle.models import Item, ItemValidation, Language, PupilLanguage
from tests.factories import (
    PASSWORD,
    AccountFactory,
    GroupFactory,
    GroupTeachingFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words

ClientAs = Callable[[Account], Client]
NEW = "une phrase bien à moi"


def sign_in(account: Account, browser: Client | None = None, **extra: str) -> Client:
    """A browser where the account came in by its codes."""
    browser = browser or Client()
    data = {"base": account.school.number, "login": account.login, "password": PASSWORD}
    assert browser.post("/", data, **extra).status_code == 302
    return browser


def change_password(browser: Client, current: str = PASSWORD, password: str = NEW, again: str | None = None):
    data = {"current": current, "password": password, "again": password if again is None else again}
    return browser.post(reverse("accounts:password"), data)


# --- Password ---------------------------------------------------------------------------------------------------------


def test_own_password_is_changed_and_the_session_goes_on(teacher: Account) -> None:
    browser = sign_in(teacher)

    response = change_password(browser)

    assert response.status_code == 302
    assert browser.get("/accueil/").status_code == 200
    teacher.refresh_from_db()
    assert teacher.check_password(NEW)
    assert JournalEntry.objects.filter(code="accounts.change_password").count() == 1


def test_changing_the_password_closes_the_sessions_open_elsewhere(teacher: Account) -> None:
    elsewhere, here = sign_in(teacher), sign_in(teacher)

    change_password(here)

    assert elsewhere.get("/accueil/").url == "/?next=/accueil/"
    keys = list(OpenSession.objects.values_list("session_key", flat=True))
    assert keys == [here.session.session_key]


def test_changing_the_password_says_that_the_switch_is_to_be_made_again_only_to_who_had_one(
    teacher: Account, client_as: ClientAs
) -> None:
    client = client_as(teacher)
    change_password(client)
    page = words(client.get(reverse("accounts:password")))
    assert "Vos autres sessions ouvertes ont été fermées." in page
    link_accounts(account=teacher, other=AccountFactory(profile=Profile.TUT))

    change_password(client, current=NEW, password="une autre phrase à moi")

    page = words(client.get(reverse("accounts:password")))
    assert "ont été fermées, et la bascule vers ce compte est à refaire." in page
    # The other account, left alone, is linked to nothing.
    assert not LinkedAccount.objects.exists()


@pytest.mark.parametrize(
    ("current", "password", "again", "sentence"),
    [
        ("faux", NEW, NEW, "Ce n'est pas votre mot de passe actuel."),
        ("", NEW, NEW, "Indiquez votre mot de passe actuel."),
        (PASSWORD, NEW, "autre chose encore", "Les deux mots de passe ne sont pas les mêmes"),
        (PASSWORD, "onze-lettre", "onze-lettre", "au moins 12 caractères"),
        (PASSWORD, "qwertyuiop12", "qwertyuiop12", "trop courant"),
        (PASSWORD, "951753852456", "951753852456", "entièrement numérique"),
        (PASSWORD, "pau.durand12", "pau.durand12", "semblable au champ"),
    ],
)
def test_password_that_does_not_fit_is_refused_in_words(
    teacher: Account, client_as: ClientAs, current: str, password: str, again: str, sentence: str
) -> None:
    response = change_password(client_as(teacher), current, password, again)

    assert response.status_code == 422
    assert sentence in words(response)
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)


@pytest.mark.parametrize(("profile", "status"), [(Profile.ENS, 422), (Profile.ELV, 302), (Profile.TUT, 302)])
def test_eight_characters_are_enough_for_families_not_for_staff(
    school: School, client_as: ClientAs, profile: Profile, status: int
) -> None:
    account = AccountFactory(profile=profile)

    assert change_password(client_as(account), password="vélo-gris").status_code == status


def test_current_password_is_locked_after_five_failures(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)
    for _ in range(5):
        change_password(browser, current="faux")

    assert "Trop d'essais infructueux : réessayez dans" in words(change_password(browser))
    with time_machine.travel(now() + datetime.timedelta(minutes=6)):
        assert change_password(browser).status_code == 302


# --- E-mail -----------------------------------------------------------------------------------------------------------


def change_email(browser: Client, email: str, current: str = PASSWORD):
    return browser.post(reverse("accounts:email"), {"email": email, "current": current})


def test_account_without_a_password_reads_who_writes_its_address(teacher: Account, client_as: ClientAs) -> None:
    teacher.password, teacher.email = "!", "paul@exemple.fr"
    teacher.save()

    page = words(client_as(teacher).get(reverse("accounts:email")))

    assert "Votre adresse : paul@exemple.fr" in page
    assert "demandez à un administrateur de l'établissement" in page
    assert "Mot de passe actuel" not in page


def confirm(browser: Client):
    """Open the link of the last mail, then its button."""
    send_due_mails()
    path = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]
    assert browser.get(path).status_code in (200, 302, 410)
    return browser.post(path)


def test_own_email_serves_once_confirmed_then_is_removed(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)

    assert change_email(browser, "paul.durand@exemple.fr").status_code == 302
    teacher.refresh_from_db()
    assert (teacher.email, teacher.email_to_confirm) == ("", "paul.durand@exemple.fr")
    assert "« paul.durand@exemple.fr » attend d'être confirmée" in words(browser.get(reverse("accounts:email")))

    assert confirm(browser).status_code == 302
    teacher.refresh_from_db()
    assert (teacher.email, teacher.email_to_confirm) == ("paul.durand@exemple.fr", "")

    change_email(browser, "")
    teacher.refresh_from_db()
    assert teacher.email == ""


def test_address_not_confirmed_receives_no_codes(teacher: Account, client_as: ClientAs) -> None:
    change_email(client_as(teacher), "paul.durand@exemple.fr")
    OutgoingMail.objects.all().delete()

    Client().post("/identifiants-perdus/", {"base": 1, "email": "paul.durand@exemple.fr"})

    assert OutgoingMail.objects.count() == 0


def test_link_of_an_address_confirms_nothing_for_another_account_nor_for_nobody(
    teacher: Account, director: Account, client_as: ClientAs
) -> None:
    """A mistake in the address must not give the account to whoever reads that mailbox."""
    change_email(client_as(teacher), "paul.durnad@exemple.fr")

    assert confirm(client_as(director)).status_code == 410
    assert confirm(Client()).url == "/"
    for account in (teacher, director):
        account.refresh_from_db()
        assert account.email == ""


def test_link_of_an_address_serves_once_in_a_day_and_dies_with_another(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)
    change_email(browser, "un@exemple.fr")
    change_email(browser, "deux@exemple.fr")
    send_due_mails()
    first, second = [re.search(r"https?://[^/]+(/\S+)", sent.body)[1] for sent in mail.outbox]

    assert browser.post(first).status_code == 410
    with time_machine.travel(now() + datetime.timedelta(hours=25), tick=False):
        assert client_as(teacher).post(second).status_code == 410
    assert (browser.post(second).status_code, browser.post(second).status_code) == (302, 410)


def test_address_that_a_link_holds_is_in_no_log(
    teacher: Account, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Followed twice, it is refused; Django says at which address."""
    log = io.StringIO()
    console = next(handler for handler in logging.getLogger().handlers if handler.name == "console")
    monkeypatch.setattr(console, "stream", log)
    browser = client_as(teacher)
    change_email(browser, "paul@exemple.fr")
    teacher.refresh_from_db()
    path = urlsplit(emails.link_to(teacher)).path

    assert [browser.post(path).status_code for _ in range(2)] == [302, 410]
    assert log.getvalue().count("/e-mail/confirmer/…/") == 1
    assert path not in log.getvalue()


def test_links_to_addresses_are_limited(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)
    answers = [change_email(browser, "voisin@exemple.fr").status_code for _ in range(4)]

    assert answers == [302, 302, 302, 422]
    assert OutgoingMail.objects.count() == 3


def test_server_without_mail_keeps_the_address_waiting(teacher: Account, client_as: ClientAs, settings) -> None:
    settings.SENDS_MAIL = False
    browser = client_as(teacher)

    page = words(browser.post(reverse("accounts:email"), {"email": "p@exemple.fr", "current": PASSWORD}, follow=True))

    assert "« p@exemple.fr » attend d'être confirmée : ce serveur n'envoie pas encore de courriels" in page
    assert OutgoingMail.objects.count() == 0


def test_address_that_loses_the_account_is_told(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)

    for email in ("paul.durand@exemple.fr", "paul@exemple.fr"):
        change_email(browser, email)
        confirm(browser)

    told = OutgoingMail.objects.get(sent_at=None)
    assert (told.recipient, "n'est plus lié à cette adresse" in told.body) == ("paul.durand@exemple.fr", True)


@pytest.mark.parametrize(
    ("email", "current", "sentence"),
    [
        ("paul.durand", PASSWORD, "Écrivez une adresse e-mail complète"),
        ("a@exemple.fr\nBcc: b@exemple.fr", PASSWORD, "Écrivez une adresse e-mail complète"),
        ("paul.durand@exemple.fr", "faux", "Ce n'est pas votre mot de passe actuel."),
    ],
)
def test_email_that_does_not_fit_is_refused_in_words(
    teacher: Account, client_as: ClientAs, email: str, current: str, sentence: str
) -> None:
    response = change_email(client_as(teacher), email, current)

    assert (response.status_code, sentence in words(response)) == (422, True)
    teacher.refresh_from_db()
    assert teacher.email == ""


# --- Patterns ---------------------------------------------------------------------------------------------------------


def test_patterns_are_drawn_on_every_page_of_who_asked_for_them_alone(
    teacher: Account, director: Account, client_as: ClientAs
) -> None:
    browser = client_as(teacher)

    seen = []
    for choice in ({"patterns": "on"}, {}):
        assert browser.post(reverse("accounts:patterns"), choice).status_code == 302
        seen.append("css/patterns.css" in browser.get("/accueil/").content.decode())

    assert seen == [True, False]
    browser.post(reverse("accounts:patterns"), {"patterns": "on"})
    assert "css/patterns.css" not in client_as(director).get("/accueil/").content.decode()


# --- Sessions ---------------------------------------------------------------------------------------------------------

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"


def test_open_sessions_say_from_where_and_with_what(teacher: Account, director: Account) -> None:
    sign_in(teacher, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.7")
    sign_in(director, HTTP_USER_AGENT=PHONE)
    here = sign_in(teacher, HTTP_USER_AGENT=FIREFOX)

    page = words(here.get(reverse("accounts:sessions")))

    assert "2 sessions ouvertes" in page
    assert "Firefox sur Linux cette session 127.0.0.1" in page
    assert "Chrome sur Android 192.0.2.7" in page


def test_one_session_left_open_elsewhere_is_closed_from_here(teacher: Account) -> None:
    elsewhere, here = sign_in(teacher), sign_in(teacher)
    session = OpenSession.objects.get(session_key=elsewhere.session.session_key)

    here.post(reverse("accounts:close_session", args=[session.pk]))

    assert elsewhere.get("/accueil/").url == "/?next=/accueil/"
    assert here.get("/accueil/").status_code == 200


def test_every_other_session_is_closed_at_once(teacher: Account) -> None:
    others, here = [sign_in(teacher) for _ in range(2)], sign_in(teacher)

    response = here.post(reverse("accounts:close_other_sessions"), follow=True)

    assert "2 sessions fermées." in words(response)
    assert [browser.get("/accueil/").status_code for browser in (*others, here)] == [302, 302, 200]
    entry = JournalEntry.objects.get(code="accounts.close_sessions")
    assert entry.details == {"count": 2}


def test_session_of_a_colleague_is_not_to_be_closed(teacher: Account, director: Account, client_as: ClientAs) -> None:
    sign_in(director)
    session = OpenSession.objects.get(account=director)

    assert client_as(teacher).post(reverse("accounts:close_session", args=[session.pk])).status_code == 404


def test_session_signed_out_or_left_alone_is_no_longer_listed(teacher: Account) -> None:
    sign_in(teacher).post(reverse("accounts:sign_out"))
    sign_in(teacher)

    with time_machine.travel(now() + datetime.timedelta(minutes=31)):
        page = words(sign_in(teacher).get(reverse("accounts:sessions")))

    assert OpenSession.objects.count() == 2
    assert "1 session ouverte" in page


def test_signing_in_over_somebody_else_opens_a_session_of_its_own(teacher: Account, director: Account) -> None:
    browser = sign_in(teacher)

    sign_in(director, browser)

    assert OpenSession.objects.get(session_key=browser.session.session_key).account == director


def test_purge_forgets_the_sessions_that_are_over(teacher: Account) -> None:
    sign_in(teacher)
    Session.objects.all().delete()

    call_command("purge", verbosity=0)

    assert OpenSession.objects.count() == 0


@pytest.mark.parametrize("size", [1, 4])
def test_list_of_sessions_takes_the_same_queries_whatever_their_number(
    teacher: Account, django_assert_num_queries, size: int
) -> None:
    for _ in range(size):
        browser = sign_in(teacher)
    browser.get(reverse("accounts:sessions"))
    # session, account, open sessions, what they hold, the browsers that are known
    with django_assert_num_queries(5):
        browser.get(reverse("accounts:sessions"))


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox sur Linux"),
        (PHONE, "Chrome sur Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sur Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari sur iPhone"),
        ("", "Navigateur inconnu"),
    ],
)
def test_browser_is_named_as_people_know_it(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name


# --- Personal data ----------------------------------------------------------------------------------------------------


def decide(pupil: Account, author: Account | None = None) -> None:
    """A decision on the pupil, signed."""
    item = Item.objects.get(pk=2111)
    ItemValidation.objects.create(pupil=pupil, item=item, state=1, decided_on=today(), author=author)


def test_adult_reads_what_is_kept_and_his_rights(teacher: Account, client_as: ClientAs) -> None:
    page = words(client_as(teacher).get(reverse("accounts:personal_data")))

    assert "Nom et prénom DURAND Paul" in page
    assert "Vous pouvez demander à consulter, rectifier ou limiter ces données" in page


def test_pupil_reads_a_text_of_his_own(school: School, client_as: ClientAs) -> None:
    pupil = AccountFactory(school_class=SchoolClassFactory(name="CM2 A"), birth_date=datetime.date(2015, 3, 9))
    guardian = AccountFactory(profile=Profile.TUT, last_name="MARTIN", first_name="Anne")
    Guardianship(guardian=guardian, pupil=pupil, rank=1).save()

    page = words(client_as(pupil).get(reverse("accounts:personal_data")))

    assert "Date de naissance 09/03/2015 Classe CM2 A Responsables légaux MARTIN Anne" in page
    assert "Ce que SACoche garde de toi" in page
    assert "RGPD" not in page


def test_guardian_reads_the_children_of_his_account(school: School, client_as: ClientAs) -> None:
    guardian = AccountFactory(profile=Profile.TUT)
    child = AccountFactory(last_name="MARTIN", first_name="Zoé")
    Guardianship(guardian=guardian, pupil=child, rank=1).save()

    page = words(client_as(guardian).get(reverse("accounts:personal_data")))

    assert "Enfants MARTIN Zoé" in page


def test_email_address_typed_by_oneself_is_one_s_own_until_the_school_gives_another(school: School) -> None:
    teacher = AccountFactory(profile="ENS", email="imported@example.org")
    emails.change_email(account=teacher, current=PASSWORD, email="own@example.org")
    emails.confirm_email(account=teacher, token=emails.link_to(teacher).split("/")[-2])
    teacher.refresh_from_db()
    assert (teacher.email, teacher.is_email_own) == ("own@example.org", True)
    teacher.email = "given@example.org"
    update_account(actor=None, account=teacher)
    teacher.refresh_from_db()
    assert (teacher.email, teacher.is_email_own) == ("given@example.org", False)


def test_teacher_reads_all_that_ties_him_to_the_school(school: School, teacher: Account, client_as: ClientAs) -> None:
    for name, is_pp in (("CM1 B", False), ("CM2 A", True)):
        its_class = SchoolClassFactory(name=name, reference=name)
        TeachingAssignmentFactory(teacher=teacher, school_class=its_class, is_pp=is_pp)
    GroupTeachingFactory(teacher=teacher, group=GroupFactory(name="Chorale"))
    MatiereTeachingFactory(teacher=teacher, matiere=MatiereFactory(label="Équitation"), is_coordonnateur=True)
    link_accounts(account=teacher, other=AccountFactory(profile=Profile.TUT, last_name="DURAND", first_name="Paul"))
    for pupil in AccountFactory.create_batch(2):
        decide(pupil, teacher)

    page = words(client_as(teacher).get(reverse("accounts:personal_data")))

    assert "Classes CM1 B, CM2 A (professeur principal) Groupes Chorale Matières Équitation (coordonnateur)" in page
    assert "Décisions signées sur le socle 2" in page
    assert "Comptes liés au vôtre DURAND Paul (responsable légal)" in page


def test_pupil_reads_the_language_and_how_many_decisions_are_kept(
    school: School, pupil: Account, client_as: ClientAs
) -> None:
    PupilLanguage.objects.create(pupil=pupil, language=Language.ANGLAIS)
    decide(pupil)

    page = words(client_as(pupil).get(reverse("accounts:personal_data")))

    assert "Langue étrangère pour le socle anglais Décisions prises sur le socle 1" in page


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        (Profile.ELV, "Quand tu pars, ton compte est fermé. L'école peut l'effacer 3 ans après."),
        (Profile.TUT, "Votre compte est fermé à votre départ, puis effacé par l'établissement 1 an plus tard."),
        (Profile.ENS, "puis effacé par l'établissement 3 ans plus tard ; les décisions"),
    ],
)
def test_notice_says_how_long_each_is_kept(
    school: School, client_as: ClientAs, profile: Profile, sentence: str
) -> None:
    page = words(client_as(AccountFactory(profile=profile)).get(reverse("accounts:personal_data")))

    assert sentence in page
    assert "365 jours" in page


def test_address_page_says_who_else_may_see_it(teacher: Account, client_as: ClientAs) -> None:
    page = words(client_as(teacher).get(reverse("accounts:email")))

    assert "ceux à qui l'établissement permet l'extraction de données : la direction, sauf réglage contraire" in page
