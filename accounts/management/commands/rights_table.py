"""The rights of every profile, written from their declarations: `make rights` keeps docs/droits.md up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.enums import EVERYBODY, Profile
from sacoche.kit.access import Right, restrictions, rights

_PROFILES = [profile for profile in Profile if profile in EVERYBODY]
_INTRODUCTION = """# Qui peut quoi

Ce fichier est écrit par `make rights` à partir des droits déclarés dans le code ; un test échoue quand il ne leur \
correspond plus, un autre ouvre chaque adresse avec chaque profil. Un droit est jugé à un seul endroit, sur le \
serveur, à chaque demande (`sacoche/kit/access.py`).

- **●** : le profil a ce droit, l'établissement n'y peut rien.
- **◉** : il l'a par défaut, et l'établissement peut le lui retirer dans « Réglage des autorisations ».
- **○** : il ne l'a pas par défaut, et l'établissement peut le lui donner.
"""


class Command(BaseCommand):
    help = "Écrit le tableau des droits de chaque profil (docs/droits.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(rights_table(), ending="")


def rights_table() -> str:
    """The document, whole."""
    parts = [_INTRODUCTION, _table(), "## Les profils\n", _profiles(), "## Les restrictions\n", _restrictions()]
    return "\n".join(parts)


def _table() -> str:
    head = ["droit", *(profile.value for profile in _PROFILES), "restriction possible", "code"]
    rows = [_row(right) for right in sorted(rights, key=lambda right: right.code)]
    return _lines([head, ["---"] * len(head), *rows])


def _row(right: Right) -> list[str]:
    signs = [_sign(right, profile) for profile in _PROFILES]
    restricted = ", ".join(f"{code} (par défaut)" if code in right.restricted else code for code in right.restrictions)
    return [right.label, *signs, restricted, f"`{right.code}`"]


def _sign(right: Right, profile: Profile) -> str:
    if profile in right.adjustable:
        return "◉" if profile in right.profiles else "○"
    return "●" if profile in right.profiles else ""


def _profiles() -> str:
    return "".join(f"- {profile.value} : {profile.label}\n" for profile in _PROFILES)


def _restrictions() -> str:
    return "".join(
        f"- {each.code} : {each.label} ({', '.join(p.value for p in _PROFILES if p in each.profiles)})\n"
        for each in restrictions
    )


def _lines(rows: list[list[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
