"""Reads tests/data/golden/class_2012: a class, its marks, and the relevés that the software of 2012 made of them."""

import csv
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from evaluations.scoring.series import LookBack, PeriodRule, Result, Window

FOLDER = Path(__file__).parent.parent / "data" / "golden" / "class_2012"
VALUES = {"RR": 0, "R": 33, "V": 67, "VV": 100}
# The day on which the relevés were asked for.
CAPTURED_ON = date(2026, 11, 30)
CLASS = "8"


def table(name: str) -> list[dict[str, str]]:
    """The rows of a file, `.tsv` or `.tsv.gz`."""
    path = FOLDER / name
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(text.decode()), delimiter="\t", quoting=csv.QUOTE_NONE))


@dataclass(frozen=True)
class Line:
    """One line of a relevé: what was asked, the marks there are, and the score that was printed."""

    run: str
    item: str
    window: Window
    method: str
    limit: int
    results: tuple[Result, ...]
    score: str
    state: str


def lines() -> Iterator[Line]:
    """Every line of the relevés."""
    windows = {row["run"]: window_of(row) for row in table("runs.tsv") if row["page"].startswith("releve_items")}
    items, results = _items(), marks()
    for row in table("releve_items.tsv.gz"):
        item, method, limit = items[row["matiere_id"], row["item_ref"]]
        yield Line(
            row["run"],
            row["item_ref"],
            windows[row["run"]],
            method,
            limit,
            tuple(results[row["eleve_id"], item]),
            row["score"],
            row["state"],
        )


@cache
def _periods() -> dict[str, tuple[date, date]]:
    return {
        row["periode_id"]: (_iso(row["jointure_date_debut"]), _iso(row["jointure_date_fin"]))
        for row in table("jointure_groupe_periode.tsv")
        if row["groupe_id"] == CLASS
    }


def window_of(row: dict[str, str]) -> Window:
    """What a run asked to look at; all the past when it named no period."""
    asked = json.loads(row["options_posted(json)"])
    if asked.get("f_date_debut"):
        start, end = (datetime.strptime(asked[key], "%d/%m/%Y").date() for key in ("f_date_debut", "f_date_fin"))  # noqa: DTZ007
    elif asked.get("f_periode"):
        start, end = _periods()[str(asked["f_periode"])]
    else:
        start, end = None, None
    # Visibility dates were forgotten for parents in 2012: the product holds them for pupils and parents alike.
    families = {one["run"] for one in table("runs_by_families.tsv") if one["profile"] == "eleve"}
    return Window(
        start,
        end,
        LookBack(asked.get("f_retroactif", "oui")),
        seen_on=CAPTURED_ON if row["run"] in families else None,
        rule=PeriodRule.ANY_SINCE_START,
    )


def _items() -> dict[tuple[str, str], tuple[str, str, int]]:
    """By matière and displayed reference: the item, the method and the limit of its référentiel."""
    domaines = {row["domaine_id"]: row for row in table("referentiel_domaine.tsv")}
    themes = {row["theme_id"]: row for row in table("referentiel_theme.tsv")}
    computed = {(row["matiere_id"], row["niveau_id"]): row for row in table("referentiel.tsv")}
    matieres = {row["matiere_id"]: row["matiere_ref"] for row in table("matiere.tsv")}
    niveaux = {row["niveau_id"]: row["niveau_ref"] for row in table("niveau.tsv")}
    found = {}
    for row in table("referentiel_item.tsv"):
        theme = themes[row["theme_id"]]
        domaine = domaines[theme["domaine_id"]]
        matiere, niveau = domaine["matiere_id"], domaine["niveau_id"]
        place = f"{domaine['domaine_ref']}{theme['theme_ordre']}{row['item_ordre']}"
        how = computed[matiere, niveau]
        found[matiere, f"{matieres[matiere]}.{niveaux[niveau]}.{place}"] = (
            row["item_id"],
            how["referentiel_calcul_methode"],
            int(how["referentiel_calcul_limite"]),
        )
    return found


def marks() -> dict[tuple[str, str], list[Result]]:
    """The results of each pupil on each item; requests are no result."""
    found = defaultdict(list)
    for row in table("saisie.tsv.gz"):
        if row["saisie_note"] != "REQ":
            found[row["eleve_id"], row["item_id"]].append(
                Result(
                    _iso(row["saisie_date"]),
                    int(row["devoir_id"]),
                    row["saisie_note"],
                    VALUES.get(row["saisie_note"]),
                    visible_on=_iso(row["saisie_visible_date"]),
                )
            )
    return found


def _iso(text: str) -> date:
    return date.fromisoformat(text)
