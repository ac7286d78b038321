"""Every account of the school, whatever its profile; also what `manage.py extract_users` writes for scripts."""

import datetime

from django.db.models import QuerySet

from accounts.models import Account
from accounts.present import is_present, present
from exports.extractions.base import class_columns, login_column, name_columns
from exports.registry import Column, Extraction, extractions


def _is_active(left_on: datetime.date | None) -> int:
    return int(is_present(left_on))


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = Account.objects.order_by("profile", "sort_key", "pk")
    return found if is_with_left else found.filter(present(""))


extractions.register(
    Extraction(
        code="comptes",
        label="Tous les comptes",
        columns=(
            Column("profil", "Profil", "profile"),
            *name_columns(),
            login_column(),
            *class_columns(),
            Column("id_sconet", "Id Sconet", "sconet_id"),
            Column("elenoet", "N° Sconet", "elenoet"),
            Column("reference", "INE ou référence", "reference"),
            Column("actif", "Actif", "left_on", _is_active),
        ),
        source=_source,
    )
)
