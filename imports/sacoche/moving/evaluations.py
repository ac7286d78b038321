"""Évaluations of a backup, and the marks, which are read one by one: a school has hundreds of thousands of them."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from evaluations.models import Level, PupilOrder
from evaluations.models.evaluation import TITLE_LENGTH
from imports.sacoche.backup import Record
from imports.sacoche.eras import CODES
from imports.sacoche.moving.people import People
from imports.sacoche.moving.reading import Reading
from imports.sacoche.moving.structure import Structure, place_of
from imports.sacoche.moving.trees import Trees
from imports.sacoche.values import address_of, day_of, nearest_day, number_of, numbers_in

_LEVELS = {"voir": Level.SEE, "saisir": Level.ENTER, "modifier": Level.CHANGE}
# « Contrôle n° 3 (DURAND A.) »: what a mark keeps of its évaluation, and of who gave it.
_LABEL = re.compile(r"(.*) \(([^()]*)\)?", re.DOTALL)
_UNNAMED = "Évaluation sans titre"
_UNKNOWN_LETTER = "?"


@dataclass(frozen=True)
class NewEvaluation:
    """`place` is a class or a group, 0 for chosen pupils; a trace has neither items nor pupils of its own."""

    origin: int
    owner: int
    owner_label: str
    title: str
    given_on: datetime.date
    visible_on: datetime.date
    place: int = 0
    chosen: tuple[int, ...] = ()
    self_until: datetime.date | None = None
    # The address of its subject, and of its answers.
    subject: str = ""
    answers: str = ""
    is_finished: bool = False
    pupil_order: str = PupilOrder.NAMES.value
    is_trace: bool = False


# The number of an évaluation, its title, its owner's name, its two days: one trace for the marks that share them.
TraceKey = tuple[int, str, str, datetime.date, datetime.date]


@dataclass(frozen=True, slots=True)
class NewMark:
    """`trace` is set for a mark whose évaluation is no longer there."""

    evaluation: int
    pupil: int
    item: int
    author: int
    author_label: str
    code: str
    given_on: datetime.date
    visible_on: datetime.date
    trace: TraceKey | None = None


@dataclass
class Evaluations:
    evaluations: dict[int, NewEvaluation] = field(default_factory=dict)
    # Items of an évaluation with their rank.
    items: dict[int, dict[int, int]] = field(default_factory=dict)
    shares: dict[int, dict[int, int]] = field(default_factory=dict)
    traces: dict[TraceKey, NewEvaluation] = field(default_factory=dict)
    # Who gave marks, and under what name.
    signatures: set[tuple[int, str]] = field(default_factory=set)
    marks: Counter[str] = field(default_factory=Counter)
    orphans: int = 0
    authors: Counter[str] = field(default_factory=Counter)


def plan_evaluations(reading: Reading, structure: Structure, people: People, trees: Trees) -> Evaluations:
    """Read the tables of évaluations, then each mark once, to know what they need and to count them."""
    found = Evaluations()
    undated = _days_of_marks(reading, _undated(reading))
    for row in reading.records("devoir"):
        _plan_evaluation(reading, structure, people, found, row, undated)
    for row in reading.records("jointure_devoir_item"):
        _plan_item(reading, trees, found, row)
    for row in reading.records("jointure_devoir_prof"):
        _plan_share(reading, people, found, row)
    _plan_comments(reading)
    for mark in MarkReader(reading, people, trees, found).marks(is_first=True):
        found.marks[mark.code] += 1
        found.authors[mark.author_label] += 1
        found.signatures.add((mark.author, mark.author_label))
        if mark.trace:
            found.orphans += 1
            found.traces.setdefault(mark.trace, _trace(mark, mark.trace))
    return found


# --- Évaluations ------------------------------------------------------------------------------------------------------


def _undated(reading: Reading) -> set[str]:
    return {row["devoir_id"] for row in reading.records("devoir") if nearest_day(row["devoir_date"])[0] is None}


def _days_of_marks(reading: Reading, numbers: set[str]) -> dict[str, datetime.date]:
    """The first day of the marks of these évaluations."""
    found: dict[str, datetime.date] = {}
    if numbers:
        for row in reading.records("saisie"):
            day = day_of(row["saisie_date"]) if row["devoir_id"] in numbers else None
            if day:
                found[row["devoir_id"]] = min(day, found.get(row["devoir_id"], day))
    return found


def _plan_evaluation(
    reading: Reading,
    structure: Structure,
    people: People,
    found: Evaluations,
    row: Record,
    undated: dict[str, datetime.date],
) -> None:
    number, owner = number_of(row["devoir_id"]), number_of(row.get("proprio_id") or row.get("prof_id", ""))
    title = reading.line(row["devoir_info"])[:TITLE_LENGTH] or _UNNAMED
    given_on = _given_on(reading, row, undated, title)
    if given_on is None:
        said = "sans date, et aucun de ses résultats n'en a"
        reading.ledger.put_aside("devoir", number, said, words=title)
        return
    place = number_of(row["groupe_id"])
    _tell_of_evaluation(reading, structure, people, row, title)
    visible_on = day_of(row["devoir_visible_date"]) or given_on
    self_until = day_of(row.get("devoir_autoeval_date", ""))
    found.evaluations[number] = NewEvaluation(
        origin=number,
        owner=owner if owner in people.persons else 0,
        owner_label=people.label_of(owner),
        title=title,
        given_on=given_on,
        visible_on=visible_on,
        place=place if place_of(structure, place) is not None else 0,
        chosen=tuple(people.chosen.get(place, ())),
        self_until=self_until if self_until and self_until >= visible_on else None,
        subject=address_of(row.get("devoir_doc_sujet", "")),
        answers=address_of(row.get("devoir_doc_corrige", "")),
        is_finished=row.get("devoir_fini") == "1",
        pupil_order=PupilOrder.CLASSES.value if row.get("devoir_eleves_ordre") == "classe" else PupilOrder.NAMES.value,
    )
    shared = [int(each) for each in numbers_in(row.get("devoir_partage", "")) if int(each) != owner]
    found.shares[number] = {each: int(Level.ENTER) for each in shared if each in people.persons}
    reading.ledger.take("devoir")


def _tell_of_evaluation(reading: Reading, structure: Structure, people: People, row: Record, title: str) -> None:
    """What an évaluation that is taken lost before, or loses."""
    number, owner = row["devoir_id"], number_of(row.get("proprio_id") or row.get("prof_id", ""))
    place = number_of(row["groupe_id"])
    if len(row["devoir_info"]) == TITLE_LENGTH:
        reading.ledger.tell("devoir", number, "titre de 60 caractères : peut-être coupé", words=title)
    if owner not in people.persons:
        reading.ledger.tell("devoir", number, "sans propriétaire : son compte n'existe plus", words=title)
    if place_of(structure, place) is None and place not in structure.chosen:
        reading.ledger.tell("devoir", number, f"ce groupe ({place}) n'existe pas : élèves choisis, aucun", words=title)


def _given_on(reading: Reading, row: Record, undated: dict[str, datetime.date], title: str) -> datetime.date | None:
    day, is_mended = nearest_day(row["devoir_date"])
    if is_mended and day:
        reading.ledger.tell("devoir", row["devoir_id"], f"date mendée : {day:%d/%m/%Y}", words=title)
    return day or undated.get(row["devoir_id"])


def _plan_item(reading: Reading, trees: Trees, found: Evaluations, row: Record) -> None:
    table, number, item = "jointure_devoir_item", number_of(row["devoir_id"]), number_of(row["item_id"])
    key = f"{number}-{item}"
    if number not in found.evaluations:
        reading.ledger.put_aside(table, key, "cette évaluation n'y est pas")
    elif item not in trees.items:
        reading.ledger.put_aside(table, key, "cet item n'y est pas")
    elif item in (items := found.items.setdefault(number, {})):
        reading.ledger.put_aside(table, key, "cet item est deux fois dans l'évaluation")
    else:
        items[item] = number_of(row["jointure_ordre"])
        reading.ledger.take(table)


def _plan_share(reading: Reading, people: People, found: Evaluations, row: Record) -> None:
    table, number, person = "jointure_devoir_prof", number_of(row["devoir_id"]), number_of(row["prof_id"])
    level = _LEVELS.get(row["jointure_droit"])
    if number not in found.evaluations or person not in people.persons or level is None:
        reading.ledger.put_aside(table, f"{number}-{person}", "évaluation, personne ou droit absents")
    else:
        if person != found.evaluations[number].owner:
            found.shares.setdefault(number, {})[person] = int(level)
        reading.ledger.take(table)


def _plan_comments(reading: Reading) -> None:
    """Words written or said to a pupil: the backup has their address, not them."""
    for row in reading.records("jointure_devoir_eleve"):
        said = "fichier absent de la sauvegarde : le commentaire est resté sur le serveur d'origine"
        reading.ledger.leave_and_tell("jointure_devoir_eleve", f"{row['devoir_id']}-{row['eleve_id']}", said)


def _trace(mark: NewMark, key: TraceKey) -> NewEvaluation:
    return NewEvaluation(
        origin=mark.evaluation,
        owner=0,
        owner_label=key[2],
        title=key[1],
        given_on=mark.given_on,
        visible_on=mark.visible_on,
        is_trace=True,
    )


# --- Marks ------------------------------------------------------------------------------------------------------------


class MarkReader:
    """The marks of a backup, one by one; on the first reading, the fate of each is told."""

    def __init__(self, reading: Reading, people: People, trees: Trees, found: Evaluations) -> None:
        self._reading, self._people, self._trees, self._found = reading, people, trees, found
        self._pupils = {number for number in people.persons if people.is_pupil(number)}
        self._days: dict[str, datetime.date | None] = {}
        self._labels: dict[str, tuple[str, str]] = {}

    def marks(self, *, is_first: bool = False) -> Iterator[NewMark]:
        """Those that are taken."""
        ledger = self._reading.ledger
        seen: set[int] = set()
        taken = 0
        for row in self._reading.records("saisie"):
            made = self._mark(row, is_first=is_first)
            if isinstance(made, NewMark):
                key = (made.evaluation << 64) | (made.pupil << 32) | made.item
                if key not in seen:
                    seen.add(key)
                    taken += 1
                    yield made
                    continue
                made = "ce résultat est deux fois dans la sauvegarde"
            if is_first:
                key_told = f"{row['devoir_id']}-{row['eleve_id']}-{row['item_id']}"
                ledger.put_aside("saisie", key_told, made, words=row["saisie_info"])
        if is_first:
            ledger.take("saisie", taken)

    def _mark(self, row: Record, *, is_first: bool) -> NewMark | str:
        """The mark of a row, or why it is put aside."""
        number, pupil, item = number_of(row["devoir_id"]), number_of(row["eleve_id"]), number_of(row["item_id"])
        code = CODES.get(row["saisie_note"])
        evaluation = self._found.evaluations.get(number)
        given_on = self._day(row["saisie_date"]) or (evaluation.given_on if evaluation else None)
        if pupil not in self._pupils:
            return "cet élève n'existe pas"
        if item not in self._trees.items:
            return "cet item n'y est pas"
        if code is None:
            return f"code inconnu : « {row['saisie_note']} »"
        if given_on is None:
            return "sans date, ni évaluation qui en ait une"
        if is_first:
            self._tell_mended(row, given_on)
        visible_on = self._day(row["saisie_visible_date"]) or (evaluation.visible_on if evaluation else given_on)
        title, label = self._label(row["saisie_info"])
        author = number_of(row["prof_id"])
        trace = None
        if evaluation is None:
            trace = (number, title or _UNNAMED, label, given_on, visible_on)
        return NewMark(
            number,
            pupil,
            item,
            author if author in self._people.persons else 0,
            self._signed(author, label),
            code,
            given_on,
            visible_on,
            trace,
        )

    def _signed(self, author: int, label: str) -> str:
        """The name that the mark keeps; 2012 wrote « ? » for capitals with an accent, which the account still has."""
        known = self._people.label_of(author)
        if not label or (_UNKNOWN_LETTER in label and len(label) == len(known) and _is_spelled_as(label, known)):
            return known
        return label

    def _tell_mended(self, row: Record, given_on: datetime.date) -> None:
        if row["saisie_date"] != given_on.isoformat():
            key = f"{row['devoir_id']}-{row['eleve_id']}-{row['item_id']}"
            self._reading.ledger.tell("saisie", key, f"date illisible : {given_on:%d/%m/%Y}", words=row["saisie_info"])

    def _day(self, value: str) -> datetime.date | None:
        """Days come back often: each is read once."""
        if value not in self._days:
            self._days[value] = nearest_day(value)[0]
        return self._days[value]

    def _label(self, value: str) -> tuple[str, str]:
        """The title of the évaluation and the name of the author, as the mark keeps them; each label is read once."""
        if value not in self._labels:
            whole = self._reading.line(value)
            found = _LABEL.fullmatch(whole)
            title, label = (found[1], found[2]) if found else (whole, "")
            self._labels[value] = title[:TITLE_LENGTH], label[:25]
        return self._labels[value]


def _is_spelled_as(label: str, known: str) -> bool:
    return all(one in (_UNKNOWN_LETTER, other) for one, other in zip(label, known, strict=True))
