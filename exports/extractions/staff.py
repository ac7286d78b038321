"""Teachers and the rest of the staff, administrators included."""

from collections.abc import Iterator

from accounts.models import Account
from exports.extractions.base import (
    EXIT_COLUMN,
    IDENTIFIER_COLUMNS,
    login_column,
    name_columns,
    present,
    profile_column,
    streamed,
)
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column


def _rows(*, is_with_left: bool) -> Iterator[Account]:
    staff = Account.objects.staff().in_name_order()
    return streamed(staff if is_with_left else staff.filter(present("")))


extractions.register(
    Extraction(
        code="personnels",
        label="Professeurs et personnels",
        columns=(
            *name_columns(),
            profile_column(),
            login_column(),
            *IDENTIFIER_COLUMNS,
            Column("courriel", "Adresse e-mail", lambda account: account.email),
            EXIT_COLUMN,
        ),
        rows=_rows,
    )
)
