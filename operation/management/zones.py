"""What the commands about zones share."""

from django.core.management.base import CommandError

from schools.models import Zone


def zone_named(name: str) -> Zone:
    """The zone of that name; CommandError, which names those there are, when there is none."""
    zone = Zone.objects.filter(name=" ".join(name.split())).first()
    if zone is None:
        known = ", ".join(f"« {each} »" for each in Zone.objects.all()) or "aucune"
        raise CommandError(f"Aucune zone ne s'appelle « {name} ». Zones de ce serveur : {known}.")
    return zone
