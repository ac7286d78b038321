"""What the extractions share: columns about a person, rows read without keeping them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Account, Address
from sacoche.kit.clock import today
from sacoche.kit.tables import Column
from schools.models import SchoolClass

_AT_ONCE = 500
AccountOf = Callable[[Any], Account]


def streamed(rows: QuerySet[Any]) -> Iterator[Any]:
    """These rows in one query, some at a time."""
    return rows.iterator(chunk_size=_AT_ONCE)


def present(*paths: str) -> Q:
    """That the accounts at these paths (« pupil »; « » for the row itself) have not left."""
    condition = Q()
    for path in paths:
        left_on = f"{path}__left_on" if path else "left_on"
        condition &= Q(**{left_on: None}) | Q(**{f"{left_on}__gt": today()})
    return condition


def himself(row: Account) -> Account:
    return row


def name_columns(of: AccountOf = himself, *, key: str = "", whose: str = "") -> tuple[Column, ...]:
    """Family name and first name; in a link `key` and `whose` say of which end: « eleve_ », « de l'élève »."""
    return (
        Column(f"{key}nom", f"Nom {whose}".strip(), lambda row: of(row).last_name),
        Column(f"{key}prenom", f"Prénom {whose}".strip(), lambda row: of(row).first_name),
    )


def login_column(of: AccountOf = himself, *, key: str = "", whose: str = "") -> Column:
    return Column(f"{key}login", f"Login {whose}".strip(), lambda row: of(row).login)


def profile_column(of: AccountOf = himself) -> Column:
    return Column("profil", "Profil", lambda row: of(row).get_profile_display())


def class_columns(of: Callable[[Any], SchoolClass | None]) -> tuple[Column, ...]:
    """Reference and name of a class, empty without one."""
    return (
        Column("classe_ref", "Référence de la classe", lambda row: getattr(of(row), "reference", "")),
        Column("classe_nom", "Nom de la classe", lambda row: getattr(of(row), "name", "")),
    )


def address_columns(of: AccountOf = himself) -> tuple[Column, ...]:
    """The e-mail and postal addresses of a guardian."""
    return (
        Column("courriel", "Adresse e-mail", lambda row: of(row).email),
        *(_address_column(of, f"line{number}", f"adresse{number}", f"Adresse {number}") for number in range(1, 5)),
        _address_column(of, "postal_code", "code_postal", "Code postal"),
        _address_column(of, "town", "commune", "Commune"),
        _address_column(of, "country", "pays", "Pays"),
    )


def _address_column(of: AccountOf, field: str, key: str, label: str) -> Column:
    def value(row: Any) -> str:
        address: Address | None = getattr(of(row), "address", None)
        return getattr(address, field) if address else ""

    return Column(key, label, value)


# What schools recognise people by, besides their names.
IDENTIFIER_COLUMNS = (
    Column("id_sconet", "Id Sconet", lambda account: account.sconet_id),
    Column("reference", "INE ou référence", lambda account: account.reference),
    Column("id_ent", "Id ENT", lambda account: account.id_ent),
    Column("id_gepi", "Id Gepi", lambda account: account.id_gepi),
)
EXIT_COLUMN = Column("sortie", "Date de sortie", lambda account: account.left_on)
