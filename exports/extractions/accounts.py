"""Every account of the school, whatever its profile; also what `manage.py extract_users` writes for scripts."""

from collections.abc import Iterator

from accounts.models import Account
from exports.extractions.base import class_columns, login_column, name_columns, present, streamed
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column


def _rows(*, is_with_left: bool) -> Iterator[Account]:
    accounts = Account.objects.select_related("school_class").order_by("profile", "sort_key", "pk")
    return streamed(accounts if is_with_left else accounts.filter(present("")))


extractions.register(
    Extraction(
        code="comptes",
        label="Tous les comptes",
        columns=(
            Column("profil", "Profil", lambda account: account.profile),
            *name_columns(),
            login_column(),
            *class_columns(lambda account: account.school_class),
            Column("id_sconet", "Id Sconet", lambda account: account.sconet_id),
            Column("elenoet", "N° Sconet", lambda account: account.elenoet),
            Column("reference", "INE ou référence", lambda account: account.reference),
            Column("actif", "Actif", lambda account: int(account.is_active)),
        ),
        rows=_rows,
    )
)
