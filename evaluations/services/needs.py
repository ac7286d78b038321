"""What a groupe de besoin was made from is kept with it; it is read by `evaluations.queries.needs`."""

from collections.abc import Sequence

from accounts.besoins.followed import Cell, Follower, followers
from accounts.models import Account
from evaluations.models import Need
from evaluations.queries.needs import no_longer_in_need, states_of
from referentiels.models import Item
from schools.models import Group

# As many as a table of results lets tick; a group is not followed on more.
MOST = 500


def keep_needs(group: Group, cells: Sequence[Cell]) -> None:
    """Note the state of each pupil on each item; cells of pupils or of items that the school has not are left out."""
    asked = list(dict.fromkeys(cells))[:MOST]
    pupils = set(Account.objects.filter(pk__in={pupil for pupil, _ in asked}).values_list("pk", flat=True))
    items = set(Item.objects.filter(pk__in={item for _, item in asked}).values_list("pk", flat=True))
    known = [cell for cell in asked if cell[0] in pupils and cell[1] in items]
    states = states_of(known)
    needs = [
        Need(group=group, pupil_id=pupil, item_id=item, state=states.get((pupil, item), "")) for pupil, item in known
    ]
    Need.objects.bulk_create(needs, ignore_conflicts=True)


followers.register(Follower("evaluations.needs", keep_needs, no_longer_in_need))
