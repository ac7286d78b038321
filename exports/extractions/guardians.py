"""The guardians, with their addresses; one line each, however many children."""

from django.db.models import QuerySet

from accounts.enums import Profile
from accounts.models import Account
from accounts.present import present
from exports.extractions.base import (
    EXIT_COLUMN,
    IDENTIFIER_COLUMNS,
    address_columns,
    login_column,
    name_columns,
)
from exports.registry import Extraction, extractions


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = Account.objects.filter(profile=Profile.TUT).in_name_order()
    return found if is_with_left else found.filter(present(""))


extractions.register(
    Extraction(
        code="responsables",
        label="Responsables légaux",
        columns=(*name_columns(), login_column(), *IDENTIFIER_COLUMNS, *address_columns(), EXIT_COLUMN),
        source=_source,
    )
)
