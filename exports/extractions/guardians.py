"""The guardians, with their addresses; one line each, however many children."""

from collections.abc import Iterator

from accounts.enums import Profile
from accounts.models import Account
from exports.extractions.base import (
    EXIT_COLUMN,
    IDENTIFIER_COLUMNS,
    address_columns,
    login_column,
    name_columns,
    present,
    streamed,
)
from exports.registry import Extraction, extractions


def _rows(*, is_with_left: bool) -> Iterator[Account]:
    guardians = Account.objects.filter(profile=Profile.TUT).select_related("address").in_name_order()
    return streamed(guardians if is_with_left else guardians.filter(present("")))


extractions.register(
    Extraction(
        code="responsables",
        label="Responsables légaux",
        columns=(*name_columns(), login_column(), *IDENTIFIER_COLUMNS, *address_columns(), EXIT_COLUMN),
        rows=_rows,
    )
)
