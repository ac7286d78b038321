"""What is kept of one person, written from the declarations: `make rights` keeps docs/mes-donnees.md up to date."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from operation.persons.data import VERSION, in_order, schema
from sacoche.kit.parts.person import PersonPart

_INTRODUCTION = f"""# Mes données

Ce que contient l'archive « Mes données » d'une personne, et ce que devient chaque chose quand la personne est \
effacée. Ce fichier est écrit par `make rights` à partir de ce que chaque application déclare (`person_parts.py`, \
[ADR 57](adr/0057-l-annee-les-personnes-et-le-temps.md)) ; des tests échouent quand une table ne déclare rien, et \
quand ce fichier ne correspond plus au code.

`donnees.json` est en UTF-8, ses dates en ISO 8601. Son schéma est \
[schemas/mes-donnees-{VERSION}.json](schemas/mes-donnees-{VERSION}.json) (JSON Schema 2020-12). `sections` a une liste \
par ligne du tableau ; les clés de chaque élément y sont dites. Les PDF et les fichiers sont à côté, sous `pdf/` et \
`fichiers/`. Ce qu'une famille ne peut pas encore lire n'y est pas : une évaluation paraît à sa date de visibilité.

| section | ce que c'est | clés | une fois effacée | table |
| --- | --- | --- | --- | --- |
"""
_NOT_GIVEN = """
## Ce qui n'est pas donné

| ce que c'est | pourquoi | une fois effacée | table |
| --- | --- | --- | --- |
"""


class Command(BaseCommand):
    help = "Écrit ce qui est gardé d'une personne, et ce qu'il en reste une fois effacée (docs/mes-donnees.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--schema", action="store_true", help="le schéma JSON, au lieu du tableau")

    def handle(self, *args: Any, **options: Any) -> None:
        told = json.dumps(schema(), ensure_ascii=False, indent=1) + "\n" if options["schema"] else person_table()
        self.stdout.write(told, ending="")


def person_table() -> str:
    """The document, whole."""
    given = "".join(_given(part) for part in in_order() if part.columns)
    others = "".join(_not_given(part) for part in in_order() if not part.columns)
    return f"{_INTRODUCTION}{given}{_NOT_GIVEN}{others}"


def _given(part: PersonPart) -> str:
    keys = ", ".join(f"`{key}`" for key in part.columns)
    return f"| `{part.section}` | {part.label} | {keys} | {part.fate.value} | `{part.code}` |\n"


def _not_given(part: PersonPart) -> str:
    return f"| {part.label} | {part.why} | {part.fate.value} | `{part.code}` |\n"
