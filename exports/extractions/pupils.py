"""The pupils, with their class."""

from collections.abc import Iterator

from accounts.models import Account
from exports.extractions.base import (
    EXIT_COLUMN,
    IDENTIFIER_COLUMNS,
    class_columns,
    login_column,
    name_columns,
    present,
    streamed,
)
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column


def _rows(*, is_with_left: bool) -> Iterator[Account]:
    pupils = Account.objects.pupils().select_related("school_class__niveau").in_name_order()
    return streamed(pupils if is_with_left else pupils.filter(present("")))


extractions.register(
    Extraction(
        code="eleves",
        label="Élèves",
        columns=(
            *name_columns(),
            Column("sexe", "Sexe", lambda pupil: pupil.get_gender_display()),
            Column("ne_le", "Date de naissance", lambda pupil: pupil.birth_date),
            Column("niveau", "Niveau", lambda pupil: pupil.school_class.niveau.label if pupil.school_class else ""),
            *class_columns(lambda pupil: pupil.school_class),
            login_column(),
            Column("elenoet", "N° Sconet", lambda pupil: pupil.elenoet),
            *IDENTIFIER_COLUMNS,
            Column("courriel", "Adresse e-mail", lambda pupil: pupil.email),
            EXIT_COLUMN,
        ),
        rows=_rows,
    )
)
