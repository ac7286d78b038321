"""What becomes of every table, written from the declarations: `make rights` keeps docs/tables.md up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from sacoche.kit.parts import saved, year
from sacoche.kit.parts.saved import LeftOut, SavedPart, Shared
from sacoche.kit.parts.tables import every_table, is_of_a_school

_INTRODUCTION = """# Ce que devient chaque table

Ce fichier est écrit par `make rights` à partir de ce que chaque application déclare (`year_parts.py`, \
`saved_parts.py`, [ADR 28](adr/0028-des-parts-par-table.md)) ; des tests échouent quand une table ne déclare rien, et \
quand ce fichier ne correspond plus au code.

## Une nouvelle année scolaire

"""
_SAVED = """
## Une sauvegarde, et sa restauration

Dans l'ordre où elles sont remises. Sur le même établissement, une ligne reprend son numéro ; \
ailleurs elle en prend un nouveau, que suivent les clés qui la désignent ([sauvegarde.md](sauvegarde.md)).

"""


class Command(BaseCommand):
    help = "Écrit ce que devient chaque table à la nouvelle année et dans une sauvegarde (docs/tables.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(parts_table(), ending="")


def parts_table() -> str:
    """The document, whole."""
    return f"{_INTRODUCTION}{_years()}{_SAVED}{_backups()}\n### Ce qui n'y est pas\n\n{_left_out()}"


def _years() -> str:
    found = [year.parts.get(model._meta.label) for model in every_table() if is_of_a_school(model)]
    head = ["ce qui est concerné", "sort", "ce qui se passe", "table"]
    return _lines([head, *([part.label, part.fate.value, part.sentence, f"`{part.code}`"] for part in found)])


def _backups() -> str:
    return _lines([["table", "ce qui n'y est pas tel quel"], *([f"`{p.code}`", _apart(p)] for p in saved.in_order())])


def _apart(part: SavedPart) -> str:
    renewed = [f"`{name}` est refait : {why}" for name, why in part.renewed.items()]
    return " ; ".join([*([part.others] if part.others else []), *renewed])


def _left_out() -> str:
    return _lines([["table", "pourquoi"], *([f"`{part.code}`", _why(part)] for part in _other_parts())])


def _other_parts() -> list[LeftOut | Shared]:
    return [part for part in saved.parts if not isinstance(part, SavedPart)]


def _why(part: LeftOut | Shared) -> str:
    if isinstance(part, LeftOut):
        return part.why
    owner = "liste nationale" if part.is_everywhere else "elle est au serveur"
    return f"{owner} : une ligne se retrouve par {', '.join(f'`{name}`' for name in part.key)}"


def _lines(rows: list[list[str]]) -> str:
    head, *others = rows
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, ["---"] * len(head), *others])
