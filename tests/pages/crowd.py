"""The school of the samples with forty pupils in its class and names as long as they may be: what paper must hold."""

from accounts.enums import Profile
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from sacoche.kit.text import sort_key
from schools.models import Group, Matiere, School, SchoolClass
from tests.factories import AccountFactory, GroupMembershipFactory
from tests.pages.world import World

PUPILS = 40
# Names of a hundred signs, with a word that no line of a narrow column holds.
_FAMILY = "de La Rochefoucauld-Montmorency-Luxembourg d'Hautpoul-Saint-Georges-sur-Loire et de Vaucresson-Villers"
_FIRST = "Marie-Antoinette-Philippine Anne-Charlotte-Emmanuelle"
_CLASS = "Cours moyen deuxième année de l'école élémentaire publique d'application, bâtiment des grands, salle bleue"


def crowd(world: World) -> None:
    """Add pupils to the class of this school until they are forty, and make names long."""
    school = School.objects.get(number=world.number)
    with school_scope(school):
        SchoolClass.objects.filter(pk=world.school_class).update(long_name=_CLASS[:100])
        Group.objects.filter(pk=world.group).update(long_name=_CLASS[::-1][:100])
        Matiere.objects.filter(pk=world.matiere).update(label=f"Enseignements pratiques {_FAMILY}"[:100])
        for account in Account.objects.exclude(profile=Profile.ADM).order_by("pk"):
            _lengthen(account)
        _fill(world)


def _lengthen(account: Account) -> None:
    last_name = f"{account.last_name} {_FAMILY}"[:100]
    key = sort_key(last_name, account.first_name)
    Account.objects.filter(pk=account.pk).update(last_name=last_name, sort_key=key)


def _fill(world: World) -> None:
    there = Account.objects.filter(school_class=world.school_class, profile=Profile.ELV).count()
    for rank in range(there, PUPILS):
        last_name = f"{world.mark} {rank:02} {_FAMILY}"[:100]
        pupil = AccountFactory(
            profile=Profile.ELV,
            last_name=last_name,
            first_name=f"{_FIRST} {rank:02}"[:100],
            login=f"eleve{rank:02}.{world.mark}".lower(),
            school_class_id=world.school_class,
        )
        GroupMembershipFactory(pupil=pupil, group_id=world.group)
