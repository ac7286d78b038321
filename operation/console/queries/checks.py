"""One thing that was looked at, in words."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    GOOD = "bon"
    WATCHED = "à voir"
    BAD = "en panne"


@dataclass(frozen=True)
class Check:
    """One thing looked at; `stops` when the server cannot serve schools as it is."""

    label: str
    value: str
    level: Level = Level.GOOD
    stops: bool = False
