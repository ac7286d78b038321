"""A school that leaves this server: until its day it lives as before, under a banner; then nothing of it is left."""

import datetime
from typing import Any

# In `School.access`, which comes with the school at every request.
LEAVING = "leaving"
GRACE = datetime.timedelta(days=15)


def leaves_at(access: dict[str, Any]) -> datetime.datetime | None:
    """When everything of the school is deleted; None when it stays."""
    told = access.get(LEAVING)
    return datetime.datetime.fromisoformat(told["at"]) if told else None
