"""What proves who somebody is besides a password, and the browsers where he has already proved it."""

from django.db import models

from accounts.models.people import Account
from sacoche.kit.clock import now
from sacoche.kit.factor.passkeys import Passkey as PublicHalf
from sacoche.kit.tenancy import SchoolOwned


class Application(SchoolOwned):
    """The application of a telephone that shows codes. Its secret is sealed by the key of the servers."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="application")
    secret = models.BinaryField()
    # The last step of thirty seconds whose digits have opened: none opens twice.
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.account_id}"


class Passkey(SchoolOwned):
    """A passkey: its public half alone, which is no secret."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    # What names it to browsers, in base64url.
    code = models.CharField(max_length=1400)
    data = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField("nom de la clé", max_length=60)
    added_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["school", "account", "code"], name="passkey_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def public_half(self) -> PublicHalf:
        return PublicHalf(bytes(self.data), self.sign_count)


class RecoveryCode(SchoolOwned):
    """What is kept of one of the ten codes on paper: its digest, and when it has served."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "account", "digest"], name="recovery_code_unique")]

    def __str__(self) -> str:
        return f"{self.account_id}"


class KnownBrowser(SchoolOwned):
    """A browser by which an account came in with its password: the first time, its owner is told.

    `digest` is that of the name which the browser's own cookie gives it for this account. Until `trusted_until`, it is
    not asked for the second factor.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="browsers")
    digest = models.CharField(max_length=64)
    user_agent = models.CharField(max_length=200, blank=True)
    first_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now)
    trusted_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "account", "digest"], name="known_browser_unique")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.first_at}"


class PupilCard(SchoolOwned):
    """The card of a small pupil: a QR code that says who he is, and three pictures that only he knows.

    Neither is kept: `token_digest` finds the card again, `pictures_digest` says whether the pictures are right.
    """

    pupil = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="card")
    token_digest = models.CharField(max_length=64)
    pictures_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "token_digest"], name="pupil_card_unique")]

    def __str__(self) -> str:
        return f"{self.pupil_id}"
