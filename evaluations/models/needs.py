"""What « groupes de besoin » were made from."""

from django.db import models

from accounts.models import Account
from grids.models import UNCHECKED
from referentiels.models import Item
from sacoche.kit.tenancy import SchoolOwned
from schools.models import Group

STATE_LENGTH = 3


class Need(SchoolOwned):
    """A result that a groupe de besoin was made from: the state that a pupil had on an item then.

    `state` is the sigle of one of the scale; empty when nothing counted yet. Nobody is moved by it.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="needs")
    pupil = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.DO_NOTHING, related_name="+", **UNCHECKED)
    state = models.CharField(max_length=STATE_LENGTH, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "pupil", "item"], name="need_once")]
