"""The connectors of ENT that schools may choose."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Connector
from entrance.cas import connectors
from imports.identities.layouts import ENT_CHOICES


class Command(BaseCommand):
    help = (
        "Liste, ajoute, confirme et suspend les connecteurs ENT. Confirmé, un connecteur se choisit tel quel : "
        "vérifiez d'abord son serveur, plusieurs ont changé d'adresse. Ni confirmé ni suspendu, chaque établissement "
        "l'essaie avant de s'en servir ; suspendu, personne ne s'en sert."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, parser_class=argparse.ArgumentParser)
        actions.add_parser("list", help="ceux de ce serveur")
        actions.add_parser("load", help="ajouter ou remplacer ceux d'un fichier CSV").add_argument("file", type=Path)
        for name, told in (("confirm", "proposer aux établissements"), ("suspend", "fermer à tous")):
            actions.add_parser(name, help=told).add_argument("code", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["action"]:
            case "list":
                self.stdout.write("\n".join(_line(each) for each in Connector.objects.all()))
            case "load":
                self.stdout.write(_load(options["file"]))
            case action:
                self._set_confirmed(options["code"], is_confirmed=action == "confirm")

    def _set_confirmed(self, codes: list[str], *, is_confirmed: bool) -> None:
        for code in codes:
            if not connectors.set_confirmed(code, is_confirmed=is_confirmed):
                raise CommandError(f"Aucun connecteur n'a le code « {code} » (« connectors list » les donne).")
            self.stdout.write(f"{code} : {'confirmé' if is_confirmed else 'suspendu'}.")


def _line(connector: Connector) -> str:
    state = "confirmé" if connector.confirmed_at else "suspendu" if connector.suspended_at else "à confirmer"
    port = "" if connector.port == 443 else f":{connector.port or 'libre'}"
    return f"{state:<12} {connector.code:<30} {connector} — https://{connector.host}{port}/{connector.path}"


def _load(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} ne se lit pas : il faut un fichier CSV en UTF-8 ({error}).") from error
    try:
        added, replaced = connectors.load(text, layouts={code for code, _label in ENT_CHOICES})
    except connectors.BadConnectors as error:
        raise CommandError(str(error)) from error
    return f"{added} ajouté(s), {replaced} remplacé(s). Confirmez-les : manage.py connectors confirm CODE…"
