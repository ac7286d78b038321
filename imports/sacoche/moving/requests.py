"""« Demandes d'évaluation » of a backup."""

import datetime
from dataclasses import dataclass

from evaluations.models.asking import WORDS_LENGTH, RequestStatus
from imports.sacoche.backup import Record
from imports.sacoche.moving.people import People
from imports.sacoche.moving.reading import Reading
from imports.sacoche.moving.structure import Structure
from imports.sacoche.moving.trees import Trees
from imports.sacoche.values import day_of, number_of

TABLE = "demande"
_HIGHEST_SCORE = 100


@dataclass(frozen=True)
class NewRequest:
    """`addressee` is 0 when every teacher of the matière reads it."""

    pupil: int
    item: int
    addressee: int
    asked_on: datetime.date
    score: int | None
    message: str
    status: str


def plan_requests(reading: Reading, people: People, structure: Structure, trees: Trees) -> list[NewRequest]:
    """Read the requests: those of both versions, the item saying which matière it is of."""
    found: dict[tuple[int, int], NewRequest] = {}
    for row in reading.records(TABLE):
        pupil, item = number_of(row.get("eleve_id") or row.get("user_id", "")), number_of(row["item_id"])
        if not people.is_pupil(pupil):
            reading.ledger.put_aside(TABLE, row["demande_id"], "cet élève n'existe pas")
        elif item not in trees.items:
            reading.ledger.put_aside(TABLE, row["demande_id"], "cet item n'y est pas")
        elif (pupil, item) in found:
            reading.ledger.put_aside(TABLE, row["demande_id"], "cet élève demande déjà cet item")
        else:
            found[pupil, item] = _request(reading, people, structure, trees, row, pupil, item)
            reading.ledger.take(TABLE)
    return list(found.values())


def _request(
    reading: Reading, people: People, structure: Structure, trees: Trees, row: Record, pupil: int, item: int
) -> NewRequest:
    number, matiere = row["demande_id"], trees.matiere_of(item)
    if matiere != number_of(row["matiere_id"]):
        label = structure.matieres[matiere].label
        reading.ledger.tell(TABLE, number, f"matière corrigée : celle de l'item, {label}")
    # 2012 wrote « never evaluated » as an empty text: it is no 0.
    score = number_of(row["demande_score"]) if row["demande_score"].isdigit() else None
    if score is not None and score > _HIGHEST_SCORE:
        reading.ledger.tell(TABLE, number, "score au-dessus de 100 : ôté")
        score = None
    addressee = number_of(row.get("prof_id", ""))
    message = reading.line(row.get("demande_messages", ""))
    if len(message) > WORDS_LENGTH:
        reading.ledger.tell(TABLE, number, f"message coupé à {WORDS_LENGTH} signes", words=message)
    status = RequestStatus.PREPARED if row["demande_statut"] == "prof" else RequestStatus.ASKED
    return NewRequest(
        pupil=pupil,
        item=item,
        addressee=addressee if addressee in people.persons else 0,
        asked_on=day_of(row["demande_date"]) or reading.today,
        score=score,
        message=message[:WORDS_LENGTH],
        status=status.value,
    )
