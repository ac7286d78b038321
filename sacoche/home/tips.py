"""« Le saviez-vous ? »: one tip a day, about what the product really does, for the profile of the reader."""

import csv
import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse

from sacoche.help.pages import page_of

_FILE = Path(__file__).parent / "tips.csv"


@dataclass(frozen=True)
class Tip:
    """A sentence, and the help that says more: a page of it, or the name of an address with a part after « # »."""

    profiles: frozenset[str]
    help: str
    text: str

    @property
    def url(self) -> str:
        if page_of(self.help):
            return reverse("help_page", args=[self.help])
        name, _, part = self.help.partition("#")
        return f"{reverse(name)}#{part}" if part else reverse(name)


@cache
def all_tips() -> tuple[Tip, ...]:
    """The tips of the data file, in its order."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter=";")
        return tuple(Tip(frozenset(row["profiles"].split()), row["help"], row["text"]) for row in rows)


def tip_of_the_day(profile: str, day: datetime.date) -> Tip | None:
    """The tip of that day for that profile, the next one the day after."""
    tips = [tip for tip in all_tips() if profile in tip.profiles]
    return tips[day.toordinal() % len(tips)] if tips else None
