"""What is proved besides a password: digits of an hour, recovery codes, passkeys, whoever owns them."""

from typing import Any

import pyotp
import pytest

from sacoche.kit.factor import passkeys, recovery, totp
from sacoche.kit.factor.passkeys import OfAnotherDomain, Owner, Passkey, PasskeyRefused
from sacoche.kit.factor.totp import Application, ClockOff, CodeServed, WrongCode
from tests.authenticator import Authenticator

NOW = 1_800_000_015.0
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SITE = passkeys.site_of("http://localhost:8000/sacoche/", name="SACoche")
OWNER = Owner("12", "camille", "Camille DURAND")


def shown(after: float) -> str:
    """What a telephone shows whose clock is so many seconds ahead."""
    return pyotp.TOTP(SECRET).at(int(NOW + after))


# --- An application -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [0, 30, -30])
def test_digits_of_now_and_of_thirty_seconds_around_open(after: int):
    step = totp.check_code(Application(SECRET), shown(after), at=NOW)
    assert step == int((NOW + after) // 30)


def test_digits_are_read_with_the_space_that_applications_show():
    assert totp.check_code(Application(SECRET), f"{shown(0)[:3]} {shown(0)[3:]}", at=NOW)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (300, "avance de 5 minutes environ"),
        (-300, "retarde de 5 minutes environ"),
        (60, "avance de 1 minute environ"),
        (-90, "retarde de 2 minutes environ"),
    ],
)
def test_clock_five_minutes_off_is_refused_in_words(after: int, words: str):
    with pytest.raises(ClockOff) as refused:
        totp.check_code(Application(SECRET), shown(after), at=NOW)
    assert words in refused.value.sentence


@pytest.mark.parametrize("typed", ["", "000000", "12345", "abcdef", "é" * 6])
def test_other_digits_open_nothing(typed: str):
    with pytest.raises(WrongCode) as refused:
        totp.check_code(Application(SECRET), typed, at=NOW)
    assert type(refused.value) is WrongCode


def test_digits_open_once():
    step = totp.check_code(Application(SECRET), shown(0), at=NOW)
    with pytest.raises(CodeServed):
        totp.check_code(Application(SECRET, step), shown(0), at=NOW)
    assert totp.check_code(Application(SECRET, step), shown(30), at=NOW + 30) == step + 1


def test_application_is_given_the_name_of_the_school_and_of_the_account():
    address = totp.address_of(SECRET, owner="camille", issuer="SACoche École n° 1")
    read: Any = pyotp.parse_uri(address)
    assert (read.secret, read.name, read.issuer) == (SECRET, "camille", "SACoche École n° 1")


# --- Recovery -----------------------------------------------------------------------------------------------------


def test_ten_recovery_codes_all_different_and_known_however_they_are_typed():
    codes = recovery.new_codes()
    assert len(set(codes)) == 10
    first = codes[0]
    assert recovery.digest(first) == recovery.digest(f" {first.upper().replace('-', ' ')} ")
    assert len({recovery.digest(code) for code in codes}) == 10
    assert recovery.looks_like_one(first)
    assert not recovery.looks_like_one("123 456")


# --- Passkeys -----------------------------------------------------------------------------------------------------


def made_by(key: Authenticator) -> Passkey:
    options, state = passkeys.begin_registration(SITE, OWNER, [], at=NOW)
    return passkeys.finish_registration(SITE, state, key.make(options), at=NOW + 10)


def proof_by(key: Authenticator, known: list[Passkey], *, after: float = 10) -> passkeys.Proof:
    options, state = passkeys.begin_proof(SITE, known, at=NOW)
    return passkeys.finish_proof(SITE, state, known, key.sign(options), at=NOW + after)


def test_passkey_that_was_made_proves_who_is_there():
    key = Authenticator()
    passkey = made_by(key)
    proof = proof_by(key, [passkey])
    assert (proof.code, proof.sign_count, proof.is_verified) == (passkey.code, 1, True)


def test_stick_that_asks_for_nothing_is_only_half_a_proof():
    key = Authenticator(verifies=False)
    assert not proof_by(key, [made_by(key)]).is_verified


def test_passkey_of_another_domain_is_refused_in_words():
    key = Authenticator()
    passkey = made_by(key)
    key.origin, key.domain = "https://sacoche.pirate.example", "sacoche.pirate.example"
    with pytest.raises(OfAnotherDomain) as refused:
        proof_by(key, [passkey])
    assert "« sacoche.pirate.example »" in refused.value.sentence
    assert "« localhost:8000 »" in refused.value.sentence


def test_passkey_is_not_made_for_another_domain():
    with pytest.raises(OfAnotherDomain):
        made_by(Authenticator(origin="https://ailleurs.example", domain="ailleurs.example"))


def test_key_that_signs_for_a_domain_under_the_name_of_another_is_refused():
    key = Authenticator()
    passkey = made_by(key)
    key.domain = "ailleurs.example"
    with pytest.raises(PasskeyRefused):
        proof_by(key, [passkey])


def test_passkey_of_somebody_else_is_refused():
    mine, theirs = Authenticator(), Authenticator(name=b"key-of-another--")
    with pytest.raises(PasskeyRefused, match="n'est pas enregistrée pour ce compte"):
        proof_by(theirs, [made_by(mine)])


def test_signature_of_another_key_under_this_name_is_refused():
    mine, forged = Authenticator(), Authenticator()
    with pytest.raises(PasskeyRefused, match="n'est pas valable"):
        proof_by(forged, [made_by(mine)])


def test_copied_key_is_refused():
    key = Authenticator(signed=7)
    passkey = made_by(key)
    key.signed = 3
    with pytest.raises(PasskeyRefused, match="copiée"):
        proof_by(key, [passkey])


@pytest.mark.parametrize("after", [passkeys.LIFE_SECONDS + 1, -1])
def test_answer_that_comes_too_late_is_refused(after: float):
    key = Authenticator()
    with pytest.raises(PasskeyRefused, match="a expiré"):
        proof_by(key, [made_by(key)], after=after)


def test_answer_to_nothing_that_was_asked_is_refused():
    key = Authenticator()
    passkey = made_by(key)
    options, _ = passkeys.begin_proof(SITE, [passkey], at=NOW)
    with pytest.raises(PasskeyRefused):
        passkeys.finish_proof(SITE, None, [passkey], key.sign(options), at=NOW)
    _, of_another_page = passkeys.begin_proof(SITE, [passkey], at=NOW)
    with pytest.raises(PasskeyRefused):
        passkeys.finish_proof(SITE, of_another_page, [passkey], key.sign(options), at=NOW)


@pytest.mark.parametrize("answer", [{}, [], None, "x", {"id": 1}, {"rawId": "é", "response": {}}])
def test_whatever_a_program_sends_is_refused_in_words(answer: Any):
    _, state = passkeys.begin_registration(SITE, OWNER, [], at=NOW)
    with pytest.raises(PasskeyRefused):
        passkeys.finish_registration(SITE, state, answer, at=NOW)
    with pytest.raises(PasskeyRefused):
        passkeys.finish_proof(SITE, state, [], answer, at=NOW)


@pytest.mark.parametrize(
    ("address", "takes"),
    [
        ("https://sacoche.example/", True),
        ("http://localhost:8000/", True),
        ("http://127.0.0.1:8000/", False),
        ("https://192.0.2.7/", False),
        ("http://sacoche.example/", False),
        ("https://[2001:db8::1]/", False),
    ],
)
def test_where_browsers_make_passkeys(address: str, takes: bool):
    assert passkeys.site_of(address, name="SACoche").takes_passkeys is takes
