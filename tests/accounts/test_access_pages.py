"""The pages where an administrator sets the access of his school."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.access import decided
from accounts.enums import Profile
from accounts.models import Account, JournalEntry
from sacoche.kit.access import rights
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import PASSWORD, AccountFactory
from tests.html import words

PROFILES, RIGHTS = reverse("accounts:profiles"), reverse("accounts:rights")
FORMATS, DELAYS = reverse("accounts:login_formats"), reverse("accounts:idle_delays")
CLOSING, REDIRECTION = reverse("accounts:closing"), reverse("accounts:sign_out_url")


@pytest.fixture
def as_admin(client_as, admin):
    return client_as(admin)


def _stored(school):
    return School.objects.get(pk=school.pk)


def _codes():
    return list(JournalEntry.objects.order_by("pk").values_list("code", flat=True))


# --- « Choix des profils » --------------------------------------------------------------------------------------------


def _set_profile(as_admin, code, is_open):
    return as_admin.post(reverse("accounts:set_profile", args=[code]), {"is_open": is_open}, follow=True)


def test_opened_profile_can_be_given_to_a_new_account(school, as_admin):
    assert "assistant d'éducation" not in words(as_admin.get(reverse("accounts:add_staff")))

    page = _set_profile(as_admin, "AED", "1")

    assert "Le profil « assistant d'éducation » est ouvert." in words(page)
    assert "assistant d'éducation" in words(as_admin.get(reverse("accounts:add_staff")))


def test_account_of_a_closed_profile_is_refused_in_words(school, as_admin):
    body = {"last_name": "ROY", "first_name": "Lou", "profile": "AED", "login_auto": "on", "password_random": "on"}

    page = as_admin.post(reverse("accounts:add_staff"), body)

    assert "Ce profil n'est pas ouvert : choisissez-en un de la liste." in words(page)
    assert not Account.objects.filter(profile=Profile.AED).exists()


def test_profile_that_people_have_stays_open_and_names_them(school, as_admin):
    _set_profile(as_admin, "AED", "1")
    AccountFactory(profile=Profile.AED, last_name="ROY", first_name="Lou")

    page = words(_set_profile(as_admin, "AED", "0"))

    assert "Le profil « assistant d'éducation » reste ouvert : 1 compte l'utilise." in page
    assert "ROY Lou" in page
    assert decided.is_open_profile(_stored(school), Profile.AED)


def test_profile_opened_twice_leaves_one_line_in_the_journal(school, as_admin):
    _set_profile(as_admin, "AED", "1")
    _set_profile(as_admin, "AED", "1")

    assert (_stored(school).access["profiles"], _codes()) == (["AED"], ["accounts.open_profile"])


@pytest.mark.parametrize("code", ["ENS", "WBM", "XXX"])
def test_profile_that_is_not_optional_has_no_switch(as_admin, code):
    assert as_admin.post(reverse("accounts:set_profile", args=[code]), {"is_open": "1"}).status_code == 404


def test_account_of_a_profile_closed_since_is_not_reinstated(school, as_admin):
    left = AccountFactory(profile=Profile.AED, left_on=datetime.date(2020, 1, 1))

    page = as_admin.post(reverse("accounts:reinstate_staff", args=[left.pk]), follow=True)

    assert "Le profil « assistant d'éducation » est fermé : ouvrez-le d'abord" in words(page)
    assert not Account.objects.get(pk=left.pk).is_active


@pytest.mark.parametrize("people", [0, 1, 30])
def test_profiles_page_takes_as_many_queries_however_many_people(as_admin, people, django_assert_num_queries):
    AccountFactory.create_batch(people, profile=Profile.AED)
    as_admin.get(PROFILES)

    with django_assert_num_queries(2):
        as_admin.get(PROFILES)


# --- « Réglage des autorisations » (S134) -----------------------------------------------------------------------------


def _set_right(as_admin, profile, is_on, code="socle.validate_items"):
    return as_admin.post(reverse("accounts:set_right", args=[code, profile]), {"is_on": is_on})


def _restrict(as_admin, is_on):
    address = reverse("accounts:set_restriction", args=["socle.validate_items", "ONLY_PP"])
    return as_admin.post(address, {"is_on": is_on})


def _row(as_admin, code="socle.validate_items"):
    return next(row for row in as_admin.get(RIGHTS).context["grid"].rows if row.right.code == code)


def test_rights_page_shows_the_rights_a_school_may_adjust_and_its_open_profiles(school, as_admin):
    grid = as_admin.get(RIGHTS).context["grid"]

    assert [row.right for row in grid.rows] == [right for right in rights if right.adjustable]
    assert Profile.ENS in grid.profiles
    assert set(grid.profiles) & {Profile.ADM, Profile.AED, Profile.WBM} == set()


def test_right_ticked_is_saved_at_once_and_can_be_put_back_to_default_s134(school, as_admin):
    row = _set_right(as_admin, "ENS", "0").json()["row"]

    assert "checked" not in next(tag for tag in row.split("<td>") if "Valider les items du socle, professeur" in tag)
    assert (_row(as_admin).is_default, _codes()) == (False, ["accounts.take_right"])

    as_admin.post(reverse("accounts:reset_right", args=["socle.validate_items"]))

    assert (_row(as_admin).is_default, _stored(school).access["rights"]) == (True, {})


def test_restriction_to_professeurs_principaux_is_saved_at_once_s134(school, as_admin, teacher, client_as):
    colleague = client_as(teacher)

    _restrict(as_admin, "1")

    assert _row(as_admin).restrictions[0].is_set
    assert colleague.get(reverse("socle:items")).status_code == 403

    _restrict(as_admin, "0")

    assert colleague.get(reverse("socle:items")).status_code == 200


@pytest.mark.parametrize(
    ("code", "profile"),
    [
        ("socle.validate_items", "ELV"),
        ("socle.validate_items", "XXX"),
        ("schools.manage_structure", "ENS"),
        ("x", "ENS"),
    ],
)
def test_right_that_cannot_be_adjusted_is_not_found(school, as_admin, code, profile):
    assert _set_right(as_admin, profile, "1", code=code).status_code == 404
    assert _stored(school).access == {}


def test_right_of_a_profile_closed_meanwhile_is_refused_in_words(school, as_admin):
    answer = _set_right(as_admin, "AED", "1")

    assert (answer.status_code, answer.json()) == (
        409,
        {"error": "Le profil « assistant d'éducation » vient d'être fermé : rechargez la page."},
    )


def test_right_taken_while_a_page_is_open_is_said_in_words_to_its_save(school, as_admin, teacher, client_as):
    colleague = client_as(teacher)
    _set_right(as_admin, "ENS", "0")

    answer = colleague.post(
        reverse("socle:save_items"), {}, content_type="application/json", headers={"accept": "application/json"}
    )

    assert answer.status_code == 403
    assert answer.json()["error"] == (
        "Cette page est réservée à d'autres profils. "
        "Profils autorisés : directeur, documentaliste, conseiller d'éducation. "
        "Si elle devrait vous être ouverte, demandez-le à un administrateur."
    )


# --- « Format des identifiants de connexion » (S128) ------------------------------------------------------------------


def _formats(as_admin, **changed):
    page = as_admin.get(FORMATS)
    return {field.name: field.value() for field in page.context["form"].rows()} | changed


def _logins_of(as_admin, last_name, profile):
    fields = {"last_name": last_name, "first_name": "Anne-Lise", "login_auto": "on", "password_random": "on"}
    if profile == Profile.ELV:
        as_admin.post(reverse("accounts:add_pupil"), fields | {"gender": "I"})
    else:
        as_admin.post(reverse("accounts:add_staff"), fields | {"profile": profile.value})
    return Account.objects.get(last_name=last_name).login


def test_login_format_of_a_profile_makes_its_next_logins_s128(school, as_admin):
    page = as_admin.post(FORMATS, _formats(as_admin, ENS=" NNNN-P "), follow=True)

    assert "Format enregistré" in words(page)
    assert _logins_of(as_admin, "DE LA TOUR", Profile.ENS) == "dela-a"
    assert _logins_of(as_admin, "DE LA RUE", Profile.ELV) == "ann.delarue"


def test_login_format_leaves_the_logins_already_given(school, as_admin, teacher):
    as_admin.post(FORMATS, _formats(as_admin, ENS="n"))

    assert Account.objects.get(pk=teacher.pk).login == "pau.durand"


@pytest.mark.parametrize("pattern", ["", "prenom.nom", "ppp.", "p.n.p", "p n_", "é", "p" * 51])
def test_login_format_that_says_nothing_is_refused_beside_its_profile(school, as_admin, pattern):
    page = as_admin.post(FORMATS, _formats(as_admin, ELV=pattern, ENS="p.n"))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["ELV"]
    assert _stored(school).access == {}


def test_login_format_shows_examples_while_it_is_typed(as_admin):
    def examples(pattern):
        return words(as_admin.get(reverse("accounts:login_examples", args=["ENS"]), {"ENS": pattern}))

    assert examples("p.nnnn") == "m.dupo n.mbay l.wu"
    assert examples("pn.") == "ce format n'est pas valable"


# --- « Délai avant déconnexion » --------------------------------------------------------------------------------------


def _delays(as_admin, **changed):
    page = as_admin.get(DELAYS)
    return {field.name: field.value() for field in page.context["form"].rows()} | changed


def test_idle_delay_closes_the_sessions_of_its_profile_alone(school, as_admin, admin, teacher, director, client):
    as_admin.post(DELAYS, _delays(as_admin, ENS=60))

    with time_machine.travel(datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC), tick=False) as clock:
        signed_in = {}
        for account in (teacher, director):
            signed_in[account] = type(client)()
            codes = {"base": school.number, "login": account.login, "password": PASSWORD}
            signed_in[account].post(reverse("accounts:sign_in"), codes)
        assert "60 min" in words(signed_in[teacher].get(reverse("home")))
        clock.shift(45 * 60)
        answers = [signed_in[account].get(reverse("home")).status_code for account in (teacher, director)]

    assert answers == [200, 302]


@pytest.mark.parametrize("minutes", ["", "15", "0", "130", "-10", "x"])
def test_idle_delay_that_is_not_offered_is_refused_in_words(school, as_admin, minutes):
    page = as_admin.post(DELAYS, _delays(as_admin, ENS=minutes))

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["ENS"])
    assert _stored(school).access == {}


# --- « Blocage des connexions » ---------------------------------------------------------------------------------------


def test_closing_shows_its_reason_to_those_it_stops_until_it_is_lifted(school, as_admin, teacher, client_as):
    colleague = client_as(teacher)

    page = as_admin.post(CLOSING, {"reason": "  Conseil  de classe ", "profiles": ["ENS", "ELV"]}, follow=True)

    assert "« Conseil de classe »" in words(page)
    assert "Profils : professeur, élève." in words(page)
    assert colleague.get(reverse("home")).status_code == 302

    as_admin.post(reverse("accounts:reopen"))

    assert client_as(teacher).get(reverse("home")).status_code == 200
    assert as_admin.get(CLOSING).context["current"] is None


def test_closing_of_every_profile_also_stops_those_opened_later(school, as_admin):
    offered = as_admin.get(CLOSING).context["form"].offered
    as_admin.post(CLOSING, {"reason": "Rentrée", "profiles": [profile.value for profile in offered]})
    _set_profile(as_admin, "AED", "1")

    assert decided.closing_for(AccountFactory(profile=Profile.AED, school=_stored(school)))


@pytest.mark.parametrize(
    ("reason", "profiles", "field"),
    [("", ["ENS"], "reason"), ("   ", ["ENS"], "reason"), ("x" * 101, ["ENS"], "reason"), ("Rentrée", [], "profiles")]
    + [("Rentrée", [profile], "profiles") for profile in ("ADM", "AED", "XXX")],
)
def test_closing_without_reason_or_with_a_wrong_profile_is_refused_in_words(school, as_admin, reason, profiles, field):
    page = as_admin.post(CLOSING, {"reason": reason, "profiles": profiles})

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert _stored(school).access == {}


def test_same_closing_sent_twice_leaves_one_line_in_the_journal(school, as_admin):
    for _ in range(2):
        as_admin.post(CLOSING, {"reason": "Rentrée", "profiles": ["ENS"]})

    assert _codes() == ["accounts.close_school"]


def test_block_school_stops_everybody_until_it_is_lifted(school, other_school, as_admin):
    output = StringIO()
    call_command("block_school", school.number, reason="Maintenance", stdout=output)

    assert output.getvalue() == "Établissement n° 1 fermé : Maintenance\n"
    assert as_admin.get(CLOSING).status_code == 302

    call_command("block_school", school.number, lift=True, stdout=output)

    assert decided.closing_of(_stored(school), decided.BY_OPERATOR) is None
    assert _stored(other_school).access == {}


@pytest.mark.parametrize(
    ("number", "options"), [(99, {"reason": "x"}), (1, {"reason": " "}), (1, {"reason": "x" * 101})]
)
def test_block_school_without_school_or_reason_is_refused(school, number, options):
    with pytest.raises(CommandError):
        call_command("block_school", number, **options)

    assert _stored(school).access == {}


# --- « Redirection après déconnexion » --------------------------------------------------------------------------------


def test_sign_out_leads_where_the_school_says(school, as_admin, teacher, client_as):
    page = as_admin.post(REDIRECTION, {"url": "https://ent.exemple.fr/accueil?de=sacoche"}, follow=True)
    assert "Adresse enregistrée." in words(page)
    colleague = client_as(teacher)

    answer = colleague.post(reverse("accounts:sign_out"), {"next": "https://pirate.exemple/"})

    assert '<meta http-equiv="refresh" content="0; url=https://ent.exemple.fr/accueil?de=sacoche">' in answer.text
    assert "pirate" not in answer.text
    assert "_auth_user_id" not in colleague.session


def test_sign_out_of_a_school_that_said_nothing_is_the_sign_in_page(as_admin):
    assert as_admin.post(reverse("accounts:sign_out")).url == reverse("accounts:sign_in")


def test_sign_out_leads_nobody_of_another_school(school, other_school, as_admin, client_as):
    as_admin.post(REDIRECTION, {"url": "https://ent.exemple.fr/"})
    with school_scope(other_school):
        stranger = client_as(AccountFactory(profile=Profile.ENS))

    assert stranger.post(reverse("accounts:sign_out")).url == reverse("accounts:sign_in")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://exemple.fr/",
        "data:text/html,x",
        "https://a:b@exemple.fr/",
        "pas une adresse",
        "https://exemple.fr/" + "x" * 200,
    ],
)
def test_sign_out_address_that_is_not_of_the_web_is_refused(school, as_admin, url):
    page = as_admin.post(REDIRECTION, {"url": url})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["url"])
    assert _stored(school).sign_out_url == ""


def test_sign_out_address_emptied_is_forgotten(school, as_admin):
    as_admin.post(REDIRECTION, {"url": "exemple.fr"})
    assert _stored(school).sign_out_url == "https://exemple.fr"

    as_admin.post(REDIRECTION, {"url": ""})

    assert _stored(school).sign_out_url == ""
