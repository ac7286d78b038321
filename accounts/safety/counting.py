"""What counts failures: how many lock a key, for how long."""

import datetime
from dataclasses import dataclass

LOCK = datetime.timedelta(minutes=5)
# After the first failure, unless a lock is longer.
WINDOW = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Counter:
    """Failures counted under one key. At `limit` the key is locked for `first`, twice as long at each failure more, at
    most for `longest`.
    """

    key: str
    limit: int
    first: datetime.timedelta = LOCK
    longest: datetime.timedelta = LOCK

    @property
    def doubles(self) -> bool:
        """Whether the lock grows."""
        return self.longest > self.first

    def lock_after(self, failures: int) -> datetime.timedelta:
        """How long the key is locked once there are so many failures, `limit` at least."""
        # Beyond, a lock is longer than any.
        doublings = min(failures - self.limit, 16)
        return min(self.first * 2**doublings, self.longest)
