"""The versions of the socle that a school uses."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import Account
from referentiels.models import SchoolVersion, SocleVersion
from referentiels.queries.socle import versions_in_use
from sacoche.kit.journal import record
from schools.models import School


@transaction.atomic
def choose_versions(*, actor: Account | None, school: School, codes: Collection[str]) -> None:
    """Use these versions; the links to the others are kept, and hidden."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    if {each.code for each in versions_in_use()} == set(codes):
        return
    versions = list(SocleVersion.objects.all())
    for version in versions:
        SchoolVersion.objects.update_or_create(version=version, defaults={"is_on": version.code in codes})
    used = ", ".join(version.label for version in versions if version.code in codes) or "aucune"
    record("referentiels.choose_versions", actor=actor, school=school, versions=used)
