"""The passwords of operators: longer than a school's, never a common one."""

from collections.abc import Iterable

from django.contrib.auth.password_validation import CommonPasswordValidator, NumericPasswordValidator
from django.core.exceptions import ValidationError

from accounts.passwords import NotGuessedFirst
from sacoche.kit.text import unaccent

MIN_LENGTH = 12


def check_new_password(password: str, *, names: Iterable[str]) -> None:
    """Raises ValidationError, in French, when the password is short, common, only figures, or holds one of `names`."""
    password = password.strip()
    errors: list[ValidationError] = []
    if len(password) < MIN_LENGTH:
        errors.append(ValidationError(f"Choisissez {MIN_LENGTH} caractères ou plus : une phrase convient."))
    for validator in (CommonPasswordValidator(), NumericPasswordValidator(), NotGuessedFirst()):
        try:
            validator.validate(password)
        except ValidationError as error:
            errors.append(error)
    if any(len(name) > 3 and unaccent(name) in unaccent(password) for name in names):
        errors.append(
            ValidationError("Il contient votre nom, votre identifiant ou votre adresse : choisissez-en un autre.")
        )
    if errors:
        raise ValidationError(errors)
