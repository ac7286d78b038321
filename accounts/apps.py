from django.apps import AppConfig
from django.core.checks import register


class AccountsConfig(AppConfig):
    """People and access."""

    name = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from accounts import (  # noqa: F401  (declare themselves)
            counts,
            loss_parts,
            merge_parts,
            person_parts,
            rights,
            saved_parts,
            year_parts,
        )
        from accounts.access.decided import decide, tell
        from accounts.grids import grids
        from accounts.journal.services import store_journal_line
        from accounts.safety.server_key import check_key
        from sacoche.kit.access import plug_decisions
        from sacoche.kit.journal import plug_storage
        from sacoche.kit.registry import declare

        declare("accounts", "rights")
        declare("accounts", "verbs")
        declare("accounts", "notices")
        declare("accounts", "moved_parts")
        plug_storage(store_journal_line)
        register(check_key)
        plug_decisions(decide, tell)
        grids.discover("accounts.grids.kinds")
