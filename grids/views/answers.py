"""What a page is answered when it saves: a sentence, and the cells that are not as it wanted."""

import datetime

from grids.services import CellChange, Conflict, SaveOutcome, Stored
from grids.subject import Subject
from sacoche.kit.text import count, word


def saved_answer(subject: Subject, outcome: SaveOutcome) -> dict[str, object]:
    """The data of a page that saved."""
    return {
        "message": _sentence(subject, outcome),
        "saved": outcome.saved,
        "date": _iso(outcome.decided_on),
        "author": outcome.author_label,
        "already": [_already(change, stored) for change, stored in outcome.already if stored],
        "conflicts": [_conflict(conflict) for conflict in outcome.conflicts],
    }


def _sentence(subject: Subject, outcome: SaveOutcome) -> str:
    final = sum(conflict.is_final for conflict in outcome.conflicts)
    if outcome.saved:
        said = f"{subject.words.saved} : {count(outcome.saved, 'case', 'cases')}."
    elif len(outcome.conflicts) > final:
        said = "Rien n'a été enregistré."
    else:
        said = "Aucun changement à enregistrer."
    if not final:
        return said
    return f"{said} {count(final, *subject.words.final)} : {word(final, *subject.words.final_kept)}"


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _already(change: CellChange, stored: Stored) -> dict[str, object]:
    date, author = _iso(stored.decided_on), stored.author_label
    return {"pupil": change.pupil_id, "row": change.about_id, "date": date, "author": author}


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {
        "pupil": conflict.change.pupil_id,
        "row": conflict.change.about_id,
        "wanted": conflict.change.wanted,
        "stored": conflict.stored,
        "at": conflict.at and conflict.at.isoformat(),
        "date": conflict.on and conflict.on.isoformat(),
        "author": conflict.author_label,
        "final": conflict.is_final,
    }
