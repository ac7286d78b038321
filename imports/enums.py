"""Who an import is about."""

from django.db import models

from accounts.enums import TEACHERS, Profile


class Audience(models.TextChoices):
    """The people whom a file brings. Their accounts alone are compared with it."""

    PUPILS = "pupils", "élèves"
    STAFF = "staff", "professeurs & directeurs"
    GUARDIANS = "guardians", "responsables légaux"
    # The lists of codes that are only kept.
    NOBODY = "nobody", "personne"

    @property
    def profiles(self) -> frozenset[Profile]:
        """The profiles of those accounts: teachers and management together, since one becomes the other."""
        return _PROFILES[self]


_PROFILES = {
    Audience.PUPILS: frozenset({Profile.ELV}),
    Audience.STAFF: TEACHERS | {Profile.DIR},
    Audience.GUARDIANS: frozenset({Profile.TUT}),
    Audience.NOBODY: frozenset(),
}
