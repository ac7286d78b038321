"""What a school decides of its access, and what follows at once for its people."""

import pytest
from django.urls import reverse

from accounts.access import decided, services
from accounts.enums import Profile
from accounts.journal.queries import codes_of_sign_in
from accounts.models import JournalEntry
from sacoche.kit.access import may, refusal, restrictions_on, rights
from schools.models import School
from tests.factories import PASSWORD, AccountFactory, TeachingAssignmentFactory
from tests.html import words

VALIDATE = "socle.validate_items"
HOME = reverse("home")


def _set(school, admin, profile, is_on):
    services.set_right(actor=admin, school=school, right=rights.get(VALIDATE), profile=profile.value, is_on=is_on)


def _restrict(school, admin, is_on=True):
    services.set_restriction(actor=admin, school=school, right=rights.get(VALIDATE), restriction="ONLY_PP", is_on=is_on)


def _close(school, actor, kind=decided.BY_SCHOOL, profiles=(Profile.ENS,), reason="Conseils de classe"):
    services.close_school(
        actor=actor, school=school, kind=kind, reason=reason, profiles=frozenset(each.value for each in profiles)
    )


def _journal():
    """What was done; that people came in is told apart."""
    done = JournalEntry.objects.exclude(code__in=codes_of_sign_in())
    return [(line.code, line.details) for line in done.order_by("pk")]


def _sign_in(client, school, login):
    return client.post(reverse("accounts:sign_in"), {"base": school.number, "login": login, "password": PASSWORD})


# --- Rights -----------------------------------------------------------------------------------------------------------


def test_right_taken_from_a_profile_is_felt_at_the_next_request(school, admin, teacher, director, client_as):
    browser = client_as(teacher)
    assert browser.get(reverse("socle:items")).status_code == 200

    _set(school, admin, Profile.ENS, is_on=False)

    page = browser.get(reverse("socle:items"))
    assert page.status_code == 403
    assert "Cette page est réservée à d'autres profils. Profils autorisés : directeur," in words(page)
    assert client_as(director).get(reverse("socle:items")).status_code == 200


def test_right_taken_while_a_page_is_open_is_said_above_it(school, admin, teacher, client_as):
    browser = client_as(teacher)
    _set(school, admin, Profile.ENS, is_on=False)

    answer = browser.get(reverse("socle:items"), headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Retarget"]) == (403, "#messages")
    assert words(answer) == (
        "Cette page est réservée à d'autres profils. "
        "Profils autorisés : directeur, documentaliste, conseiller d'éducation. "
        "Si elle devrait vous être ouverte, demandez-le à un administrateur."
    )


def test_right_given_back_leaves_nothing_stored(school, admin):
    _set(school, admin, Profile.ENS, is_on=False)
    _set(school, admin, Profile.ENS, is_on=True)

    assert School.objects.get(pk=school.pk).access["rights"] == {}
    assert [code for code, _ in _journal()] == ["accounts.take_right", "accounts.give_right"]


def test_setting_a_right_twice_leaves_one_line_in_the_journal(school, admin):
    _set(school, admin, Profile.ENS, is_on=False)
    _set(school, admin, Profile.ENS, is_on=False)

    assert _journal() == [
        ("accounts.take_right", {"right": "Valider les items du socle", "profile": "professeur"}),
    ]


def test_right_of_a_profile_that_may_not_be_adjusted_is_refused(school, admin):
    with pytest.raises(services.NotAdjustable):
        _set(school, admin, Profile.ELV, is_on=True)

    assert School.objects.get(pk=school.pk).access == {}


def test_right_of_a_closed_profile_is_refused(school, admin):
    with pytest.raises(decided.ProfileClosed):
        _set(school, admin, Profile.AED, is_on=False)


def test_profiles_beside_the_adjustable_ones_keep_a_right_whatever_the_school_decides(school, admin, director):
    right = rights.get("exports.exchange_validations")

    services.set_right(actor=admin, school=school, right=right, profile="DIR", is_on=False)

    assert (may(admin, right.code), may(director, right.code)) == (True, False)


def test_reset_right_gives_the_default_back(school, admin, teacher):
    _set(school, admin, Profile.ENS, is_on=False)
    _restrict(school, admin)

    services.reset_right(actor=admin, school=school, right=rights.get(VALIDATE))

    assert may(teacher, VALIDATE)
    assert school.access["rights"] == {}


def test_clicks_of_two_administrators_are_both_kept(school, admin):
    elsewhere = School.objects.get(pk=school.pk)

    _set(school, admin, Profile.ENS, is_on=False)
    _set(elsewhere, admin, Profile.DIR, is_on=False)

    kept = decided.grant_of(School.objects.get(pk=school.pk), rights.get(VALIDATE)).profiles
    assert {"ENS", "DIR"} & kept == set()


# --- The restriction to professeurs principaux (S134) -----------------------------------------------------------------


def test_restriction_to_pp_refuses_in_words_a_teacher_who_is_not_pp_s134(school, admin, teacher, client_as):
    TeachingAssignmentFactory(teacher=teacher)
    _restrict(school, admin)

    page = client_as(teacher).get(reverse("socle:items"))

    assert page.status_code == 403
    assert "réserve cette page aux professeurs principaux, et vous ne l'êtes d'aucune classe." in words(page)
    assert "Valider les items" not in words(client_as(teacher).get(HOME))


def test_restriction_to_pp_leaves_a_pp_the_classes_where_he_is_s134(school, admin, teacher, client_as):
    his = TeachingAssignmentFactory(teacher=teacher, is_pp=True).school_class
    other = TeachingAssignmentFactory(teacher=teacher).school_class
    _restrict(school, admin)
    browser = client_as(teacher)

    page = browser.get(reverse("socle:items"))

    assert [each.place for each in page.context["choices"].places] == [his]
    refused = browser.get(reverse("socle:items"), {"classe": other.pk})
    assert refused.status_code == 403
    assert "au professeur principal de la classe : choisissez une classe dont vous l'êtes." in words(refused)


def test_restriction_to_pp_leaves_those_who_have_every_class(school, admin, director):
    documentalist = AccountFactory(profile=Profile.DOC)
    _restrict(school, admin)

    assert (refusal(director, VALIDATE), refusal(documentalist, VALIDATE)) == ("", "")
    assert restrictions_on(director, VALIDATE) == frozenset()


def test_restriction_lifted_opens_every_class_of_the_teacher_again(school, admin, teacher):
    _restrict(school, admin)
    _restrict(school, admin, is_on=False)

    assert may(teacher, VALIDATE)
    assert [code for code, _ in _journal()] == ["accounts.restrict_right", "accounts.widen_right"]


def test_restriction_that_a_right_does_not_know_is_refused(school, admin):
    with pytest.raises(services.NotAdjustable):
        services.set_restriction(
            actor=admin,
            school=school,
            right=rights.get("exports.exchange_validations"),
            restriction="ONLY_PP",
            is_on=True,
        )


# --- Profiles ---------------------------------------------------------------------------------------------------------


def test_optional_profile_is_closed_until_the_school_opens_it(school, admin):
    assert Profile.AED not in decided.open_profiles(school)

    services.open_profile(actor=admin, school=school, profile=Profile.AED)

    assert Profile.AED in decided.open_profiles(school)
    assert _journal() == [("accounts.open_profile", {"profile": "assistant d'éducation"})]


def test_profile_in_use_is_not_closed(school, admin):
    services.open_profile(actor=admin, school=school, profile=Profile.AED)
    AccountFactory(profile=Profile.AED)

    with pytest.raises(services.ProfileInUse) as refused:
        services.close_profile(actor=admin, school=school, profile=Profile.AED)

    assert refused.value.people == 1
    assert decided.is_open_profile(School.objects.get(pk=school.pk), Profile.AED)


def test_profile_that_every_school_has_can_be_neither_opened_nor_closed(school, admin):
    for verb in (services.open_profile, services.close_profile):
        with pytest.raises(services.NotAdjustable):
            verb(actor=admin, school=school, profile=Profile.ENS)


def test_opened_profile_has_every_class_but_none_of_the_teachers_rights_until_they_are_given_s134(
    school, admin, pupil, client_as
):
    services.open_profile(actor=admin, school=school, profile=Profile.SUR)
    browser = client_as(AccountFactory(profile=Profile.SUR))

    assert browser.get(reverse("socle:items")).status_code == 403
    assert browser.get(reverse("accounts:messages")).status_code == 403
    assert "Valider les items" not in words(browser.get(HOME))

    _set(school, admin, Profile.SUR, is_on=True)
    assert browser.get(reverse("socle:items")).status_code == 200


@pytest.mark.parametrize("profile", [Profile.DIR, Profile.ENS, Profile.DOC, Profile.EDU])
def test_director_teacher_documentalist_and_cpe_validate_items_by_default_s134(school, profile):
    assert may(AccountFactory(profile=profile), VALIDATE)


# --- Logins, idle sessions --------------------------------------------------------------------------------------------


def test_login_pattern_of_one_profile_leaves_the_others(school, admin):
    services.set_login_patterns(actor=admin, school=school, patterns={"ENS": "n.ppp", "ELV": "ppp.nnnnnnnn"})

    assert decided.login_pattern(school, Profile.ENS) == "n.ppp"
    assert decided.login_pattern(school, Profile.ELV) == "ppp.nnnnnnnn"
    assert _journal() == [("accounts.set_login_patterns", {"patterns": "n.ppp pour professeur"})]


def test_login_pattern_that_says_nothing_is_refused(school, admin):
    with pytest.raises(ValueError, match="prenom"):
        services.set_login_patterns(actor=admin, school=school, patterns={"ENS": "prenom.nom"})


@pytest.mark.parametrize("minutes", [0, 15, 130])
def test_idle_delay_that_is_not_offered_is_refused(school, admin, minutes):
    with pytest.raises(ValueError, match=str(minutes)):
        services.set_idle_minutes(actor=admin, school=school, minutes={"ENS": minutes})


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_closed_school_is_said_to_whoever_has_the_right_password(school, admin, teacher, client):
    _close(school, admin)

    page = _sign_in(client, school, teacher.login)

    assert "L'accès est fermé par l'administrateur de l'établissement : « Conseils de classe »." in words(page)
    assert "_auth_user_id" not in client.session


def test_closed_school_says_nothing_to_whoever_has_not_the_password(school, admin, teacher, client):
    _close(school, admin)

    page = client.post(reverse("accounts:sign_in"), {"base": school.number, "login": teacher.login, "password": "x"})

    assert "Conseils de classe" not in words(page)


def test_closing_puts_connected_people_out_at_their_next_request(school, admin, teacher, director, client_as):
    browser, other = client_as(teacher), client_as(director)
    _close(school, admin)

    assert browser.get(HOME).url == f"{reverse('accounts:sign_in')}?next={HOME}"
    assert "Conseils de classe" in words(browser.get("/"))
    assert other.get(HOME).status_code == 200


def test_closing_tells_a_page_that_saves_why(school, admin, teacher, client_as):
    browser = client_as(teacher)
    _close(school, admin)

    answer = browser.post(
        reverse("socle:save_items"), {}, content_type="application/json", headers={"accept": "application/json"}
    )

    assert answer.status_code == 401
    assert answer.json()["error"].endswith("« Conseils de classe ».")


def test_administrators_always_pass_the_closing_of_a_school(school, admin, client):
    with pytest.raises(services.NotAdjustable):
        _close(school, admin, profiles=(Profile.ADM, Profile.ENS))
    _close(school, admin)

    assert _sign_in(client, school, admin.login).url == HOME


def test_operator_closes_a_school_to_its_administrators_too(school, admin, client_as):
    browser = client_as(admin)
    _close(school, None, kind=decided.BY_OPERATOR, profiles=(), reason="Maintenance")

    browser.get(HOME)

    assert "L'accès est fermé par le webmestre : « Maintenance »." in words(browser.get("/"))


def test_school_cannot_lift_the_closing_of_the_operator(school, admin):
    _close(school, None, kind=decided.BY_OPERATOR, profiles=(), reason="Maintenance")

    assert not services.reopen_school(actor=admin, school=school, kind=decided.BY_SCHOOL)
    assert decided.closing_for(admin)


def test_reopened_school_lets_everybody_in(school, admin, teacher, client):
    _close(school, admin)

    assert services.reopen_school(actor=admin, school=school, kind=decided.BY_SCHOOL)

    assert _sign_in(client, school, teacher.login).url == HOME
    assert [code for code, _ in _journal()] == ["accounts.close_school", "accounts.reopen_school"]
