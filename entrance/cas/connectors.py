"""The known connectors: a table of ENT, filled from the data file of the product and from CSV files of the operator."""

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from django.db import transaction

from accounts.models import Connector
from entrance.cas.faults import CasFault
from entrance.cas.servers import ANY_SUB_DOMAIN, MANUAL, root_address
from entrance.cas.transport import split_address
from sacoche.kit.clock import now
from schools.models import School

DATA_FILE = Path(__file__).parent.parent / "data" / "connecteurs.csv"
COLUMNS = (
    "code",
    "departements",
    "ent",
    "hote",
    "port",
    "chemin",
    "url_login",
    "url_logout",
    "url_validation",
    "format",
)
# A file may do without these columns.
MORE_COLUMNS = ("attribut", "version", "portail")
_REQUIRED = ("code", "ent", "hote")
_URLS = ("url_login", "url_logout", "url_validation")
# What changes nothing of who is asked, and for what.
_NEED_NO_CONFIRMATION = {"label", "departments", "layout", "portal"}
# What the operator decides, and no file.
_STATES = ("confirmed_at", "suspended_at")

# Of CAS 1.0.
_NO_ATTRIBUTE = "un serveur CAS 1.0 ne donne aucun attribut : laissez « attribut » vide."


class BadConnectors(ValueError):
    """The file cannot be taken; the message names the line and says what to write, in French."""


@transaction.atomic
def add_known() -> int:
    """Add the connectors of the data file that are missing, not confirmed; those that are there stay as they are."""
    known = set(Connector.objects.values_list("code", flat=True))
    missing = [each for each in read(DATA_FILE.read_text(encoding="utf-8")) if each.code not in known]
    Connector.objects.bulk_create(missing)
    return len(missing)


@transaction.atomic
def load(text: str, *, layouts: Collection[str]) -> tuple[int, int]:
    """Add the connectors of a CSV file, and replace those of the same code; how many were added and replaced.

    One whose server changes has to be confirmed again. `layouts` are the formats of files that the product reads.
    Raises BadConnectors; nothing is then written.
    """
    added = replaced = 0
    for line, connector in enumerate(read(text), start=2):
        if connector.layout and connector.layout not in layouts:
            raise BadConnectors(
                f"Ligne {line} : le format « {connector.layout} » est inconnu. Formats : {', '.join(sorted(layouts))}."
            )
        before = Connector.objects.filter(code=connector.code).first()
        if before is None:
            connector.save()
            added += 1
        elif _replace(before, connector):
            replaced += 1
    return added, replaced


def _replace(before: Connector, after: Connector) -> bool:
    told = [field.name for field in Connector._meta.fields if field.name not in ("id", *_STATES)]
    changed = {name for name in told if getattr(before, name) != getattr(after, name)}
    if not changed:
        return False
    after.pk = before.pk
    after.confirmed_at = before.confirmed_at if changed <= _NEED_NO_CONFIRMATION else None
    after.suspended_at = before.suspended_at
    after.save()
    return True


def read(text: str) -> Iterator[Connector]:
    """The connectors of a CSV file (semicolons, first line of titles), not saved. Raises BadConnectors."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise BadConnectors(
            f"Il manque {', '.join(missing)} sur la première ligne. Elle doit être : {';'.join(COLUMNS)}"
        )
    for line, row in enumerate(rows, start=2):
        yield _connector(line, {name: (row.get(name) or "").strip() for name in (*COLUMNS, *MORE_COLUMNS)})


def _connector(line: int, row: dict[str, str]) -> Connector:
    if empty := [name for name in _REQUIRED if not row[name]]:
        raise BadConnectors(f"Ligne {line} : {', '.join(empty)} : à remplir.")
    if row["code"] == MANUAL:
        raise BadConnectors(f"Ligne {line} : le code « {MANUAL} » est celui de la configuration manuelle.")
    if row["port"] and not (row["port"].isascii() and row["port"].isdigit()):
        raise BadConnectors(f"Ligne {line} : le port « {row['port']} » n'est pas un nombre ; vide, il est libre.")
    if row["version"] not in ("", "1", "2", "3"):
        raise BadConnectors(f"Ligne {line} : la version « {row['version']} » n'est pas connue : 1, 2, 3, ou rien (2).")
    if row["version"] == "1" and row["attribut"]:
        raise BadConnectors(f"Ligne {line} : {_NO_ATTRIBUTE}")
    connector = Connector(
        code=row["code"],
        departments=" ".join(row["departements"].replace(",", " ").split()),
        label=row["ent"],
        host=row["hote"].lower(),
        port=int(row["port"]) if row["port"] else None,
        path=row["chemin"].strip("/"),
        login_url=row["url_login"],
        logout_url=row["url_logout"],
        validate_url=row["url_validation"],
        layout=row["format"],
        portal=row["portail"],
        version=int(row["version"] or 2),
        attribute=row["attribut"],
    )
    _check(line, connector, [row[name] for name in _URLS if row[name]])
    return connector


def _check(line: int, connector: Connector, urls: list[str]) -> None:
    for field in Connector._meta.fields:
        limit = getattr(field, "max_length", None)
        if limit and len(getattr(connector, field.name)) > limit:
            raise BadConnectors(f"Ligne {line} : {field.verbose_name} : {limit} caractères au plus.")
    host, portal = connector.host, connector.portal
    if ANY_SUB_DOMAIN in host:
        host, portal = (name.replace(ANY_SUB_DOMAIN, "etab.", 1) for name in (host, portal))
    urls = [root_address(host, connector.port or 443, connector.path), *urls, *filter(None, [portal])]
    for url in urls:
        try:
            split_address(url)
        except CasFault as fault:
            raise BadConnectors(
                f"Ligne {line} : l'adresse {url} n'est pas permise ({fault.detail}) : https, un nom, un port autorisé "
                "(CAS_PORTS)."
            ) from fault


def set_confirmed(code: str, *, is_confirmed: bool) -> bool:
    """Let every school choose a connector, or none any longer; whether there is one of that code."""
    at = now()
    states = {"confirmed_at": at if is_confirmed else None, "suspended_at": None if is_confirmed else at}
    return bool(Connector.objects.filter(code=code).update(**states))


def department_of(school: School) -> str:
    """« 34 », « 2A », « 974 »: the department that the UAI of a school names; empty without one."""
    prefix = school.uai[:3]
    corsica = {"620": "2A", "720": "2B"}
    return corsica.get(prefix) or (prefix[1:] if prefix.startswith("0") else prefix)


def of_department(school: School) -> list[Connector]:
    """The connectors of the school's department, in any state."""
    department = department_of(school)
    found = Connector.objects.all() if department else Connector.objects.none()
    return [connector for connector in found if department in connector.departments.split()]
