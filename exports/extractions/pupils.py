"""The pupils, with their class."""

from django.db.models import QuerySet

from accounts.models import Account
from accounts.present import present
from exports.extractions.base import (
    EMAIL_COLUMN,
    EXIT_COLUMN,
    IDENTIFIER_COLUMNS,
    class_columns,
    gender_column,
    login_column,
    name_columns,
)
from exports.registry import Column, Extraction, extractions


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = Account.objects.pupils().in_name_order()
    return found if is_with_left else found.filter(present(""))


extractions.register(
    Extraction(
        code="eleves",
        label="Élèves",
        columns=(
            *name_columns(),
            gender_column(),
            Column("ne_le", "Date de naissance", "birth_date"),
            Column("niveau", "Niveau", "school_class__niveau__label"),
            *class_columns(),
            login_column(),
            Column("elenoet", "N° Sconet", "elenoet"),
            *IDENTIFIER_COLUMNS,
            EMAIL_COLUMN,
            EXIT_COLUMN,
        ),
        source=_source,
    )
)
