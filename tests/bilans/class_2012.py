"""A class of 2012 as documents are computed from it: tests/data/golden/class_2012, with what was printed of it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any

from bilans.computing import choosing
from bilans.computing.inputs import (
    Decided,
    Decision,
    Domaine,
    Entry,
    Item,
    Marks,
    Matiere,
    Niveau,
    Pilier,
    Pupil,
    Referentiel,
    SocleDomaine,
    Synthesis,
    Theme,
)
from bilans.computing.levels import Levels
from evaluations.scoring.methods import Method
from evaluations.scoring.series import ReportWindow, Window
from evaluations.scoring.states import DEFAULT_STATES
from referentiels.tree import SocleLink
from socle.grids import grid_items
from tests.evaluations import class_2012
from tests.evaluations.class_2012 import FOLDER as FOLDER

Row = dict[str, str]
NO_LANGUAGE = "100"
# The matières where a language is taught, with its number; the last one teaches any of them.
LANGUAGES = {"301": 109, "302": 132, "9902": None}
LANGUAGE_PILIERS = (2, 9)


@cache
def table(name: str) -> list[Row]:
    return class_2012.table(name)


@cache
def printed(name: str) -> dict[str, list[Row]]:
    """What was printed, by run."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in table(f"{name}.tsv.gz"):
        found[row["run"]].append(row)
    return found


@cache
def pupils() -> tuple[Pupil, ...]:
    return tuple(
        Pupil(
            int(row["user_id"]),
            f"{row['user_nom']} {row['user_prenom']}",
            None if row["eleve_langue"] == NO_LANGUAGE else int(row["eleve_langue"]),
        )
        for row in table("eleves.tsv.gz")
    )


@cache
def marks() -> Marks:
    return {(int(pupil), int(item)): results for (pupil, item), results in class_2012.marks().items()}


@cache
def _matieres() -> dict[str, Matiere]:
    return {
        row["matiere_id"]: Matiere(
            int(row["matiere_id"]),
            row["matiere_ref"],
            row["matiere_nom"],
            is_active=row["matiere_active"] == "1",
            is_language=row["matiere_id"] in LANGUAGES,
            language=LANGUAGES.get(row["matiere_id"]),
        )
        for row in table("matiere.tsv")
    }


@cache
def _niveaux() -> dict[str, Niveau]:
    return {
        row["niveau_id"]: Niveau(
            int(row["niveau_id"]), row["niveau_ref"], row["niveau_nom"], is_active=row["niveau_actif"] == "1"
        )
        for row in table("niveau.tsv")
    }


@cache
def _themes() -> dict[str, Theme]:
    referentiels = {
        (row["matiere_id"], row["niveau_id"]): Referentiel(
            number,
            _matieres()[row["matiere_id"]],
            _niveaux()[row["niveau_id"]],
            Method(row["referentiel_calcul_methode"]),
            int(row["referentiel_calcul_limite"]),
            synthesis=Synthesis(row["referentiel_mode_synthese"]),
        )
        for number, row in enumerate(table("referentiel.tsv"))
    }
    domaines = {
        row["domaine_id"]: Domaine(
            int(row["domaine_id"]), row["domaine_nom"], referentiels[row["matiere_id"], row["niveau_id"]]
        )
        for row in table("referentiel_domaine.tsv")
    }
    return {
        row["theme_id"]: Theme(int(row["theme_id"]), row["theme_nom"], domaines[row["domaine_id"]])
        for row in table("referentiel_theme.tsv")
    }


@cache
def items() -> tuple[Item, ...]:
    """Every item: matières by their rank then their name, niveaux, then places."""
    placed = sorted(((_place(row), _item(row)) for row in table("referentiel_item.tsv")), key=itemgetter(0))
    return tuple(item for _place, item in placed)


@cache
def _rows(name: str, key: str) -> dict[str, Row]:
    return {row[key]: row for row in table(name)}


def _above(row: Row) -> tuple[Row, Row]:
    theme = _rows("referentiel_theme.tsv", "theme_id")[row["theme_id"]]
    return theme, _rows("referentiel_domaine.tsv", "domaine_id")[theme["domaine_id"]]


def _place(row: Row) -> tuple[int | str, ...]:
    theme, domaine = _above(row)
    matiere = _rows("matiere.tsv", "matiere_id")[domaine["matiere_id"]]
    niveau = _rows("niveau.tsv", "niveau_id")[domaine["niveau_id"]]
    ranks = (niveau["niveau_ordre"], domaine["domaine_ordre"], theme["theme_ordre"], row["item_ordre"])
    return int(matiere["matiere_ordre"]), matiere["matiere_nom"], *map(int, ranks)


def _item(row: Row) -> Item:
    theme, domaine = _above(row)
    niveau = _niveaux()[domaine["niveau_id"]].reference
    return Item(
        int(row["item_id"]),
        row["item_nom"],
        f"{niveau}.{domaine['domaine_ref']}{theme['theme_ordre']}{row['item_ordre']}",
        _themes()[row["theme_id"]],
        int(row["item_coef"]),
        () if row["entree_id"] == "0" else (SocleLink("2006", 0, int(row["entree_id"])),),
    )


@cache
def entries() -> tuple[Entry, ...]:
    """The items of the grids of 2006, in order."""
    return tuple(
        Entry(
            item.id,
            item.label,
            SocleDomaine(
                item.domaine_id,
                item.domaine_label,
                Pilier(
                    item.pilier_id, item.pilier_ref, item.pilier_label, is_language=item.pilier_id in LANGUAGE_PILIERS
                ),
            ),
        )
        for item in grid_items()
    )


@cache
def decided() -> Decided:
    return Decided(_decisions("entree"), _decisions("pilier"))


def _decisions(kind: str) -> dict[tuple[int, int], Decision]:
    return {
        (int(row["user_id"]), int(row[f"{kind}_id"])): Decision(
            row[f"validation_{kind}_etat"] == "1",
            date.fromisoformat(row[f"validation_{kind}_date"]),
            row[f"validation_{kind}_info"],
        )
        for row in table(f"jointure_user_{kind}.tsv.gz")
    }


@dataclass(frozen=True)
class Run:
    """A report that was asked."""

    name: str
    page: str
    asked: dict[str, Any]
    # What it said when it had nothing to show.
    said: str
    window: Window
    # The pupil of the family that asked, None for a teacher.
    child: int | None

    @property
    def levels(self) -> Levels:
        return Levels(marks(), ReportWindow(self.window), DEFAULT_STATES)

    @property
    def pupils(self) -> list[Pupil]:
        asked = [self.child] if self.child else list(map(int, self.asked["f_eleve"].split(",")))
        return [pupil for pupil in pupils() if pupil.key in asked]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that the form chose."""
        chosen = self._chosen(items())
        if self.asked.get("f_restriction") or self.asked.get("f_restriction_socle"):
            chosen = choosing.linked(chosen)
        if self.asked.get("f_restriction_niveau") or "grille" in self.page:
            chosen = choosing.of_niveaux(chosen, [int(self.asked["f_niveau"])])
        return chosen

    def _chosen(self, every: tuple[Item, ...]) -> tuple[Item, ...]:
        if "selection" in self.page:
            return choosing.chosen(every, set(map(int, self.asked["f_compet_liste"].split("_"))))
        if "multimatiere" in self.page:
            return choosing.of_every_matiere(every)
        return choosing.of_matiere(every, int(self.asked["f_matiere"]))


@cache
def runs() -> dict[str, Run]:
    return {run.name: run for run in _runs()}


def _runs() -> Iterator[Run]:
    families = {row["run"]: int(row["eleve_id"]) for row in table("runs_by_families.tsv")}
    for row in table("runs.tsv"):
        yield Run(
            row["run"],
            row["page"],
            json.loads(row["options_posted(json)"]),
            row["result"],
            class_2012.window_of(row),
            families.get(row["run"]),
        )
