"""Teachers and the rest of the staff, administrators included."""

from django.db.models import QuerySet

from accounts.models import Account
from accounts.present import present
from exports.extractions.base import (
    EMAIL_COLUMN,
    EXIT_COLUMN,
    IDENTIFIER_COLUMNS,
    login_column,
    name_columns,
    profile_column,
)
from exports.registry import Extraction, extractions


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = Account.objects.staff().in_name_order()
    return found if is_with_left else found.filter(present(""))


extractions.register(
    Extraction(
        code="personnels",
        label="Professeurs et personnels",
        columns=(*name_columns(), profile_column(), login_column(), *IDENTIFIER_COLUMNS, EMAIL_COLUMN, EXIT_COLUMN),
        source=_source,
    )
)
