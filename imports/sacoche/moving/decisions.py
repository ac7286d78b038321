"""What was decided on the socle of 2006; the backups of after August 2017 have none."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from imports.sacoche.backup import Record
from imports.sacoche.moving.people import People
from imports.sacoche.moving.reading import Reading
from imports.sacoche.values import day_of, line_of, number_of

_LABEL = 25
# One item changed its number in June 2015.
_RENUMBERED = {2451: 2453, 2453: 2451}


@dataclass(frozen=True)
class NewDecision:
    pupil: int
    thing: int
    is_validated: bool
    decided_on: datetime.date
    author_label: str


@dataclass
class Decisions:
    items: list[NewDecision] = field(default_factory=list)
    piliers: list[NewDecision] = field(default_factory=list)
    # The paliers that the school works with.
    paliers: set[int] = field(default_factory=set)


def plan_decisions(reading: Reading, people: People) -> Decisions:
    """Read the validations, and which paliers are active."""
    found = Decisions()
    for row in reading.records("socle_palier"):
        if row["palier_actif"] == "1" and number_of(row["palier_id"]) in (1, 2, 3):
            found.paliers.add(number_of(row["palier_id"]))
        reading.ledger.take("socle_palier")
    _plan(reading, people, "entree", reading.ours.socle_items, found.items)
    _plan(reading, people, "pilier", reading.ours.socle_piliers, found.piliers)
    return found


def _plan(reading: Reading, people: People, kind: str, known: Collection[int], found: list[NewDecision]) -> None:
    table = f"jointure_user_{kind}"
    seen: set[tuple[int, int]] = set()
    for row in reading.records(table):
        pupil, written = number_of(row["user_id"]), number_of(row[f"{kind}_id"])
        thing = written if written in known else _RENUMBERED.get(written, 0)
        key = f"{pupil}-{written}"
        if not people.is_pupil(pupil):
            reading.ledger.put_aside(table, key, "cet élève n'existe pas")
        elif thing not in known:
            reading.ledger.put_aside(table, key, "cela n'existe pas dans le socle")
        elif row[f"validation_{kind}_etat"] not in ("0", "1"):
            said = f"état inconnu : « {row[f'validation_{kind}_etat']} »"
            reading.ledger.put_aside(table, key, said)
        elif (pupil, thing) in seen:
            reading.ledger.put_aside(table, key, "cette décision est deux fois dans la sauvegarde")
        else:
            seen.add((pupil, thing))
            found.append(_decision(reading, row, kind, pupil, thing, key))
            reading.ledger.take(table)


def _decision(reading: Reading, row: Record, kind: str, pupil: int, thing: int, key: str) -> NewDecision:
    day = day_of(row[f"validation_{kind}_date"])
    if day is None:
        reading.ledger.tell(f"jointure_user_{kind}", key, "sans date : datée du jour de la reprise")
    label = line_of(row[f"validation_{kind}_info"])[:_LABEL]
    return NewDecision(pupil, thing, row[f"validation_{kind}_etat"] == "1", day or reading.today, label)
