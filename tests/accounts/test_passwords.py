"""What a password may not be: what is tried first in French schools, however it is dressed."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.credentials import draw_password
from accounts.enums import Profile
from accounts.models import Account
from accounts.passwords import NotGuessedFirst, common_words, is_made_of_common_words, repeats
from sacoche.kit.text import unaccent
from schools.models import School
from tests.factories import PASSWORD

GUESSED_FIRST = [
    "azertyuiop12", "Azerty123456", "AZERTY-azerty", "qsdfghjklm2026", "motdepasse2026", "MotDePasse!!",
    "m0tdep@sse2026", "Mon mot de passe", "ecole2026", "École2026!", "Collège-2025", "loulou123", "Loulou-loulou",
    "doudou2014",
    "camille2012", "Chloé2011!!", "leaetlucas", "Marie-Pierre75", "thomas.thomas", "jetaime123", "bonjour2026",
    "aqwzsxedcrfv", "1234azer1234", "Toulouse31000", "mathematiques1", "changezmoi123", "mbappe10", "trottinette12!",
    "administrateur1", "rentree2026", "soleil31000", "pr0f€sseur", "sacoche2026", "bienvenue01",
    "aaaaaaaaaaaa", "abcabcabcabc", "121212121212", "a1a1a1a1a1a1", "12345678", "0123456789", "98765432", "abcdefgh",
]  # fmt: skip
GOOD = [
    "une phrase bien à moi", "vélo-gris", "tout-neuf-en-novembre", PASSWORD, "cactus tranquille 7 lampadaires",
    "Kp7!vrtq2m", "quatre fourmis jouent aux dés", "camille aime le violon vert", "xylophone-brumeux",
]  # fmt: skip


@pytest.mark.parametrize("password", GUESSED_FIRST)
def test_password_tried_first_is_refused_with_what_to_do(password: str) -> None:
    with pytest.raises(ValidationError, match="quatre mots sans rapport"):
        NotGuessedFirst().validate(password)


@pytest.mark.parametrize("password", GOOD)
def test_password_of_its_own_is_accepted(password: str) -> None:
    NotGuessedFirst().validate(password)


def test_every_word_of_the_list_is_refused_alone_twice_and_with_a_year() -> None:
    dressed = [(word, word + word, f"{word.capitalize()}2026", f"12{word}!") for word in common_words()]
    assert [one for spellings in dressed for one in spellings if not is_made_of_common_words(one)] == []


def test_list_is_plain() -> None:
    assert [word for word in common_words() if word != unaccent(word)] == []


def test_name_and_town_of_the_school_are_common_words_there(school: School) -> None:
    school.name, school.town = "Collège Hélène-Quokka", "Wallabourg"
    teacher = Account(school=school, profile=Profile.ENS, login="x", last_name="X", first_name="Y")

    refused = []
    for password in ("quokka-2026-wallabourg", "CollegeQuokka2026"):
        NotGuessedFirst().validate(password)
        with pytest.raises(ValidationError) as error:
            validate_password(password, teacher)
        refused += [each.code for each in error.value.error_list]

    assert refused == ["password_guessed_first"] * 2


def test_passwords_that_the_product_draws_are_accepted() -> None:
    for profile in (Profile.ENS, Profile.ELV):
        for _ in range(200):
            password = draw_password(profile)
            assert not repeats(password)
            NotGuessedFirst().validate(password)
