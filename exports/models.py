"""Files that the server keeps for an hour."""

from pathlib import Path

from django.conf import settings
from django.db import models

from accounts.models import Account
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned

CONTENT = "content"


class GeneratedFile(SchoolOwned):
    """A file made for one person, who fetches it at an address that cannot be guessed (128 bits)."""

    FOLDER = "exports"

    token = models.CharField(max_length=32, unique=True)
    maker = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    exporter = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    pilier_count = models.PositiveIntegerField()
    item_count = models.PositiveIntegerField()
    pupil_count = models.PositiveIntegerField()
    # Pupils asked for: those without any decision are not in the file.
    asked_count = models.PositiveIntegerField()
    without_sconet_count = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="generated_file_by_expiry")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.DATA_DIR) / self.FOLDER / self.token / CONTENT

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= now()

    @property
    def silent_count(self) -> int:
        """Pupils asked for who are not in the file, for want of a decision."""
        return self.asked_count - self.pupil_count
