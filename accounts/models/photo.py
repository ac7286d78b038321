"""The photo of a pupil, in a table of its own: no list of people reads its bytes."""

from django.db import models

from accounts.models.people import Account
from sacoche.kit.tenancy import SchoolOwned


class PupilPhoto(SchoolOwned):
    """A JPEG drawn anew (accounts.photos.drawing): its points alone. It goes with the account."""

    pupil = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="photo")
    # In the address of the image, which a browser keeps for a while.
    digest = models.CharField(max_length=16)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "pupil"], name="photo_of_one_once")]

    def __str__(self) -> str:
        return self.digest
