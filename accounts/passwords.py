"""What a password must be: long enough for what it opens, and none of those that everybody tries.

The lengths follow the recommendation of the CNIL of 2022 on passwords: 12 characters for staff, who open the data of
others; 8 for pupils and guardians, whose sign-in is locked after a few failures. Nobody is made to change at dates.
"""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.enums import STAFF

STAFF_LENGTH, FAMILY_LENGTH = 12, 8


def shortest_password(profile: str) -> int:
    """How many characters the password of somebody of that profile has at least."""
    return STAFF_LENGTH if profile in STAFF else FAMILY_LENGTH


class LengthOfProfile:
    """The validator of AUTH_PASSWORD_VALIDATORS; without a user, what is required of everybody."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for a password that is too short for the profile of `user`."""
        shortest = shortest_password(user.profile) if user else FAMILY_LENGTH
        if len(password) < shortest:
            raise ValidationError(
                f"Ce mot de passe est trop court : il lui faut au moins {shortest} caractères.",
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return f"{STAFF_LENGTH} caractères au moins pour un personnel, {FAMILY_LENGTH} pour un élève ou un responsable."
