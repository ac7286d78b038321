"""What the extractions share: columns about a person, about an item."""

from typing import Any

from accounts.enums import Gender, Profile
from exports.registry import Column
from referentiels.queries.references import with_references


def at(prefix: str, field: str) -> str:
    """The path of a field: at the end of a link (« pupil »), or of the row itself (« »)."""
    return f"{prefix}__{field}" if prefix else field


def name_columns(prefix: str = "", *, key: str = "", whose: str = "") -> tuple[Column, ...]:
    """Family name and first name; in a link `key` and `whose` say of which end: « eleve_ », « de l'élève »."""
    return (
        Column(f"{key}nom", f"Nom {whose}".strip(), at(prefix, "last_name")),
        Column(f"{key}prenom", f"Prénom {whose}".strip(), at(prefix, "first_name")),
    )


def login_column(prefix: str = "", *, key: str = "", whose: str = "") -> Column:
    """The login; in a link `key` and `whose` say of which end, as for names."""
    return Column(f"{key}login", f"Login {whose}".strip(), at(prefix, "login"))


def profile_column(prefix: str = "") -> Column:
    """The profile in words."""
    return Column("profil", "Profil", at(prefix, "profile"), lambda code: Profile(code).label)


def gender_column() -> Column:
    """« Sexe » in words."""
    return Column("sexe", "Sexe", "gender", lambda code: Gender(code).label)


def class_columns(prefix: str = "school_class") -> tuple[Column, ...]:
    """Reference and name of a class, empty without one."""
    return (
        Column("classe_ref", "Référence de la classe", at(prefix, "reference")),
        Column("classe_nom", "Nom de la classe", at(prefix, "name")),
    )


def group_columns(prefix: str = "group") -> tuple[Column, ...]:
    """Reference and name of a group."""
    return (
        Column("groupe_ref", "Référence du groupe", at(prefix, "reference")),
        Column("groupe_nom", "Nom du groupe", at(prefix, "name")),
    )


def yes_or_no(key: str, label: str, path: str) -> Column:
    """A column that says « oui » or « non »."""
    return Column(key, label, path, lambda is_so: "oui" if is_so else "non")


def address_columns(prefix: str = "") -> tuple[Column, ...]:
    """The e-mail and postal addresses of a guardian."""
    postal = at(prefix, "address")
    return (
        Column("courriel", "Adresse e-mail", at(prefix, "email")),
        *(Column(f"adresse{number}", f"Adresse {number}", at(postal, f"line{number}")) for number in range(1, 5)),
        Column("code_postal", "Code postal", at(postal, "postal_code")),
        Column("commune", "Commune", at(postal, "town")),
        Column("pays", "Pays", at(postal, "country")),
    )


# What schools recognise people by, besides their names.
IDENTIFIER_COLUMNS = (
    Column("id_sconet", "Id Sconet", "sconet_id"),
    Column("reference", "INE ou référence", "reference"),
    Column("id_ent", "Id ENT", "id_ent"),
    Column("id_gepi", "Id Gepi", "id_gepi"),
)
EMAIL_COLUMN = Column("courriel", "Adresse e-mail", "email")
EXIT_COLUMN = Column("sortie", "Date de sortie", "left_on")
STRUCTURE_COLUMNS = (
    Column("niveau", "Niveau", "niveau__label"),
    Column("reference", "Référence", "reference"),
    Column("nom", "Nom", "name"),
    Column("nom_long", "Nom long", "long_name"),
    Column("eleves", "Élèves présents", "pupil_count"),
)


def referentiel_columns(item: str = "") -> tuple[Column, ...]:
    """The matière and the niveau of an item; `item` is the path to it, empty when the rows are items."""
    referentiel = at(item, "theme__domaine__referentiel")
    return (
        Column("matiere_ref", "Référence de la matière", f"{referentiel}__matiere__reference"),
        Column("matiere_nom", "Nom de la matière", f"{referentiel}__matiere__label"),
        Column("niveau", "Niveau", f"{referentiel}__niveau__label"),
    )


def item_columns(item: str = "") -> tuple[Column, ...]:
    """The référentiel of an item, the reference that pages show (`with_references`), its name."""
    return (
        *referentiel_columns(item),
        Column("item_ref", "Référence de l'item", "reference_shown"),
        Column("item_nom", "Item", at(item, "name")),
    )


def in_tree_order(rows: Any, item: str = "") -> Any:
    """Rows about items by matière, niveau, then in the order of the tree, with the references that pages show."""
    domaine = at(item, "theme__domaine")
    referentiel = f"{domaine}__referentiel"
    return with_references(rows, item).order_by(
        f"{referentiel}__matiere__label",
        f"{referentiel}__matiere__reference",
        f"{referentiel}__niveau__order",
        f"{referentiel}__niveau__reference",
        f"{domaine}__order",
        domaine,
        at(item, "theme__order"),
        at(item, "theme"),
        at(item, "order"),
        "pk",
    )
