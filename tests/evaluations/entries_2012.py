"""The évaluations of class CE2 A as sheets, from the tables of the software of 2012, and what it made of them."""

from datetime import date
from functools import cache
from pathlib import Path

from evaluations.paper.sheet import Keys, Sheet, SheetItem, SheetPupil
from tests.evaluations.class_2012 import table

FOLDER = Path(__file__).parent.parent / "data" / "golden" / "evaluations"
EVALUATIONS = ("173", "174", "176", "180", "183")
# Its special codes were three, and other ones.
KEYS = Keys(
    {"RR": "1", "R": "2", "V": "3", "VV": "4", "ABS": "A", "NN": "N", "DISP": "D", "REQ": "?"},
    {"1": "RR", "2": "R", "3": "V", "4": "VV", "A": "ABS", "N": "NN", "D": "DISP"},
)
SIGLES = {code: code for code in KEYS.of} | {"PA": "REQ"}


def golden_bytes(name: str) -> bytes:
    """A file as it came out, or went in."""
    return (FOLDER / name).read_bytes()


def understood(name: str) -> set[tuple[int, int, str]]:
    """What an answer says that a file held: pupil, item, key."""
    text = golden_bytes(f"import/{name}.answer.txt").decode()
    return {
        (int(pupil), int(item), key)
        for pupil, item, key in (each.split(".") for each in text.strip().strip("|").split("|") if each)
    }


def sheet_2012(number: str) -> Sheet:
    """An évaluation of the class."""
    [row] = [each for each in table("devoir.tsv") if each["devoir_id"] == number]
    marks = [each for each in table("saisie.tsv.gz") if each["devoir_id"] == number]
    return Sheet(
        title=row["devoir_info"],
        place="[CE2] CE2 A",
        day=date.fromisoformat(row["devoir_date"]),
        items=[_items()[pk] for pk in _items_of(number)],
        pupils=[
            SheetPupil(int(each["user_id"]), each["user_nom"], each["user_prenom"]) for each in table("eleves.tsv.gz")
        ],
        cells={(int(each["eleve_id"]), int(each["item_id"])): each["saisie_note"] for each in marks},
    )


def _items_of(number: str) -> list[str]:
    lines = (FOLDER / "jointure_devoir_item.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return [item for devoir, item, _order in sorted(rows, key=lambda row: int(row[2])) if devoir == number]


@cache
def _items() -> dict[str, SheetItem]:
    domaines = {row["domaine_id"]: row for row in table("referentiel_domaine.tsv")}
    themes = {row["theme_id"]: row for row in table("referentiel_theme.tsv")}
    matieres = {row["matiere_id"]: row["matiere_ref"] for row in table("matiere.tsv")}
    niveaux = {row["niveau_id"]: row["niveau_ref"] for row in table("niveau.tsv")}
    found = {}
    for row in table("referentiel_item.tsv"):
        theme = themes[row["theme_id"]]
        domaine = domaines[theme["domaine_id"]]
        place = f"{domaine['domaine_ref']}{theme['theme_ordre']}{row['item_ordre']}"
        reference = f"{matieres[domaine['matiere_id']]}.{niveaux[domaine['niveau_id']]}.{place}"
        found[row["item_id"]] = SheetItem(
            int(row["item_id"]), reference, row["item_nom"], is_of_socle=row["entree_id"] != "0"
        )
    return found
