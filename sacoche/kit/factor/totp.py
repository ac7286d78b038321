"""The six digits that an application of a telephone shows, new every thirty seconds (RFC 6238)."""

from dataclasses import dataclass

import pyotp
from django.utils.crypto import constant_time_compare

PERIOD_SECONDS = 30
DIGITS = 6
# The code before and the one after open too: clocks differ, and people type slowly.
_STEPS_ACCEPTED = 1
# A clock that is as far as this is told so, and opens nothing.
_STEPS_LOOKED_AT = 12


class WrongCode(Exception):
    """These are not the digits of now."""

    sentence = "Ce n'est pas le code que l'application affiche en ce moment."


class CodeServed(WrongCode):
    """These digits have opened already: whoever read them over a shoulder opens nothing."""

    sentence = "Ce code a déjà servi : attendez que l'application en affiche un autre."


class ClockOff(WrongCode):
    """The digits of another moment: the clock of the telephone, or ours, is wrong by `minutes`, ahead when positive."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.minutes = minutes

    @property
    def sentence(self) -> str:  # type: ignore[override]
        number = abs(self.minutes)
        wrong = f"{'avance' if self.minutes > 0 else 'retarde'} de {number} minute{'s' if number > 1 else ''} environ"
        return (
            f"Ce code est celui d'une autre heure : l'horloge de votre téléphone {wrong}. "
            "Réglez-la sur l'heure automatique, puis tapez le nouveau code."
        )


@dataclass(frozen=True)
class Application:
    """An application that shows codes: its secret, in base 32, and the last step whose digits have opened."""

    secret: str
    last_step: int = 0


def new_secret() -> str:
    """A secret of 160 bits, in base 32, as applications take it."""
    return pyotp.random_base32()


def grouped(secret: str) -> str:
    """The secret as somebody types it who has no camera: « ABCD EFGH … »."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def address_of(secret: str, *, owner: str, issuer: str) -> str:
    """What the QR code of an application holds (otpauth://…); it shows `owner` and `issuer` beside its digits."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=PERIOD_SECONDS).provisioning_uri(name=owner, issuer_name=issuer)


def check_code(application: Application, typed: str, *, at: float) -> int:
    """The step whose digits were typed, to be kept as the last that has opened. `at`: seconds since 1970.

    Spaces are nothing. Raises WrongCode, CodeServed, ClockOff.
    """
    digits, now = "".join(typed.split()), int(at // PERIOD_SECONDS)
    step = _step_of(application.secret, digits, now, _STEPS_LOOKED_AT)
    if step is None:
        raise WrongCode
    if abs(step - now) > _STEPS_ACCEPTED:
        raise ClockOff(_minutes(step - now))
    if step <= application.last_step:
        raise CodeServed
    return step


def _step_of(secret: str, digits: str, now: int, reach: int) -> int | None:
    """The step that has these digits, the nearest to now first."""
    codes = pyotp.TOTP(secret, digits=DIGITS, interval=PERIOD_SECONDS)
    near = sorted(range(max(0, now - reach), now + reach + 1), key=lambda step: abs(step - now))
    return next((step for step in near if constant_time_compare(codes.generate_otp(step), digits)), None)


def _minutes(steps: int) -> int:
    """Whole minutes, one at least, with their sign."""
    minutes = max(1, round(abs(steps) * PERIOD_SECONDS / 60))
    return minutes if steps > 0 else -minutes
