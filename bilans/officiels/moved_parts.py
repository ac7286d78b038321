"""What official documents take of a school that comes from another program: texts, means, statuses."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bilans.models import LONGEST_TEXT, Appreciation, DocumentStatus, Origin, Position, Section, Status
from bilans.officiels.kinds import BULLETIN, RELEVE
from sacoche.kit.clock import now
from sacoche.kit.parts.moved import (
    TAKEN,
    MovedFrom,
    MovedPart,
    MovedTo,
    NothingOutside,
    Outcome,
    Row,
    Verdict,
    aside,
    kept,
    number_of,
    parts,
)

_KINDS = {"bulletin": BULLETIN.code, "releve": RELEVE.code}
_STATUSES = {
    "1vide": Status.EMPTY,
    "2rubrique": Status.TEACHERS,
    "3mixte": Status.MIXED,
    "4synthese": Status.SYNTHESIS,
    "5complet": Status.COMPLETE,
    "ferme_vierge": Status.EMPTY,
    "ouvert_profs": Status.TEACHERS,
    "ouvert_synthese": Status.SYNTHESIS,
    "ferme_complet": Status.COMPLETE,
}
_STATUS_COLUMNS = {
    "officiel_bulletin": BULLETIN.code,
    "officiel_releve": RELEVE.code,
    "bulletin_etat": BULLETIN.code,
}
_MEAN = re.compile(r"\d{1,2}(\.\d)?")
_HIGHEST, _HIGHEST_PERCENT = 20, 100
_UNKNOWN = "auteur inconnu"


@dataclass(frozen=True)
class _Place:
    """Whose text or mean: numbers of the backup; `matiere` 0 for the synthesis."""

    kind: str
    period: int
    about: int
    is_class: bool
    matiere: int


@dataclass(frozen=True)
class _Writing:
    """A text by its author, or a mean out of 100: None when the school wants none shown."""

    place: _Place
    author: int
    text: str = ""
    percent: Decimal | None = None


class _Writings(NothingOutside):
    def __init__(self, source: MovedFrom) -> None:
        self._source = source
        self._texts: dict[tuple[_Place, int], _Writing] = {}
        self._means: dict[_Place, _Writing] = {}

    def take(self, table: str, row: Row) -> Verdict:
        return self._of_2012(row) if table == "bulletin" else self._of_2017(row)

    def _of_2012(self, row: Row) -> Verdict:
        """What a teacher wrote in a matière: his text. His note and his percentage are not a mean of ours."""
        note, percent = number_of(row["bulletin_note"]), number_of(row["bulletin_pourcentage"])
        place = _Place(
            BULLETIN.code,
            number_of(row["periode_id"]),
            number_of(row["eleve_id"]),
            is_class=False,
            matiere=number_of(row["matiere_id"]),
        )
        if why := self._fault(place):
            return aside(why)
        if note > _HIGHEST:
            return aside(f"{note} n'est pas une note sur 20")
        if percent > _HIGHEST_PERCENT:
            return aside("pourcentage au-dessus de 100")
        if not row["bulletin_appreciation"]:
            return kept()
        taken = self._text(place, number_of(row["prof_id"]), row["bulletin_appreciation"])
        return Verdict(taken.outcome, taken.reason, is_kept=taken.is_kept or bool(note or percent))

    def _of_2017(self, row: Row) -> Verdict:
        kind = _KINDS.get(row["officiel_type"])
        if kind is None:
            return kept("ce bilan n'a pas de texte ici : gardé en données")
        place = _Place(
            kind,
            number_of(row["periode_id"]),
            number_of(row["eleve_ou_classe_id"]),
            is_class=row["saisie_type"] == "classe",
            matiere=number_of(row["rubrique_id"]),
        )
        if why := self._fault(place):
            return aside(why)
        author = number_of(row["prof_id"])
        if not author:
            return self._mean(place, row["saisie_note"])
        if not row["saisie_appreciation"]:
            return kept()
        return self._text(place, author, row["saisie_appreciation"])

    def _fault(self, place: _Place) -> str:
        """Why a row is about nothing that the school has; empty when it is."""
        source = self._source
        if place.period not in source.periods:
            return "cette période n'existe pas"
        if place.about not in (source.classes if place.is_class else source.pupils):
            return "cette classe n'existe pas" if place.is_class else "cet élève n'existe pas"
        return "cette matière n'existe pas" if place.matiere and place.matiere not in source.matieres else ""

    def _text(self, place: _Place, author: int, written: str) -> Verdict:
        whole = self._source.text(written)
        # Of the synthesis there is one, whoever wrote it.
        key = (place, author if place.matiere else 0)
        if not whole:
            return kept()
        if key in self._texts:
            return kept("un autre texte est déjà à cette place : gardé en données")
        self._texts[key] = _Writing(place, author, whole[:LONGEST_TEXT])
        if len(whole) > LONGEST_TEXT:
            return Verdict(Outcome.CORRECTED, f"texte coupé à {LONGEST_TEXT} lettres, gardé entier en données", True)
        return TAKEN

    def _mean(self, place: _Place, note: str) -> Verdict:
        if place.is_class:
            return kept("moyenne de la classe : elle est calculée ici d'après celles des élèves")
        if not place.matiere:
            return kept("moyenne générale : elle est calculée ici d'après celles des matières")
        if note and (not _MEAN.fullmatch(note) or Decimal(note) > _HIGHEST):
            return aside(f"« {note[:10]} » n'est pas une moyenne sur 20")
        if place in self._means:
            return aside("cette moyenne est deux fois dans la sauvegarde")
        self._means[place] = _Writing(place, 0, percent=Decimal(note) * 5 if note else None)
        return TAKEN

    # --- Written ---

    def write(self, to: MovedTo) -> None:
        texts, means = self._texts.values(), self._means.values()
        Appreciation.objects.bulk_create([self._appreciation(each, to) for each in texts], batch_size=500)
        Position.objects.bulk_create([self._position(each, to) for each in means], batch_size=500)
        self._write_statuses(to)

    def _appreciation(self, each: _Writing, to: MovedTo) -> Appreciation:
        place = each.place
        return Appreciation(
            section=Section.MATIERE if place.matiere else Section.SYNTHESIS,
            pupil_id=None if place.is_class else to.accounts[place.about],
            school_class_id=to.classes[place.about] if place.is_class else None,
            text=each.text,
            author_id=to.accounts.get(each.author),
            author_label=self._source.people.get(each.author) or _UNKNOWN,
            **self._entry(place, to),
        )

    def _position(self, each: _Writing, to: MovedTo) -> Position:
        return Position(
            pupil_id=to.accounts[each.place.about],
            origin=Origin.REMOVED if each.percent is None else Origin.COPIED,
            percent=each.percent,
            author_label="SACoche",
            **self._entry(each.place, to),
        )

    def _entry(self, place: _Place, to: MovedTo) -> dict[str, Any]:
        return {
            "school": to.school,
            "kind": place.kind,
            "year": self._source.years[place.period],
            "period_id": to.periods[place.period],
            "matiere_id": to.matieres[place.matiere] if place.matiere else None,
            "matiere_label": self._source.matieres[place.matiere][:100] if place.matiere else "",
        }

    def _write_statuses(self, to: MovedTo) -> None:
        """Where each class stands with its documents; the rows of the dates of périodes say it."""
        found: dict[tuple[str, int, int], Status] = {}
        for row in self._source.rows("jointure_groupe_periode"):
            school_class, period = number_of(row["groupe_id"]), number_of(row["periode_id"])
            if school_class not in self._source.classes or period not in self._source.periods:
                continue
            for column, kind in _STATUS_COLUMNS.items():
                if status := _STATUSES.get(row.get(column, "")):
                    found[kind, period, school_class] = status
        moment = now()
        DocumentStatus.objects.bulk_create(
            [
                DocumentStatus(
                    school=to.school,
                    kind=kind,
                    year=self._source.years[period],
                    period_id=to.periods[period],
                    school_class_id=to.classes[school_class],
                    status=status,
                    changed_at=moment,
                    locked_at=moment if status is Status.COMPLETE else None,
                )
                for (kind, period, school_class), status in found.items()
            ]
        )


parts.register(
    MovedPart(
        code="bilans.writings",
        label="appréciations et moyennes de bilans officiels",
        tables={
            "officiel_saisie": (
                *("officiel_type", "periode_id", "eleve_ou_classe_id", "rubrique_id", "prof_id", "saisie_type"),
                *("saisie_note", "saisie_appreciation"),
            ),
            "bulletin": (
                *("periode_id", "matiere_id", "prof_id", "eleve_id", "bulletin_note", "bulletin_pourcentage"),
                "bulletin_appreciation",
            ),
        },
        begin=_Writings,
        counted=lambda: Appreciation.objects.count() + Position.objects.count(),
    )
)
