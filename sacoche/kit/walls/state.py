"""What PostgreSQL is told of the school that is open; read by the engine, before there is any model."""

from typing import Any

from django_scopes import get_scope

# What PostgreSQL is told under that name lasts for the transaction.
SETTING = "sacoche.school"
# What it is told inside `all_schools()`, and nowhere else.
ALL_SCHOOLS = "all"


def open_school_code() -> str:
    """What is open, as PostgreSQL is told: the number of a school, ALL_SCHOOLS, or nothing."""
    scope = get_scope()
    if not scope.get("_enabled", True):
        return ALL_SCHOOLS
    school = scope.get("school")
    return str(int(school.pk)) if school else ""


def is_walled(connection: Any) -> bool:
    """Whether the statements of this connection, which is open, say which school is."""
    return connection.vendor == "postgresql" and getattr(connection.connection.cursor_factory, "is_walled", False)
